"""The strip as a Qt list: a window on the jobs and on the newest clips of the library."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Slot

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
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
        self._takes[row] = Take(before.id, before.day, job=job)
        self.dataChanged.emit(self.index(row), self.index(row), [TAKE_ROLE])

    @Slot()
    def put_together(self) -> None:
        """Show what there is now."""
        self._soon.stop()
        count = min(self._clips.rowCount(), self._wanted)
        rows = [self._entry(row) for row in range(count)]
        self._show(line_up(self._jobs.newest_first(), rows, whole=count == self._clips.rowCount()))

    def _entry(self, row: int) -> Entry:
        index = self._clips.index(row)
        return Entry(index.data(LINE_ROLE), index.data(CLIP_ROLE))

    def _show(self, takes: list[Take]) -> None:
        """Tell Qt of no more than what changed: of what comes and goes in the middle, and of what is another in its row."""
        before, after = [take.id for take in self._takes], [take.id for take in takes]
        first = _common(before, after)
        last = _common(before[first:][::-1], after[first:][::-1])
        gone, come = len(before) - first - last, len(after) - first - last
        if gone:
            self.beginRemoveRows(_ROOT, first, first + gone - 1)
            del self._takes[first : first + gone]
            self._number()
            self.endRemoveRows()
        if come:
            self.beginInsertRows(_ROOT, first, first + come - 1)
            self._takes[first:first] = takes[first : first + come]
            self._number()
            self.endInsertRows()
        changed = [row for row, take in enumerate(takes) if self._takes[row] != take]
        self._takes = takes
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

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
            return job_words.sentence(take.job, self.around(take))
        words = clip_words.sentence(take.clip) if take.clip is not None else one_line(take.prompt)
        return tr(text.STRIP_TAKE, number=take.number, count=take.of, sentence=words) if take.of > 1 else words


def _common(one: list[str], other: list[str]) -> int:
    """How many are the same from the start."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _word(take: Take) -> str | None:
    if take.job is not None:
        return take.job.state.value
    return str(take.clip.path) if take.clip is not None else None


_ANSWERS: dict[int, Callable[[Take], Any]] = {
    ID_ROLE: lambda take: take.id,
    WORD_ROLE: _word,
    TAKE_ROLE: lambda take: take,
}
