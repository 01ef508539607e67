"""Takes the wrapping off a clip that a service sent compressed, or written as text, within a limit: it may be a bomb."""

import base64
import binascii
import errno
import hashlib
import logging
import os
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from sora_desktop.services.downloads.part_file import Origin, StoppedError, Whole, note_path, write_note

HEAD = 512
"""So many bytes tell whether something is wrapped."""
LARGEST = 4 * 1024 * 1024 * 1024
"""Bytes that a clip may have."""

_CHUNK = 1024 * 1024
_GZIP = 31
_START = b"\x1f\x8b"
_TEXT = re.compile(rb'\s*"?(?:data:[^,]{0,100},)?\s*(?=AAAA[A-Za-z0-9+/_-][GWm2]Z0eX[A-D]|GkXfo[0-9+/])')
"""What may stand in front of an MP4 or a WebM that is written as text (Base64)."""

log = logging.getLogger(__name__)


class NotUnpackedError(Exception):
    """It is damaged, it is cut, or it grows beyond the limit; the text says which."""


def is_gzip(head: bytes) -> bool:
    return head.startswith(_START)


def is_text_of_a_clip(head: bytes) -> bool:
    return _TEXT.match(head) is not None


def unpacked(part: Path, whole: Whole, largest: int, room: int, stop: threading.Event) -> Whole:
    """Put what a wrapped file holds in its place; one that is not wrapped, or cannot be unwrapped, stays as it came.

    At most `largest` bytes. Raises OSError (also where they are more than `room`), and StoppedError as soon as `stop`
    is set.
    """
    with part.open("rb") as file:
        head = file.read(HEAD)
    unwrap = _gunzipped if is_gzip(head) else _from_text if is_text_of_a_clip(head) else None
    if unwrap is None:
        return whole
    try:
        return _replaced(part, whole, _limited(unwrap, largest, room, stop))
    except NotUnpackedError as problem:
        log.warning("a clip came wrapped and is kept so: %s", problem)
        return whole


def _replaced(part: Path, packed: Whole, unwrap: Callable[[BinaryIO], Iterator[bytes]]) -> Whole:
    plain = part.with_name(part.name + ".plain")
    digest, count = hashlib.sha256(), 0
    try:
        with part.open("rb") as source, plain.open("wb") as target:
            for piece in unwrap(source):
                count += target.write(piece)
                digest.update(piece)
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        plain.unlink(missing_ok=True)
        raise
    note_path(part).unlink(missing_ok=True)  # it is not true of what comes in its place
    plain.replace(part)
    whole = Whole(digest.hexdigest(), count, told=packed.told)
    write_note(part, Origin("", total=count), count, whole)
    return whole


def _limited(
    unwrap: Callable[[BinaryIO], Iterator[bytes]], largest: int, room: int, stop: threading.Event
) -> Callable[[BinaryIO], Iterator[bytes]]:
    def limited(source: BinaryIO) -> Iterator[bytes]:
        count = 0
        try:
            for piece in unwrap(source):
                count += len(piece)
                if stop.is_set():
                    raise StoppedError
                if count > largest:
                    raise NotUnpackedError(f"It grows beyond {largest // _CHUNK} MB when it is unpacked")
                if count > room:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                yield piece
        except (zlib.error, binascii.Error) as error:
            raise NotUnpackedError("It is packed, and damaged") from error

    return limited


def _gunzipped(packed: BinaryIO) -> Iterator[bytes]:
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
    raise NotUnpackedError("It is packed, and its end is missing")


def _from_text(packed: BinaryIO) -> Iterator[bytes]:
    """What a text in Base64 holds, at most a chunk at a time; padding may be missing."""
    head = packed.read(HEAD)
    before = _TEXT.match(head)
    rest = head[before.end() if before else 0 :]
    while True:
        rest = b"".join(rest.split()).rstrip(b'"').translate(_URL_SAFE)
        even = len(rest) // 4 * 4
        more = packed.read(_CHUNK)
        if not more:
            yield base64.b64decode(rest + b"=" * (-len(rest) % 4), validate=True)
            return
        yield base64.b64decode(rest[:even], validate=True)
        rest = rest[even:] + more


_URL_SAFE = bytes.maketrans(b"-_", b"+/")
