"""Takes a secret out of the block of variables that the system hands to a process.

Anybody who may look at the process can read that block (`/proc/PID/environ`, `ps eww`) as it was at the start, whatever
is unset later: only its own bytes can be overwritten.
"""

import os
from importlib import import_module


def wipe(name: str) -> None:
    """Overwrite the value that this process was started with; `os.environ` still has it, for whoever needs it.

    On Windows there is no such block: what is unset is gone.
    """
    value = os.environ.get(name)
    if not value or os.name != "posix":
        return
    ctypes = import_module("ctypes")  # it takes a while, and few set such a variable
    find = ctypes.CDLL(None).getenv
    find.restype, find.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    place = find(os.fsencode(name))
    if place and ctypes.string_at(place) == os.fsencode(value):
        ctypes.memset(place, 0, len(os.fsencode(value)))


def forget(name: str) -> None:
    """Nothing of it is left, neither here nor for what is started from here on, such as a player."""
    wipe(name)
    os.environ.pop(name, None)
