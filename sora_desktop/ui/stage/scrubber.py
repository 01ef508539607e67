"""The line of time under the stage, in the look of a film strip."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sora_desktop.ui.common.filling import fill
from sora_desktop.ui.stage.time_field import TimeField
from sora_desktop.ui.theme import ThemeKeeper

CELLS = 10
STRIPS = 24
"""So many clips' strips are kept, the latest ones."""

_FILM = 30
_OVERHANG = 3
_GAP = 2
_UNSEEN = 0.3
_PICTURE = QSize(128, 72)

Strip = list[QImage | None]


class Scrubber(TimeField):
    """Its cells fill with the frames that were seen.

    Signals: those of TimeField; `held()`, `let_go()` by the mouse.
    """

    held = Signal()
    let_go = Signal()

    def __init__(self, theme: ThemeKeeper, words: Callable[[int], str], parent: QWidget | None = None) -> None:
        """`words` writes a time, given in milliseconds."""
        super().__init__(words, parent)
        self._theme = theme
        self._strips: OrderedDict[str, Strip] = OrderedDict()
        self._strip: Strip = [None] * CELLS
        self._poster = QImage()
        self._hover: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(80)
        self.setFixedHeight(_FILM + 2 * _OVERHANG)
        theme.changed.connect(self.update)

    def show_clip(self, key: str, poster: QImage) -> None:
        """Take the strip of this clip, or start one; `poster` stands, pale, for what was not seen yet."""
        self._strip = self._strips.setdefault(key, [None] * CELLS)
        self._strips.move_to_end(key)
        while len(self._strips) > STRIPS:
            self._strips.popitem(last=False)
        self._poster = poster
        self.show_position(0)

    def keep_frame(self, milliseconds: int, image: QImage) -> None:
        """Show the picture of this time in its cell, where that has none yet."""
        if self.maximum() == 0 or self._strip[self._cell(milliseconds)] is not None:
            return
        expand, fast = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        self._strip[self._cell(milliseconds)] = image.scaled(_PICTURE, expand, fast)
        self.update()

    def _cell(self, milliseconds: int) -> int:
        return min(CELLS - 1, milliseconds * CELLS // max(1, self.maximum()))

    def _film(self) -> QRectF:
        return QRectF(0, _OVERHANG, self.width(), _FILM)

    def _time_at(self, x: float) -> int:
        share = min(1.0, max(0.0, x / max(1, self.width())))
        return round(share * self.maximum())

    def _hold(self, x: float) -> None:
        self._hover = x
        self._go(self._time_at(x), is_spoken=True)
        self.sought.emit(self._place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.maximum() > 0:
            self._is_held = True
            self.held.emit()
            self._hold(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = event.position().x()
        if self._is_held:
            self._hold(self._hover)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._is_held:
            self._is_held = False
            self.let_go.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_film(painter)
        if self.maximum() > 0:
            self._paint_hover(painter)
            self._paint_head(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._film().adjusted(1, 1, -1, -1), 4, 4)

    def _paint_film(self, painter: QPainter) -> None:
        film = self._film()
        rounded = QPainterPath()
        rounded.addRoundedRect(film, 4, 4)
        painter.save()
        painter.setClipPath(rounded)
        width = (film.width() - _GAP * (CELLS - 1)) / CELLS
        for number, picture in enumerate(self._strip):
            cell = QRectF(number * (width + _GAP), film.top(), width, film.height())
            fill(painter, cell, QColor(self._theme.colours.stage_hover))
            self._paint_cell(painter, cell, picture)
        painter.restore()

    def _paint_cell(self, painter: QPainter, cell: QRectF, picture: QImage | None) -> None:
        shown = picture or self._poster
        if shown.isNull() or self.maximum() == 0:
            return
        painter.setOpacity(1.0 if picture else _UNSEEN)
        painter.drawImage(cell, shown, _middle(shown, cell.size()))
        painter.setOpacity(1.0)

    def _paint_head(self, painter: QPainter) -> None:
        x = self._place / self.maximum() * (self.width() - 2)
        painter.fillRect(QRectF(x - 1, 0, 4, self.height()), QColor(0, 0, 0, 110))
        painter.fillRect(QRectF(x, 0, 2, self.height()), QColor("#ffffff"))

    def _paint_hover(self, painter: QPainter) -> None:
        if self._hover is None:
            return
        painter.fillRect(QRectF(self._hover - 0.5, _OVERHANG, 1, _FILM), QColor(255, 255, 255, 150))
        words = self._words(self._time_at(self._hover))
        width = painter.fontMetrics().horizontalAdvance(words) + 12
        left = min(max(0.0, self._hover - width / 2), self.width() - width)
        box = QRectF(left, _OVERHANG + 6, width, _FILM - 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _middle(image: QImage, shape: QSizeF) -> QRectF:
    """The largest part of `image`, around its middle, that has the proportions of `shape`."""
    part = shape.scaled(QSizeF(image.size()), Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF(QPointF((image.width() - part.width()) / 2, (image.height() - part.height()) / 2), part)
