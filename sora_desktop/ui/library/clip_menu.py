"""The menu of clips: the same on the wall of Choose, in the strip, and on the stage."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.request import edited
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.clip_actions import copy_paths, delete, fetch_again, open_folder, open_outside
from sora_desktop.ui.language import tr
from sora_desktop.ui.library import sentences as text

if TYPE_CHECKING:
    from sora_desktop.ui.common.clip_changes import ClipChanges
    from sora_desktop.ui.common.clip_jobs import ClipJobs
    from sora_desktop.ui.library.tag_sheet import TagSheet


def load_tag_sheet() -> "type[TagSheet]":
    from sora_desktop.ui.library.tag_sheet import TagSheet

    return TagSheet


class ClipMenu(QObject):
    """`changes`: what can be made of clips, and `jobs`: those that they came from; each None where nobody knows.

    Signals: `clip_activated(Clip)` play it; `use_again(Request)` put its request back into compose;
    `charge_wanted(Clip)` a person wants to enter what was billed for it.
    """

    clip_activated = Signal(object)
    use_again = Signal(object)
    charge_wanted = Signal(object)

    def __init__(self, commands: Commands, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self.changes: ClipChanges | None = None
        self.jobs: ClipJobs | None = None

    def menu_for(
        self, clips: list[Clip], place: QWidget, add_more: Callable[[QMenu, Clip], object] = lambda _menu, _clip: None
    ) -> QMenu:
        """All that can be done with these clips, for a widget that shows them; what needs one alone is off for several.

        `add_more` adds what that place alone can do with one clip.
        """
        menu, first, is_single = menu_at(place), clips[0], len(clips) == 1
        for words, act in self._of_one(first):
            entry = menu.addAction(words)
            entry.setEnabled(is_single)
            entry.triggered.connect(act)
        if is_single:
            add_more(menu, first)
            if self.changes is not None:
                self.changes.add_to(menu, first)
        unchecked = [clip for clip in clips if clip.unchecked is not None]
        if unchecked:
            menu.addAction(tr(shared.CLIP_FETCH_AGAIN)).triggered.connect(lambda: self._fetch_again(unchecked))
        menu.addSeparator()
        if is_single and self.jobs is not None and self.jobs.may_have_cost(first):
            menu.addAction(tr(shared.CHARGE_ENTER)).triggered.connect(lambda: self.charge_wanted.emit(first))
        menu.addAction(tr(text.TAGS_MENU)).triggered.connect(lambda: self._tag(clips, place))
        menu.addSeparator()
        menu.addAction(tr(shared.CLIP_COPY_PATH)).triggered.connect(lambda: copy_paths(clips, self._commands))
        menu.addAction(tr(shared.CLIP_DELETE)).triggered.connect(lambda: delete(clips, self._commands))
        return menu

    def _of_one(self, clip: Clip) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            (tr(text.LIBRARY_PLAY), lambda: self.clip_activated.emit(clip)),
            (tr(text.LIBRARY_USE_AGAIN), lambda: self.use_again.emit(edited(clip.recipe.request, clip_id=clip.id))),
            (tr(shared.STAGE_OPEN_OUTSIDE), lambda: open_outside(clip)),
            (tr(shared.CLIP_OPEN_FOLDER), lambda: open_folder(clip)),
        )

    def _tag(self, clips: list[Clip], place: QWidget) -> None:
        load_tag_sheet()(self._commands, clips, place.window()).open()

    def _fetch_again(self, clips: list[Clip]) -> None:
        for clip in clips:
            fetch_again(clip, self._commands)


def menu_at(place: QWidget) -> QMenu:
    """One that is gone once it is closed."""
    menu = QMenu(place)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
