"""Says aloud how many clips a search or a filter has found, when a person rests from typing."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.common.spoken_rest import SpokenRest
from sora_desktop.ui.language import tr
from sora_desktop.ui.library import sentences as text
from sora_desktop.ui.library.item_models import ClipList


class SpokenCount(QObject):
    """Follows the list on behalf of `home`. A clip that comes to the same list, or another order, is no news."""

    def __init__(self, clips: ClipList, home: QWidget) -> None:
        super().__init__(home)
        self._clips = clips
        self._told = self._wanted()
        self._rest = SpokenRest(home, self._found)
        clips.counts_changed.connect(self._follow)

    def _wanted(self) -> tuple[object, ...]:
        return self._clips.shown.phrases, self._clips.shown.filter

    @Slot()
    def _follow(self) -> None:
        if self._wanted() != self._told:
            self._rest.begin()

    def _found(self) -> str:
        self._told = self._wanted()
        return count_words(self._clips) or tr(text.LIBRARY_NO_MATCH_TITLE)


def count_words(clips: ClipList) -> str:
    """How many are shown, of how many; empty where none is."""
    shown, total = clips.rowCount(), clips.total
    if not shown:
        return ""
    if clips.shown.stacked:  # its rows are stacks
        narrowed = clips.shown.narrowed
        return tr(text.LIBRARY_FOUND, count=shown) if narrowed else tr(text.LIBRARY_COUNT, count=total)
    return (
        tr(text.LIBRARY_COUNT, count=total) if shown == total else tr(text.LIBRARY_COUNT_OF, shown=shown, count=total)
    )
