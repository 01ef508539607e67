"""A list whose rows a screen reader follows.

Qt tells it of rows that it has laid out itself; of others, and of the row that the keyboard comes to with the whole
list, it says nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from sora_desktop.ui.common.spoken import load_announcing

Index = QModelIndex | QPersistentModelIndex


class SpokenList(QListView):
    """Says the current row whenever the keyboard comes to it; one without words yet, when they come."""

    _is_said = True

    def currentChanged(self, current: Index, previous: Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        self._say_current()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)
        if self.hasFocus():
            for selection, is_on in ((deselected, False), (selected, True)):
                if selection.count():
                    load_announcing().tell_selected(self, selection.at(0).top(), selected=is_on)

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(top_left, bottom_right, roles)
        if not self._is_said and top_left.row() <= self.currentIndex().row() <= bottom_right.row():
            self._say_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A plain letter or Space is left to the window: no list is so short that one finds a row by its first letter."""
        if event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt itself says the list a moment later; its row comes after that."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self._say_current)

    @Slot()
    def _say_current(self) -> None:
        current = self.currentIndex()
        if current.isValid() and self.hasFocus():
            self._is_said = bool(current.data(Qt.ItemDataRole.AccessibleTextRole))
            load_announcing().tell_focus(self, current.row())
