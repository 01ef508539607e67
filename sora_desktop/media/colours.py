"""The colours of a film's pictures: from what a decoder gives to what a screen takes.

Nothing is assumed of the film: matrix and range are those that it names. What has more light or wider colours than a
screen of sRGB is brought into its range.
"""

from typing import Any

from av import FFmpegError, VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc, Interpolation, VideoReformatter

from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.film import (
    BT470BG,
    BT601,
    BT709,
    BT2020,
    BT2020_CONSTANT,
    HD_LINES,
    HLG,
    PQ,
    UNSPECIFIED,
    ColourTags,
    RawPicture,
    RgbPicture,
)

_QUICK = Interpolation.BILINEAR
_ANY_WIDTH = Interpolation.BILINEAR | Interpolation.ACCURATE_RND
"""Of a width that eight does not divide FFmpeg's quickest way leaves the last columns as they were in memory."""
_EXACT = Interpolation.BILINEAR | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
_MATRICES = frozenset({BT709, 4, BT470BG, BT601, 7, BT2020, BT2020_CONSTANT})
"""Those that FFmpeg has numbers for; the fourth and the seventh are those of old American television."""
_WIDE = frozenset({ColorPrimaries.BT2020, ColorPrimaries.SMPTE431, ColorPrimaries.SMPTE432})


class RgbConverter:
    """Turns one picture after another into RGB; quickest while they are of one kind. For one thread at a time."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def convert(self, raw: RawPicture, exact: bool) -> RgbPicture:
        """`exact` to the last level costs more time than there is while a film plays; else up to three are missing.

        MediaError where the layout is none that FFmpeg can read, or the planes are too short.
        """
        colours = settled(raw.colours, raw.height)
        # The table for more than a screen has takes a second to make: always the same one.
        how = _EXACT if exact and not is_wide(colours) else _ANY_WIDTH if raw.width % 8 else _QUICK
        try:
            made = for_screen(_frame(raw), colours, self._reformatter, format="bgra", interpolation=how, threads=1)
        except (FFmpegError, ValueError) as problem:
            raise MediaError(str(problem)) from problem
        plane = made.planes[0]
        return RgbPicture(memoryview(plane), plane.line_size)


def for_screen(frame: VideoFrame, colours: ColourTags, reformatter: VideoReformatter, **how: Any) -> VideoFrame:
    """A picture in RGB; `colours` are settled, `how` is as for the reformatter. FFmpegError where it cannot be done."""
    bright = colours.transfer in (PQ, HLG)
    frame.colorspace, frame.color_primaries = colours.matrix, colours.primaries
    frame.color_trc = colours.transfer if bright else ColorTrc.BT709
    frame.color_range = ColorRange.JPEG if colours.full_range or frame.format.is_rgb else ColorRange.MPEG
    how = {**how, "dst_color_range": ColorRange.JPEG}
    if is_wide(colours):
        like_a_screen = ColorTrc.IEC61966_2_1 if bright else ColorTrc.BT709
        return reformatter.reformat(frame, dst_color_primaries=ColorPrimaries.BT709, dst_color_trc=like_a_screen, **how)
    return reformatter.reformat(frame, **how)


def tags_of(frame: VideoFrame) -> ColourTags:
    """What a decoded picture says of its colours."""
    full = {ColorRange.MPEG: False, ColorRange.JPEG: True}.get(ColorRange(frame.color_range))
    return ColourTags(frame.color_primaries, frame.color_trc, frame.colorspace, full)


def settled(colours: ColourTags, height: int) -> ColourTags:
    """The same with an answer for what the film leaves open, or says impossible things of, as players have it."""
    bright = colours.transfer in (PQ, HLG)
    usual = BT2020 if bright else BT709 if height >= HD_LINES else BT601
    matrix = colours.matrix if colours.matrix in _MATRICES else usual
    wide = bright or matrix in (BT2020, BT2020_CONSTANT)
    primaries = BT2020 if colours.primaries == UNSPECIFIED and wide else colours.primaries
    return ColourTags(primaries, colours.transfer, matrix, bool(colours.full_range))


def is_wide(colours: ColourTags) -> bool:
    """Whether there is more light, or more colour, than a screen of sRGB has."""
    return colours.transfer in (PQ, HLG) or colours.primaries in _WIDE


def _frame(raw: RawPicture) -> VideoFrame:
    """The same pixels as FFmpeg has them: its rows may be of another length."""
    frame = VideoFrame(raw.width, raw.height, raw.layout)
    for plane, (data, stride) in zip(frame.planes, raw.planes, strict=True):
        room = memoryview(plane)
        if stride == plane.line_size and len(data) == len(room):
            room[:] = data
        else:
            _copy_rows(data, stride, room, plane.line_size, plane.height)
    return frame


def _copy_rows(source: memoryview, stride: int, target: memoryview, line_size: int, rows: int) -> None:
    length = min(stride, line_size)
    if len(source) < stride * (rows - 1) + length:
        raise ValueError("the planes are too short for the picture")
    for row in range(rows):
        start = row * line_size
        target[start : start + length] = source[row * stride : row * stride + length]
