"""Films of any kind, made on the spot: four known colours, and in each picture its number."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
from av import AudioFrame, VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream
from PIL import Image, ImageDraw

from tests.support.fresh_memory import in_fresh_memory

if TYPE_CHECKING:
    from av.audio.stream import AudioStream

RED, GREEN, BLUE, YELLOW = (200, 40, 40), (40, 180, 60), (50, 70, 200), (220, 200, 60)
GREY = (128, 128, 128)
PLACES = {RED: (0.25, 0.15), GREEN: (0.75, 0.15), BLUE: (0.25, 0.85), YELLOW: (0.75, 0.85), GREY: (0.97, 0.5)}
"""Where each colour lies, as parts of width and height."""

BITS = 7
RATE = 24
SOUND_RATE = 48_000
_UNIT = Fraction(1, 24_000)

_MATRICES = {1: Colorspace.ITU709, 5: Colorspace.ITU601, 6: Colorspace.ITU601, 9: Colorspace.BT2020}

Colour = tuple[int, ...]
Look = Callable[[float, float], Colour]
"""The colour at a place of a picture, given as parts of its width and height."""


@dataclass(frozen=True)
class Film:
    """How a film is made. `matrix`, `primaries`, `transfer` as in H.273, 2 says nothing; `paint_with`: the matrix in
    truth. `times` in seconds, of each picture; `silent` has no sound, else it is `longer` than the pictures."""

    codec: str = "libx264"
    layout: str = "yuv420p"
    size: tuple[int, int] = (320, 180)
    count: int = 24
    matrix: int = 1
    primaries: int = 2
    transfer: int = 2
    paint_with: int = 0
    full_range: bool | None = False
    times: Sequence[float] = ()
    longer: float | None = None
    square: Fraction = Fraction(1)
    container: str = "mp4"
    codec_options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)


def make_film(path: Path, film: Film = Film()) -> Path:
    return in_fresh_memory(_make_film, path, film) if film.codec == "libx265" else _make_film(path, film)


def _make_film(path: Path, film: Film) -> Path:
    with av.open(str(path), "w", format=film.container, options=film.container_options) as container:
        video = cast("VideoStream", container.add_stream(film.codec, rate=RATE, options=film.codec_options))
        _describe(video, film)
        sound: AudioStream | None = None
        if film.longer is not None:
            codec = "libopus" if film.container == "webm" else "aac"
            sound = cast("AudioStream", container.add_stream(codec, rate=SOUND_RATE))
        for frame in _frames(film):
            container.mux(video.encode(frame))
        container.mux(video.encode())
        if sound is not None:
            for silence in _silence(film.count / RATE + (film.longer or 0)):
                container.mux(sound.encode(silence))
            container.mux(sound.encode())
    return path


def _describe(video: VideoStream, film: Film) -> None:
    video.width, video.height = film.size
    video.pix_fmt = film.layout
    codec = video.codec_context
    codec.sample_aspect_ratio = film.square
    if film.times:
        codec.time_base = video.time_base = _UNIT
    codec.colorspace, codec.color_primaries, codec.color_trc = film.matrix, film.primaries, film.transfer
    codec.color_range = {None: 0, False: 1, True: 2}[film.full_range]


def _frames(film: Film) -> list[VideoFrame]:
    to_planes = VideoReformatter()
    made = []
    for number in range(film.count):
        frame = VideoFrame.from_image(numbered(number, film.size))
        if film.layout not in ("rgb24", "rgb8", "gbrp", "bgra"):
            frame = to_planes.reformat(
                frame,
                format=film.layout,
                dst_colorspace=_MATRICES[film.paint_with or film.matrix],
                dst_color_range=ColorRange.JPEG if film.full_range else ColorRange.MPEG,
            )
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        if film.times:
            frame.pts, frame.time_base = round(film.times[number] / _UNIT), _UNIT
        made.append(frame)
    return made


def numbered(number: int, size: tuple[int, int]) -> Image.Image:
    """Four colours, and between them the number on grey: a white field for each one, a black one for each nought."""
    width, height = size
    picture = Image.new("RGB", size, GREY)
    draw = ImageDraw.Draw(picture)
    for colour, box in {RED: (0, 0), GREEN: (1, 0), BLUE: (0, 1), YELLOW: (1, 1)}.items():
        left, top = box[0] * width // 2, box[1] * height * 2 // 3
        draw.rectangle((left, top, left + width // 2, top + height // 3), fill=colour)
    for bit in range(BITS):
        left, step = width // 16, width * 7 // 8 // BITS
        shade = (240, 240, 240) if number >> (BITS - 1 - bit) & 1 else (16, 16, 16)
        draw.rectangle((left + bit * step, height * 2 // 5, left + bit * step + step - 2, height * 3 // 5), fill=shade)
    return picture


def number_in(look: Look) -> int:
    """The number of a picture that `numbered` painted."""
    number = 0
    for bit in range(BITS):
        number = 2 * number + (sum(look(1 / 16 + (bit + 0.45) / 8, 0.5)) > 384)
    return number


def _silence(seconds: float) -> list[AudioFrame]:
    made = []
    for start in range(0, round(seconds * SOUND_RATE) // 960 * 960, 960):
        frame = AudioFrame(format="fltp", layout="mono", samples=960)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        made.append(frame)
    return made


def turn(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """Write another display matrix into the first track of an MP4: its `a b c d`."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (number << 16 for number in matrix)
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def copy_from(source: Path, target: Path, seconds: float) -> Path:
    """What `ffmpeg -ss SECONDS -c copy` leaves: the pictures before are in the file, but are not to be shown."""
    with av.open(str(source)) as before, av.open(str(target), "w", format="mp4") as after:
        tracks = {each: after.add_stream_from_template(each) for each in before.streams}
        for packet in before.demux():
            if packet.pts is None or packet.dts is None or packet.time_base is None:
                continue
            shift = round(seconds / packet.time_base)
            packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
            packet.stream = tracks[packet.stream]
            after.mux(packet)
    return target
