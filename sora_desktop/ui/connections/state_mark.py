"""The small mark of a connection's state: told apart by shape as well as by colour."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.connections.item_models import Mark
from sora_desktop.ui.theme import Colours, ThemeKeeper

EDGE = 10
"""Side of the mark in device-independent pixels."""


class StateMark(QWidget):
    """A filled dot for good, a ring for not known yet, a triangle for careful, a cross for bad."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = Mark.OPEN
        self.setFixedSize(EDGE, EDGE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(EDGE, EDGE)

    def show_mark(self, mark: Mark) -> None:
        self._mark = mark
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, self._mark, self._theme.colours)


def mark_icon(mark: Mark, colours: Colours) -> QIcon:
    """The mark as an icon for a menu, at two scales."""
    made = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(EDGE * scale, EDGE * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, mark, colours)
        painter.end()
        made.addPixmap(pixmap)
    return made


def paint_mark(painter: QPainter, mark: Mark, colours: Colours) -> None:
    """Paint the mark into the square (0, 0, EDGE, EDGE)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _PAINTERS[mark](painter, colours)


def _good(painter: QPainter, colours: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.ok))
    painter.drawEllipse(QRectF(1, 1, 8, 8))


def _open(painter: QPainter, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.muted), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(1.8, 1.8, 6.4, 6.4))


def _careful(painter: QPainter, colours: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.warn))
    painter.drawPolygon(QPolygonF([QPointF(5, 0.8), QPointF(9.6, 9), QPointF(0.4, 9)]))


def _bad(painter: QPainter, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.bad), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(1.8, 1.8), QPointF(8.2, 8.2))
    painter.drawLine(QPointF(8.2, 1.8), QPointF(1.8, 8.2))


_PAINTERS: Mapping[Mark, Callable[[QPainter, Colours], None]] = {
    Mark.GOOD: _good,
    Mark.OPEN: _open,
    Mark.CAREFUL: _careful,
    Mark.BAD: _bad,
}
