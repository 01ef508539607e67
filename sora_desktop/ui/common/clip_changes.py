"""What can be made of a clip at the service that it came from: the entries of menus, where there are any."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.source import Change, changes_at
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.language import tr

_WORDS = {Change.REMIX: text.CLIP_CHANGE, Change.EXTEND: text.CLIP_EXTEND}


class ClipChanges(QObject):
    """`connections` gives those that there are now.

    Signals: `wanted(Clip, Change)`: a person wants to make this of the clip.
    """

    wanted = Signal(object, object)

    def __init__(self, connections: Callable[[], Sequence[Connection]], parent: QObject) -> None:
        super().__init__(parent)
        self._connections = connections

    def of(self, clip: Clip) -> tuple[Change, ...]:
        """Those that its own connection can do; of clips from before that was kept, by the connection's name."""
        recipe, request = clip.recipe, clip.recipe.request
        own = next((each for each in self._connections() if _made(each, clip)), None)
        if own is None or not recipe.remote_id:
            return ()
        entry = own.model(request.model.id)
        options = (entry.wire if entry else None) or own.wire
        return changes_at(own, options)

    def add_to(self, menu: QMenu, clip: Clip) -> None:
        """Entries for these."""
        for change in self.of(clip):
            menu.addAction(tr(_WORDS[change])).triggered.connect(partial(self._want, clip, change))

    def _want(self, clip: Clip, change: Change, _checked: bool = False) -> None:
        self.wanted.emit(clip, change)


def _made(connection: Connection, clip: Clip) -> bool:
    if clip.recipe.service:
        return clip.recipe.service == mark_of(connection)
    return clip.recipe.connection_name == connection.name
