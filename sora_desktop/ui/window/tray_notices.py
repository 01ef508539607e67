"""Notices of Windows and macOS, through the icon that an app can have in their tray or menu bar.

Not run on these systems so far: the tests have a fake tray. Loaded with the first notice.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from sora_desktop.ui.assets import app_icon
from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.window.desktop_notices import DesktopNotice

_SHOWN_MILLISECONDS = 10_000
"""Windows and macOS show it for as long as their own settings say, and take this for a hint."""


class Tray(Protocol):
    """What is used of a `QSystemTrayIcon`."""

    messageClicked: SignalInstance  # noqa: N815 -- Qt calls it so
    activated: SignalInstance

    def setToolTip(self, tip: str, /) -> None: ...
    def show(self) -> None: ...
    def hide(self) -> None: ...
    def showMessage(self, title: str, message: str, icon: QIcon, milliseconds: int) -> None: ...
    def deleteLater(self) -> None: ...


def load_tray(parent: QObject) -> Tray | None:
    """None where the system has no tray, or shows no notices of it."""
    if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
        return None
    return QSystemTrayIcon(app_icon(), parent)


class TrayNotices(QObject):
    """The icon is there from a notice on until somebody looks: without it no notice is shown, and Windows takes the
    notices away with it.

    Which of several notices was pressed these systems do not say: it is taken for the last one.

    Signals: `clicked(str, str)`: the key of a notice that a person pressed, and "", as in `DesktopNotices`.
    """

    clicked = Signal(str, str)

    def __init__(
        self, app_name: str, parent: QObject | None = None, load: Callable[[QObject], Tray | None] = load_tray
    ) -> None:
        super().__init__(parent)
        self._app_name = app_name
        self._load = load
        self._tray: Tray | None = None
        self._can_be_shown = True
        self._last = ""

    def show(self, notice: DesktopNotice) -> None:
        """Show it where the system has a place for it."""
        tray = self._tray or self._made()
        if tray is None:
            return
        self._last = notice.key
        tray.show()
        picture = QIcon(str(notice.picture)) if notice.picture is not None else QIcon()
        is_there = bool(picture.availableSizes())
        tray.showMessage(notice.title, notice.body, picture if is_there else app_icon(), _SHOWN_MILLISECONDS)

    def withdraw(self) -> None:
        """Somebody looks at the window: the icon has done its part."""
        if self._tray is not None:
            self._tray.hide()

    def close(self) -> None:
        """Nothing is shown any more."""
        self._can_be_shown = False
        tray, self._tray = self._tray, None
        if tray is not None:
            tray.hide()
            tray.deleteLater()

    def _made(self) -> Tray | None:
        tray = self._load(self) if self._can_be_shown else None
        self._can_be_shown = tray is not None
        if tray is not None:
            set_tip(tray, self._app_name)
            tray.messageClicked.connect(self._press)
            tray.activated.connect(self._press)
        self._tray = tray
        return tray

    @Slot()
    def _press(self) -> None:
        if self._last:
            self.clicked.emit(self._last, "")
