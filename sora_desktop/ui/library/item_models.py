"""The clips of the library as a Qt list, searched and filtered here: a copy in the window."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl, Signal

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.events import ClipAdded, ClipRemoved, ClipsRead, Event, LibraryListed
from sora_desktop.domain.shapes import Shape
from sora_desktop.ui.common.clip_words import searched_text, sentence

ID_ROLE = Qt.ItemDataRole.UserRole
PATH_ROLE = Qt.ItemDataRole.UserRole + 1
CLIP_ROLE = Qt.ItemDataRole.UserRole + 2
LINE_ROLE = Qt.ItemDataRole.UserRole + 3

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ClipFilter(StrEnum):
    ALL = "all"
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    WITH_IMAGE = "with-image"


@dataclass(slots=True)
class _Entry:
    """A row: its line, and from when it is read its clip, with what filtering asks of it, worked out once."""

    line: ClipLine
    clip: Clip | None = None
    searched: str = ""
    landscape: bool = False
    portrait: bool = False
    with_image: bool = False

    def take(self, clip: Clip) -> None:
        """From here on the clip is read."""
        day = clip.added_at.astimezone().date()
        self.line = ClipLine(clip.id, day, clip.prompt, clip.media.seconds, clip.thumbnail_path)
        self.clip = clip
        self.searched = searched_text(clip)
        size = clip.media.size or clip.recipe.request.size
        self.landscape = size.shape is Shape.LANDSCAPE
        self.portrait = size.shape is Shape.PORTRAIT
        self.with_image = bool(clip.recipe.request.images)

    def is_newer(self, clip: Clip) -> bool:
        """Whether it was added later than `clip`; what is not read is older than all that is."""
        return self.clip is not None and self.clip.added_at > clip.added_at


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Consecutive rows of one local day: `first` and `count` are rows of the list as it is shown."""

    day: date
    first: int
    count: int


