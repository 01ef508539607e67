"""Which machine this is and which folder, so that a copy of a data folder is told from the folder itself.

A device number is no name: many file systems give another one at each mount. A file's number (its inode) is kept by
all that a data folder should lie on, also when the folder is renamed; a copy and a restored backup have another one.
"""

import hashlib
import hmac
import os
import sys
from pathlib import Path

from sora_desktop.base.values import dataclass

if sys.platform == "win32":
    import winreg
elif sys.platform == "darwin":
    import ctypes
    import uuid

_LINUX_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """A folder on a machine. `machine` is "" where the machine has no id that can be read."""

    machine: str
    device: int
    inode: int
    path: str

    def is_same_folder(self, other: "FolderPlace") -> bool:
        """Renamed or not, whatever its volume is called since the last start."""
        return self.inode == other.inode and (self.device == other.device or self.path == other.path)

    def is_same_machine(self, other: "FolderPlace") -> bool:
        """An id that could not be read speaks neither for nor against."""
        return self.machine == other.machine or "" in (self.machine, other.machine)


def place_of(folder: Path, salt: str) -> FolderPlace:
    """Where `folder` is now. OSError where it is not there."""
    facts = folder.stat()
    return FolderPlace(machine_mark(salt), facts.st_dev, facts.st_ino, os.path.realpath(folder))


def machine_mark(salt: str) -> str:
    """Tells this machine from others, and only to who knows `salt`: the machine's own id is not to be had from it."""
    raw = _machine_id()
    return hmac.new(salt.encode(), raw.encode(), hashlib.sha256).hexdigest()[:32] if raw else ""


def _machine_id() -> str:
    """What the system calls this installation of itself; "" where it does not say."""
    if sys.platform == "win32":
        return _of_the_registry()
    return _of_the_host() if sys.platform == "darwin" else _of_files(_LINUX_FILES)


def _of_files(files: tuple[Path, ...]) -> str:
    for file in files:
        try:
            if text := file.read_text(errors="replace").strip():
                return text
        except OSError:
            continue
    return ""


def _of_the_host() -> str:
    """macOS tells it by a call of its C library: gethostuuid(2)."""
    if sys.platform == "darwin":  # once more, for a type checker on another system
        raw, a_second = ctypes.create_string_buffer(16), (ctypes.c_long * 2)(1, 0)
        try:
            failed = ctypes.CDLL(None).gethostuuid(raw, ctypes.byref(a_second))
        except (OSError, AttributeError):
            return ""
        return "" if failed else str(uuid.UUID(bytes=raw.raw))
    return ""


def _of_the_registry() -> str:
    if sys.platform == "win32":  # once more, for a type checker on another system
        rights = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, rights) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    return ""
