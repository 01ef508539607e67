"""Paints what of the grid can be seen: the headings of days, and the cards by their delegate."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem

from sora_desktop.ui.common.clip_words import day_words
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.library.clip_delegate import ClipDelegate
from sora_desktop.ui.library.grid_layout import GridLayout
from sora_desktop.ui.theme import ThemeKeeper


class GridPainter:
    """Qt's own painting knows only a layout of its own."""

    def __init__(self, grid: QListView, delegate: ClipDelegate, theme: ThemeKeeper) -> None:
        self._grid = grid
        self._delegate = delegate
        self._theme = theme

    def paint(self, layout: GridLayout, area: QRect, option: QStyleOptionViewItem) -> None:
        """Paint a part of the viewport, during a paint event of it."""
        painter = QPainter(self._grid.viewport())
        offset = self._grid.verticalScrollBar().value()
        top, bottom = area.top() + offset, area.bottom() + offset + 1
        for day, rect in layout.headings_between(top, bottom):
            place = mirrored(rect.translated(1, 1 - offset), self._grid.viewport().rect(), self._grid.layoutDirection())
            self._paint_heading(painter, day, place)
        under_mouse = self._grid.indexAt(self._grid.viewport().mapFromGlobal(self._grid.cursor().pos()))
        for row in layout.rows_between(top, bottom):
            self._paint_card(painter, option, self._grid.model().index(row, 0), under_mouse)

    def _paint_heading(self, painter: QPainter, day: date, rect: QRect) -> None:
        painter.setFont(self._grid.font())
        painter.setPen(QColor(self._theme.colours.faint))
        painter.drawText(
            rect,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            day_words(day, datetime.now(UTC).astimezone().date()),
        )

    def _paint_card(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex, under_mouse: QModelIndex
    ) -> None:
        option.rect = self._grid.visualRect(index)
        flags = QStyle.StateFlag
        state = flags.State_Enabled
        if self._grid.selectionModel().isSelected(index):
            state |= flags.State_Selected
        if index == self._grid.currentIndex() and self._grid.hasFocus():
            state |= flags.State_HasFocus
        if index == under_mouse:
            state |= flags.State_MouseOver
        option.state = state
        self._delegate.paint(painter, option, index)
