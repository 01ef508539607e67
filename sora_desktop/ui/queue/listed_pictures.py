"""The small pictures in the list of jobs that were made elsewhere: asked for as their rows come into view."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.listed_job import ListedJob
from sora_desktop.ui.commands import Commands

AT_A_TIME = 3
SIZE = QSize(96, 54)


class ListedPictures(QObject):
    """Asks where the connection says that there are pictures; a row of which none comes stays as it was.

    All rows have room for one from the start, so that nothing moves when it comes.
    """

    def __init__(self, commands: Commands, rows: QListWidget) -> None:
        super().__init__(rows)
        self._commands = commands
        self._rows = rows
        self._connection_id = ""
        self._unasked: dict[int, str] = {}
        self._on_their_way = 0
        self._round = 0
        rows.setIconSize(SIZE)
        rows.viewport().installEventFilter(self)

    def begin(self, connection: Connection, listed: Sequence[ListedJob]) -> None:
        """Show those of this list, which stands in the rows."""
        self.stop()
        if not connection.wire.thumbnails:
            return
        self._connection_id = connection.id
        self._unasked = {row: each.remote_id for row, each in enumerate(listed) if each.is_finished}
        if self._unasked:
            for row in range(self._rows.count()):
                self._set(row, QPixmap())

    def stop(self) -> None:
        """Ask for no more, and end what is on its way."""
        self._round += 1
        self._unasked = {}
        if self._on_their_way:
            self._on_their_way = 0
            self._commands.run(lambda studio: studio.made_elsewhere.stop_pictures(), "stop listed pictures")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """What is painted is in view."""
        if event.type() is QEvent.Type.Paint and self._unasked:
            self._ask()
        return False

    def _ask(self) -> None:
        for row in list(self._in_view()):
            if self._on_their_way >= AT_A_TIME:
                return
            self._fetch(row, self._unasked.pop(row))

    def _fetch(self, row: int, remote_id: str) -> None:
        connection_id = self._connection_id
        self._on_their_way += 1
        self._commands.run(
            lambda studio: studio.made_elsewhere.picture(connection_id, remote_id),
            "listed picture",
            partial(self._came, self._round, row),
        )

    def _in_view(self) -> Iterator[int]:
        """The rows in view that were not asked for."""
        seen = self._rows.viewport().rect()
        for row in self._unasked:
            place = self._rows.visualItemRect(self._rows.item(row))
            if place.top() > seen.bottom():
                return
            if place.intersects(seen):
                yield row

    def _came(self, asked: int, row: int, data: bytes) -> None:
        if asked != self._round:
            return
        self._on_their_way -= 1
        picture = QPixmap()
        if data and picture.loadFromData(data, "PNG"):
            self._set(row, picture)
        self._ask()

    def _set(self, row: int, picture: QPixmap) -> None:
        framed = _framed(picture, max(screen.devicePixelRatio() for screen in QGuiApplication.screens()))
        icon = QIcon(framed)
        icon.addPixmap(framed, QIcon.Mode.Selected)  # else Qt tints it
        with QSignalBlocker(self._rows):
            self._rows.item(row).setIcon(icon)


def _framed(picture: QPixmap, ratio: float) -> QPixmap:
    """A picture of any shape in the middle of a room that all of them have."""
    room = SIZE * ratio
    made = QPixmap(room)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    if not picture.isNull():
        place = QRect(0, 0, *picture.size().scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatio).toTuple())
        place.moveCenter(QRect(0, 0, *SIZE.toTuple()).center())
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture)
        painter.end()
    return made
