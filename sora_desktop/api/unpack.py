"""Takes the compression off a file that a service sent compressed, within a limit: it may be a bomb."""

import hashlib
import os
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sora_desktop.api.part_file import Origin, StoppedError, Whole, note_path, write_note

_CHUNK = 1024 * 1024
_GZIP = 31
_START = b"\x1f\x8b"


class NotUnpackedError(Exception):
    """It is damaged, it is cut, or it grows beyond the limit; the text says which."""


def unpack(part: Path, packed: Whole, largest: int, stop: threading.Event) -> Whole:
    """Put what a gzip file holds, at most `largest` bytes, in its place.

    Raises NotUnpackedError, OSError, and StoppedError as soon as `stop` is set; `part` is then as it was.
    """
    plain = part.with_name(part.name + ".plain")
    try:
        sha256, count = _unpacked(part, plain, largest, stop)
    except BaseException as error:
        plain.unlink(missing_ok=True)
        if isinstance(error, zlib.error):
            raise NotUnpackedError("It is compressed, and damaged") from error
        raise
    note_path(part).unlink(missing_ok=True)  # it is not true of what comes in its place
    plain.replace(part)
    whole = Whole(sha256, count, told=packed.told)
    write_note(part, Origin("", total=count), count, whole)
    return whole


def _unpacked(source: Path, target: Path, largest: int, stop: threading.Event) -> tuple[str, int]:
    digest, count = hashlib.sha256(), 0
    with source.open("rb") as packed, target.open("wb") as plain:
        for piece in _pieces(packed):
            count += len(piece)
            if stop.is_set():
                raise StoppedError
            if count > largest:
                raise NotUnpackedError(f"It grows beyond {largest // _CHUNK} MB when it is unpacked")
            digest.update(piece)
            plain.write(piece)
        plain.flush()
        os.fsync(plain.fileno())
    return digest.hexdigest(), count


def _pieces(packed: BinaryIO) -> Iterator[bytes]:
    """What a gzip file holds, at most a chunk at a time; what follows its last part is passed over."""
    unpacker = zlib.decompressobj(_GZIP)
    data = packed.read(_CHUNK)
    while data:
        yield unpacker.decompress(data, _CHUNK)
        data = unpacker.unconsumed_tail
        if unpacker.eof:
            data = unpacker.unused_data + packed.read(_CHUNK)
            if not data.startswith(_START):
                return
            unpacker = zlib.decompressobj(_GZIP)
        elif not data:
            data = packed.read(_CHUNK)
    raise NotUnpackedError("It is compressed, and its end is missing")
