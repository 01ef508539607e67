"""A row whose parts go on in a further line where one has no room for all of them."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

from sora_desktop.base.values import dataclass
from sora_desktop.ui.common.mirroring import mirrored


@dataclass(slots=True)
class _Part:
    """`least` is what it needs in a line, `beside` the same among others, `usual` what it would like, `width` what it gets.

    All are in pixels.
    """

    item: QLayoutItem
    least: int
    beside: int
    usual: int
    width: int
    grows: bool


class WrappingRow(QLayout):
    """Parts keep their width, but for those that give way: words that are elided, fields, gaps.

    A button goes on below before its words are elided.
    `centred`: each line stands in the middle.
    """

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = 8, line_spacing: int = 6, centred: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._line_spacing = line_spacing
        self._centred = centred
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def add_gap(self) -> None:
        """What follows stands at the other end, as far as it is in the same line."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def insert(self, index: int, widget: QWidget) -> None:
        """Put it before what stands at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())

    # ------------------------------------------------------------ what Qt asks

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def minimumSize(self) -> QSize:
        sizes = [part.item.minimumSize() for part in self._parts() if part.item.widget() or part.item.layout()]
        margins = self.contentsMargins()
        width = max((size.width() for size in sizes), default=0) + margins.left() + margins.right()
        height = max((size.height() for size in sizes), default=0) + margins.top() + margins.bottom()
        return QSize(width, height)

    def sizeHint(self) -> QSize:
        """All in one line."""
        parts = list(self._parts())
        margins = self.contentsMargins()
        width = sum(part.usual for part in parts) + self.spacing() * max(len(parts) - 1, 0)
        height = max((part.item.sizeHint().height() for part in parts), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    # ------------------------------------------------------------ lines

    def _parts(self) -> Iterator[_Part]:
        for item in self._items:
            if item.spacerItem() is not None or not item.isEmpty():
                usual, least = item.sizeHint().width(), item.minimumSize().width()
                grows = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
                least = least if grows or _gives_way(item) else usual
                beside = usual if isinstance(item.widget(), QAbstractButton) else least
                yield _Part(item, least, beside, usual, 0, grows)

    def _lines(self, width: int) -> Iterator[list[_Part]]:
        line: list[_Part] = []
        for part in self._parts():
            if any(each.item.spacerItem() is None for each in line) and self._needs([*line, part]) > width:
                yield line
                line = []
            line.append(part)
        if line:
            yield line

    def _needs(self, line: Sequence[_Part]) -> int:
        return sum(part.beside for part in line) + self.spacing() * (len(line) - 1)

    def _share_out(self, line: Sequence[_Part], width: int) -> None:
        """First what each would like, then the rest to those that grow."""
        for part in line:
            part.width = min(part.least, width)
        left = width - sum(part.width for part in line) - self.spacing() * (len(line) - 1)
        for part in line:
            more = max(0, min(part.usual - part.width, left))
            part.width += more
            left -= more
        growing = [part for part in line if part.grows]
        for number, part in enumerate(growing):
            more = max(0, left) // (len(growing) - number)
            part.width += more
            left -= more

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Where all stand in `rect`; the height that it takes."""
        whole = rect.marginsRemoved(self.contentsMargins())
        y = whole.top()
        for number, line in enumerate(self._lines(whole.width())):
            y += self._line_spacing if number else 0
            self._share_out(line, whole.width())
            height = max(_height(part) for part in line)
            if move:
                self._place_line(line, QRect(whole.left(), y, whole.width(), height))
            y += height
        return y - rect.top() + self.contentsMargins().bottom()

    def _place_line(self, line: Sequence[_Part], room: QRect) -> None:
        parent, x = self.parentWidget(), room.left()
        if self._centred:
            x += (room.width() - sum(part.width for part in line) - self.spacing() * (len(line) - 1)) // 2
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        for part in line:
            height = min(_height(part), room.height())
            at = QRect(x, room.top() + (room.height() - height) // 2, part.width, height)
            part.item.setGeometry(mirrored(at, room, direction))
            x += part.width + self.spacing()


def _height(part: _Part) -> int:
    item = part.item
    return item.heightForWidth(part.width) if item.hasHeightForWidth() else item.sizeHint().height()


def _gives_way(item: QLayoutItem) -> bool:
    """Whether it asks for more room than it needs."""
    widget = item.widget()
    policy = widget.sizePolicy().horizontalPolicy() if widget is not None else QSizePolicy.Policy.Fixed
    return policy is QSizePolicy.Policy.Preferred and item.minimumSize().width() < item.sizeHint().width()
