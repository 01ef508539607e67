"""The clips of the library as a Qt list: a count, and the rows that are looked at. The studio has the rest."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl, Signal

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.events import (
    ClipAdded,
    ClipChanged,
    ClipRemoved,
    ClipReturned,
    Event,
    LibraryListed,
    RowsChanged,
)
from sora_desktop.domain.library import PAGE_ROWS, ClipFilter, LibraryAnswer, LibraryQuery
from sora_desktop.ui.common.clip_words import sentence
from sora_desktop.ui.language import tr
from sora_desktop.ui.library import sentences as text
from sora_desktop.ui.library.clip_source import ClipSource
from sora_desktop.ui.library.known_clips import KnownClips
from sora_desktop.ui.library.pages import PageQueue
from sora_desktop.ui.library.row_window import DayGroup, Entry, RowWindow

__all__ = ["CLIP_ROLE", "ID_ROLE", "LINE_ROLE", "PATH_ROLE", "ClipFilter", "ClipList", "DayGroup"]

ID_ROLE = Qt.ItemDataRole.UserRole
PATH_ROLE = Qt.ItemDataRole.UserRole + 1
CLIP_ROLE = Qt.ItemDataRole.UserRole + 2
LINE_ROLE = Qt.ItemDataRole.UserRole + 3
STACK_ROLE = Qt.ItemDataRole.UserRole + 4

MOST_UNFOLDED = 8
"""So many stacks are unfolded at one time: each is put into the list by itself."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_BLANK = Entry(ClipLine("", date.min))


class _DraggedList(QAbstractListModel):
    """Its rows can be dragged into another program."""

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


