"""The picture that is fitted, as large as the stage, with what of it is used."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy

from sora_desktop.domain.image import Fit, FitMode
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.graphic import Graphic
from sora_desktop.ui.common.spoken_rest import SpokenRest
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.fit_paint import (
    contained,
    crop_frame,
    moved_focus,
    paint_crop,
    paint_fit,
    rounded,
    same_shape,
    zoomed,
)
from sora_desktop.ui.language import current, tr
from sora_desktop.ui.theme import FOCUS_WIDTH, ThemeKeeper

LEAST_HEIGHT = 120
_HEIGHT = 168
_STEP = 0.02
_LARGE_STEP = 0.1
ZOOM_STEP = 1.1
"""So many times closer with each press of a key or notch of a wheel."""
_NOTCH = 120
_SPOKEN_MILLISECONDS = 250
"""So soon after the last step the place of the frame is said: of steps that follow each other, the last."""
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ZOOMS = {Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP}


class FitCanvas(Graphic):
    """The picture with the frame of the crop; drag it, turn the wheel, or use the keys: arrows (Shift: larger steps),
    plus and minus, Home for the middle of the whole.

    In the frame lies the picture as it will be sent, as soon as it is there.
    Signals: `moved(Fit)`.
    """

    moved = Signal(object)

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self.shown_picture = QPixmap()
        """All of it, upright, with nothing to see through."""
        self._preview = QPixmap()
        self._size = Size(1, 1)
        self._target = Size(1, 1)
        self._fit = Fit()
        self._grabbed: QPointF | None = None
        self.setObjectName("fitCanvas")
        self.setAccessibleName(tr(text.COMPOSE_FIT_CANVAS_NAME))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._spoken = SpokenRest(self, self.accessibleDescription, _SPOKEN_MILLISECONDS)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def show_picture(self, picture: QPixmap, size: Size, target: Size, fit: Fit) -> None:
        if (size, target, fit) != (self._size, self._target, self._fit):
            self._preview = QPixmap()
        if fit != self._fit and self.hasFocus():
            self._spoken.begin()
        self.shown_picture, self._size, self._target, self._fit = picture, size, target, fit
        across, down = round(fit.focus_x * 100), round(fit.focus_y * 100)
        source = text.COMPOSE_FIT_CANVAS_VALUE if fit.zoom == 1.0 else text.COMPOSE_FIT_CANVAS_ZOOMED
        self.setAccessibleDescription(tr(source, across=across, down=down, factor=current().number(fit.zoom, 1)))
        self.setCursor(Qt.CursorShape.SizeAllCursor if self._is_movable else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_preview(self, preview: QPixmap) -> None:
        """Show the picture exactly as it will be sent, until something about it changes."""
        self._preview = preview
        self.update()

    @property
    def _is_movable(self) -> bool:
        return self._fit.mode is FitMode.CROP and (self._fit.zoom > 1.0 or not same_shape(self._size, self._target))

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(2, 2, -2, -2)

    def frame(self) -> QRectF:
        """Where what is sent lies on the canvas."""
        if self._fit.mode is not FitMode.CROP:
            return contained(self._box(), self._target.width, self._target.height)
        return crop_frame(self._whole(), self._target, self._fit)

    def _whole(self) -> QRectF:
        return contained(self._box(), self._size.width, self._size.height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        rounded(painter, self._box(), 6)
        painter.fillRect(self._box(), self._theme.colours.stage)
        if self._fit.mode is FitMode.CROP:
            self._paint_crop(painter)
        elif not self._preview.isNull():
            painter.drawPixmap(self.frame(), self._preview, QRectF(self._preview.rect()))
        elif not self.shown_picture.isNull():
            paint_fit(painter, self._box(), self.shown_picture, self._target, self._fit)
        painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.colours.accent), FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box().adjusted(-1, -1, 1, 1), 7, 7)
        painter.end()

    def _paint_crop(self, painter: QPainter) -> None:
        if self.shown_picture.isNull():
            return
        whole, frame = self._whole(), self.frame()
        painter.drawPixmap(whole, self.shown_picture, QRectF(self.shown_picture.rect()))
        if not self._preview.isNull():
            painter.drawPixmap(frame, self._preview, QRectF(self._preview.rect()))
        paint_crop(painter, whole, frame)

    # ------------------------------------------------------------ hands

    def _move(self, across: float, down: float) -> None:
        if self._fit.mode is FitMode.CROP:
            self.moved.emit(moved_focus(self._fit, self._size, self._target, across, down))

    def _zoom(self, factor: float) -> None:
        if self._fit.mode is FitMode.CROP:
            self.moved.emit(zoomed(self._fit, self._size, self._target, factor))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            step = _LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            across, down = _MOVES[key]
            self._move(across * step, down * step)
        elif key in _ZOOMS:
            self._zoom(_ZOOMS[key])
        elif key is Qt.Key.Key_Home and self._fit.mode is FitMode.CROP:
            self.moved.emit(replace(self._fit, focus_x=0.5, focus_y=0.5, zoom=1.0))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self._zoom(ZOOM_STEP ** (event.angleDelta().y() / _NOTCH))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Two fingers on a trackpad."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(1 + event.value())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None or self.shown_picture.isNull():
            return
        whole = self._whole()
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
