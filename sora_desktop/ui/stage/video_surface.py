"""Draws the frames of a player: a widget of its own, so that it can be grabbed, drawn over and moved."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.common.filling import fill
from sora_desktop.ui.common.graphic import Graphic
from sora_desktop.ui.theme import FOCUS_WIDTH, ThemeKeeper

CORNER = 6


class VideoSurface(Graphic):
    """Shows the latest picture whole, as large as fits, on the dark of the stage; holds it until the next.

    Signals: `clicked()`, `double_clicked()`.
    """

    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 24)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.update)

    @property
    def image(self) -> QImage:
        """What is shown; a null image where that is nothing."""
        return self._image

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def clear(self) -> None:
        self.show_image(QImage())

    def picture_rect(self) -> QRectF:
        """Where the picture lies on the widget; empty where there is none."""
        size = QSizeF(self._image.size())
        if size.isEmpty():
            return QRectF()
        size.scale(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2), size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        dark = QColor(self._theme.colours.stage)
        fill(painter, self.rect(), dark)
        self._paint_picture(painter, dark)
        if self.hasFocus() and not self.window().isFullScreen():
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(self._theme.colours.accent), FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, CORNER, CORNER)

    def _paint_picture(self, painter: QPainter, dark: QColor) -> None:
        rect = self.picture_rect()
        if rect.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, self._image)
        if not self.window().isFullScreen():
            _round_off(painter, rect, dark)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit()


def _round_off(painter: QPainter, rect: QRectF, dark: QColor) -> None:
    """Paint the corners over: a clip path would leave them jagged."""
    whole, inner = QPainterPath(), QPainterPath()
    whole.addRect(rect.adjusted(-1, -1, 1, 1))
    inner.addRoundedRect(rect, CORNER, CORNER)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(whole.subtracted(inner), dark)
