"""Notices of the desktop itself, for a person who looks at something else: over the session's bus on Linux."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from sora_desktop.ui.common.background import Background

if TYPE_CHECKING:
    from sora_desktop.ui.window.desktop_bus import DesktopBus

log = logging.getLogger(__name__)


def load_join() -> "DesktopBus | None":
    """Joins the bus, which nothing else needs."""
    from sora_desktop.ui.window.desktop_bus import DesktopBus

    return DesktopBus.join()


class DesktopNotice(NamedTuple):
    """`key` says what it is about: a later one of the same key takes its place. Nothing of it is markup."""

    key: str
    title: str
    body: str
    picture: Path | None = None


class DesktopNotices(QObject):
    """The bus is joined in the background at the first notice; a desktop that has none, or does not answer, shows none.

    Signals: `clicked(str, str)`: the key of a notice that a person pressed, and the token by which a Wayland desktop lets
    the window come to the front, "" where it gave none.
    """

    clicked = Signal(str, str)

    def __init__(self, app_name: str, button: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app_name, self._button = app_name, button
        self._background = Background(self)
        self._waiting: list[DesktopNotice] = []
        self._can_be_shown = True
        self._bus: DesktopBus | None = None
        self._ears: QSocketNotifier | None = None
        self._asked: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._tokens: dict[int, str] = {}

    def show(self, notice: DesktopNotice) -> None:
        """Show it where the desktop has a place for it."""
        if self._bus is not None:
            self._send(self._bus, notice)
        elif self._can_be_shown:
            self._waiting.append(notice)
            if len(self._waiting) == 1:
                self._background.run(load_join, self._joined)

    def withdraw(self) -> None:
        """Somebody looks at the window: notices stay until a person takes them away, as the desktop keeps them in a list."""

    def close(self) -> None:
        """Leave the bus; notices that are shown stay until a person takes them away."""
        self._can_be_shown = False
        bus, self._bus = self._bus, None
        if self._ears is not None:
            self._ears.setEnabled(False)
            self._ears.deleteLater()
            self._ears = None
        if bus is not None:
            bus.close()

    def _joined(self, bus: "DesktopBus | None") -> None:
        waiting, self._waiting = self._waiting, []
        if bus is None:
            self._can_be_shown = False
            return
        self._bus = bus
        if not self._can_be_shown:  # the window has closed meanwhile
            self.close()
            return
        self._ears = QSocketNotifier(bus.file_number, QSocketNotifier.Type.Read, self)
        self._ears.activated.connect(self._hear)
        for notice in waiting:
            self._send(bus, notice)

    def _send(self, bus: "DesktopBus", notice: DesktopNotice) -> None:
        replaces = self._numbers.get(notice.key, 0)
        try:
            serial = bus.show(
                self._app_name,
                notice.title,
                notice.body,
                button=self._button,
                picture=notice.picture,
                replaces=replaces,
            )
        except OSError as problem:
            self._leave(problem)
        else:
            self._asked[serial] = notice.key

    @Slot()
    def _hear(self) -> None:
        if self._bus is None:
            return
        heard = self._bus.heard()
        for serial, number in heard.shown:
            if key := self._asked.pop(serial, None):
                self._numbers[key] = number
        self._tokens.update(heard.tokens)
        for key, number in [(key, number) for key, number in self._numbers.items() if number in heard.pressed]:
            self.clicked.emit(key, self._tokens.pop(number, ""))
        for key in [key for key, number in self._numbers.items() if number in heard.closed]:
            self._tokens.pop(self._numbers.pop(key), None)
        if heard.problem is not None:
            self._leave(heard.problem)

    def _leave(self, problem: Exception) -> None:
        log.info("the desktop takes no notices any more: %s", problem)
        self.close()
