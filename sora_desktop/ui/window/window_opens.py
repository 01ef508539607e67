"""What a person opens with the app from outside: by a double click, the command line, or once more while it runs."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, Shortcut, counted, message, together
from sora_desktop.base.start_wish import Front, StartWish
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.opened import Opened, is_outside
from sora_desktop.domain.settings import View
from sora_desktop.ui.compose.drops import Dragged, Drop, LinkDrop, in_order
from sora_desktop.ui.compose.preview_button import PREVIEW_KEYS
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.routes import Routes
from sora_desktop.ui.window.window_actions import WindowActions

_OPEN = "open"
_FRONT = "front"
_SLOW_MILLISECONDS = 700
_GENERATE_KEYS = "Ctrl+Return"


class WindowOpens(QObject):
    """Shows what was opened as if it had been dropped or picked in the window. It sends nothing, and pays for nothing."""

    def __init__(self, contents: WindowContents, routes: Routes, wishes: WindowActions, parent: QObject) -> None:
        super().__init__(parent)
        self._contents = contents
        self._routes = routes
        self._wishes = wishes
        self._file = ""
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MILLISECONDS)
        self._slow.timeout.connect(self._tell_slow)

    def take(self, wish: StartWish) -> None:
        """Do what a start asks of the window."""
        if wish.front is Front.LIBRARY:
            self._wishes.show_choose()
        elif wish.front is Front.PREVIEW:
            self._show_preview()
        if wish.files:
            self._look(wish.files)

    def _show_preview(self) -> None:
        """The keyboard in the prompt, and the key that draws it. Where the engine is picked, Generate itself does."""
        self._wishes.focus_prompt()
        selected = self._contents.connections.selected
        is_engine = selected is not None and selected.kind is ConnectionKind.ENGINE
        keys = Shortcut(_GENERATE_KEYS if is_engine else PREVIEW_KEYS)
        self._contents.commands.tell(Notice(message(text.OPEN_PREVIEW, keys=keys), topic=_FRONT))

    def _look(self, files: tuple[str, ...]) -> None:
        self._file = files[0]
        self._slow.start()
        self._contents.commands.run(lambda studio: studio.opening.look(files), _OPEN, self._show, otherwise=self._end)

    @Slot()
    def _tell_slow(self) -> None:
        """A film of hours, or one on another machine: it is read to its end before it plays."""
        name = one_line(Path(self._file).name)
        self._contents.commands.tell(Notice(message(text.OPEN_LOOKING, file=name), topic=_OPEN))

    def _end(self) -> None:
        self._slow.stop()

    def _show(self, opened: Opened) -> None:
        self._end()
        self._contents.notices.clear_topic(_OPEN)
        contents = self._contents
        said = list(opened.refused)
        if opened.request is not None:
            self._routes.use_again(opened.request)
        said += self._take_pictures(opened)
        if opened.clip is not None:
            if is_outside(opened.clip):
                contents.views.show_view(View.MAKE)
            contents.panels.stage.pick_clip(opened.clip)
        if opened.left_clips:
            said.append(counted(text.OPEN_LEFT, opened.left_clips))
        if said:
            contents.commands.tell(Notice(_together(said, len(opened.refused)), Severity.WARNING, topic=_OPEN))

    def _take_pictures(self, opened: Opened) -> list[Message]:
        """As a drop on the window: into the first place that the model has for one. What stands against it is said."""
        drop: Drop | None = None
        if opened.pictures:
            drop = in_order(opened.pictures)
        elif opened.links:
            drop = LinkDrop(opened.links[0])
        if drop is None:
            return []
        compose = self._contents.panels.compose
        place = compose.drop_places(Dragged(max(len(opened.pictures), 1)))[0]
        self._contents.views.show_view(View.MAKE)
        if place.refusal is not None:
            return [place.refusal]
        compose.pictures.take(place.role, drop)
        left = len(opened.links) - (not opened.pictures)
        return [counted(text.OPEN_LINKS, left)] if left else []


def _together(said: list[Message], refused: int) -> Message:
    """Why the first one cannot be opened, how many more cannot, and what else is to be told."""
    if refused <= 1:
        return together(said)
    return together([said[0], counted(text.OPEN_REFUSED, refused - 1), *said[refused:]])
