"""Clips as they come from the world, made by recipe: encoders of all kinds, and what other programs do to an MP4."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache, wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec

import av
from av import AudioFrame, VideoFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.stream import Disposition
from av.video.stream import VideoStream
from PIL import Image, ImageDraw

from sora_desktop.media.boxes import Box, read_top
from tests.support.fresh_memory import in_fresh_memory

FPS = 24
RED, GREEN, BLUE, YELLOW = (200, 40, 40), (40, 180, 60), (50, 70, 200), (220, 200, 60)
"""Of the quarters of each picture: above left, above right, below left, below right."""
SIZE = (320, 180)
BT709, BT601 = 1, 6
MPEG_RANGE, JPEG_RANGE = 1, 2


@cache
def picture(number: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Four colours, and the number as eight black or white fields across the middle, the highest bit first."""
    width, height = size
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    for index, colour in enumerate((RED, GREEN, BLUE, YELLOW)):
        left, top = (index % 2) * width // 2, (index // 2) * height // 2
        draw.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    for bit in range(8):
        left, colour = width * (bit + 1) // 10, (240, 240, 240) if number >> (7 - bit) & 1 else (16, 16, 16)
        draw.rectangle((left, height * 2 // 5, left + width // 10 - 1, height * 3 // 5), fill=colour)
    return image


def number_in(image: Image.Image) -> int:
    """The number that a picture carries."""
    grey = image.convert("L")
    fields = [grey.getpixel((image.width * (2 * bit + 3) // 20, image.height // 2)) for bit in range(8)]
    return sum((isinstance(light, int) and light > 128) << (7 - bit) for bit, light in enumerate(fields))


def _film(
    *,
    codec: str = "libx264",
    container: str = "mp4",
    options: Mapping[str, str] | None = None,
    movflags: str = "",
    muxing: Mapping[str, str] | None = None,
    count: int = 48,
    group: int = 24,
    size: tuple[int, int] = SIZE,
    pixels: str = "yuv420p",
    colours: tuple[int, int] = (BT709, MPEG_RANGE),
    told: bool = True,
    times: Sequence[int] = (),
    sound: str | None = "aac",
    sound_lasts: float | None = None,
    tags: Mapping[str, str] | None = None,
    pixel_shape: Fraction | None = None,
) -> bytes:
    """A clip of `count` pictures with their numbers, 24 a second; `times` in 48ths of a second instead.

    `told`: whether it says which `colours` (matrix and range) it is in.
    """
    how = {**({"movflags": movflags} if movflags else {}), **(muxing or {})}
    with (
        _file() as target,
        av.open(target, "w", format=container, options=how) as out,
    ):
        out.metadata.update(tags or {})
        video = out.add_stream(codec, rate=FPS, options={**_quiet(codec), "g": str(group), **(options or {})})
        assert isinstance(video, VideoStream)
        video.width, video.height, video.pix_fmt = *size, pixels
        video.codec_context.time_base = Fraction(1, 2 * FPS if times else FPS)
        if told:
            video.codec_context.colorspace, video.codec_context.color_range = colours
        if pixel_shape:
            video.codec_context.sample_aspect_ratio = pixel_shape
        rate = 48_000
        audio = _sound_track(out, sound, rate) if sound else None
        for number in range(count):
            frame = _frame(number, size, pixels, colours)
            if not told:
                frame.colorspace, frame.color_range = 2, 0
            frame.pts, frame.time_base = times[number] if times else 2 * number, Fraction(1, 2 * FPS)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None:
            for each in _silence(sound_lasts or count / FPS, rate, audio.codec_context.format.name):
                out.mux(audio.encode(each))
            out.mux(audio.encode(None))
        out.close()
        return Path(target).read_bytes()


P = ParamSpec("P")


def _apart(make: Callable[P, bytes]) -> Callable[P, bytes]:
    @wraps(make)
    def film_of_any_kind(*arguments: P.args, **how: P.kwargs) -> bytes:
        apart = how.get("codec") == "libx265"
        return in_fresh_memory(make, *arguments, **how) if apart else make(*arguments, **how)

    return film_of_any_kind


film = _apart(_film)


@contextmanager
def _file() -> Iterator[str]:
    """A file to write to: tables are put first by reading it again."""
    with TemporaryDirectory() as folder:
        yield str(Path(folder, "film"))


def _sound_track(out: OutputContainer, codec: str, rate: int) -> AudioStream:
    stream = out.add_stream(codec, rate=rate, layout="mono")
    assert isinstance(stream, AudioStream)
    return stream


def _quiet(codec: str) -> dict[str, str]:
    known = {
        "libx264": {"preset": "veryfast"},
        "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
        "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "threads": "1"},  # more of them wait by spinning
        "libvpx": {"deadline": "realtime", "cpu-used": "16", "threads": "1"},
        "libsvtav1": {"preset": "12", "svtav1-params": "logical-processors=1"},
    }
    return known.get(codec, {})


def _frame(number: int, size: tuple[int, int], pixels: str, colours: tuple[int, int]) -> VideoFrame:
    frame: VideoFrame = VideoFrame.from_image(picture(number, size))
    if pixels.startswith("rgb") or pixels == "pal8":
        return frame.reformat(format=pixels)
    matrix = 1 if colours[0] == BT709 else 5
    how = {"src_color_range": JPEG_RANGE, "dst_colorspace": matrix, "dst_color_range": colours[1] or MPEG_RANGE}
    return frame.reformat(format=pixels, **how)


def _silence(seconds: float, rate: int, kind: str) -> Iterator[AudioFrame]:
    for start in range(0, round(seconds * rate), 960):
        frame = AudioFrame(format=kind, layout="mono", samples=960)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts = rate, start
        yield frame


@cache
def base() -> bytes:
    """The common parent: 2 s, two groups of pictures, the tables last."""
    return film()


@cache
def ready() -> bytes:
    """The same with its tables first."""
    return film(movflags="faststart")


@cache
def fragments() -> bytes:
    """The same in fragments."""
    return film(movflags="frag_keyframe+empty_moov")


# What is done to the bytes.


def box(kind: bytes, body: bytes = b"") -> bytes:
    return (len(body) + 8).to_bytes(4) + kind + body


def boxes(data: bytes) -> list[Box]:
    return list(read_top(io.BytesIO(data)).boxes)


def body_of(data: bytes, kind: str) -> bytes:
    found = next(each for each in boxes(data) if each.kind == kind)
    return data[found.start + found.header : found.end]


def moved(data: bytes, at: int, by: int) -> bytes:
    """`data` with tables that say of what lies behind `at` that it lies `by` bytes further back."""
    new = bytearray(data)
    for kind, size in ((b"stco", 4), (b"co64", 8)):
        for place in _places(data, kind):
            for row in range(int.from_bytes(data[place + 8 : place + 12])):
                each = slice(place + 12 + row * size, place + 12 + (row + 1) * size)
                offset = int.from_bytes(data[each])
                new[each] = (offset + (by if offset >= at else 0)).to_bytes(size)
    return bytes(new)


def inserted(data: bytes, at: int, more: bytes) -> bytes:
    """`data` with `more` in it, and tables that still point at the same pictures."""
    new = moved(data, at, len(more))
    return new[:at] + more + new[at:]


def without(data: bytes, kind: str) -> bytes:
    """`data` without a box of its top, and tables that still point at the same pictures."""
    gone = next(each for each in boxes(data) if each.kind == kind)
    new = moved(data, gone.end, -gone.length)
    return new[: gone.start] + new[gone.end :]


def _places(data: bytes, kind: bytes) -> list[int]:
    """Where the letters of a box stand."""
    places, start = [], data.find(kind)
    while start >= 0:
        places.append(start)
        start = data.find(kind, start + 4)
    return places


def first_in(data: bytes, first: bytes) -> bytes:
    """`first` before everything else."""
    return inserted(data, 0, first)


def grown_moov(data: bytes, more: bytes) -> bytes:
    """`more` at the end of the tables."""
    moov = next(each for each in boxes(data) if each.kind == "moov")
    grown = inserted(data, moov.end, more)
    at, size = (moov.start, 4) if moov.header == 8 else (moov.start + 8, 8)
    return grown[:at] + (moov.length + len(more)).to_bytes(size) + grown[at + size :]


def tables_last(data: bytes) -> bytes:
    """The tables behind all else."""
    moov = next(each for each in boxes(data) if each.kind == "moov")
    new = moved(data, moov.end, -moov.length)
    return new[: moov.start] + new[moov.end :] + new[moov.start : moov.end]


def long_tables(data: bytes) -> bytes:
    """The tables in a box with a length of 64 bits."""
    moov = next(each for each in boxes(data) if each.kind == "moov")
    if moov.header == 16:
        return data
    new = inserted(data, moov.start + 8, (moov.length + 8).to_bytes(8))
    return new[: moov.start] + (1).to_bytes(4) + new[moov.start + 4 :]


def patched(data: bytes, kind: bytes, at: int, new: bytes, which: int = 0) -> bytes:
    """The box of a kind with other bytes `at` bytes behind its letters."""
    start = _places(data, kind)[which] + 4 + at
    return data[:start] + new + data[start + len(new) :]


def brand(data: bytes, name: bytes) -> bytes:
    return patched(data, b"ftyp", 0, name)


def edited(data: bytes, start: float, seconds: float) -> bytes:
    """Its first track (the picture) shown from `start` seconds on, for so long: by its edit list alone."""
    place = _places(data, b"elst")[0] + 4
    timescale = int.from_bytes(data[_places(data, b"mdhd")[0] + 16 :][:4])
    shown_from = int.from_bytes(data[place + 12 : place + 16]) + round(start * timescale)
    return patched(data, b"elst", 8, round(seconds * 1000).to_bytes(4) + shown_from.to_bytes(4))


def with_matrix(data: bytes, a: float, b: float, c: float, d: float, last: float = 1) -> bytes:
    """Its first track to be shown by another matrix."""
    fixed = [round(value * 65536).to_bytes(4, signed=True) for value in (a, b, 0, c, d, 0, 0, 0)]
    return patched(data, b"tkhd", 40, b"".join(fixed) + round(last * 0x40000000).to_bytes(4))


def endless_mdat(data: bytes) -> bytes:
    """Its pictures in a box of no length: up to the end of the file."""
    mdat = next(each for each in boxes(data) if each.kind == "mdat")
    assert mdat.end == len(data)
    return data[: mdat.start] + bytes(4) + data[mdat.start + 4 :]


def long_mdat(data: bytes) -> bytes:
    """Its pictures in a box with a length of 64 bits, as the encoder left room for."""
    mdat = next(each for each in boxes(data) if each.kind == "mdat")
    assert data[mdat.start - 4 : mdat.start] == b"free"
    head = (1).to_bytes(4) + b"mdat" + (mdat.length + 8).to_bytes(8)
    return data[: mdat.start - 8] + head + data[mdat.start + 8 :]


def copied_from(data: bytes, start: float) -> bytes:
    """Cut without encoding anew: it begins with the key picture before `start` seconds, and hides up to there."""
    target = io.BytesIO()
    with av.open(io.BytesIO(data), "r") as source, av.open(target, "w", format="mp4") as out:
        streams = {each.index: out.add_stream_from_template(each) for each in source.streams}
        source.seek(round(start * av.time_base))
        for packet in source.demux():
            if packet.dts is None or packet.pts is None or packet.time_base is None:
                continue
            shift = round(start / packet.time_base)
            packet.pts, packet.dts, packet.stream = packet.pts - shift, packet.dts - shift, streams[packet.stream.index]
            out.mux(packet)
    return target.getvalue()


def two_tracks(first: bytes, second: bytes, *, shown: int = 1) -> bytes:
    """An MP4 with the picture of `first` before that of `second`, and which of them is to be shown."""
    target = io.BytesIO()
    with (
        av.open(io.BytesIO(first), "r") as one,
        av.open(io.BytesIO(second), "r") as two,
        av.open(target, "w", format="mp4") as out,
    ):
        pairs = [(each, out.add_stream_from_template(each.streams.video[0])) for each in (one, two)]
        for index, (_, stream) in enumerate(pairs):
            stream.disposition = Disposition.default if index == shown else Disposition(0)
        for source, stream in pairs:
            for packet in source.demux(video=0):
                if packet.dts is not None:
                    packet.stream = stream
                    out.mux(packet)
    return target.getvalue()


def cover() -> bytes:
    """An MP4 of one JPEG, as programs put before the film to be its cover."""
    return film(codec="mjpeg", count=1, size=(120, 120), pixels="yuvj420p", colours=(BT601, JPEG_RANGE), sound=None)


def sound_alone() -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        audio = _sound_track(out, "aac", 48_000)
        for frame in _silence(1.0, 48_000, "fltp"):
            out.mux(audio.encode(frame))
        out.mux(audio.encode(None))
    return target.getvalue()


def with_cover(data: bytes) -> bytes:
    """A picture among its tags, as programs for music keep it."""
    picture_bytes = io.BytesIO()
    picture(99, (64, 64)).save(picture_bytes, "JPEG")
    value = box(b"data", (13).to_bytes(4) + bytes(4) + picture_bytes.getvalue())
    handler = box(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    tags = box(b"meta", bytes(4) + handler + box(b"ilst", box(b"covr", value)))
    return grown_moov(data, box(b"udta", tags))


def bright_film(curve: int, light: float) -> bytes:
    """Two grey pictures in BT.2020 with a curve for bright screens: PQ (16) or HLG (18)."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=FPS, options=_quiet("libx264"))
        assert isinstance(video, VideoStream)
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p10le"
        video.codec_context.color_trc, video.codec_context.color_primaries = curve, 9
        video.codec_context.colorspace, video.codec_context.color_range = 9, MPEG_RANGE
        for number in range(2):
            frame = VideoFrame(*SIZE, "yuv420p10le")
            for plane, level in zip(frame.planes, (64 + round(876 * light), 512, 512), strict=True):
                plane.update(level.to_bytes(2, "little") * (plane.buffer_size // 2))
            frame.color_trc, frame.color_primaries, frame.colorspace, frame.color_range = curve, 9, 9, MPEG_RANGE
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return target.getvalue()
