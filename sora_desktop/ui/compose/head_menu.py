"""A menu at the head of the form, and the link that opens it."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QMenu

from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.common.links import link


class HeadMenu(QMenu):
    """`fill` puts its entries into it, each time that it opens. It belongs to its `button`."""

    def __init__(self, words: str, name: str, tip: str, fill: Callable[[QMenu], None]) -> None:
        self.button = link(f"{words} ▾", name, small=True)
        super().__init__(self.button)
        self._fill = fill
        self.button.setAccessibleName(words)
        self.button.setAccessibleDescription(tip)
        set_tip(self.button, tip)
        self.button.clicked.connect(self.open_below)
        self.aboutToShow.connect(self._fill_anew)

    @Slot()
    def open_below(self) -> None:
        """Below the button; the arrow keys walk it."""
        self.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))

    @Slot()
    def _fill_anew(self) -> None:
        self.clear()
        self._fill(self)
