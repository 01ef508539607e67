"""One window per data folder: a second start raises the first window and ends."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MILLISECONDS = 500


def address(data_dir: Path) -> str:
    """The local address of the window that has this data folder open; the folder's name is not told."""
    return f"sora-desktop-{hashlib.sha256(str(data_dir).encode()).hexdigest()[:24]}"


def raise_first_window(data_dir: Path) -> bool:
    """Whether another window has this folder open; it was asked to come to the front."""
    link = QLocalSocket()
    link.connectToServer(address(data_dir))
    if not link.waitForConnected(ANSWER_MILLISECONDS):
        return False
    link.write(b"raise\n")
    link.waitForBytesWritten(ANSWER_MILLISECONDS)
    link.disconnectFromServer()
    return True


class Doorbell(QObject):
    """Signals: `rung()`: a second start asks this window to come to the front."""

    rung = Signal()

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(address(data_dir))
        self._server.listen(address(data_dir))

    @Slot()
    def _answer(self) -> None:
        while (link := self._server.nextPendingConnection()) is not None:
            link.disconnected.connect(link.deleteLater)
            self.rung.emit()

    def close(self) -> None:
        self._server.close()
