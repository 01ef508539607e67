"""The clips of the library as a Qt list, searched and filtered here: a copy in the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl, Signal

from sora_desktop.domain.catalog import Orientation
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipRemoved, Event
from sora_desktop.ui.lists.clip_words import searched_text, sentence

ID_ROLE = Qt.ItemDataRole.UserRole
PATH_ROLE = Qt.ItemDataRole.UserRole + 1
CLIP_ROLE = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ClipFilter(StrEnum):
    ALL = "all"
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    WITH_IMAGE = "with-image"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A clip with what filtering asks of it, worked out once."""

    clip: Clip
    searched: str
    landscape: bool
    with_image: bool
    day: date


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Consecutive rows of one local day: `first` and `count` are rows of the list as it is shown."""

    day: date
    first: int
    count: int


class ClipList(QAbstractListModel):
    """Roles: `UserRole` the id, `+1` the path of the MP4, `+2` the `Clip`; display is a full sentence.

    Signals: `counts_changed()` after clips came or went, or another search or filter shows others.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[_Entry] = []  # newest first
        self._shown: list[_Entry] = []
        self._groups: list[DayGroup] | None = None  # of what is shown; None until somebody asks
        self._by_id: dict[str, Clip] = {}
        self._words: tuple[str, ...] = ()
        self._filter = ClipFilter.ALL
        self._oldest_first = False

    def reset(self, clips: Sequence[Clip]) -> None:
        """Take the clips of a snapshot, in any order."""
        self._all = sorted(map(_entry, clips), key=_added_at, reverse=True)
        self._by_id = {clip.id: clip for clip in clips}
        self._show()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio; what is not about clips is left alone."""
        match event:
            case ClipAdded(clip):
                self._add(clip)
            case ClipRemoved(clip_id):
                self._remove(clip_id)

    def set_search(self, text: str) -> None:
        """Show the clips whose prompt, model and connection hold every word of `text`, in any case and order."""
        words = tuple(text.casefold().split())
        if words != self._words:
            self._words = words
            self._show()

    def set_filter(self, wanted: ClipFilter) -> None:
        if wanted is not self._filter:
            self._filter = wanted
            self._show()

    def set_oldest_first(self, oldest_first: bool) -> None:
        if oldest_first is not self._oldest_first:
            self._oldest_first = oldest_first
            self._show()

    @property
    def total(self) -> int:
        """All clips of the library, shown or not."""
        return len(self._all)

    @property
    def narrowed(self) -> bool:
        return bool(self._words) or self._filter is not ClipFilter.ALL

    def clip(self, clip_id: str) -> Clip | None:
        """A clip of the library, shown or not."""
        return self._by_id.get(clip_id)

    def index_of(self, clip_id: str) -> QModelIndex:
        """Where the clip stands; an invalid index where it is not shown."""
        row = next((row for row, entry in enumerate(self._shown) if entry.clip.id == clip_id), None)
        return QModelIndex() if row is None else self.index(row)

    def groups(self) -> list[DayGroup]:
        """The shown rows by day, in their order."""
        if self._groups is None:
            self._groups = _by_day(self._shown)
        return self._groups

    def _show(self) -> None:
        self.beginResetModel()
        shown = self._matching(self._all)
        self._shown = shown[::-1] if self._oldest_first else shown
        self._groups = None
        self.endResetModel()
        self.counts_changed.emit()

    def _matching(self, entries: list[_Entry]) -> list[_Entry]:
        """One pass for the filter and one for each word: a call for each clip would not keep up with typing."""
        found = _FILTERS[self._filter](entries)
        for word in self._words:
            found = [entry for entry in found if word in entry.searched]
        return found

    def _add(self, clip: Clip) -> None:
        if clip.id in self._by_id:
            return
        entry = _entry(clip)
        self._by_id[clip.id] = clip
        place = next((at for at, each in enumerate(self._all) if each.clip.added_at <= clip.added_at), len(self._all))
        self._all.insert(place, entry)
        if self._matching([entry]):
            row = self._row_for(entry)
            self.beginInsertRows(_ROOT, row, row)
            self._shown.insert(row, entry)
            self._groups = None
            self.endInsertRows()
        self.counts_changed.emit()

    def _row_for(self, entry: _Entry) -> int:
        added_at = entry.clip.added_at
        if self._oldest_first:
            later = (row for row, each in enumerate(self._shown) if each.clip.added_at > added_at)
        else:
            later = (row for row, each in enumerate(self._shown) if each.clip.added_at <= added_at)
        return next(later, len(self._shown))

    def _remove(self, clip_id: str) -> None:
        if self._by_id.pop(clip_id, None) is None:
            return
        index = self.index_of(clip_id)
        if index.isValid():
            self.beginRemoveRows(_ROOT, index.row(), index.row())
            del self._shown[index.row()]
            self._groups = None
            self.endRemoveRows()
        self._all = [entry for entry in self._all if entry.clip.id != clip_id]
        self.counts_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = _ANSWERS.get(role)
        return answer(self._shown[index.row()].clip) if answer else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files themselves, so that clips can be dragged into another program."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(index.data(PATH_ROLE)) for index in indexes])
        return data


_added_at = attrgetter("clip.added_at")


def _by_day(entries: list[_Entry]) -> list[DayGroup]:
    firsts = [row for row, entry in enumerate(entries) if row == 0 or entry.day != entries[row - 1].day]
    return [DayGroup(entries[first].day, first, end - first) for first, end in pairwise([*firsts, len(entries)])]


def _entry(clip: Clip) -> _Entry:
    return _Entry(
        clip=clip,
        searched=searched_text(clip),
        landscape=clip.media.size.orientation is Orientation.LANDSCAPE,
        with_image=clip.recipe.request.image is not None,
        day=clip.added_at.astimezone().date(),
    )


_ANSWERS: dict[int, Callable[[Clip], Any]] = {
    ID_ROLE: lambda clip: clip.id,
    PATH_ROLE: lambda clip: str(clip.path),
    CLIP_ROLE: lambda clip: clip,
    Qt.ItemDataRole.DisplayRole: sentence,
    Qt.ItemDataRole.AccessibleTextRole: sentence,
}

_FILTERS: dict[ClipFilter, Callable[[list[_Entry]], list[_Entry]]] = {
    ClipFilter.ALL: list,
    ClipFilter.LANDSCAPE: lambda entries: [entry for entry in entries if entry.landscape],
    ClipFilter.PORTRAIT: lambda entries: [entry for entry in entries if not entry.landscape],
    ClipFilter.WITH_IMAGE: lambda entries: [entry for entry in entries if entry.with_image],
}
