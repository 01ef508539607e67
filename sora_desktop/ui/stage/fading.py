"""Controls that go from sight while nobody needs them, and stay where screen readers and the keyboard find them."""

from PySide6.QtCore import QObject, Qt, QVariantAnimation, Slot
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from sora_desktop.ui.common.motion import MOTION


class Fading(QObject):
    """A widget that is gone is transparent, also to the mouse; hidden it would be gone for a screen reader, too."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._effect: QGraphicsOpacityEffect | None = None
        self._run = QVariantAnimation(self)
        self._run.valueChanged.connect(self._show)
        self.is_gone = False

    @Slot()
    def come(self) -> None:
        """Be seen again, at once."""
        self._run.stop()
        if self._effect is not None and self.is_gone:
            self._effect.setEnabled(False)
            self._widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self.is_gone = False

    @Slot()
    def go(self) -> None:
        """Fade, where things may move."""
        if self.is_gone:
            return
        self.is_gone = True
        if self._effect is None:
            self._effect = QGraphicsOpacityEffect(self._widget)
            self._widget.setGraphicsEffect(self._effect)
        self._effect.setOpacity(1.0)
        self._effect.setEnabled(True)
        self._widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if MOTION.milliseconds:
            self._run.setDuration(MOTION.milliseconds)
            self._run.setStartValue(1.0)
            self._run.setEndValue(0.0)
            self._run.start()
        else:
            self._effect.setOpacity(0.0)

    @Slot(object)
    def _show(self, opacity: float) -> None:
        if self._effect is not None:
            self._effect.setOpacity(opacity)
