"""What keeps jobs from being sent, said beside Generate: the queue is paused, the service is away, its key is missing."""

from PySide6.QtCore import QObject, Slot

from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.events import Reach
from sora_desktop.domain.job import Job
from sora_desktop.ui.connections.connection_actions import probe
from sora_desktop.ui.language import service_name, tr
from sora_desktop.ui.queue import sentences as queue_text
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.contents import WindowContents


class Standing(QObject):
    """Follows the queue and the picked connection."""

    def __init__(self, contents: WindowContents, parent: QObject) -> None:
        super().__init__(parent)
        self._contents = contents
        self._note = contents.panels.compose.standing
        self._paused = False
        contents.connections.modelReset.connect(self._look)
        contents.connections.health_changed.connect(self._look)
        contents.panels.queue.key_wanted.connect(self.enter_key_of)

    def show_paused(self, *, paused: bool) -> None:
        """Whether the queue sends nothing new."""
        self._paused = paused
        self._look()

    @Slot()
    @Slot(str)
    def _look(self, _connection_id: str = "") -> None:
        connection = self._contents.connections.selected
        if connection is None:
            self._note.tell("")
        elif connection.key_place is KeyPlace.MISSING:  # the problem below says it
            can = connection.kind is ConnectionKind.SAVED
            self._note.tell("", tr(queue_text.QUEUE_KEY) if can else "", lambda: self._enter_key(connection))
        elif self._paused:
            self._note.tell(tr(text.STANDING_PAUSED), tr(queue_text.QUEUE_RESUME), self._resume)
        else:
            self._tell_reach(connection)

    def _tell_reach(self, connection: Connection) -> None:
        name, reach = service_name(connection.name, 28), self._contents.connections.health(connection.id).reach
        if reach is Reach.NO_ANSWER:
            words = tr(text.STANDING_AWAY, name=name)
            self._note.tell(words, tr(text.STANDING_ASK), lambda: probe(connection.id, self._contents.commands))
        elif reach is Reach.WRONG_KEY and connection.kind is ConnectionKind.SAVED:
            words = tr(text.STANDING_WRONG_KEY, name=name)
            self._note.tell(words, tr(queue_text.QUEUE_KEY), lambda: self._enter_key(connection))
        else:
            self._note.tell("")

    def _resume(self) -> None:
        self._contents.commands.run(lambda studio: studio.jobs.set_paused(False), "pause")

    def _enter_key(self, connection: Connection) -> None:
        self._contents.sheets.connection.open_for(connection, at_key=True)

    @Slot(object)
    def enter_key_of(self, job: Job) -> None:
        """Of the connection that a job waits for; where that is gone, of one that begins with its address."""
        service = job.service
        there = self._contents.connections.connection(service.id)
        gone = Connection(id="", name=service.name, base_url=service.base_url, format=service.format)
        self._enter_key(there or gone)
