"""The number of takes on the top of a stack, as mouse and keys meet it: it unfolds the stack, and folds it again."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView

from sora_desktop.domain.library import ALONE, InStack
from sora_desktop.ui.library.clip_delegate import ClipDelegate
from sora_desktop.ui.library.item_models import STACK_ROLE, ClipList

_KEYS = {int(Qt.Key.Key_Down): True, int(Qt.Key.Key_Up): False}
"""With Alt; what they do to the stack of the current clip: True unfolds it."""


class StackBadge(QObject):
    """It is no widget: it sees what the grid is told before the grid does."""

    def __init__(self, grid: QListView, clips: ClipList, delegate: ClipDelegate) -> None:
        super().__init__(grid)
        self._grid, self._clips, self._delegate = grid, clips, delegate
        self._pressed = ""
        delegate.is_unfolded = clips.is_unfolded
        grid.installEventFilter(self)
        grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self._grid:
            return self.key(event)
        if isinstance(event, QMouseEvent) and watched is not self._grid:
            match event.type():
                case QEvent.Type.MouseButtonPress:
                    return self.press(event)
                case QEvent.Type.MouseButtonRelease:
                    return self.release(event)
                case QEvent.Type.MouseButtonDblClick:
                    return bool(self.under(event.position().toPoint()))
                case QEvent.Type.MouseMove:
                    self._hover(event.position().toPoint())
        return False

    def _hover(self, at: QPoint) -> None:
        shape = Qt.CursorShape.PointingHandCursor if self.under(at) else Qt.CursorShape.ArrowCursor
        if self._grid.viewport().cursor().shape() is not shape:
            self._grid.viewport().setCursor(shape)

    def press(self, event: QMouseEvent) -> bool:
        """The mouse goes down; whether that was on the number of a stack."""
        self._pressed = self.under(event.position().toPoint()) if event.button() is Qt.MouseButton.LeftButton else ""
        return bool(self._pressed)

    def release(self, event: QMouseEvent) -> bool:
        """The mouse comes up; whether it went down on the number of a stack."""
        pressed, self._pressed = self._pressed, ""
        if pressed and pressed == self.under(event.position().toPoint()):
            self.toggle(pressed)
        return bool(pressed)

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key was for the stack of the current clip."""
        unfolded = _KEYS.get(event.key())
        in_stack: InStack = self._grid.currentIndex().data(STACK_ROLE) or ALONE
        if unfolded is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier or in_stack.takes < 2:
            return False
        self._clips.unfold(in_stack.stack, unfolded=unfolded)
        return True

    def toggle(self, stack: str) -> None:
        self._clips.unfold(stack, unfolded=not self._clips.is_unfolded(stack))

    def under(self, at: QPoint) -> str:
        """The stack whose number is at this point of the grid."""
        index = self._grid.indexAt(at)
        if not index.isValid():
            return ""
        rect, font, direction = self._grid.visualRect(index), self._grid.font(), self._grid.layoutDirection()
        in_stack: InStack = index.data(STACK_ROLE) or ALONE
        return in_stack.stack if self._delegate.badge_at(rect, index, font, direction, at) else ""
