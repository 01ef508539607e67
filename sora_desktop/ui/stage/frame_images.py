"""From the frames of QtMultimedia to images, in a worker thread. Loaded with `playback`, at the first clip.

Qt's own `toImage` takes every film for BT.601, and has nothing for more than eight bits: no picture at all.
"""

from dataclasses import replace
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QTransform
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.film import (
    BT601,
    BT709,
    BT2020,
    HLG,
    PQ,
    ColourTags,
    RawPicture,
)
from sora_desktop.studio.films import Convert, rgb_converter
from sora_desktop.ui.common.background import Background

_Pixels = QVideoFrameFormat.PixelFormat
_LAYOUTS = MappingProxyType(
    {
        _Pixels.Format_YUV420P: "yuv420p",
        _Pixels.Format_YUV422P: "yuv422p",
        _Pixels.Format_YUV420P10: "yuv420p10le",
        _Pixels.Format_NV12: "nv12",
        _Pixels.Format_NV21: "nv21",
        _Pixels.Format_P010: "p010le",
        _Pixels.Format_P016: "p016le",
        _Pixels.Format_YUYV: "yuyv422",
        _Pixels.Format_UYVY: "uyvy422",
        _Pixels.Format_Y8: "gray",
        _Pixels.Format_Y16: "gray16le",
        _Pixels.Format_ARGB8888: "argb",
        _Pixels.Format_XRGB8888: "0rgb",
        _Pixels.Format_BGRA8888: "bgra",
        _Pixels.Format_BGRX8888: "bgr0",
        _Pixels.Format_ABGR8888: "abgr",
        _Pixels.Format_XBGR8888: "0bgr",
        _Pixels.Format_RGBA8888: "rgba",
        _Pixels.Format_RGBX8888: "rgb0",
    }
)
"""What FFmpeg calls the pixel formats that Qt's backend gives."""

_DEEP = frozenset({"p010le", "p016le", "yuv420p10le", "gray16le"})
_SEE_THROUGH = frozenset({"argb", "bgra", "abgr", "rgba"})

_Space = QVideoFrameFormat.ColorSpace
_MATRICES = {_Space.ColorSpace_BT601: BT601, _Space.ColorSpace_BT709: BT709, _Space.ColorSpace_BT2020: BT2020}
_Transfer = QVideoFrameFormat.ColorTransfer
_TRANSFERS = {_Transfer.ColorTransfer_ST2084: PQ, _Transfer.ColorTransfer_STD_B67: HLG}
_Range = QVideoFrameFormat.ColorRange
_RANGES = {_Range.ColorRange_Full: True, _Range.ColorRange_Video: False}


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """A picture of a film as it is shown, from `start` until `end` as the player has it, in microseconds.

    The image is a null one where the frame could not be read.
    """

    image: QImage
    start: int
    end: int


class FrameImages(QObject):
    """Turns the latest frame into an image. One that comes while another is worked on waits; a newer takes its place.

    Signals: `ready(ShownFrame)`.
    """

    ready = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._convert = rgb_converter()
        self._tags = ColourTags()
        self._latest: QVideoFrame | None = None
        self._waiting: QVideoFrame | None = None
        self._exact = False
        self._working = False
        self._film = 0
        self._background = Background(self)

    def take(self, frame: QVideoFrame, *, exact: bool) -> None:
        """An image of this frame comes soon, unless a newer frame does; `exact` where there is time for it."""
        self._latest = self._waiting = frame
        self._exact = exact
        self._work()

    def refine(self) -> None:
        """There is time now: the frame on show is turned once more."""
        if self._latest is not None:
            self.take(self._latest, exact=True)

    def take_tags(self, tags: ColourTags) -> None:
        """What the file says of its colours, where the player does not."""
        if tags != self._tags:
            self._tags = tags
            self.refine()

    def forget(self) -> None:
        """Another film comes: what is still worked on is not handed on."""
        self._film += 1
        self._tags = ColourTags()
        self._latest = self._waiting = None

    def _work(self) -> None:
        if self._working or self._waiting is None:
            return
        frame, self._waiting, self._working = self._waiting, None, True
        self._background.run(
            partial(_seen, frame, self._convert, self._tags, self._exact),
            partial(self._hand_on, self._film),
        )

    def _hand_on(self, film: int, seen: ShownFrame) -> None:
        self._working = False
        self._work()
        if film == self._film:
            self.ready.emit(seen)


def _seen(frame: QVideoFrame, convert: Convert, tags: ColourTags, exact: bool) -> ShownFrame:
    """In a worker thread. Also of a frame that cannot be read something is handed on: the next one waits for it."""
    try:
        image = image_of(frame, convert, tags, exact=exact)
    except (MediaError, MemoryError):
        image = QImage()
    return ShownFrame(image, frame.startTime(), frame.endTime())


def image_of(frame: QVideoFrame, convert: Convert, tags: ColourTags, *, exact: bool) -> QImage:
    """The frame as it is to be seen, in the colours of the film; a null image where it cannot be read."""
    layout = _LAYOUTS.get(frame.pixelFormat())
    if layout is None or not frame.map(QVideoFrame.MapMode.ReadOnly):
        return QImage()
    try:
        size = frame.size()
        planes = tuple(
            (memoryview(frame.bits(number)), frame.bytesPerLine(number)) for number in range(frame.planeCount())
        )
        made = convert(RawPicture(size.width(), size.height(), layout, planes, _colours(frame, layout, tags)), exact)
    finally:
        frame.unmap()
    kind = QImage.Format.Format_ARGB32 if layout in _SEE_THROUGH else QImage.Format.Format_RGB32
    return _upright(QImage(made.pixels, size.width(), size.height(), made.stride, kind), frame.surfaceFormat())


def _colours(frame: QVideoFrame, layout: str, tags: ColourTags) -> ColourTags:
    """What the frame says, and of what it leaves open what the file says.

    Qt brings layouts that it does not know and pixels that are not square into one that it does, and forgets the
    colours over that: of eight bits it then gives the range of video, of more bits that of the file.
    """
    told = frame.surfaceFormat()
    full = _RANGES.get(told.colorRange(), tags.full_range if layout in _DEEP else None)
    return replace(
        tags,
        matrix=_MATRICES.get(told.colorSpace(), tags.matrix),
        transfer=_TRANSFERS.get(told.colorTransfer(), tags.transfer),
        full_range=full,
    )


def _upright(image: QImage, told: QVideoFrameFormat) -> QImage:
    """Turned, and then mirrored, as the film wants it."""
    turn = QTransform().rotate(told.rotation().value)
    if told.isMirrored():
        turn *= QTransform.fromScale(-1, 1)
    return image if turn.isIdentity() else image.transformed(turn)
