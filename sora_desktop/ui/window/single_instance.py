"""One window per data folder: a second start raises the first window, hands it what it was asked to open, and ends.

The lock of the data folder says who owns it; the doorbell only finds the window of the owner. It is put up
by the owner alone, so two starts at one instant cannot take it from each other.
"""

import asyncio
import hashlib
import logging
import os
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, Signal, Slot

from sora_desktop.base.start_wish import MESSAGE_LIMIT, NO_WISH, StartWish

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

ANSWER_MILLISECONDS = 500
COMING = b"coming\n"
_END = b"\n"


def address(data_dir: Path) -> str:
    """The local address of the window that has this data folder open; the folder's name is not told."""
    real = os.path.realpath(data_dir)
    return f"sora-desktop-{hashlib.sha256(real.encode(errors='surrogateescape')).hexdigest()[:24]}"


def raise_first_window(data_dir: Path, wish: StartWish = NO_WISH) -> bool:
    """Whether another window has this folder open, comes to the front and does what is wished. One that hangs does not
    answer.
    """
    if not _is_ours(address(data_dir)):
        return False
    link = _load_network().QLocalSocket()
    link.connectToServer(address(data_dir))
    if not link.waitForConnected(ANSWER_MILLISECONDS):
        return False
    link.write(wish.to_bytes() + _END)
    link.flush()
    answered: bool = link.waitForReadyRead(ANSWER_MILLISECONDS) and link.readAll().data() == COMING
    link.abort()
    return answered


async def find_first_window(data_dir: Path, wish: StartWish = NO_WISH) -> bool:
    """As `raise_first_window`, from a window that goes on painting and taking keys while it waits for the answer."""
    if not _is_ours(address(data_dir)):
        return False
    ring = _Ring(wish)
    try:
        async with asyncio.timeout(2 * ANSWER_MILLISECONDS / 1000):
            return await ring.answer(address(data_dir))
    except TimeoutError:
        return False
    finally:
        ring.end()


class _Ring(QObject):
    """One press of another window's doorbell, and what comes of it."""

    def __init__(self, wish: StartWish) -> None:
        super().__init__()
        self._wish = wish
        self._heard: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._link: QLocalSocket = _load_network().QLocalSocket(self)
        self._link.connected.connect(self._press)
        self._link.readyRead.connect(self._hear)
        self._link.errorOccurred.connect(self._give_up)

    async def answer(self, name: str) -> bool:
        self._link.connectToServer(name)
        return await self._heard

    @Slot()
    def _press(self) -> None:
        self._link.write(self._wish.to_bytes() + _END)

    @Slot()
    def _hear(self) -> None:
        self._settle(answered=self._link.readAll().data() == COMING)

    @Slot()
    def _give_up(self) -> None:
        self._settle(answered=False)

    def _settle(self, *, answered: bool) -> None:
        if not self._heard.done():
            self._heard.set_result(answered)

    def end(self) -> None:
        self._link.abort()
        self.deleteLater()


def _is_ours(name: str) -> bool:
    """Not a socket that another person of this machine put in the place of ours."""
    if os.name == "nt":
        return True
    try:
        return (Path(QDir.tempPath()) / name).lstat().st_uid == os.getuid()
    except FileNotFoundError:
        return False


class Doorbell(QObject):
    """To be put up by the owner of the folder alone: what an earlier owner left behind is taken away.

    Signals: `rung(StartWish)`: a second start asks this window to come to the front, and to do this.
    """

    rung = Signal(object)

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        network = _load_network()
        self._server: QLocalServer = network.QLocalServer(self)
        self._server.setSocketOptions(network.QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._link_type: type[QLocalSocket] = network.QLocalSocket
        network.QLocalServer.removeServer(address(data_dir))
        if not self._server.listen(address(data_dir)):
            log.warning("a second start will not find this window: %s", self._server.errorString())

    @Slot()
    def _answer(self) -> None:
        while (link := self._server.nextPendingConnection()) is not None:
            link.disconnected.connect(link.deleteLater)
            link.readyRead.connect(self._hear)
        self._hear()

    @Slot()
    def _hear(self) -> None:
        """Who rings is answered once all that it wishes has come, so that nothing of it gets lost."""
        for link in self._server.findChildren(self._link_type):
            if link.canReadLine():
                wish = StartWish.from_bytes(bytes(link.readLine().data()))
                link.write(COMING)
                link.flush()
                self.rung.emit(wish)
            elif link.bytesAvailable() > MESSAGE_LIMIT:
                link.abort()

    def close(self) -> None:
        self._server.close()


def _load_network() -> ModuleType:
    """The named loader of QtNetwork: where nobody else has the folder, the first paint does not wait for it."""
    from PySide6 import QtNetwork

    return QtNetwork