class _WishedList(_DraggedList):
    """What a person wants to see of the library: `shown` is what the rows answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = LibraryQuery()
        self.shown = LibraryQuery()

    def set_search(self, words: str) -> None:
        """Show the clips whose prompt, model, connection and file name hold every word of `words` by its beginning."""
        self._set(replace(self._query, words=words, unfolded=()))

    def set_filter(self, wanted: ClipFilter) -> None:
        self._set(replace(self._query, filter=wanted, unfolded=()))

    def set_oldest_first(self, oldest_first: bool) -> None:
        self._set(replace(self._query, oldest_first=oldest_first))

    def set_stacked(self, stacked: bool) -> None:
        """Whether takes of one request are one row, that of the newest; then all stacks are folded."""
        self._set(replace(self._query, stacked=stacked, unfolded=()))

    def unfold(self, stack: str, *, unfolded: bool) -> None:
        """Show all takes of a stack, or its newest alone."""
        others = [each for each in self._query.unfolded if each != stack]
        kept = (*others[1 - MOST_UNFOLDED :], stack) if unfolded else tuple(others)
        self._set(replace(self._query, unfolded=kept))

    def is_unfolded(self, stack: str) -> bool:
        return stack in self.shown.unfolded

    def _set(self, query: LibraryQuery) -> None:
        if query.phrases == self._query.phrases and replace(query, words="") == replace(self._query, words=""):
            self._query = replace(query, words=self._query.words)
        else:
            self._query = query
            self._look()

    def _look(self) -> None:
        """Another list is wanted."""
        raise NotImplementedError


class ClipList(_WishedList):
    """Roles: `UserRole` the id, `+1` the path of the MP4, `+2` the `Clip`, `+3` its `ClipLine`, `+4` its `InStack`; display
    is a sentence.

    A row that was not looked at before is asked for when somebody does: until it comes, its line is blank, and id,
    path and clip are None. `about` names clips that shall be found again where a list takes the place of this one, and
    hears whether it is the same list anew; `rows_about` tells their rows then. Where `is_counted` is False, further rows come a moment later.
    `shown` is what the rows answer, `squares` how many clips of the library are square.

    Signals: `counts_changed()` after clips came or went, or another search or filter shows others.
    """

    counts_changed = Signal()

    def __init__(
        self, source: ClipSource | None = None, parent: QObject | None = None, known: KnownClips | None = None
    ) -> None:
        super().__init__(parent)
        self.known = known or KnownClips(source, self)
        self.about: Callable[[bool], Sequence[str]] = lambda _same: ()
        self.rows_about: dict[str, int] = {}
        self.is_same_query = False
        self._source = source
        self.squares = 0
        self._rows = RowWindow()
        self._total = self._revision = 0
        self.is_counted = True
        self._number = 0  # of the last look
        self._waiting: list[RowsChanged] | None = None  # what happens while it is under way
        self._pages = PageQueue(self._ask_page, self)

    # ------------------------------------------------------------ what there is, and what happens

    def reset(self, answer: LibraryAnswer) -> None:
        """Take the first page of the whole library, unless another list was asked for meanwhile."""
        self._total, self.squares = answer.total, answer.squares
        if self._query.is_of(answer.query) and self._waiting is None:
            self._take(answer)

    def apply(self, event: Event) -> None:
        """Follow one event of the studio; what is not about clips is left alone."""
        match event:
            case ClipAdded(clip) | ClipChanged(clip) | ClipReturned(clip):
                self.known.see([clip])
            case ClipRemoved(clip_id):
                self.known.forget(clip_id)
            case RowsChanged():
                self._follow(event)
            case LibraryListed(answer):
                self.reset(answer)

    @property
    def total(self) -> int:
        """All clips of the library, shown or not."""
        return self._total

    @property
    def under_way(self) -> int:
        """How many pages are asked for and not here yet, the list itself and its count among them."""
        return len(self._pages) + (self._waiting is not None) + (not self.is_counted)

    @property
    def narrowed(self) -> bool:
        return self._query.narrowed

    def index_of(self, clip_id: str) -> QModelIndex:
        """Where the clip stands; an invalid index where its row is not here."""
        row = self._rows.row_of(clip_id)
        return QModelIndex() if row is None else self.index(row)

    def groups(self) -> list[DayGroup]:
        """The shown rows by day, in their order."""
        return self._rows.groups()

    def collect(self, rows: Sequence[int], then: Callable[[list[Clip]], object]) -> None:
        """`then` hears the clips of these rows, at once where all are here. It hears nothing where the list changes first."""
        here = [entry.clip for row in rows if (entry := self._rows.entry(row)) and entry.clip]
        if len(here) == len(rows):
            then(here)
            return
        wanted, number, revision, came = set(rows), self._number, self._revision, dict[int, Clip]()
        pages = sorted({row // PAGE_ROWS for row in rows})

        def take(page: int, answer: LibraryAnswer) -> None:
            if (number, revision) != (self._number, self._revision) or answer.revision != revision:
                return
            came.update((row, clip) for row, clip in enumerate(answer.clips, page * PAGE_ROWS) if row in wanted)
            pages.remove(page)
            if not pages:
                then([came[row] for row in sorted(came)])

        for page in tuple(pages):
            if self._source is not None:
                self._source.page(self.shown.page(page), partial(take, page))

    # ------------------------------------------------------------ asking

    def _look(self) -> None:
        if self._source is not None:
            self._number += 1
            self._waiting = []
            about = tuple(self.about(self._query.is_like(self.shown)))
            self._source.look(self._query, about, partial(self._answer, self._number))

    def _answer(self, number: int, answer: LibraryAnswer | None) -> None:
        if number != self._number or answer is None:
            return
        waiting, self._waiting = self._waiting or [], None
        self.rows_about = dict(answer.rows)
        self._take(answer)
        self.rows_about = {}
        for change in waiting:
            self._follow(change)

    def _take(self, answer: LibraryAnswer) -> None:
        self.is_same_query = answer.query.is_like(self.shown)
        self.shown, self._revision = answer.query.page(0), answer.revision
        self._total, self.squares = answer.total, answer.squares
        self.is_counted = answer.counted
        self._pages.clear()
        self.known.see(answer.clips)
        if self.is_same_query and self._rows.begins_with(answer):
            self._rows.set_days(answer.days)
            self._fill(0, answer)
        else:
            self.beginResetModel()
            self._rows.take(answer)
            self.endResetModel()
        if not answer.counted and self._source is not None:
            self._source.count(self.shown, partial(self._take_count, self._number))
        self.counts_changed.emit()

    def _take_count(self, number: int, answer: LibraryAnswer | None) -> None:
        """The list goes on behind its first page."""
        if answer is None or number != self._number or self._waiting is not None:
            return
        more = answer.count - self._rows.count
        if answer.revision != self._revision or more < 0:
            self._look()
            return
        self.is_counted = True
        if more:
            self.beginInsertRows(_ROOT, self._rows.count, answer.count - 1)
            self._rows.set_days(answer.days)
            self.endInsertRows()
        self.counts_changed.emit()

    def _ask_page(self, page: int) -> None:
        if self._source is not None:
            number = self._number
            self._source.page(self.shown.page(page), lambda answer: self._take_page(number, page, answer))

    def _take_page(self, number: int, page: int, answer: LibraryAnswer) -> None:
        """Rows that are of another moment than the list are asked for again."""
        if number != self._number or self._waiting is not None:
            return
        self._pages.settle(page)
        if answer.revision != self._revision:
            self._pages.want(page)
            return
        self.known.see(answer.clips)
        self._fill(page * PAGE_ROWS, answer)

    def _fill(self, first: int, answer: LibraryAnswer) -> None:
        rows = min(self._rows.fill(first, answer), self._rows.count - first)
        if rows > 0:
            self.dataChanged.emit(self.index(first), self.index(first + rows - 1))

    # ------------------------------------------------------------ following changes

    def _follow(self, change: RowsChanged) -> None:
        if self._waiting is not None:
            self._waiting.append(change)
        elif change.query.is_of(self.shown) and change.revision > self._revision:
            if change.anew or not self.is_counted or change.revision != self._revision + 1:
                self._look()
            else:
                self._revision, self._total, self.squares = change.revision, change.total, change.squares
                self._move(change)
                self.counts_changed.emit()

    def _move(self, change: RowsChanged) -> None:
        gone, come, clip = change.gone, change.come, change.clip
        if gone is not None and gone == come and clip is not None:
            self._rows.replace(gone, clip, change.in_stack)
            self.dataChanged.emit(self.index(gone), self.index(gone))
            return
        if gone is not None:
            self.beginRemoveRows(_ROOT, gone, gone)
            self._rows.remove(gone)
            self.endRemoveRows()
        if come is not None and clip is not None:
            self.beginInsertRows(_ROOT, come, come)
            self._rows.insert(come, clip, change.in_stack)
            self.endInsertRows()

    # ------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._rows.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = _ANSWERS.get(role)
        if not index.isValid() or answer is None:
            return None
        entry = self._rows.entry(index.row())
        if (entry is None or entry.clip is None) and role != Qt.ItemDataRole.DisplayRole:
            self._pages.want(index.row() // PAGE_ROWS)
        return answer(entry or _BLANK)


def _sentence(entry: Entry) -> str:
    words = sentence(entry.clip) if entry.clip else one_line(entry.line.prompt)
    stack = entry.in_stack
    return (
        tr(text.LIBRARY_IN_STACK, number=stack.number, count=stack.takes, sentence=words) if stack.takes > 1 else words
    )


_ANSWERS: dict[int, Callable[[Entry], Any]] = {
    ID_ROLE: lambda entry: entry.line.id or None,
    PATH_ROLE: lambda entry: str(entry.clip.path) if entry.clip else None,
    CLIP_ROLE: lambda entry: entry.clip,
    LINE_ROLE: lambda entry: entry.line,
    STACK_ROLE: lambda entry: entry.in_stack,
    Qt.ItemDataRole.DisplayRole: _sentence,
    Qt.ItemDataRole.AccessibleTextRole: _sentence,
}
