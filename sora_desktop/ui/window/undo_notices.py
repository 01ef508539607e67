"""What a person took away, told with the offer to take that back."""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from sora_desktop.domain.events import Event, Notice, RemovalBegan, RemovalEnded
from sora_desktop.domain.removal import Removal
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.language import tr
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.notice_bar import NoticeAction, NoticeBar

UNDOING = "undo"
"""The topic under which `Commands` tells why something could not be taken back."""


class UndoNotices(QObject):
    """A notice for each removal that stands. Once it is put away the removal is for good."""

    def __init__(self, commands: Commands, notices: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self._notices = notices

    def load(self, removals: Iterable[Removal]) -> None:
        for removal in removals:
            self._show(removal)

    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        match event:
            case RemovalBegan(removal=removal):
                self._show(removal)
            case RemovalEnded(removal_id=removal_id):
                self._notices.clear_topic(_topic(removal_id))

    def _show(self, removal: Removal) -> None:
        run, removal_id = self._commands.run, removal.id
        undo = NoticeAction(
            tr(text.UNDO),
            lambda: run(lambda studio: studio.removals.take_back(removal_id), UNDOING),
            undoes=True,
            lapse=lambda: run(lambda studio: studio.removals.finish(removal_id), "remove for good"),
        )
        self._notices.show_notice(Notice(removal.text, topic=_topic(removal_id)), undo)


def _topic(removal_id: str) -> str:
    return f"removal {removal_id}"
