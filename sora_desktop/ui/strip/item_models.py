"""The strip as a Qt list: a window on the jobs and on the newest clips of the library."""

from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Slot

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Job
from sora_desktop.domain.library import PAGE_ROWS
from sora_desktop.ui.common import clip_words, job_words
from sora_desktop.ui.language import tr
from sora_desktop.ui.library.item_models import CLIP_ROLE, LINE_ROLE, ClipList
from sora_desktop.ui.library.row_window import Entry
from sora_desktop.ui.queue.item_models import JOB_ROLE, JobList
from sora_desktop.ui.strip import sentences as text
from sora_desktop.ui.strip.takes import Take, line_up

ID_ROLE = Qt.ItemDataRole.UserRole
WORD_ROLE = Qt.ItemDataRole.UserRole + 1
TAKE_ROLE = Qt.ItemDataRole.UserRole + 2

FIRST_CLIPS = PAGE_ROWS
MOST_CLIPS = 600
"""The strip begins with so many clips and goes back so far; all the others are in Choose."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class StripList(QAbstractListModel):
    """Roles: `UserRole` the clip's id, or while there is none the job's, `+1` the path of the clip or the state word of
    the job, `+2` the `Take`; display is a sentence.

    It is put together anew a moment after something came or went; progress of a job is told at once, as a change of the
    role of the `Take` alone.
    """

    def __init__(self, jobs: JobList, clips: ClipList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._clips = jobs, clips
        self._takes: list[Take] = []
        self._rows: dict[str, int] = {}
        self._wanted = FIRST_CLIPS
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.put_together)
        for each in (jobs, clips):
            for change in (each.modelReset, each.rowsInserted, each.rowsRemoved, each.rowsMoved):
                change.connect(self._note)
        jobs.counts_changed.connect(self._note)
        jobs.dataChanged.connect(self._see_job)
        clips.dataChanged.connect(self._note)

    def take(self, row: int) -> Take:
        """What stands in a row, without the detour over an index."""
        return self._takes[row]

    def takes(self) -> list[Take]:
        return list(self._takes)

    def row_of(self, take_id: str) -> int | None:
        return self._rows.get(take_id)

    def find(self, row: int, then: Callable[[Clip], object]) -> None:
        """`then` hears the clip of a row, now or as soon as it is read."""
        take = self._takes[row]
        if take.clip is not None:
            then(take.clip)
        elif take.job is None:
            self._clips.known.find(take.id, then)

    def usual_seconds(self, take: Take) -> float | None:
        """How long such a job takes; see `JobList`."""
        return self._jobs.usual_seconds(take.job) if take.job is not None else None

    def around(self, take: Take) -> job_words.Around:
        """What there is to know of a job beside itself."""
        return self._jobs.around(take.job) if take.job is not None else job_words.ALONE

    def stack(self, row: int) -> list[Take]:
        """What lies on each other with the take of a row, from the top down."""
        first = row - self._takes[row].place
        return self._takes[first : first + self._takes[row].of]

    def siblings(self, take: Take) -> list[Job]:
        """The jobs of its press of Generate that are on the list; none of a pile, nor of what was one press alone."""
        job = take.job or self._jobs.job(take.clip.job_id if take.clip is not None else take.id)
        siblings = self._jobs.takes(job) if job is not None and not take.pile else []
        return siblings if len(siblings) == take.count > 1 else []

    def want_more(self) -> None:
        """The end is near: go further back, if there is more."""
        if self._wanted < min(self._clips.rowCount(), MOST_CLIPS):
            self._wanted = min(self._wanted + PAGE_ROWS, MOST_CLIPS)
            self._soon.start()

    # ------------------------------------------------------------ following

    @Slot()
    def _note(self) -> None:
        self._soon.start()

    @Slot(QModelIndex, QModelIndex)
    def _see_job(self, index: QModelIndex, _last: QModelIndex) -> None:
        job = index.data(JOB_ROLE)
        row = self._rows.get(job.id) if job is not None else None
        before = self._takes[row] if row is not None else None
        if row is None or before is None or before.job is None or before.job.state is not job.state:
            self._soon.start()
            return
        self._takes[row] = replace(before, job=job)
        self.dataChanged.emit(self.index(row), self.index(row), [TAKE_ROLE])

    @Slot()
    def put_together(self) -> None:
        """Show what there is now."""
        self._soon.stop()
        count = min(self._clips.rowCount(), self._wanted)
        rows = [self._entry(row) for row in range(count)]
        whole = count == self._clips.rowCount()
        self._show(line_up(self._jobs.newest_first(), rows, self._jobs.takes, whole=whole))

    def _entry(self, row: int) -> Entry:
        index = self._clips.index(row)
        return Entry(index.data(LINE_ROLE), index.data(CLIP_ROLE))

    def _show(self, takes: list[Take]) -> None:
        """Tell Qt of no more than what changed: what goes, what moves, what comes, and what is another in its row."""
        wanted = {take.id: row for row, take in enumerate(takes)}
        self._drop(wanted)
        for row, take in enumerate(takes):
            there = self._rows.get(take.id)
            if there is None:
                self._insert(row, takes)
            elif there == row + 1:  # what stands before it goes further back: one move, however far
                self._move(row, min(wanted[self._takes[row].id], len(self._takes) - 1))
            elif there != row:
                self._move(there, row)
        changed = [row for row, take in enumerate(takes) if self._takes[row] != take]
        self._takes = takes
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _drop(self, wanted: Container[str]) -> None:
        last = len(self._takes) - 1
        while last >= 0:
            first = last
            while first >= 0 and self._takes[first].id not in wanted:
                first -= 1
            if first < last:
                self.beginRemoveRows(_ROOT, first + 1, last)
                del self._takes[first + 1 : last + 1]
                self._number()
                self.endRemoveRows()
            last = first - 1

    def _insert(self, row: int, takes: list[Take]) -> None:
        """All new ones that follow each other from this row on."""
        end = next((each for each in range(row, len(takes)) if takes[each].id in self._rows), len(takes))
        self.beginInsertRows(_ROOT, row, end - 1)
        self._takes[row:row] = takes[row:end]
        self._number()
        self.endInsertRows()

    def _move(self, row: int, new_row: int) -> None:
        """`new_row` is the one that it has afterwards."""
        self.beginMoveRows(_ROOT, row, row, _ROOT, new_row + 1 if new_row > row else new_row)
        self._takes.insert(new_row, self._takes.pop(row))
        self._number()
        self.endMoveRows()

    def _number(self) -> None:
        self._rows = {take.id: row for row, take in enumerate(self._takes)}

    # ------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._takes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        take = self._takes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.sentence(take)
        answer = _ANSWERS.get(role)
        return answer(take) if answer else None

    def sentence(self, take: Take) -> str:
        """All of it for a screen reader."""
        if take.job is not None:
            words = job_words.sentence(take.job, self.around(take))
        else:
            words = clip_words.sentence(take.clip) if take.clip is not None else one_line(take.prompt)
        return tr(text.STRIP_TAKE, number=take.number, count=take.count, sentence=words) if take.count > 1 else words


def _word(take: Take) -> str | None:
    if take.job is not None:
        return take.job.state.value
    return str(take.clip.path) if take.clip is not None else None


_ANSWERS: dict[int, Callable[[Take], Any]] = {
    ID_ROLE: lambda take: take.id,
    WORD_ROLE: _word,
    TAKE_ROLE: lambda take: take,
}
