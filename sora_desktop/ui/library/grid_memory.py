"""What is selected and in sight, found again where another list takes the place of the one that is shown."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Slot
from PySide6.QtWidgets import QListView

from sora_desktop.ui.library.item_models import ID_ROLE, ClipList

Flags = QItemSelectionModel.SelectionFlag

NOTED_CLIPS = 300
"""So many selected clips are found again where another list takes the place of this one."""


class GridMemory(QObject):
    """Notes before the list is reset, and restores after it."""

    def __init__(
        self,
        grid: QListView,
        clips: ClipList,
        selected_rows: Callable[[], list[int]],
        visible_rows: Callable[[], range],
    ) -> None:
        super().__init__(grid)
        self._grid = grid
        self._selected_rows = selected_rows
        self._visible_rows = visible_rows
        self._clips = clips
        self._was_selected: list[str] = []
        self._was_current: str | None = None
        self._was_first: str | None = None
        self._was_top = 0
        clips.about = self._noted
        clips.modelAboutToBeReset.connect(self._note)
        clips.modelReset.connect(self._restore)

    def _noted(self, same_list: bool) -> list[str]:
        """The clips to be found again: the current one, what is selected and, in the same list, the first in sight.

        It takes time to find them, and another list begins at its top.
        """
        indexes = (self._grid.currentIndex(), self._first_in_sight() if same_list else QModelIndex())
        ids = [index.data(ID_ROLE) for index in indexes]
        rows = self._selected_rows()[:NOTED_CLIPS]
        ids += [self._clips.index(row).data(ID_ROLE) for row in rows]
        return [clip_id for clip_id in dict.fromkeys(ids) if clip_id]

    def _first_in_sight(self) -> QModelIndex:
        rows = self._visible_rows()
        return self._clips.index(rows.start) if rows and rows.start < self._clips.rowCount() else QModelIndex()

    @Slot()
    def _note(self) -> None:
        self._was_selected = [self._clips.index(row).data(ID_ROLE) for row in self._selected_rows()[:NOTED_CLIPS]]
        if not self._grid.selectionModel().hasSelection():
            self._was_selected = []
        first = self._first_in_sight()
        self._was_current, self._was_first = self._grid.currentIndex().data(ID_ROLE), first.data(ID_ROLE)
        self._was_top = self._grid.visualRect(first).top()

    @Slot()
    def _restore(self) -> None:
        """What was selected still is; the same list stays where it was, another one begins at its top."""
        rows = self._clips.rows_about
        selection = QItemSelection()
        for row in (rows.get(clip_id) for clip_id in self._was_selected):
            if row is not None and row < self._clips.rowCount():
                selection.select(self._clips.index(row), self._clips.index(row))
        self._grid.selectionModel().select(selection, Flags.Select)
        current = rows.get(self._was_current or "")
        if current is not None and current < self._clips.rowCount():
            self._grid.selectionModel().setCurrentIndex(self._clips.index(current), Flags.NoUpdate)
        elif self._grid.hasFocus() and self._clips.rowCount():
            self._grid.setCurrentIndex(self._clips.index(0))  # whoever has come here by key goes on from somewhere
        self._grid.updateGeometries()
        first = rows.get(self._was_first or "") if self._clips.is_same_query else None
        bar = self._grid.verticalScrollBar()
        bar.setValue(0)
        if first is not None and first < self._clips.rowCount():
            bar.setValue(self._grid.visualRect(self._clips.index(first)).top() - self._was_top)
