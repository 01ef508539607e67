"""The machine is kept awake by Windows or macOS. Written after their manuals, and not run there yet."""

import ctypes
import os
import subprocess
import sys
from typing import Any, Self

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""Of SetThreadExecutionState: it holds until it is changed, or until the thread that asked ends."""


class HeldBySystem:
    """Windows lets go with the thread that asked; `caffeinate -w` ends with this program."""

    def __init__(self, program: subprocess.Popen[bytes] | None) -> None:
        self._program = program

    @classmethod
    def take(cls) -> Self | None:
        """None where the system has no way. On Windows it is asked on the thread that stays."""
        if sys.platform == "darwin":
            command = ["/usr/bin/caffeinate", "-i", "-w", str(os.getpid())]
            try:
                return cls(subprocess.Popen(command, stdin=subprocess.DEVNULL))  # noqa: S603 -- a program of the system
            except OSError:
                return None
        return cls(None) if _tell_windows(_CONTINUOUS | _SYSTEM_REQUIRED) else None

    def release(self) -> None:
        if self._program is not None:
            self._program.terminate()
            self._program.wait()
            self._program = None
        else:
            _tell_windows(_CONTINUOUS)


def _tell_windows(flags: int) -> bool:
    windows: Any = getattr(ctypes, "windll", None)
    return windows is not None and bool(windows.kernel32.SetThreadExecutionState(flags))
