"""The line of time under the stage, in the look of a film strip.

To a screen reader it is a field of which the value is a time in words: of a slider it would only hear a number.
"""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSpinBox, QWidget

from sora_desktop.ui.theme import ThemeKeeper

CELLS = 10
STRIPS = 24
"""So many clips' strips are kept, the latest ones."""

_FILM = 30
_OVERHANG = 3
_GAP = 2
_UNSEEN = 0.3
_PICTURE = QSize(128, 72)
_SECOND = 1000
_FRAMES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
_SECONDS = {Qt.Key.Key_PageDown: -1, Qt.Key.Key_PageUp: 1}

Strip = list[QImage | None]


class Scrubber(QSpinBox):
    """Milliseconds from 0 to the length of the clip. Its cells fill with the frames that were seen.

    While the clip runs its value follows once a second: each change is told to screen readers.
    Signals: `sought(int)` a person wants to be at this time; `stepped(int)` so many frames on (or back); `held()`,
    `let_go()` by the mouse.
    """

    sought = Signal(int)
    stepped = Signal(int)
    held = Signal()
    let_go = Signal()

    def __init__(self, theme: ThemeKeeper, words: Callable[[int], str], parent: QWidget | None = None) -> None:
        """`words` writes a time, given in milliseconds."""
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._strips: OrderedDict[str, Strip] = OrderedDict()
        self._strip: Strip = [None] * CELLS
        self._poster = QImage()
        self._hover: float | None = None
        self._place = 0
        self._is_held = self._is_following = False
        self.lineEdit().hide()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setRange(0, 0)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_FILM + 2 * _OVERHANG)
        self.valueChanged.connect(self._seek)
        theme.changed.connect(self.update)

    def show_clip(self, key: str, poster: QImage) -> None:
        """Take the strip of this clip, or start one; `poster` stands, pale, for what was not seen yet."""
        self._strip = self._strips.setdefault(key, [None] * CELLS)
        self._strips.move_to_end(key)
        while len(self._strips) > STRIPS:
            self._strips.popitem(last=False)
        self._poster = poster
        self.show_position(0)

    @property
    def place(self) -> int:
        """Where the clip is, in milliseconds."""
        return self._place

    def show_length(self, milliseconds: int) -> None:
        self._follow(lambda: self.setRange(0, milliseconds))

    def show_position(self, milliseconds: int, *, runs: bool = False) -> None:
        """Follow the player, except while a person holds the handle. `runs`: it is on its way."""
        if not self._is_held:
            self._go(milliseconds, is_spoken=not runs or milliseconds // _SECOND != self.value() // _SECOND)

    def say_anew(self) -> None:
        """Frames lie elsewhere than was thought."""
        self._follow(lambda: self.setSuffix(""))  # has the words of the value written again

    def _go(self, milliseconds: int, *, is_spoken: bool) -> None:
        self._place = milliseconds
        if is_spoken:
            self._follow(lambda: self.setValue(milliseconds))
        self.update()

    def _follow(self, change: Callable[[], object]) -> None:
        """What is changed here is no wish of a person."""
        self._is_following = True
        change()
        self._is_following = False
        self.update()

    @Slot(int)
    def _seek(self, milliseconds: int) -> None:
        """A screen reader has set another value."""
        if not self._is_following:
            self.sought.emit(milliseconds)

    def textFromValue(self, milliseconds: int) -> str:
        return self._words(milliseconds)

    def valueFromText(self, _text: str) -> int:
        """Nothing is typed here."""
        return self.value()

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is no way through the clip is left to the stage."""
        key = Qt.Key(event.key())
        if key in _FRAMES:
            self.stepped.emit(_FRAMES[key])
        elif key in _SECONDS:
            self.sought.emit(min(self.maximum(), max(0, self._place + _SECONDS[key] * _SECOND)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.sought.emit(0 if key == Qt.Key.Key_Home else self.maximum())
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Nothing is typed here, so no key is kept from the shortcuts of the window."""
        return QWidget.event(self, event) if event.type() is QEvent.Type.ShortcutOverride else super().event(event)

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
            painter.fillRect(cell, QColor(self._theme.colours.stage_hover))
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
