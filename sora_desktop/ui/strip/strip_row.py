"""The row of the strip: a list view that lays its takes out and paints them itself."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.lines import smaller
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.common.spoken_list import SpokenList
from sora_desktop.ui.common.thumbnails import Thumbnails
from sora_desktop.ui.common.viewports import give_viewport
from sora_desktop.ui.language import tr
from sora_desktop.ui.strip import sentences as text
from sora_desktop.ui.strip.item_models import TAKE_ROLE, StripList
from sora_desktop.ui.strip.strip_delegate import StripDelegate
from sora_desktop.ui.strip.strip_layout import STACKED, Heights, StripLayout, spread
from sora_desktop.ui.strip.strip_painter import StripPainter
from sora_desktop.ui.strip.takes import Take
from sora_desktop.ui.theme import ThemeKeeper

MARGIN = 14
_TOP = STACKED + 4
_BAR = 10
"""Room for the scroll bar, whether it is there or not: tiles do not change their height for it."""
_LEAST_PICTURE = 40
_ROOMY = 150
"""From so many pixels on the words take two lines, where text has its usual size."""
_NEAR_END = 1200

Index = QModelIndex | QPersistentModelIndex
Flags = QItemSelectionModel.SelectionFlag
Move = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint

_STEPS = {
    Move.MoveLeft: -1,
    Move.MoveUp: -1,
    Move.MovePrevious: -1,
    Move.MoveRight: 1,
    Move.MoveDown: 1,
    Move.MoveNext: 1,
}


class StripRow(SpokenList):
    """Takes of one request lie on each other: on top is the current one, else the one on the stage, else the first."""

    def __init__(self, takes: StripList, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_viewport(self)
        self.setObjectName("takeStrip")
        self.setAccessibleName(tr(text.STRIP_NAME))
        self._takes = takes
        self.thumbnails = Thumbnails(self)
        self.thumbnails.ready.connect(self.viewport().update)
        self._delegate = StripDelegate(takes, theme, self._thumbnail_of, self)
        self._painter = StripPainter(self, self._delegate, theme, self.visible_rows, self.top_of)
        self._laid: list[Take] = []
        self._unfolded = frozenset[str]()
        self._layout = StripLayout([], Heights(0, 0, 0), MARGIN)
        self.setItemDelegate(self._delegate)
        self.setModel(takes)
        self._behave()
        theme.changed.connect(self.viewport().update)
        for change in (takes.rowsInserted, takes.rowsRemoved, takes.modelReset):
            change.connect(self.scheduleDelayedItemsLayout)

    def _behave(self) -> None:
        self.setMouseTracking(True)
        self.setFlow(SpokenList.Flow.LeftToRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_on_stage(self, clip_id: str) -> None:
        """Mark the clip that is on the stage, and lay it on top of its stack."""
        self._delegate.shown_id = clip_id
        self.viewport().update()

    def unfold(self, row: int, *, unfolded: bool) -> None:
        """Lay the takes of this stack side by side, or on each other."""
        ids = {take.id for take in self._takes.stack(row)}
        self._unfolded = self._unfolded | ids if unfolded else self._unfolded - ids
        self.updateGeometries()
        self.viewport().update()

    def _thumbnail_of(self, take: Take, size: QSize) -> QPixmap | None:
        if take.job is not None:
            path = take.job.input_path
        else:
            path = take.clip.thumbnail_path if take.clip else take.line.thumbnail_path if take.line else None
        return self.thumbnails.picture(path, size) if path else None

    # ------------------------------------------------------------ where things lie

    def _lay_out(self) -> None:
        """What is seen stays where it is, also where something came before it; at its begin the new is seen."""
        bar = self.horizontalScrollBar()
        anchor = self._anchor() if bar.value() > 0 else None
        self._delegate.heights = self._heights()
        self._laid = self._takes.takes()
        self._unfolded = self._delegate.unfolded = spread(self._laid, self._unfolded)
        self._layout = StripLayout(self._laid, self._delegate.heights, MARGIN, self._unfolded)
        bar.setRange(0, max(0, self._layout.width - self.viewport().width()))
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(60)
        row = self._takes.row_of(anchor[0]) if anchor else None
        if anchor is not None and row is not None:
            bar.setValue(self._layout.rect(row).left() - anchor[1])

    def _anchor(self) -> tuple[str, int] | None:
        """The first take in sight, and where it is seen."""
        left = self.horizontalOffset()
        for row in self._layout.rows_between(left, left + self.viewport().width()):
            if self._takes.row_of(self._laid[row].id) is not None:
                return self._laid[row].id, self._layout.rect(row).left() - left
        return None

    def _heights(self) -> Heights:
        line = QFontMetrics(smaller(self.font())).lineSpacing()
        words = (2 if self.height() >= enlarged(_ROOMY, self) else 1) * line + 6
        return Heights(_TOP, max(_LEAST_PICTURE, self.height() - _TOP - words - _BAR), words, line + 3)

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        """What tells of progress is painted anew; Qt would lay out the whole row."""
        if list(roles) == [TAKE_ROLE]:
            self.viewport().update(self.visualRect(top_left))
        else:
            super().dataChanged(top_left, bottom_right, roles)

    def doItemsLayout(self) -> None:
        """Past QListView, which would lay the rows out in its own way."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        self._lay_out()
        QAbstractItemView.updateGeometries(self)
        self._look_ahead()

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return 0

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()
        self._look_ahead()

    def _look_ahead(self) -> None:
        if self.horizontalOffset() + self.viewport().width() + _NEAR_END > self._layout.width:
            self._takes.want_more()

    def visible_rows(self) -> range:
        """The rows of which something can be seen."""
        left = self.horizontalOffset()
        rows = self._layout.rows_between(left, left + self.viewport().width())
        return range(min(rows.start, self._takes.rowCount()), min(rows.stop, self._takes.rowCount()))

    def top_of(self, row: int) -> int:
        """The row that lies on top of the stack of this one."""
        take = self._takes.take(row)
        if take.id in self._unfolded:
            return row
        first = row - take.place
        rows = range(first, first + len(self._takes.stack(row)))
        current = self.currentIndex().row()
        if current in rows:
            return current
        return next((each for each in rows if self._takes.take(each).id == self._delegate.shown_id), first)

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self._takes.rowCount():
            return QRect()
        place = self._layout.rect(index.row()).translated(-self.horizontalOffset(), 0)
        return mirrored(place, self.viewport().rect(), self.layoutDirection())

    def indexAt(self, point: QPoint) -> QModelIndex:
        self.executeDelayedItemsLayout()
        at = mirrored(QRect(point, QSize(1, 1)), self.viewport().rect(), self.layoutDirection()).topLeft()
        row = self._layout.first_at(at.x() + self.horizontalOffset())
        if row is None or row >= self._takes.rowCount():
            return QModelIndex()
        rect = self._layout.rect(row)
        return self._takes.index(self.top_of(row)) if rect.top() <= at.y() <= rect.bottom() else QModelIndex()

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def scrollTo(self, index: Index, _hint: Hint = Hint.EnsureVisible) -> None:
        if not index.isValid() or index.row() >= self._takes.rowCount():
            return
        rect, bar = self._layout.rect(index.row()), self.horizontalScrollBar()
        if rect.isEmpty():
            return
        if rect.left() - 30 < bar.value():
            bar.setValue(rect.left() - 30)
        elif rect.right() + 20 > bar.value() + self.viewport().width():
            bar.setValue(rect.right() + 20 - self.viewport().width())

    def moveCursor(self, action: Move, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._takes.rowCount()
        if not count:
            return QModelIndex()
        current = self.currentIndex()
        if not current.isValid():
            return self._takes.index(0)
        step = _STEPS.get(action)
        if step is not None and self.isRightToLeft() and action in (Move.MoveLeft, Move.MoveRight):
            step = -step
        if step is None:
            page = max(1, len(self.visible_rows()) - 1)
            step = {Move.MovePageUp: -page, Move.MovePageDown: page, Move.MoveHome: -count}.get(action, count)
        return self._takes.index(min(count - 1, max(0, current.row() + step)))

    def setSelection(self, rect: QRect, command: Flags) -> None:
        index = self.indexAt(rect.center())
        self.selectionModel().select(QItemSelection(index, index), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region |= QRegion(self.visualRect(index))
        return region

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        self._painter.paint(self._layout, event.rect(), option)
