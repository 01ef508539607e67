"""Which pages of a list are still to be asked for: those that were looked at last, a few at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

AT_A_TIME = 3
"""Pages asked for and not answered yet. Who scrolls past others does not wait for them."""
SOON_MILLISECONDS = 0


class PageQueue(QObject):
    """`ask` asks for a page; `settle` says that it came."""

    def __init__(self, ask: Callable[[int], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._wanted: dict[int, None] = {}
        self._under_way: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MILLISECONDS)
        self._soon.timeout.connect(self._ask_some)

    def __len__(self) -> int:
        return len(self._wanted) + len(self._under_way)

    def want(self, page: int) -> None:
        """Somebody looks at this page."""
        if page not in self._under_way:
            self._wanted.pop(page, None)
            self._wanted[page] = None
            self._soon.start()

    def settle(self, page: int) -> None:
        self._under_way.discard(page)
        if self._wanted:
            self._soon.start()

    def clear(self) -> None:
        """It is another list now."""
        self._wanted.clear()
        self._under_way.clear()

    def _ask_some(self) -> None:
        free = AT_A_TIME - len(self._under_way)
        latest = list(reversed(self._wanted))[: max(0, free)]
        self._wanted = dict.fromkeys(list(self._wanted)[-AT_A_TIME:])
        for page in latest:
            self._wanted.pop(page, None)
            self._under_way.add(page)
            self._ask(page)
