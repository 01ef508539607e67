"""Undoes the compression of a body as it comes in, piece by piece, however long it is.

Bodies are asked for as they are, and some front ends compress them all the same, or say so and do not. What turns
out not to be compressed is handed on as it came. gzip and deflate (zlib's, and the bare one) are known, also one inside
the other. Python has nothing for br, and for zstd not before 3.14, so these are handed on as they came too.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

GZIP_START = b"\x1f\x8b"
_ENOUGH_TO_TELL = 512
_PIECE = 256 * 1024
_GZIP_OR_ZLIB, _BARE = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS
_WAYS = {
    "gzip": (_GZIP_OR_ZLIB,),
    "x-gzip": (_GZIP_OR_ZLIB,),
    "deflate": (_GZIP_OR_ZLIB, _BARE),
    "x-deflate": (_GZIP_OR_ZLIB, _BARE),
}
_STARTS_OF_TEXT = (b"{", b"[", b"<", b'"')
"""A bare deflate may begin with these, but not one of JSON or of a web page."""


class Inflater:
    """One layer of compression. `ways`: the window bits to try, as zlib counts them."""

    def __init__(self, ways: Sequence[int] = (_GZIP_OR_ZLIB,)) -> None:
        self._ways = ways
        self._held: bytes | None = b""
        self._work: zlib._Decompress | None = None
        self._is_broken = False

    @property
    def is_cut(self) -> bool:
        """Whether what came goes wrong somewhere, or did not reach its end. To be asked after `finish`."""
        return self._is_broken or (self._work is not None and not self._work.eof)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` brings, in pieces of at most 256 KiB where it is compressed."""
        if self._held is None:
            yield from self._flow(data) if self._work else (data,)
            return
        self._held += data
        if len(self._held) >= _ENOUGH_TO_TELL:
            yield from self.finish()

    def finish(self) -> Iterator[bytes]:
        """What was held back until it could be told what it is."""
        held, self._held = self._held, None
        if held:
            self._work = next((zlib.decompressobj(way) for way in self._ways if _fits(held, way)), None)
            yield from self._flow(held) if self._work else (held,)

    def _flow(self, data: bytes) -> Iterator[bytes]:
        work = self._work
        while work is not None and not self._is_broken:
            if work.eof:
                data = work.unused_data + data
                if not data.startswith(GZIP_START):  # what may follow the end, and is nothing
                    return
                work = self._work = zlib.decompressobj(_GZIP_OR_ZLIB)
            try:
                piece = work.decompress(data, _PIECE)
            except zlib.error:
                self._is_broken = True
                return
            if piece:
                yield piece
            data = b"" if work.eof else work.unconsumed_tail
            if not data and len(piece) < _PIECE and not (work.eof and work.unused_data):
                return


def inflated(data: bytes, limit: int) -> bytes:
    """What is compressed in `data`, of which no header says so: at most `limit` bytes and a little more."""
    layer, whole = Inflater(), bytearray()
    for piece in chain(layer.feed(data), layer.finish()):
        whole += piece
        if len(whole) > limit:
            break
    return bytes(whole)


def _fits(data: bytes, way: int) -> bool:
    if len(data) < 2 or (way == _BARE and data.lstrip().startswith(_STARTS_OF_TEXT)):
        return False
    try:
        zlib.decompressobj(way).decompress(data, 1)
    except zlib.error:
        return False
    return True


class Layers:
    """All the compression of one body, by its headers (lower-case names), outermost first. Falsy where there is none."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        said = [each.strip().lower() for each in headers.get("content-encoding", "").split(",")]
        self._layers: list[Inflater] = []
        for each in reversed([each for each in said if each not in ("", "identity")]):
            if each not in _WAYS:
                break
            self._layers.append(Inflater(_WAYS[each]))

    def __bool__(self) -> bool:
        return bool(self._layers)

    @property
    def are_cut(self) -> bool:
        """Whether the body, which has ended, is not whole."""
        return any(each.is_cut for each in self._layers)

    def feed(self, data: bytes) -> Iterator[bytes]:
        return _through(self._layers, data)

    def finish(self) -> Iterator[bytes]:
        """What comes after the last of the body."""
        for number, layer in enumerate(self._layers, 1):
            for piece in layer.finish():
                yield from _through(self._layers[number:], piece)


def _through(layers: Sequence[Inflater], data: bytes) -> Iterator[bytes]:
    if not layers:
        yield data
        return
    for piece in layers[0].feed(data):
        yield from _through(layers[1:], piece)
