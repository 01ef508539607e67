"""What can be made of a clip at the service that it came from: the entries of menus, where there are any."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from sora_desktop.domain.character import makes_characters
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.source import Change, changes_at
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.language import tr

_WORDS = {Change.REMIX: text.CLIP_CHANGE, Change.EXTEND: text.CLIP_EXTEND}


class ClipChanges(QObject):
    """`connections` gives those that there are now.

    Signals: `wanted(Clip, Change)`: a person wants to make this of the clip. `character_wanted(Clip)`: a person wants a
    character of it, which any service makes that can.
    """

    wanted = Signal(object, object)
    character_wanted = Signal(object)

    def __init__(
        self, connections: Callable[[], Sequence[Connection]], characters: KnownCharacters, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._characters = characters

    def of(self, clip: Clip) -> tuple[Change, ...]:
        """Those that its own connection can do; of clips from before that was kept, by the connection's name."""
        recipe, request = clip.recipe, clip.recipe.request
        own = next((each for each in self._connections() if _made(each, clip)), None)
        if own is None or not recipe.remote_id:
            return ()
        entry = own.model(request.model.id)
        options = (entry.wire if entry else None) or own.wire
        return changes_at(own, options)

    @property
    def has_character_makers(self) -> bool:
        """Whether any service makes characters."""
        return any(makes_characters(each, self._characters.all) for each in self._connections())

    def offers(self, clip: Clip) -> bool:
        """Whether there is anything to choose for it."""
        return self.has_character_makers or bool(self.of(clip))

    def add_to(self, menu: QMenu, clip: Clip) -> None:
        """Entries for these."""
        for change in self.of(clip):
            menu.addAction(tr(_WORDS[change])).triggered.connect(partial(self._want, clip, change))
        if self.has_character_makers:
            menu.addAction(tr(text.CLIP_CHARACTER)).triggered.connect(lambda: self.character_wanted.emit(clip))

    def _want(self, clip: Clip, change: Change, _checked: bool = False) -> None:
        self.wanted.emit(clip, change)


def _made(connection: Connection, clip: Clip) -> bool:
    if clip.recipe.service:
        return clip.recipe.service == mark_of(connection)
    return clip.recipe.connection_name == connection.name
