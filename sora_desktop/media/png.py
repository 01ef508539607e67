"""A PNG taken apart before it is decoded: only what makes the picture goes on to the decoder.

What else programs write into one (text, times, an animation) cannot make it unreadable, however long or damaged it
is. Where its colours are told in several ways the standard's order holds: cICP, iCCP, sRGB, then gAMA with cHRM.
"""

import struct
import zlib
from collections.abc import Iterator

from sora_desktop.base.signatures import PNG
from sora_desktop.base.values import dataclass
from sora_desktop.media.profiles import SRGB, by_gamma, by_numbers

GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
MOST_PROFILE = 32 * 1024 * 1024
"""Bytes of a colour profile that is unpacked; a longer one says nothing."""
MOST_CHUNKS = 200_000
_MOST_CHUNK = 2**31 - 1
_NEEDED = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"eXIf"})
_PIECE = 1 << 20

_CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture: first column and row, steps across and down."""


class CutPngError(Exception):
    """The file ends before its picture does."""


@dataclass(frozen=True, slots=True)
class PngHead:
    """`depth` in bits a channel, `kind` one of GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA."""

    width: int
    height: int
    depth: int
    kind: int
    interlaced: bool

    @property
    def unpacked_bytes(self) -> int:
        """How many bytes the picture has before its rows are packed."""
        passes = _PASSES if self.interlaced else ((0, 0, 1, 1),)
        return sum(self._pass_bytes(*each) for each in passes)

    def _pass_bytes(self, left: int, top: int, across: int, down: int) -> int:
        columns, rows = -(-(self.width - left) // across), -(-(self.height - top) // down)
        bits = columns * self.depth * _CHANNELS.get(self.kind, 4)
        return rows * (1 + -(-bits // 8)) if columns > 0 and rows > 0 else 0


@dataclass(frozen=True, slots=True)
class Png:
    """`data` is a PNG of the picture alone. `key`: the one colour that is see-through, in the file's own numbers.

    `profile` is that of its colours, None where they are those of sRGB. `exif` is empty where there is none.
    """

    head: PngHead
    data: bytes
    key: tuple[int, ...] = ()
    profile: bytes | None = None
    exif: bytes = b""


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    body: bytes
    whole: bool = True


def read_png(data: bytes, most_pixels: int) -> Png:
    """ValueError where it is no PNG, or its picture is damaged; CutPngError where it ends too early.

    Of a picture of more pixels than `most_pixels` nothing is unpacked.
    """
    chunks = list(_chunks(data))
    if not chunks or chunks[0].kind != b"IHDR" or len(chunks[0].body) != 13:
        raise ValueError("a PNG begins with its size")
    head = _head(chunks[0].body)
    packed = [chunk.body for chunk in chunks if chunk.kind == b"IDAT"]
    if head.width * head.height <= most_pixels and not _is_whole(packed, head):
        packed = [_mended(packed, head)]
    before = _before_picture(chunks)
    see_through = before.get(b"tRNS", b"")
    keyed = head.kind in (GREY, RGB)
    kept = [chunks[0], *(_Chunk(kind, before[kind]) for kind in (b"PLTE", b"tRNS") if kind in before)]
    kept = [chunk for chunk in kept if not (keyed and chunk.kind == b"tRNS")]
    return Png(
        head,
        _written([*kept, *(_Chunk(b"IDAT", body) for body in packed), _Chunk(b"IEND", b"")]),
        key=_key(see_through, head) if keyed else (),
        profile=_profile(before, head.kind),
        exif=next((chunk.body for chunk in chunks if chunk.kind == b"eXIf"), b""),
    )


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Up to IEND, or to where the file ends or makes no sense. ValueError where a part of the picture is damaged.

    A damaged part that is not needed for the picture is left out; the last one may be cut.
    """
    at = len(PNG)
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        if length > _MOST_CHUNK or not kind.isalpha():
            return
        body = data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        at += 12 + length
        if kind == b"IEND":
            yield _Chunk(kind, b"")
            return
        critical = kind[:1].isupper()
        if len(check) < 4:
            if critical:
                yield _Chunk(kind, body, whole=False)
            return
        if zlib.crc32(kind + body) == int.from_bytes(check, "big"):
            if kind in _NEEDED and body:
                yield _Chunk(kind, body)
        elif critical:
            raise ValueError("a part of the picture is damaged")


