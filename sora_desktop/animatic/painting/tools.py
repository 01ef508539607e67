"""Brushes shared by all that paints: colours, gradients without bands, noise, soft dots, layers.

QtGui on QImage only. All lengths are pixels of the frame; layers are premultiplied ARGB.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPolygonF,
    QRadialGradient,
)

from sora_desktop.animatic.motion import View
from sora_desktop.animatic.palette import Colour, Palette
from sora_desktop.animatic.scene import Dice, Look
from sora_desktop.base.values import dataclass

Format = QImage.Format
Mode = QPainter.CompositionMode


@dataclass(frozen=True, slots=True)
class Stage:
    """What each painter of a shot is told: the frame, how far the camera goes, what there is to see.

    `reach_x`, `reach_y` are pixels; `horizon` is the line, in pixels from the top, where ground meets sky.
    """

    width: int
    height: int
    reach_x: int
    reach_y: int
    horizon: int
    look: Look
    palette: Palette
    seed: int

    @property
    def unit(self) -> float:
        """1 at a short side of 720 pixels: lengths are given for that and multiplied by this."""
        return min(self.width, self.height) / 720

    @property
    def left(self) -> int:
        return -self.reach_x

    @property
    def right(self) -> int:
        return self.width + self.reach_x

    @property
    def top(self) -> int:
        return -self.reach_y

    @property
    def bottom(self) -> int:
        return self.height + self.reach_y

    def dice(self, name: str) -> Dice:
        """Chance of its own for each painter, so that one more draw in one does not change another."""
        return Dice(f"{self.seed}/{name}")


@dataclass(slots=True)
class Layer:
    """A picture that lies at `depth`, its top left corner at `x`, `y` of the frame while the camera rests.

    `drift` is its own way in pixels a second (clouds); `sway` the height in pixels of its slow bobbing (waves).
    `solid`: opaque wherever the frame can be, so that it may be copied rather than blended.
    `cover`: the line, in pixels from the top of the frame, below which nothing behind it is seen.
    `soft`: without edges, so that nobody sees whether it moves by whole pixels.
    `steps`: where the camera goes along one axis only (down where `upright`, else sideways), the picture at each part
    of a pixel, evenly spaced: they are copied rather than interpolated anew in each frame.
    """

    image: QImage
    depth: float
    x: float
    y: float
    solid: bool = False
    drift: float = 0.0
    sway: float = 0.0
    sway_seconds: float = 5.0
    cover: float | None = None
    soft: bool = False
    steps: tuple[QImage, ...] = ()
    upright: bool = False

    def target(self, stage: Stage, view: View) -> QRectF:
        """Where the whole picture lies in the frame."""
        x, y, zoom = view.at(self.depth)
        left = stage.width / 2 + (self.x - stage.width / 2) * zoom - x * stage.width
        top = stage.height / 2 + (self.y - stage.height / 2) * zoom - y * stage.height
        return QRectF(left, top, self.image.width() * zoom, self.image.height() * zoom)


def q(value: Colour, alpha: float = 1.0) -> QColor:
    """A colour as Qt's, `alpha` in 0..1."""
    return QColor(*value, round(255 * min(1.0, max(0.0, alpha))))


def blank(width: float, height: float, *, solid: bool = False) -> QImage:
    image = QImage(
        max(1, ceil(width)), max(1, ceil(height)), Format.Format_RGB32 if solid else Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.black if solid else Qt.GlobalColor.transparent)
    return image


@contextmanager
def painting(image: QImage, x: float = 0.0, y: float = 0.0) -> Iterator[QPainter]:
    """A smooth painter on `image`, whose top left corner is at `x`, `y`; ended in any case."""
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.translate(-x, -y)
    try:
        yield painter
    finally:
        painter.end()


def layer(
    stage: Stage,
    depth: float,
    draw: Callable[[QPainter], None],
    *,
    top: float | None = None,
    bottom: float | None = None,
    solid: bool = False,
    margin: float = 0.0,
    cover: float | None = None,
) -> Layer:
    """A layer as wide as the camera can see (and `margin` more), filled by `draw` in frame coordinates."""
    left = stage.left - margin
    upper = stage.top if top is None else max(stage.top, int(top))
    lower = stage.bottom if bottom is None else min(stage.bottom, ceil(bottom))
    image = blank(stage.right + margin - left, max(1, lower - upper), solid=solid)
    with painting(image, left, upper) as painter:
        draw(painter)
    return Layer(image, depth, left, upper, solid=solid, cover=cover)


Stops = Sequence[tuple[float, QColor]]


def down(top: float, bottom: float, stops: Stops) -> QBrush:
    """A gradient from `top` to `bottom`."""
    return _graded(QLinearGradient(0, top, 0, bottom), stops)


def across(left: float, right: float, stops: Stops) -> QBrush:
    return _graded(QLinearGradient(left, 0, right, 0), stops)