class ClipList(QAbstractListModel):
    """Roles: `UserRole` the id, `+1` the path of the MP4, `+2` the `Clip`, `+3` its `ClipLine`; display is a sentence.

    In the first moments of a large library rows stand before they are read: then there is only the line, path and
    clip are None, and no search finds them.

    Signals: `counts_changed()` after clips came or went, or another search or filter shows others.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[_Entry] = []  # newest first
        self._shown: list[_Entry] = []
        self._groups: list[DayGroup] | None = None  # of what is shown; None until somebody asks
        self._by_id: dict[str, _Entry] = {}
        self._words: tuple[str, ...] = ()
        self._filter = ClipFilter.ALL
        self._oldest_first = False

    def reset(self, clips: Sequence[Clip], unread: Sequence[ClipLine] = ()) -> None:
        """Take the clips of a snapshot, in any order; `unread` are older ones that come later, newest first."""
        newest_first = sorted(clips, key=lambda clip: clip.added_at, reverse=True)
        if [clip.id for clip in newest_first] + [line.id for line in unread] == [each.line.id for each in self._all]:
            self._read(newest_first)
            return
        self._replace([*map(_entry, newest_first), *map(_Entry, unread)])

    def _replace(self, entries: list[_Entry]) -> None:
        self._all = entries
        self._by_id = {entry.line.id: entry for entry in entries}
        self._show()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio; what is not about clips is left alone."""
        match event:
            case ClipAdded(clip):
                self._add(clip)
            case ClipRemoved(clip_id):
                self._remove(clip_id)
            case ClipsRead(clips):
                self._read(clips)
            case LibraryListed(lines):
                self._replace([_Entry(line) for line in lines])

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
    def unread(self) -> int:
        """How many rows are not read yet."""
        return sum(entry.clip is None for entry in self._all)

    @property
    def narrowed(self) -> bool:
        return bool(self._words) or self._filter is not ClipFilter.ALL

    def clip(self, clip_id: str) -> Clip | None:
        """A clip of the library, shown or not; None also where it is not read yet."""
        entry = self._by_id.get(clip_id)
        return entry.clip if entry else None

    def index_of(self, clip_id: str) -> QModelIndex:
        """Where the clip stands; an invalid index where it is not shown."""
        row = next((row for row, entry in enumerate(self._shown) if entry.line.id == clip_id), None)
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
        known = self._by_id.get(clip.id)
        if known is not None:
            self._take_anew(known, clip)
            return
        entry = _entry(clip)
        self._by_id[clip.id] = entry
        place = next((at for at, each in enumerate(self._all) if not each.is_newer(clip)), len(self._all))
        self._all.insert(place, entry)
        if self._matching([entry]):
            row = self._row_for(clip)
            self.beginInsertRows(_ROOT, row, row)
            self._shown.insert(row, entry)
            self._groups = None
            self.endInsertRows()
        self.counts_changed.emit()

    def _take_anew(self, entry: _Entry, clip: Clip) -> None:
        """It was fetched once more: the same clip, maybe another file, or checked now."""
        if entry.clip == clip:
            return
        entry.take(clip)
        index = self.index_of(clip.id)
        if self.narrowed or not index.isValid():
            self._show()
        else:
            self.dataChanged.emit(index, index)

    def _row_for(self, clip: Clip) -> int:
        """Before the first that is newer or, the newest first, before the first that is not."""
        rows = (row for row, each in enumerate(self._shown) if each.is_newer(clip) is self._oldest_first)
        return next(rows, len(self._shown))

    def _read(self, clips: Iterable[Clip]) -> None:
        """Fill rows that stand already; where only some are shown, those of them that match come in."""
        entries = []
        for clip in clips:
            entry = self._by_id.get(clip.id)
            if entry is not None and entry.clip is None:
                entry.take(clip)
                entries.append(entry)
        if not entries:
            return
        if self.narrowed:
            self._show_more(self._matching(entries))
        else:
            self._groups = None
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def _show_more(self, older: list[_Entry]) -> None:
        """Rows that are older than all that are shown."""
        if not older:
            return
        first = 0 if self._oldest_first else len(self._shown)
        self.beginInsertRows(_ROOT, first, first + len(older) - 1)
        self._shown[first:first] = older[::-1] if self._oldest_first else older
        self._groups = None
        self.endInsertRows()
        self.counts_changed.emit()

    def _remove(self, clip_id: str) -> None:
        if self._by_id.pop(clip_id, None) is None:
            return
        index = self.index_of(clip_id)
        if index.isValid():
            self.beginRemoveRows(_ROOT, index.row(), index.row())
            del self._shown[index.row()]
            self._groups = None
            self.endRemoveRows()
        self._all = [entry for entry in self._all if entry.line.id != clip_id]
        self.counts_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = _ANSWERS.get(role)
        return answer(self._shown[index.row()]) if answer else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files themselves, so that clips can be dragged into another program."""
        data = QMimeData()
        paths = [index.data(PATH_ROLE) for index in indexes]
        data.setUrls([QUrl.fromLocalFile(path) for path in paths if path])
        return data


def _by_day(entries: list[_Entry]) -> list[DayGroup]:
    firsts = [row for row, entry in enumerate(entries) if row == 0 or entry.line.day != entries[row - 1].line.day]
    return [DayGroup(entries[first].line.day, first, end - first) for first, end in pairwise([*firsts, len(entries)])]


def _entry(clip: Clip) -> _Entry:
    entry = _Entry(ClipLine(clip.id, date.min))
    entry.take(clip)
    return entry


def _sentence(entry: _Entry) -> str:
    return sentence(entry.clip) if entry.clip else one_line(entry.line.prompt)


_ANSWERS: dict[int, Callable[[_Entry], Any]] = {
    ID_ROLE: lambda entry: entry.line.id,
    PATH_ROLE: lambda entry: str(entry.clip.path) if entry.clip else None,
    CLIP_ROLE: lambda entry: entry.clip,
    LINE_ROLE: lambda entry: entry.line,
    Qt.ItemDataRole.DisplayRole: _sentence,
    Qt.ItemDataRole.AccessibleTextRole: _sentence,
}

_FILTERS: dict[ClipFilter, Callable[[list[_Entry]], list[_Entry]]] = {
    ClipFilter.ALL: list,
    ClipFilter.LANDSCAPE: lambda entries: [entry for entry in entries if entry.landscape],
    ClipFilter.PORTRAIT: lambda entries: [entry for entry in entries if entry.portrait],
    ClipFilter.WITH_IMAGE: lambda entries: [entry for entry in entries if entry.with_image],
}
