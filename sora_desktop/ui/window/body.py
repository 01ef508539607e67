"""All of the window below its bar: the view, the drawer at its edge, and the notices that lie over it."""

from PySide6.QtCore import QEvent, QRect, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.window.notice_bar import NoticeBar
from sora_desktop.ui.window.queue_drawer import QueueDrawer
from sora_desktop.ui.window.views import Views

BESIDE = 1320
"""From so many pixels on the drawer stands beside the view; in a narrower window it lies over it."""
_WIDEST_NOTICE = 720


class WindowBody(QWidget):
    """Lays its three parts out itself, as they lie over each other."""

    def __init__(self, content: Views, drawer: QueueDrawer, notices: NoticeBar) -> None:
        super().__init__()
        self._content, self._drawer, self._notices = content, drawer, notices
        for part in (content, drawer, notices):
            part.setParent(self)
        drawer.show_open(is_open=False)
        drawer.toggled.connect(self._make_room)
        notices.rearranged.connect(self.place)
        content.changed.connect(self.place)
        content.rearranged.connect(self.place)

    @property
    def is_drawer_beside(self) -> bool:
        return self.width() >= BESIDE

    @Slot()
    def _make_room(self) -> None:
        """The drawer takes its room from the stage: what is being written stays as it is."""
        with self._content.make.keeping_compose():
            self.place()

    @Slot()
    def place(self) -> None:
        """Put each part where it belongs."""
        whole = self.rect()
        view, drawer = QRect(whole), QRect(whole)
        width = self._drawer.width_in(whole.width())
        drawer.setLeft(whole.right() + 1 - width)
        if self._drawer.is_open and self.is_drawer_beside:
            view.setRight(drawer.left() - 1)
        self._content.setGeometry(mirrored(view, whole, self.layoutDirection()))
        self._drawer.setGeometry(mirrored(drawer, whole, self.layoutDirection()))
        self._drawer.raise_()
        self._place_notices()

    def _place_notices(self) -> None:
        if self._notices.isHidden():
            return
        room = self._content.notice_place().translated(self._content.pos())
        if self._drawer.is_open and not self.is_drawer_beside:
            room = _beside(room, self._drawer.geometry())
        if self._notices_height(self._notices_width(room)) > self.height():
            room = self.rect()  # long words in large letters: rather over all than cut
        width = self._notices_width(room)
        self._notices.setGeometry(room.center().x() - width // 2, room.top(), width, self._notices_height(width))
        self._notices.raise_()

    def _notices_width(self, room: QRect) -> int:
        return min(room.width(), enlarged(_WIDEST_NOTICE, self))

    def _notices_height(self, width: int) -> int:
        layout = self._notices.layout()
        if layout is None:
            return 0
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()


def _beside(room: QRect, drawer: QRect) -> QRect:
    """What the drawer leaves of the room, unless that is too narrow to read in."""
    left = QRect(room)
    if drawer.left() > room.left():
        left.setRight(min(room.right(), drawer.left() - 1))
    else:
        left.setLeft(max(room.left(), drawer.right() + 1))
    return left if left.width() >= 320 else room
