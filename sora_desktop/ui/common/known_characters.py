"""The characters that there are, as the window knows them."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from sora_desktop.domain.character import Character, CharacterState, of_service
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.events import CharactersChanged, Event


class KnownCharacters(QObject):
    """Signals: `changed()`: there are others, or one of them is another."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: tuple[Character, ...] = ()

    def load(self, characters: tuple[Character, ...]) -> None:
        """Those of a studio that was just opened."""
        self.all = characters
        self.changed.emit()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        if isinstance(event, CharactersChanged):
            self.load(event.characters)

    def of(self, connection: Connection) -> Iterator[Character]:
        """Those that can be asked for there."""
        return of_service(connection, self.all)

    @property
    def is_making(self) -> bool:
        """Whether an id is on its way that may cost money."""
        return any(each.state is CharacterState.MAKING and not each.cost.free for each in self.all)
