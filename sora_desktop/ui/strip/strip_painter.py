"""Paints what of the strip can be seen: the names of days, which run upwards, and the tiles by their delegate."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem

from sora_desktop.ui.common.clip_words import day_words
from sora_desktop.ui.common.lines import elided, smaller
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.language import tr
from sora_desktop.ui.strip import sentences as text
from sora_desktop.ui.strip.strip_delegate import StripDelegate
from sora_desktop.ui.strip.strip_layout import StripLayout
from sora_desktop.ui.theme import ThemeKeeper


class StripPainter:
    """Qt's own painting knows only a layout of its own."""

    def __init__(
        self,
        view: QListView,
        delegate: StripDelegate,
        theme: ThemeKeeper,
        visible_rows: Callable[[], range],
        top_of: Callable[[int], int],
    ) -> None:
        self._view = view
        self._visible_rows, self._top_of = visible_rows, top_of
        self._delegate = delegate
        self._theme = theme

    def paint(self, layout: StripLayout, area: QRect, option: QStyleOptionViewItem) -> None:
        """Paint a part of the viewport, during a paint event of it."""
        view = self._view
        painter = QPainter(view.viewport())
        offset, whole = view.horizontalScrollBar().value(), view.viewport().rect()
        for label in layout.labels:
            place = mirrored(label.rect.translated(-offset, 0), whole, view.layoutDirection())
            if place.intersects(area):
                self._paint_label(painter, label.day, place)
        under_mouse = view.indexAt(view.viewport().mapFromGlobal(view.cursor().pos()))
        for row in self._visible_rows():
            index = view.model().index(row, 0)
            if row == self._top_of(row) and view.visualRect(index).adjusted(-8, -8, 8, 8).intersects(area):
                self._paint_tile(painter, option, index, under_mouse)
        painter.end()

    def _paint_label(self, painter: QPainter, day: date | None, place: QRect) -> None:
        words = tr(text.STRIP_NOW) if day is None else day_words(day, datetime.now(UTC).astimezone().date())
        font = smaller(self._view.font(), 0.85)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.faint))
        painter.translate(place.center())
        painter.rotate(-90)
        upwards = QRect(QPoint(), place.size().transposed())
        upwards.moveCenter(QPoint())
        painter.drawText(upwards, Qt.AlignmentFlag.AlignCenter, elided(QFontMetrics(font), words, upwards.width()))
        painter.restore()

    def _paint_tile(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex, under_mouse: QModelIndex
    ) -> None:
        option.rect = self._view.visualRect(index)
        flags = QStyle.StateFlag
        state = flags.State_Enabled
        if index == self._view.currentIndex() and self._view.hasFocus():
            state |= flags.State_HasFocus
        if index == under_mouse:
            state |= flags.State_MouseOver
        option.state = state
        self._delegate.paint(painter, option, index)
