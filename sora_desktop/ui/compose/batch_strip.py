"""Several first frames in a row below the one that is looked at: each becomes a clip of its own."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sora_desktop.domain.image import ImageVerdict
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.labels import ElidedLabel
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.spoken_list import SpokenList
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.fit_paint import paint_fit, rounded
from sora_desktop.ui.compose.picture_batch import PictureBatch
from sora_desktop.ui.compose.picture_slot import PictureSlot
from sora_desktop.ui.compose.picture_words import picture_words
from sora_desktop.ui.language import one_line, tip_text, tr
from sora_desktop.ui.theme import ThemeKeeper

SLOT_ROLE = Qt.ItemDataRole.UserRole
_CELL = QSize(68, 48)
_ROOM = 3
_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class BatchList(QAbstractListModel):
    """A row for each picture, in order; `UserRole` is its slot."""

    def __init__(self, batch: PictureBatch) -> None:
        super().__init__(batch)
        self._batch = batch
        self._shown: list[PictureSlot] = []
        self._target: Size | None = None

    def follow(self, target: Size | None) -> None:
        """Show the pictures as they are now; `target` is the frame of the clip."""
        self._target = target
        if self._shown != self._batch.slots:
            self.beginResetModel()
            self._shown = list(self._batch.slots)
            self.endResetModel()
        elif self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        slot = self._shown[index.row()]
        if role == SLOT_ROLE:
            return slot
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = self._words(index.row(), slot)
            return tip_text(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def _words(self, row: int, slot: PictureSlot) -> str:
        picture = slot.picture
        name = one_line(picture.image.name) if picture else one_line(slot.arriving)
        detail = picture_words(picture, self._target) if picture else tr(text.COMPOSE_IMAGE_ARRIVING)
        if is_bad(slot):
            detail = tr(text.COMPOSE_IMAGE_REFUSED)
        return tr(text.COMPOSE_BATCH_ITEM, number=row + 1, total=len(self._shown), name=name, detail=detail)


def is_bad(slot: PictureSlot) -> bool:
    """Whether it is known that its picture can't be used."""
    return slot.facts is not None and slot.facts.verdict is not ImageVerdict.OK


class _Painter(QStyledItemDelegate):
    """Each picture with the frame of its crop; a ring around the one that is looked at, another around a bad one."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.target: Size | None = None
        self.at = 0
        self._pictures: dict[bytes, QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        slot, colours = index.data(SLOT_ROLE), self._theme.colours
        box = QRectF(option.rect).adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        painter.save()
        rounded(painter, box, 5)
        painter.fillRect(box, QColor(colours.field))
        picture = self._picture(slot.facts.thumbnail if slot.facts else b"")
        if not picture.isNull():
            ours = slot.image is not None and slot.image.path is not None
            paint_fit(painter, box, picture, self.target if ours else None, slot.image.fit)
        painter.restore()
        is_current = index.row() == self.at
        ring = colours.accent if is_current else colours.bad if is_bad(slot) else colours.line
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ring), 2.5 if is_current else 2 if is_bad(slot) else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)

    def _picture(self, data: bytes) -> QPixmap:
        if data not in self._pictures:
            made = QPixmap()
            if data:
                made.loadFromData(data, "PNG")
            self._pictures[data] = made
        return self._pictures[data]

    def forget(self) -> None:
        """The small pictures of a batch that is gone."""
        self._pictures.clear()


class BatchView(SpokenList):
    """Left and right go through the pictures, Delete takes one out.

    Signals: `gone_to(int)` look at this one; `remove_wanted()`.
    """

    gone_to = Signal(int)
    remove_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pictureBatch")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setProperty("role", "bare")
        self.setFixedHeight(_CELL.height() + 14)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.gone_to.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)


class BatchStrip(QWidget):
    """Hidden while there is one picture."""

    def __init__(self, batch: PictureBatch, theme: ThemeKeeper) -> None:
        super().__init__()
        self._batch = batch
        self._list = BatchList(batch)
        self._painter = _Painter(theme, self)
        self.view = BatchView()
        self.view.setModel(self._list)
        self.view.setItemDelegate(self._painter)
        self._words = ElidedLabel(role="hint", elide=Qt.TextElideMode.ElideRight)
        self._words.setObjectName("pictureBatchWords")
        self._only = link(tr(text.COMPOSE_BATCH_REMOVE_ALL), "pictureBatchOnly", small=True)
        head = QHBoxLayout()
        head.addWidget(self._words, 1)
        head.addWidget(self._only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.view)
        self.hide()
        self.view.gone_to.connect(batch.go)
        self.view.remove_wanted.connect(batch.remove)
        self._only.clicked.connect(batch.keep_current)
        theme.changed.connect(self.view.viewport().update)

    def follow(self, target: Size | None) -> None:
        """Show the batch as it is now."""
        count = len(self._batch.slots)
        self.setVisible(count > 1)
        if count <= 1:
            self._painter.forget()
        self._painter.target, self._painter.at = target, self._batch.at
        self._list.follow(target)
        self._words.setText(tr(text.COMPOSE_BATCH, number=self._batch.at + 1, total=count))
        self.view.setAccessibleName(tr(text.COMPOSE_BATCH_NAME, total=count))
        if self.view.currentIndex().row() != self._batch.at:
            self.view.setCurrentIndex(self._list.index(self._batch.at))
        self.view.viewport().update()

    @Slot()
    def focus_view(self) -> None:
        self.view.setFocus()
