"""What this machine last saw of a data folder, kept outside of it: it is not copied along, and not restored with it.

Beside it lies a lock by the folder's own id: whoever deletes the lock in the folder does not make a second owner.
And where the volume of the folder fails, what must not be lost is kept here: the ids of paid jobs, a line of JSON each.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_state_path

from sora_desktop.base.atomic_files import sync_file
from sora_desktop.base.values import dataclass
from sora_desktop.store.files import open_plain, read_plain, write_at

LENGTH = 512
"""Bytes of the note: it is written over in place, so that its file stays the same file."""
IDS_LIMIT = 1024 * 1024


def default_folder() -> Path:
    """Where this machine keeps what it saw: not in the data folder, also where a system puts both side by side."""
    return user_state_path("Sora Desktop Folders", appauthor=False)


@dataclass(frozen=True, slots=True)
class Note:
    """The last line of the journal that was seen, by number and sum, and which folder it was seen in."""

    number: int
    sum: str
    device: int
    inode: int


class Witness:
    """The note about the data folder of this id. Where it cannot be kept, the folder is known by its place alone."""

    def __init__(self, folder_id: str, place: Path | None = None) -> None:
        folder = place or default_folder()
        self._path = folder / f"{folder_id}.json"
        self._ids = folder / f"{folder_id}.ids"
        self._lock = FileLock(folder / f"{folder_id}.lock", timeout=0, thread_local=False, mode=0o600)
        self._file: int | None = None

    def take(self) -> bool:
        """Whether no other program has a folder of this id open. Without a place for the lock nobody is known."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        return True

    def read(self) -> Note | None:
        """What was seen last; None where nothing was, or where the note was itself copied here or restored."""
        try:
            plain: dict[str, Any] = json.loads(read_plain(self._path, LENGTH))
            note = Note(int(plain["number"]), str(plain["sum"]), int(plain["device"]), int(plain["inode"]))
            return note if plain["self"] == self._path.stat().st_ino else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, note: Note) -> None:
        """Write down what was seen. Not flushed: a note that is a little old is no reason for doubt."""
        with contextlib.suppress(OSError):
            if self._file is None:
                self._file = open_plain(self._path, os.O_RDWR | os.O_CREAT)
            itself = os.fstat(self._file).st_ino
            plain = {"number": note.number, "sum": note.sum, "device": note.device, "inode": note.inode, "self": itself}
            write_at(self._file, json.dumps(plain).encode().ljust(LENGTH), 0)

    def keep_id(self, job_id: str, remote_id: str) -> None:
        """The id of a paid job that its own folder does not take; on the disk when it returns, if that can be."""
        line = b"\n%s\n" % json.dumps({"job": job_id, "id": remote_id}).encode()  # the one before may be torn
        with contextlib.suppress(OSError):
            descriptor = open_plain(self._ids, os.O_RDWR | os.O_CREAT)
            try:
                write_at(descriptor, line, os.fstat(descriptor).st_size)
                sync_file(descriptor)
            finally:
                os.close(descriptor)

    def ids(self) -> dict[str, str]:
        """The ids that were kept, by job; a line that is torn or no text is none."""
        found: dict[str, str] = {}
        with contextlib.suppress(OSError):
            for line in read_plain(self._ids, IDS_LIMIT).splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    kept = json.loads(line)
                    found[str(kept["job"])] = str(kept["id"])
        return found

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._lock.release(force=True)