def around(x: float, y: float, radius: float, stops: Stops) -> QBrush:
    """A gradient from a middle outwards."""
    return _graded(QRadialGradient(QPointF(x, y), max(0.1, radius)), stops)


def _graded(gradient: QGradient, stops: Stops) -> QBrush:
    for place, value in stops:
        gradient.setColorAt(place, value)
    return QBrush(gradient)


def glow(painter: QPainter, x: float, y: float, radius: float, value: Colour, strength: float) -> None:
    """Light that adds to what is there, with a soft fall."""
    stops = [
        (0.0, q(value, strength)),
        (0.25, q(value, strength * 0.45)),
        (0.55, q(value, strength * 0.13)),
        (1.0, q(value, 0)),
    ]
    painter.save()
    painter.setCompositionMode(Mode.CompositionMode_Screen)
    painter.fillRect(QRectF(x - radius, y - radius, 2 * radius, 2 * radius), around(x, y, radius, stops))
    painter.restore()


def soft_dot(radius: float, value: Colour, strength: float = 1.0, core: float = 0.0) -> QImage:
    """A round sprite; `core` in 0..1 is the share of the radius that is full."""
    image = blank(2 * radius + 2, 2 * radius + 2)
    middle = image.width() / 2
    stops = [
        (0.0, q(value, strength)),
        (core, q(value, strength)),
        (core + (1 - core) * 0.5, q(value, strength * 0.32)),
        (1.0, q(value, 0)),
    ]
    with painting(image) as painter:
        painter.fillRect(image.rect(), around(middle, middle, radius, stops))
    return image


def polygon(points: Sequence[tuple[float, float]]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def smooth_path(points: Sequence[tuple[float, float]], *, closed: bool = True) -> QPainterPath:
    """A soft outline through the middles between neighbouring points."""
    path = QPainterPath()
    ring = [*points, points[0], points[1]] if closed else list(points)
    start = _middle(ring[0], ring[1]) if closed else ring[0]
    path.moveTo(*start)
    for here, following in itertools.pairwise(ring):
        path.quadTo(*here, *_middle(here, following))
    if not closed:
        path.lineTo(*ring[-1])
    return path


def _middle(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def noise(dice: Dice, width: int, height: int, *, cells: int = 4, octaves: int = 5, stretch: float = 1.0) -> QImage:
    """Soft noise as a grey picture of 0..255, `cells` lumps across; `stretch` above 1 makes them wide and flat."""
    total = blank(width, height, solid=True)
    with painting(total) as painter:
        for octave in range(octaves):
            columns = cells << octave
            rows = max(2, round(columns * stretch * height / width))
            painter.setOpacity(1.0 if octave == 0 else 0.5**octave / (2 - 0.5**octave))
            painter.drawImage(QRectF(0, 0, width, height), _cells(dice, columns, rows, width))
    return total.convertToFormat(Format.Format_Grayscale8)


def _cells(dice: Dice, columns: int, rows: int, width: int) -> QImage:
    """Chance cells, doubled again and again: each doubling cuts the corners, so that no cell is seen."""
    chance = dice.randbytes(columns * rows)
    picture = QImage(chance, columns, rows, columns, Format.Format_Grayscale8).convertToFormat(Format.Format_RGB32)
    while picture.width() < width / 2:
        larger = blank(picture.width() * 2, picture.height() * 2, solid=True)
        with painting(larger) as painter:
            painter.drawImage(QRectF(larger.rect()), picture)
        picture = larger
    return picture


def toned(grey: QImage, tones: Callable[[float], QColor], *, contrast: float = 2.2) -> QImage:
    """A grey picture with each level 0..1 replaced by a colour: clouds, nebulae, water out of noise."""
    levels = (min(1.0, max(0.0, 0.5 + (level / 255 - 0.5) * contrast)) for level in range(256))
    table = [tones(level).rgba() for level in levels]
    indexed = QImage(grey.constBits(), grey.width(), grey.height(), grey.bytesPerLine(), Format.Format_Indexed8)
    indexed.setColorTable(table)
    return indexed.convertToFormat(Format.Format_ARGB32_Premultiplied)


def dither(image: QImage, dice: Dice, strength: float = 1.6) -> QImage:
    """A deep picture (16 bits) as RGB32, with a grain of `strength` levels, so that soft gradients show no bands."""
    tile = 256
    chance = dice.randbytes(tile * tile)
    grain = toned(
        QImage(chance, tile, tile, tile, Format.Format_Grayscale8),
        lambda level: QColor(255, 255, 255, round(strength * 2 * level)),
        contrast=1.0,
    )
    with painting(image) as painter:
        painter.fillRect(image.rect(), QBrush(grain))
    return image.convertToFormat(Format.Format_RGB32)


def smoothstep(low: float, high: float, value: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)