def _head(body: bytes) -> PngHead:
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", body)
    return PngHead(width, height, depth, kind, interlaced=bool(interlaced))


def _before_picture(chunks: list[_Chunk]) -> dict[bytes, bytes]:
    """The first of each kind that stands before the picture, as only there it may say something of it."""
    found: dict[bytes, bytes] = {}
    for chunk in chunks:
        if chunk.kind == b"IDAT":
            break
        if chunk.whole:
            found.setdefault(chunk.kind, chunk.body)
    return found


def _is_whole(packed: list[bytes], head: PngHead) -> bool:
    """Whether a decoder finds the end of the rows; CutPngError where rows are missing, which it would leave black."""
    unpack, missing = zlib.decompressobj(), head.unpacked_bytes
    for rows in _unpacked_rows(unpack, packed):
        missing -= len(rows)
        if missing < 0:
            return True
    if missing:
        raise CutPngError
    return unpack.eof


def _mended(packed: list[bytes], head: PngHead) -> bytes:
    """The rows of a picture whose packing has no end, packed anew."""
    pack, missing, made = zlib.compressobj(1), head.unpacked_bytes, bytearray()
    for rows in _unpacked_rows(zlib.decompressobj(), packed):
        made += pack.compress(rows[:missing])
        missing -= min(missing, len(rows))
    return bytes(made + pack.flush())


def _unpacked_rows(unpack: "zlib._Decompress", packed: list[bytes]) -> Iterator[bytes]:
    """Piece by piece. ValueError where it was damaged."""
    try:
        for body in packed:
            rest = body
            while rows := unpack.decompress(rest, _PIECE):
                yield rows
                rest = unpack.unconsumed_tail
    except zlib.error as problem:
        raise ValueError("the picture is damaged") from problem


def _written(chunks: list[_Chunk]) -> bytes:
    return PNG + b"".join(
        struct.pack(">I", len(chunk.body))
        + chunk.kind
        + chunk.body
        + zlib.crc32(chunk.kind + chunk.body).to_bytes(4, "big")
        for chunk in chunks
    )


def _key(body: bytes, head: PngHead) -> tuple[int, ...]:
    """In each number only the bits count that the picture has."""
    count = _CHANNELS[head.kind]
    numbers = struct.unpack(f">{count}H", body[: 2 * count]) if len(body) >= 2 * count else ()
    return tuple(number & (2**head.depth - 1) for number in numbers)


def _profile(chunks: dict[bytes, bytes], kind: int) -> bytes | None:
    numbers = chunks.get(b"cICP", b"")
    if len(numbers) == 4:
        return by_numbers(numbers[0], numbers[1], full_range=bool(numbers[3]))
    if b"iCCP" in chunks and (profile := _unpacked(chunks[b"iCCP"], kind)):
        return profile
    if b"sRGB" in chunks or len(chunks.get(b"gAMA", b"")) != 4:
        return None
    gamma = int.from_bytes(chunks[b"gAMA"], "big")
    return by_gamma(100_000 / gamma, _places(chunks.get(b"cHRM", b""))) if gamma else None


def _unpacked(body: bytes, kind: int) -> bytes | None:
    """The profile of an iCCP chunk; None where it is damaged, too long, or for other colours than the picture has."""
    unpack = zlib.decompressobj()
    try:
        profile = unpack.decompress(body.partition(b"\0")[2][1:], MOST_PROFILE)
    except zlib.error:
        return None
    space = b"GRAY" if kind in (GREY, GREY_ALPHA) else b"RGB "
    return profile if unpack.eof and profile[16:20] == space else None


def _places(body: bytes) -> tuple[tuple[float, float], ...]:
    """White, red, green and blue as cHRM has them, in the order of `Primaries`; those of sRGB where it makes no sense."""
    if len(body) != 32:
        return SRGB
    numbers = [number / 100_000 for number in struct.unpack(">8I", body)]
    white, *colours = zip(numbers[::2], numbers[1::2], strict=True)
    places = (*colours, white)
    return places if all(0 < y < 1 and x < 1 for x, y in places) else SRGB
