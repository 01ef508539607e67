"""Files that are whole or absent, whatever happens in between, and the names of our own clips."""

import contextlib
import errno
import os
import re
import shutil
import stat
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sora_desktop.base.atomic_files import COPY_BYTES, NO_ROOM, rename_over, sync_file, sync_folder, write_whole
from sora_desktop.domain.errors import AppError, DiskFullError, DownloadError, StorageError

NAME_LIMIT = 120
"""Bytes of a clip's file name in UTF-8, all of it. File systems take 255, some sync services fewer."""

_SLUG_LIMIT = 64
_ARRIVING = ".arriving"
"""A folder beside the clips, for those on their way from another volume."""

# Letters and marks by their Unicode class, but drawn as nothing: a name must look like what it is.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}


@contextlib.contextmanager
def _as(error: type[AppError]) -> Iterator[None]:
    """What the system says about a file, in the app's words."""
    try:
        yield
    except OSError as problem:
        kind = DiskFullError if error is DownloadError and problem.errno in NO_ROOM else error
        raise kind(problem.strerror or str(problem)) from problem


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file has this name, as long as the file is open; None where there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def open_plain(path: Path, flags: int = os.O_RDONLY) -> int:
    """A descriptor of a plain file; OSError for anything else, at once: a pipe would wait for ever, a device may act."""
    with contextlib.suppress(FileNotFoundError):
        _expect_plain(path.stat())
    binary, patient = getattr(os, "O_BINARY", 0), getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | binary | patient, 0o600)
    try:
        _expect_plain(os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _expect_plain(facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, "Not a plain file")


def read_plain(path: Path, limit: int) -> bytes:
    """At most `limit` bytes of a plain file; OSError for anything else."""
    with os.fdopen(open_plain(path), "rb") as file:
        return file.read(limit)


def write_at(descriptor: int, data: bytes, at: int) -> None:
    """All of `data` at an offset of an open file, past its buffers. OSError where not all of it finds room."""
    os.lseek(descriptor, at, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def write_atomically(path: Path, data: bytes) -> None:
    """As `write_whole`; StorageError where it cannot be."""
    with _as(StorageError):
        write_whole(path, data)


def keep_copy(path: Path, why: str = "unreadable") -> str:
    """Put a copy of a file aside as `NAME.unreadable`, or why else, so that saving anew does not destroy it.

    The name of the copy; "" where none could be made.
    """
    kept = path.with_name(f"{path.name}.{why}")
    try:
        shutil.copyfile(path, kept)
        kept.chmod(0o600)
    except OSError:
        return ""
    return kept.name


def adopt(part: Path, final: Path) -> None:
    """Give a finished download its final name: bytes first, then the name, then the folder.

    From another volume it is copied beside its final name first, and goes only when that is on the disk.

    DiskFullError or another DownloadError where it cannot be; the download then lies where it was.
    """
    with _as(DownloadError):
        with part.open("rb+") as file:
            sync_file(file.fileno())
        try:
            rename_over(part, final)
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                raise
            _bring_over(part, final)
        sync_folder(final.parent)
        if part.parent != final.parent:
            part.unlink(missing_ok=True)
            sync_folder(part.parent)


def _bring_over(part: Path, final: Path) -> None:
    """Copy to another volume: the final name never stands for half of it."""
    copy = final.parent / _ARRIVING / part.name
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with part.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, COPY_BYTES)
            target.flush()
            sync_file(target.fileno())
        rename_over(copy, final)
    finally:
        copy.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # another one may be on its way
            copy.parent.rmdir()


def sweep_arrivals(folder: Path) -> None:
    """Remove what an earlier start left half copied: the download itself is still where it came from."""
    with contextlib.suppress(OSError):
        for copy in (folder / _ARRIVING).iterdir():
            copy.unlink(missing_ok=True)
        (folder / _ARRIVING).rmdir()


def free_bytes(folder: Path) -> int:
    """Room left for this person on the volume of `folder`, which need not exist yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def clip_file_name(prompt: str, created_at: datetime, clip_id: str) -> str:
    """`2026-11-22_a-red-kite_1f2e3d4c.mp4`: the day in UTC, words of the prompt, the end of the id.

    The same whenever and wherever it is asked for.

    Safe on every file system: letters, digits and their marks (any script), `-` and `_`; never over NAME_LIMIT bytes.
    """
    day = created_at.astimezone(UTC).strftime("%Y-%m-%d")
    return f"{day}_{_slug(prompt) or 'clip'}_{_short(clip_id)}.mp4"


def _slug(prompt: str) -> str:
    words = "".join(char if _speaks(char) else " " for char in unicodedata.normalize("NFC", prompt[:400])).split()
    slug = ""
    for word in (_unmarked(word) for word in words):
        longer = f"{slug}-{word}" if slug else _cut(word, _SLUG_LIMIT)
        if len(longer.encode()) > _SLUG_LIMIT:
            break
        slug = longer
    return slug


def _speaks(char: str) -> bool:
    return char not in _INVISIBLE and (char.isalnum() or unicodedata.category(char).startswith("M"))


def _unmarked(word: str) -> str:
    """Without marks that would hang on nothing."""
    start = next((index for index, char in enumerate(word) if char.isalnum()), len(word))
    return word[start:]


def _cut(word: str, limit: int) -> str:
    return word.encode()[:limit].decode(errors="ignore")


def _short(clip_id: str) -> str:
    """Eight characters that tell clips apart: the end of a UUID, which is random in all its versions."""
    plain = re.sub(r"[^0-9a-z]", "", clip_id.lower())
    return plain[-8:] if len(plain) >= 8 else sha256(clip_id.encode(errors="surrogatepass")).hexdigest()[:8]
