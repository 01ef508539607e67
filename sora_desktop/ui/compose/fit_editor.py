"""How a picture of another shape fills the frame: crop with a movable frame, bars, or blurred edges."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sora_desktop.domain.image import Fit, FitMode
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.segmented import Segment, Segmented
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.fit_paint import contained, moved_focus, paint_fit, rounded, same_shape
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import ThemeKeeper

_HEIGHT = 168
_STEP = 0.02
_LARGE_STEP = 0.1
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FitCanvas(QWidget):
    """The picture with the frame of the crop; drag it, or use the arrow keys (Shift: larger steps, Home: middle).

    Signals: `moved(Fit)`.
    """

    moved = Signal(object)

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QPixmap()
        self._preview = QPixmap()
        self._size = Size(1, 1)
        self._target = Size(1, 1)
        self._fit = Fit()
        self._grabbed: QPointF | None = None
        self.setObjectName("fitCanvas")
        self.setAccessibleName(tr(text.COMPOSE_FIT_CANVAS_NAME))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_picture(self, picture: QPixmap, size: Size, target: Size, fit: Fit) -> None:
        if (size, target, fit) != (self._size, self._target, self._fit):
            self._preview = QPixmap()
        self._picture, self._size, self._target, self._fit = picture, size, target, fit
        across, down = round(fit.focus_x * 100), round(fit.focus_y * 100)
        self.setAccessibleDescription(tr(text.COMPOSE_FIT_CANVAS_VALUE, across=across, down=down))
        movable = fit.mode is FitMode.CROP and not same_shape(size, target)
        self.setCursor(Qt.CursorShape.SizeAllCursor if movable else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_preview(self, preview: QPixmap) -> None:
        """Show the picture exactly as it will be sent, until something about it changes."""
        self._preview = preview
        self.update()

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(2, 2, -2, -2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        rounded(painter, self._box(), 6)
        painter.fillRect(self._box(), self._theme.colours.stage)
        if self._fit.mode is not FitMode.CROP and not self._preview.isNull():
            shape = contained(self._box(), self._preview.width(), self._preview.height())
            painter.drawPixmap(shape, self._preview, QRectF(self._preview.rect()))
        elif not self._picture.isNull():
            paint_fit(painter, self._box(), self._picture, self._target, self._fit)
        painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.colours.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box().adjusted(-1, -1, 1, 1), 7, 7)
        painter.end()

    def _move(self, across: float, down: float) -> None:
        if self._fit.mode is FitMode.CROP:
            self.moved.emit(moved_focus(self._fit, self._size, self._target, across, down))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            step = _LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            across, down = _MOVES[key]
            self._move(across * step, down * step)
        elif key is Qt.Key.Key_Home and self._fit.mode is FitMode.CROP:
            self.moved.emit(Fit(self._fit.mode))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None or self._picture.isNull():
            return
        whole = contained(self._box(), self._picture.width(), self._picture.height())
        moved = event.position() - self._grabbed
        self._grabbed = event.position()
        self._move(moved.x() / whole.width(), moved.y() / whole.height())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grabbed = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class FitEditor(QFrame):
    """Opens below the drop zone; Escape or Done closes it.

    Signals: `changed(Fit)` at every step; `done()`.
    """

    changed = Signal(object)
    done = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "raised")
        self._fit = Fit()
        self.canvas = FitCanvas(theme)
        self._modes = Segmented(
            theme,
            tr(text.COMPOSE_FIT_MODE_NAME),
            [_mode(FitMode.CROP, text.COMPOSE_FIT_CROP), _mode(FitMode.PAD, text.COMPOSE_FIT_PAD),
             _mode(FitMode.BLUR, text.COMPOSE_FIT_BLUR)],
        )  # fmt: skip
        self._help = PlainLabel(role="hint", wrap=True)
        self._close = QPushButton(tr(text.COMPOSE_FIT_DONE))
        self._close.setProperty("role", "flat")
        self._close.clicked.connect(self.done)
        self._lay_out()
        self.canvas.moved.connect(self._moved)
        self._modes.chosen.connect(self._picked)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._help, 1)
        foot.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(8)
        column.addWidget(self._modes)
        column.addWidget(self.canvas)
        column.addLayout(foot)

    def show_picture(self, picture: QPixmap, size: Size, target: Size, fit: Fit) -> None:
        self._fit = fit
        self._modes.set_value(fit.mode)
        self._help.setText(tr(_help_of(fit.mode, exact=same_shape(size, target))))
        self.canvas.show_picture(picture, size, target, fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(240, super().sizeHint().height())

    @Slot(object)
    def _moved(self, fit: Fit) -> None:
        self.changed.emit(fit)

    @Slot(object)
    def _picked(self, mode: FitMode) -> None:
        self.changed.emit(Fit(mode, self._fit.focus_x, self._fit.focus_y))


def _mode(mode: FitMode, words: str) -> Segment:
    return Segment(mode, tr(words), f"fit-{mode}", tr(words))


def _help_of(mode: FitMode, *, exact: bool) -> str:
    if exact:
        return text.COMPOSE_FIT_EXACT_HELP
    return {
        FitMode.CROP: text.COMPOSE_FIT_CROP_HELP,
        FitMode.PAD: text.COMPOSE_FIT_PAD_HELP,
        FitMode.BLUR: text.COMPOSE_FIT_BLUR_HELP,
    }[mode]
