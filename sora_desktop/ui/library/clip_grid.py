"""The grid of clips: cards under day headings, by mouse and by keys."""

from collections.abc import Callable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.common.spoken_list import SpokenList
from sora_desktop.ui.common.thumbnails import Thumbnails
from sora_desktop.ui.common.viewports import give_viewport
from sora_desktop.ui.language import tr
from sora_desktop.ui.library import sentences as text
from sora_desktop.ui.library.clip_delegate import ClipDelegate
from sora_desktop.ui.library.grid_cursor import TURNED, row_after
from sora_desktop.ui.library.grid_layout import GridLayout
from sora_desktop.ui.library.grid_memory import GridMemory
from sora_desktop.ui.library.grid_painter import GridPainter
from sora_desktop.ui.library.item_models import ClipFilter, ClipList
from sora_desktop.ui.library.stack_badge import StackBadge
from sora_desktop.ui.theme import ThemeKeeper

Index = QModelIndex | QPersistentModelIndex
Flags = QItemSelectionModel.SelectionFlag
Move = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint


_RATIOS = {ClipFilter.PORTRAIT: 9 / 16, ClipFilter.SQUARE: 1.0}
"""The room for a picture where all have another shape than landscape, its width by its height."""
SCROLL_BAR_WIDTH = 8
"""Pixels; as the style sheet has it. Where there is no bar the cards end where they do beside one."""


class ClipGrid(SpokenList):
    """A list view that lays its rows out itself: days as headings, cards that share the width.

    Signals: `play_wanted(Clip)`; `delete_wanted()` the selected clips; `menu_wanted(QPoint)` a menu for the
    selected clips at this point of the screen.
    """

    play_wanted = Signal(object)
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, clips: ClipList, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_viewport(self)
        self.setObjectName("libraryGrid")
        self.setAccessibleName(tr(text.LIBRARY_NAME))
        self._clips = clips
        self.thumbnails = Thumbnails(self)
        self.thumbnails.ready.connect(self.viewport().update)
        self._delegate = ClipDelegate(theme, self._thumbnail_of, self)
        self._badge = StackBadge(self, clips, self._delegate)
        self._layout = GridLayout([], 0, 0, 0)
        self._painter = GridPainter(self, self._delegate, theme)
        self.setItemDelegate(self._delegate)
        self.setModel(clips)
        self._behave()
        self._memory = GridMemory(self, clips, self.selected_rows, self.visible_rows)
        theme.changed.connect(self.viewport().update)
        self.clicked.connect(self._play_clicked)

    def _behave(self) -> None:
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(SpokenList.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)

    def selected_rows(self) -> list[int]:
        """In the order of the grid; the current one where nothing is selected."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        rows = sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})
        return rows or ([self.currentIndex().row()] if self.currentIndex().isValid() else [])

    def with_selected(self, then: Callable[[list[Clip]], object]) -> None:
        """`then` hears the clips of these rows, as soon as all of them are here, unless there are none."""
        self._clips.collect(self.selected_rows(), lambda clips: then(clips) if clips else None)

    def show_on_stage(self, clip_id: str) -> None:
        """Mark the clip that is on the stage."""
        self._delegate.shown_id = clip_id
        self.viewport().update()

    def _thumbnail_of(self, line: ClipLine, size: QSize) -> QPixmap | None:
        return self.thumbnails.picture(line.thumbnail_path, size) if line.thumbnail_path else None

    @Slot(QModelIndex)
    def _play_clicked(self, index: QModelIndex) -> None:
        """A plain click plays; with Shift or Ctrl it selects."""
        if len(self.selectedIndexes()) == 1:
            self._play(index)

    def _play(self, index: QModelIndex) -> None:
        self._clips.collect([index.row()], lambda clips: self.play_wanted.emit(clips[0]))

    # ------------------------------------------------------------ where things lie

    def _lay_out(self) -> None:
        words = self._delegate.words_height(self.font())
        heading = self.fontMetrics().height() + 12
        beside_bar = 0 if self.verticalScrollBar().maximum() else SCROLL_BAR_WIDTH
        self._layout = GridLayout(
            self._clips.groups(),
            self.viewport().width() - 2 - beside_bar,
            words,
            heading,
            _RATIOS.get(self._clips.shown.filter, 16 / 9),
        )

    def doItemsLayout(self) -> None:
        """Past QListView, which would lay the rows out in its own way."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        self._lay_out()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        QAbstractItemView.updateGeometries(self)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def visible_rows(self) -> range:
        """The rows of which something can be seen."""
        top = self.verticalOffset()
        return self._layout.rows_between(top, top + self.viewport().height())

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Qt's own knows only a layout of its own: where that is empty it moves nothing and paints nothing."""
        self.viewport().update()

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self._clips.rowCount():
            return QRect()
        return _turned(self, self._layout.rect(index.row()).translated(1, 1 - self.verticalOffset()))

    def indexAt(self, point: QPoint) -> QModelIndex:
        at = _turned(self, QRect(point, QSize(1, 1))).topLeft()
        row = self._layout.row_at(at + QPoint(-1, self.verticalOffset() - 1))
        return QModelIndex() if row is None else self._clips.index(row)

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        rect, height, bar = self.visualRect(index), self.viewport().height(), self.verticalScrollBar()
        if rect.isEmpty():
            return
        if hint is Hint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif rect.top() < 0 or hint is Hint.PositionAtTop:
            bar.setValue(bar.value() + rect.top() - 30)
        elif rect.bottom() > height or hint is Hint.PositionAtBottom:
            bar.setValue(bar.value() + rect.bottom() - height + 10)

    def moveCursor(self, action: Move, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._clips.rowCount()
        if not count:
            return QModelIndex()
        current = self.currentIndex()
        if not current.isValid():
            return self._clips.index(0)
        action = TURNED.get(action, action) if self.isRightToLeft() else action
        row = row_after(self._layout, current.row(), action, self.viewport().height(), count - 1)
        return self._clips.index(min(count - 1, max(0, row)))

    def setSelection(self, rect: QRect, command: Flags) -> None:
        """Every card that the rectangle touches; with Shift, all between the two ends."""
        area = _turned(self, rect.normalized()).translated(-1, self.verticalOffset() - 1)
        rows = [
            row
            for row in self._layout.rows_between(area.top(), area.bottom() + 1)
            if self._layout.rect(row).intersects(area)
        ]
        selection = QItemSelection()
        if rows:
            selection.select(self._clips.index(rows[0]), self._clips.index(rows[-1]))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region |= QRegion(self.visualRect(index))
        return region

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        self._painter.paint(self._layout, event.rect(), option)

    # ------------------------------------------------------------ keys and menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self._play(current)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected_rows():
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))


def _turned(grid: ClipGrid, place: QRect) -> QRect:
    """From the layout, which begins at the left, to where people read from right to left; and back."""
    return mirrored(place, grid.viewport().rect(), grid.layoutDirection())
