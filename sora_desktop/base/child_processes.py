"""The app starts itself as a child: with which words, what a child may see of the surroundings, and how it ends at once."""

import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import sora_desktop

_PACKAGE_FOLDER = str(Path(sora_desktop.__file__).resolve().parents[1])
_PASSED_ON = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
    *("SYSTEMROOT", "WINDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"),
    *("FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("VIRTUAL_ENV", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),
)
"""The only variables of the environment that a child sees: none of them can hold a key."""


class Process(Protocol):
    """What a child is known by."""

    @property
    def pid(self) -> int: ...


def app_command(*words: str) -> list[str]:
    """How the app is started as a child with these words; a frozen app is its own interpreter.

    Nothing is imported from the folder in which it is started: a person's `json.py` is no part of the app.
    """
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "sora_desktop"]
    return [*own, *words]


def child_environment(surroundings: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a child needs of the surroundings (those of this process where none are named), and no key in them."""
    around = os.environ if surroundings is None else surroundings
    paths = (_PACKAGE_FOLDER, *filter(None, [around.get("PYTHONPATH")]))
    return {name: around[name] for name in _PASSED_ON if name in around} | {"PYTHONPATH": os.pathsep.join(paths)}


def end_at_once(process: Process) -> None:
    """Kill a child. `Process.kill` of asyncio first asks whether it has ended, which takes its end from who waits for it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
