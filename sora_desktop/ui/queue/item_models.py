"""The jobs as a Qt list: a copy in the window, built from a snapshot plus events.

The newest stands on top. So what goes out next is the lowest of those that wait, right above those that were sent:
time runs down the list, also where a person has changed the order.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import islice
from statistics import median
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from sora_desktop.base.sentences import Message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipChanged, ClipRemoved, Event, JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import ACTIVE, BEING_FETCHED, NEEDS_PERSON, Billed, Job, JobState
from sora_desktop.domain.request import Request
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.job_words import Around, elapsed_seconds, is_held, own_reason, sentence
from sora_desktop.ui.queue.job_actions import JobAction, actions, has_surely_ended, menu_actions

ID_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
JOB_ROLE = Qt.ItemDataRole.UserRole + 2

_JOB_ALONE = [JOB_ROLE]
_WORDS = [JOB_ROLE, STATE_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole]

LEARN_FROM = 20
"""The usual time of a model is the median of so many of its latest finished jobs."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Sort(Enum):
    """What jobs are counted as; one may be of several sorts. What needs a person is not under way."""

    ACTIVE = auto()
    WAITING = auto()
    NEEDS_PERSON = auto()
    UNFETCHED = auto()
    ENDED = auto()


def _sorts(job: Job) -> Iterator[Sort]:
    if job.state in NEEDS_PERSON or is_held(job):
        yield Sort.NEEDS_PERSON
    elif job.state in ACTIVE:
        yield Sort.ACTIVE
        if job.state is JobState.WAITING:
            yield Sort.WAITING
    if job.state in BEING_FETCHED and job.billed is not Billed.NO:
        yield Sort.UNFETCHED
    if has_surely_ended(job):
        yield Sort.ENDED


