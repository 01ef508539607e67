"""A soft ring around the field that has the keyboard, outside its border, where a style sheet cannot draw."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.theme import RADIUS, ThemeKeeper

_REACH = 2
_OPACITY = 0.28
_FOLLOWS = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.FocusIn, QEvent.Type.FocusOut)


class FocusRing(QWidget):
    """Follows `target` about inside its parent. Give it targets that stay in one parent."""

    def __init__(self, theme: ThemeKeeper, target: QWidget) -> None:
        super().__init__(target.parentWidget())
        self._theme = theme
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._target and event.type() in _FOLLOWS:
            self.setGeometry(self._target.geometry().adjusted(-_REACH, -_REACH, _REACH, _REACH))
            self.setVisible(self._target.hasFocus() and not self._target.isHidden())
            self.raise_()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = QColor(self._theme.colours.accent)
        colour.setAlphaF(_OPACITY)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, _REACH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS + 1, RADIUS + 1)
        painter.end()
