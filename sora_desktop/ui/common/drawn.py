"""A picture that is drawn for the pixels of a screen, and anew where its window comes to another one."""

from collections.abc import Callable

from PySide6.QtGui import QPaintEvent, QPixmap

from sora_desktop.ui.common.labels import PlainLabel

Draw = Callable[[float], QPixmap]
"""Makes the picture for a ratio of device pixels, which it is to have."""


class Drawn(PlainLabel):
    """Its picture is as sharp as the screen that it is seen on, also where two screens have other pixels."""

    _draw: Draw | None = None
    _ratio = 0.0

    def show_drawn(self, draw: Draw | None) -> None:
        """Show what this makes from here on; None for nothing."""
        self._draw = draw
        self._make()

    def _make(self) -> None:
        self._ratio = self.devicePixelRatioF()
        made = self._draw(self._ratio) if self._draw is not None else QPixmap()
        if made.isNull():
            self.clear()
        else:
            self.setPixmap(made)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Whatever brought it to other pixels, it is painted for them."""
        if self._ratio != self.devicePixelRatioF():
            self._make()
        super().paintEvent(event)
