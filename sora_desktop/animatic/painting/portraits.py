"""Characters: where a shot's words have a name, its picture is seen beside the scene, with the name under it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageReader, QPainter, QPainterPath, QPen

from sora_desktop.animatic.painting.overlay import font
from sora_desktop.animatic.painting.tools import Stage, blank, painting
from sora_desktop.animatic.scene import Role, Shot
from sora_desktop.base.values import dataclass

_SIDE = 168
"""Pixels of a frame that is 720 high."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture that is painted once, and where it lies."""

    image: QImage
    place: QPointF

    def draw(self, painter: QPainter) -> None:
        painter.drawImage(self.place, self.image)


def portraits(stage: Stage, shot: Shot, cast: Sequence[Role]) -> list[Portrait]:
    """Those that the shot names, from the left; one whose picture cannot be read is its name alone."""
    named = [role for role in cast if role.name.casefold() in shot.text.casefold()]
    side, margin = _SIDE * stage.unit, 26 * stage.unit
    return [
        Portrait(_portrait(role, stage, side), QPointF(margin + number * (side + margin), margin))
        for number, role in enumerate(named)
    ]


def _portrait(role: Role, stage: Stage, side: float) -> QImage:
    line = 30 * stage.unit
    image = blank(round(side), round(side + line))
    disc = QRectF(2, 2, side - 4, side - 4)
    with painting(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QPainterPath()
        inside.addEllipse(disc)
        painter.setClipPath(inside)
        painter.fillRect(disc, QColor(24, 26, 34))
        picture = _read(role.picture)
        if not picture.isNull():
            edge = min(picture.width(), picture.height())
            source = QRectF((picture.width() - edge) / 2, (picture.height() - edge) / 2, edge, edge)
            painter.drawImage(disc, picture, source)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 220), max(1.5, 3 * stage.unit)))
        painter.drawEllipse(disc)
        _write_name(painter, role.name, QRectF(0, side, side, line), font(18 * stage.unit, QFont.Weight.DemiBold))
    return image


def _read(path: Path) -> QImage:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    return reader.read()


def _write_name(painter: QPainter, name: str, box: QRectF, face: QFont) -> None:
    words = QFontMetricsF(face).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(face)
    for offset, shade in ((1.5, QColor(0, 0, 0, 170)), (0.0, QColor(255, 255, 255, 240))):
        painter.setPen(shade)
        painter.drawText(box.translated(0, offset), int(Qt.AlignmentFlag.AlignCenter), words)