class JobList(QAbstractListModel):
    """Roles: `UserRole` the id, `+1` the state word of `JobState`, `+2` the `Job`; display is a full sentence,
    and what is read out also tells the place in line.

    `dataChanged` names the role of the `Job` alone where only progress or the like changed, and no role at all where
    the card may need another height.

    Signals: `counts_changed()` after a job came, went, or changed its state or its place in line.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []  # as they go out, so that a new one moves no other
        self._ahead: dict[str, int] | None = None
        self._places: dict[str, int] = {}
        self._counts: Counter[Sort] = Counter()
        self._unknown: dict[tuple[str, Request], list[str]] = {}
        self._unchecked: dict[str, Clip] = {}
        self._durations: dict[tuple[str, str, int], list[float]] = {}
        self._live_retries: dict[str, set[str]] = {}

    def reset(self, jobs: Sequence[Job], clips: Iterable[Clip] = ()) -> None:
        """Take the jobs and clips of a snapshot; jobs of one position, oldest first."""
        self.beginResetModel()
        self._jobs = sorted(jobs, key=_position)
        self._places.clear()
        self._number()
        self._durations.clear()
        self._live_retries.clear()
        self._counts.clear()
        self._unknown.clear()
        self._unchecked = {clip.job_id: clip for clip in clips if clip.unchecked is not None}
        for job in self._jobs:
            self._learn(job)
            self._note_retry(job)
            self._note(job)
        self.endResetModel()
        self.counts_changed.emit()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio; what is about neither jobs nor their clips is left alone."""
        match event:
            case ClipAdded(clip) | ClipChanged(clip):
                self._see(clip)
            case ClipRemoved(clip_id):
                self._forget_clip(clip_id)
            case JobAdded(job):
                self._add(job)
            case JobChanged(job):
                self._change(job)
            case JobRemoved(job_id):
                self._remove(job_id)

    def __iter__(self) -> Iterator[Job]:
        return reversed(self._jobs)

    def job(self, job_id: str) -> Job | None:
        place = self._places.get(job_id)
        return None if place is None else self._jobs[place]

    def at(self, row: int) -> Job:
        """The job of a row, without the detour over an index."""
        return self._jobs[-1 - row]

    def index_of(self, job_id: str) -> QModelIndex:
        """Where the job stands; an invalid index where it is not in the list."""
        place = self._places.get(job_id)
        return QModelIndex() if place is None else self.index(self._row(place))

    def waiting(self) -> list[Job]:
        """The jobs that are not sent yet, in the order in which they go out."""
        return [job for job in self._jobs if job.state is JobState.WAITING]

    def waiting_rows(self, first: int, last: int) -> list[int]:
        """The rows of waiting jobs from one row to another, and the next such row on either side."""
        inside = [row for row in range(first, last + 1) if self._waits(row)]
        above = (row for row in range(first - 1, -1, -1) if self._waits(row))
        below = (row for row in range(last + 1, len(self._jobs)) if self._waits(row))
        return [*islice(above, 1), *inside, *islice(below, 1)]

    def _waits(self, row: int) -> bool:
        return self.at(row).state is JobState.WAITING

    def around(self, job: Job) -> Around:
        """What there is to know of a job beside itself."""
        return Around(self.ahead(job), self._is_retried(job), self._twin_id(job), self._finding(job))

    def ahead(self, job: Job) -> int | None:
        """How many jobs of the same connection go out before this one; None where it does not wait in line."""
        if self._ahead is None:
            self._ahead = _count_ahead(self.waiting())
        return self._ahead.get(job.id)

    def _twin_id(self, job: Job) -> str:
        """The equal job of unknown outcome that a waiting one has to wait for, "" where there is none."""
        if not self._unknown or job.state is not JobState.WAITING:
            return ""
        return next(iter(self._unknown.get(_body(job), ())), "")

    def _finding(self, job: Job) -> Message | None:
        clip = self._unchecked.get(job.id)
        return clip.unchecked if clip is not None and job.state is JobState.DONE else None

    def has_reason(self, job: Job) -> bool:
        """Whether its card has a sentence: asked of every row whenever the list is laid out."""
        return (
            own_reason(job) is not None
            or job.state in text.QUEUE_REASONS
            or is_held(job)
            or job.id in self._unchecked
            or bool(self._twin_id(job))
        )

    def actions(self, job: Job) -> tuple[JobAction, ...]:
        """What can be done with it now, the main action first."""
        return actions(job, self.around(job))

    def menu_actions(self, job: Job) -> tuple[JobAction, ...]:
        """As `actions`, with what only a menu has room for."""
        return menu_actions(job, self.around(job))

    def _is_retried(self, job: Job) -> bool:
        return any(self.job(each) is not None for each in self._live_retries.get(job.id, ()))

    def _note_retry(self, job: Job) -> None:
        if job.retry_of is not None:
            live = self._live_retries.setdefault(job.retry_of, set())
            (live.add if job.state in ACTIVE else live.discard)(job.id)

    def _tell_retried(self, job: Job) -> None:
        """What can be done with the job that this one stands in for depends on whether this one is under way."""
        self._note_retry(job)
        self._tell(job.retry_of or "")

    def count(self, sort: Sort) -> int:
        """How many jobs are of this sort: kept as they come and go, as thousands would be counted at each event."""
        return self._counts[sort]

    def _note(self, job: Job | None, before: Job | None = None) -> None:
        """A job came, went or changed: what is known of all of them follows."""
        for each, by in ((before, -1), (job, 1)):
            if each is None:
                continue
            for sort in _sorts(each):
                self._counts[sort] += by
            if each.state is JobState.UNKNOWN:
                self._note_unknown(each, is_there=by > 0)

    def _note_unknown(self, job: Job, *, is_there: bool) -> None:
        ids = self._unknown.setdefault(_body(job), [])
        if is_there:
            ids.append(job.id)
        else:
            ids.remove(job.id)
            if not ids:
                del self._unknown[_body(job)]

    def _tell_twins(self, job: Job, before: Job | None = None) -> None:
        """Where its outcome has become unknown, or known, the cards of equal jobs that wait for it say so."""
        if (job.state is JobState.UNKNOWN) is (before is not None and before.state is JobState.UNKNOWN):
            return
        for each in self.waiting():
            if _body(each) == _body(job):
                self._tell(each.id)

    def _see(self, clip: Clip) -> None:
        """Of a clip that could not be checked its job says so, too."""
        if clip.unchecked is not None:
            self._unchecked[clip.job_id] = clip
            self._tell(clip.job_id)
        elif self._unchecked.pop(clip.job_id, None) is not None:
            self._tell(clip.job_id)

    def _forget_clip(self, clip_id: str) -> None:
        for job_id in [job_id for job_id, clip in self._unchecked.items() if clip.id == clip_id]:
            del self._unchecked[job_id]
            self._tell(job_id)

    def _tell(self, job_id: str) -> None:
        """What its card says or offers is something else now."""
        index = self.index_of(job_id)
        if index.isValid():
            self.dataChanged.emit(index, index, [])

    def usual_seconds(self, job: Job) -> float | None:
        """How long such a job took so far: same connection, model and length; None before one has finished."""
        durations = self._durations.get(_kind(job))
        return median(durations[-LEARN_FROM:]) if durations else None

    def _row(self, place: int) -> int:
        return len(self._jobs) - 1 - place

    def _number(self, first: int = 0) -> None:
        """Places from the first that has another job on; most often that is the last."""
        for place in range(first, len(self._jobs)):
            self._places[self._jobs[place].id] = place
        self._ahead = None

    def _add(self, job: Job) -> None:
        if job.id in self._places:
            self._change(job)
            return
        place = bisect_right(self._jobs, job.position, key=_position)
        row = len(self._jobs) - place
        self.beginInsertRows(_ROOT, row, row)
        self._jobs.insert(place, job)
        self._number(place)
        self._note(job)
        self.endInsertRows()
        self._learn(job)
        self._tell_retried(job)
        self._tell_twins(job)
        self.counts_changed.emit()

    def _change(self, job: Job) -> None:
        place = self._places.get(job.id)
        if place is None:  # taken off the list a moment before
            return
        before = self._jobs[place]
        had_reason = self.has_reason(before)
        self._jobs[place] = job
        self._note(job, before)
        if (before.state, before.held) != (job.state, job.held):
            self._ahead = None
            self._learn(job)
            self._tell_retried(job)
            self._tell_twins(job, before)
        if before.position != job.position:
            self._put_in_order(place)
        index = self.index(self._row(self._places[job.id]))
        same_height = had_reason == self.has_reason(job)
        self.dataChanged.emit(
            index, index, _JOB_ALONE if _words(before) == _words(job) else _WORDS if same_height else []
        )
        if (before.state, before.position, before.held) != (job.state, job.position, job.held):
            self.counts_changed.emit()

    def _put_in_order(self, place: int) -> None:
        """The job at this place has another position now."""
        job = self._jobs[place]
        others = self._jobs[:place] + self._jobs[place + 1 :]
        target = bisect_right(others, job.position, key=_position)
        if target == place:
            return
        row, new_row = self._row(place), self._row(target)
        self.beginMoveRows(_ROOT, row, row, _ROOT, new_row + 1 if new_row > row else new_row)
        others.insert(target, job)
        self._jobs = others
        self._number(min(place, target))
        self.endMoveRows()

    def _remove(self, job_id: str) -> None:
        place = self._places.get(job_id)
        if place is None:
            return
        row = self._row(place)
        self.beginRemoveRows(_ROOT, row, row)
        self._note(None, self._jobs[place])
        del self._jobs[place], self._places[job_id]
        self._number(place)
        self.endRemoveRows()
        self.counts_changed.emit()

    def _learn(self, job: Job) -> None:
        if job.state is JobState.DONE and job.accepted_at is not None and job.ended_at is not None:
            durations = self._durations.setdefault(_kind(job), [])
            durations.append(elapsed_seconds(job, job.ended_at))
            del durations[:-LEARN_FROM]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        job = self._jobs[self._row(index.row())]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(job, self.around(job))
        answer = _ANSWERS.get(role)
        return answer(job) if answer else None


def _position(job: Job) -> float:
    return job.position


def _body(job: Job) -> tuple[str, Request]:
    """The same for two jobs that send the same to the same service, so that they could not be told apart there."""
    return job.service.base_url, job.request


def _words(job: Job) -> tuple[object, ...]:
    """What the words and buttons of a card depend on."""
    return job.state, job.reason, job.clip_id, job.held, job.answer, job.kept_bytes, job.remote_id, job.billed


def _count_ahead(waiting: Sequence[Job]) -> dict[str, int]:
    lines: Counter[str] = Counter()
    ahead: dict[str, int] = {}
    for job in waiting:
        if job.held:
            continue
        ahead[job.id] = lines[job.service.id]
        lines[job.service.id] += 1
    return ahead


def _kind(job: Job) -> tuple[str, str, int]:
    return (job.service.id, job.request.model.id, job.request.seconds)


_ANSWERS: dict[int, Callable[[Job], Any]] = {
    ID_ROLE: lambda job: job.id,
    STATE_ROLE: lambda job: job.state.value,
    JOB_ROLE: lambda job: job,
    Qt.ItemDataRole.DisplayRole: sentence,
}
