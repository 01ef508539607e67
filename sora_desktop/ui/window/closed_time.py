"""What ended while the app was closed: it is found out in the first moments after a start."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_desktop.domain.job import AT_SERVICE, Job, JobState

_LOOK_MILLISECONDS = 10_000
"""Each service is asked by then; a job that is still being made ends before the eyes of a person."""
_FETCH_MILLISECONDS = 120_000
"""What ended meanwhile is awaited so long until it is here."""
_BEING_FETCHED = frozenset({JobState.FETCHING, JobState.VERIFYING})


class ClosedTime(QObject):
    """`find` gives a job of the list as it is now.

    Signals: `over()`: all that ended before this start is known, or no longer awaited.
    """

    over = Signal()

    def __init__(self, find: Callable[[str], Job | None], parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self._started = datetime.now(UTC)
        self.has_begun = False
        self._awaited: set[str] = set()
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._go_on)

    @property
    def is_open(self) -> bool:
        """Whether more of it may become known."""
        return bool(self._awaited)

    def begin(self, jobs: Iterable[Job]) -> list[Job]:
        """The jobs that there are at a start; those whose end was found out before they could be shown. Only once."""
        if self.has_begun:
            return []
        self.has_begun = True
        every = list(jobs)
        self._awaited = {job.id for job in every if job.state in AT_SERVICE | _BEING_FETCHED}
        if self._awaited:
            self._clock.start(_LOOK_MILLISECONDS)
        return [job for job in every if job.ended_at is not None and job.ended_at >= self._started]

    def go_on_from(self, before: "ClosedTime") -> None:
        """Another window has begun it already."""
        self.has_begun = before.has_begun

    def takes(self, job: Job) -> bool:
        """Whether this news is of the time before the start."""
        if job.id not in self._awaited:
            return False
        self._awaited.discard(job.id)
        if not self._awaited:
            self._end()
        return True

    def close(self) -> None:
        """Nothing is awaited any more."""
        self._clock.stop()
        self._awaited.clear()

    @Slot()
    def _go_on(self) -> None:
        found = [self._find(job_id) for job_id in self._awaited]
        on_their_way = {job.id for job in found if job is not None and job.state in _BEING_FETCHED}
        if on_their_way and self._clock.interval() == _LOOK_MILLISECONDS:
            self._awaited = on_their_way
            self._clock.start(_FETCH_MILLISECONDS)
        else:
            self._end()

    def _end(self) -> None:
        self.close()
        QTimer.singleShot(0, self, self.over.emit)  # once whoever asks has noted the last one
