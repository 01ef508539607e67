"""The strip as a person handles it: moved by wheel and keys; a click plays a clip, or shows a job."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from sora_desktop.base.sentences import Shortcut
from sora_desktop.ui.common import clip_words
from sora_desktop.ui.common.labels import show_tip
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue.take_words import takes_words
from sora_desktop.ui.strip import sentences as text
from sora_desktop.ui.strip.item_models import StripList
from sora_desktop.ui.strip.strip_row import StripRow
from sora_desktop.ui.theme import ThemeKeeper

_FOLDING = {int(Qt.Key.Key_Down): True, int(Qt.Key.Key_Up): False}
"""With Alt; what they do to the stack of the current take: True unfolds it."""

Index = QModelIndex | QPersistentModelIndex


class StripView(StripRow):
    """Signals: `picked(int)`: a person wants the take of this row; `menu_wanted(int, QPoint)`: the menu of it, at a
    place of the screen.
    """

    picked = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, takes: StripList, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(takes, theme, parent)
        self._pressed = -1

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self.indexAt(event.position().toPoint()).row()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A second click on a stack goes on to its next take."""
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        pressed, self._pressed = self._pressed, -1
        if event.button() is not Qt.MouseButton.LeftButton or row < 0 or row != pressed:
            return
        take = self._takes.take(row)
        if take.of > 1 and take.id == self._delegate.shown_id and take.id not in self._unfolded:
            row = row - take.place + (take.place + 1) % take.of
        self._pick(row)

    def _pick(self, row: int) -> None:
        self.setCurrentIndex(self._takes.index(row))
        self.picked.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        unfold = _FOLDING.get(event.key()) if event.modifiers() & Qt.KeyboardModifier.AltModifier else None
        if unfold is not None and current.isValid() and self._takes.take(current.row()).of > 1:
            self.unfold(current.row(), unfolded=unfold)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            if not event.isAutoRepeat():
                self._pick(current.row())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a stack it unfolds it, and on a take of one that is unfolded it folds that."""
        row = self.indexAt(event.position().toPoint()).row()
        take = self._takes.take(row) if row >= 0 else None
        if take is None or take.of < 2 or event.button() is not Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
        else:
            self._pressed = -1
            self.unfold(row, unfolded=take.id not in self._unfolded)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that only turns one way moves the strip too."""
        turned = event.angleDelta()
        if abs(turned.y()) > abs(turned.x()):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned.y())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        if not index.isValid():
            return
        take = self._takes.take(index.row())
        words = clip_words.tip(take.clip) if take.clip is not None else self._takes.sentence(take)
        hint = text.STRIP_PILE_HINT if take.pile else text.STRIP_STACK_HINT
        siblings = self._takes.siblings(take)
        parts = (
            words,
            takes_words(siblings) if siblings else "",
            tr(hint, count=take.of, keys=Shortcut("Alt+Down")) if take.of > 1 else "",
        )
        show_tip(event.globalPos(), "\n".join(filter(None, parts)), self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            at = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(index.row(), self.viewport().mapToGlobal(at))

    @Slot()
    def repaint_jobs(self) -> None:
        """Time has passed: what happens now tells of it."""
        for row in self.visible_rows():
            if self._takes.take(row).day is None:
                self.viewport().update(self.visualRect(self._takes.index(row)))
