"""What the window asks of its list of jobs: which there are, how they stand, and what their cards say and offer."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Signal

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Job
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.job_words import Around, is_held, own_reason, sentence
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue import sentences as queue_text
from sora_desktop.ui.queue.job_actions import JobAction, actions, actions_of_takes, menu_actions
from sora_desktop.ui.queue.job_counts import JobCounts, Sort
from sora_desktop.ui.queue.job_line import JobLine
from sora_desktop.ui.queue.job_relations import JobRelations
from sora_desktop.ui.queue.job_rows import JobRows, Press
from sora_desktop.ui.queue.take_folds import TakeFolds
from sora_desktop.ui.queue.take_words import number_words, takes_sentence
from sora_desktop.ui.queue.usual_times import UsualTimes


class JobCards(QAbstractListModel):
    """`folds`: which takes are shown as one card, settled by whoever shows them.

    Signals: `counts_changed()` after a job came, went, or changed its state or its place in line, or takes were folded.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folds = TakeFolds()
        self._begin((), ())

    def _begin(self, jobs: Sequence[Job], clips: Iterable[Clip]) -> None:
        """These are all that there are."""
        self._rows = JobRows(jobs)
        self._line = JobLine(jobs)
        self._counts = JobCounts()
        self._relations = JobRelations(clips)
        self._usual_times = UsualTimes()

    def __iter__(self) -> Iterator[Job]:
        """As they stand, from the top down."""
        return iter(self._rows)

    def newest_first(self) -> list[Job]:
        """Whatever their states are: the last in line, or that was in line, comes first."""
        return self._rows.newest_first()

    def job(self, job_id: str) -> Job | None:
        return self._rows.job(job_id)

    def at(self, row: int) -> Job:
        """The job of a row, without the detour over an index."""
        return self._rows.at(row)

    def takes(self, job: Job) -> list[Job]:
        """The jobs of its press of Generate, the first take first."""
        return self._rows.takes(job.id)

    def folded(self, job: Job) -> list[Job]:
        """The takes that its card stands for, itself among them; none where it stands for itself alone."""
        found = (self.job(each) for each in self.folds.heads.get(job.id, ()))
        return [each for each in found if each is not None]

    def shown_takes(self) -> Iterator[tuple[Press, list[str]]]:
        """Presses that made several jobs, with these from the top down."""
        return ((self._rows.press(ids[0]), sorted(ids, key=self._row_of)) for ids in self._rows.presses())

    def _row_of(self, job_id: str) -> int:
        return self._rows.row_of(job_id) or 0

    def fold(self, job: Job, *, folded: bool) -> None:
        """Show the takes of its press as one card, or each as its own; whoever shows them looks anew."""
        self.folds.fold(self._rows.press(job.id), folded=folded)
        self.counts_changed.emit()

    def index_of(self, job_id: str) -> QModelIndex:
        """Where the job stands; an invalid index where it is not in the list."""
        row = self._rows.row_of(job_id)
        return QModelIndex() if row is None else self.index(row)

    def waiting(self) -> list[Job]:
        """The jobs that are not sent yet, in the order in which they go out."""
        return self._line.waiting()

    def around(self, job: Job) -> Around:
        """What there is to know of a job beside itself."""
        known = self._relations
        return Around(self.ahead(job), known.is_retried(job), known.twin_id(job), known.finding(job))

    def ahead(self, job: Job) -> int | None:
        """How many jobs of the same connection go out before this one; None where it does not wait in line."""
        return self._line.ahead(job)

    def has_reason(self, job: Job) -> bool:
        """Whether its card has a sentence: asked of every row whenever the list is laid out."""
        return job.id not in self.folds.heads and (
            own_reason(job) is not None
            or job.state in text.QUEUE_REASONS
            or is_held(job)
            or self._relations.has_unchecked_clip(job)
            or bool(self._relations.twin_id(job))
        )

    def actions(self, job: Job) -> tuple[JobAction, ...]:
        """What can be done with its card now, the main action first."""
        takes = self.folded(job)
        if takes:
            return actions_of_takes(takes)
        return actions(job, self.around(job)) + self._fold_action(job)

    def menu_actions(self, job: Job) -> tuple[JobAction, ...]:
        """As `actions`, with what only a menu has room for."""
        takes = self.folded(job)
        return actions_of_takes(takes) if takes else menu_actions(job, self.around(job)) + self._fold_action(job)

    def _fold_action(self, job: Job) -> tuple[JobAction, ...]:
        if job.id not in self._rows or len(self.takes(job)) < 2 or self.folds.is_folded(self._rows.press(job.id)):
            return ()
        return (JobAction.FOLD,)

    def count(self, sort: Sort) -> int:
        """How many jobs are of this sort."""
        return self._counts.of(sort)

    def usual_seconds(self, job: Job) -> float | None:
        """How long such a job took so far: same connection, model and length; None before one has finished."""
        return self._usual_times.of(job)

    def _sentence(self, job: Job) -> str:
        """What is read out of its card."""
        takes = self.folded(job)
        if takes:
            return takes_sentence(takes)
        number = number_words(job, self.takes(job))
        said = sentence(job, self.around(job))
        return tr(queue_text.TAKES_TITLE, number=number, prompt=said) if number else said
