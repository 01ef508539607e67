"""What a person settles about jobs and may take back for a while: off the list with them, no more looking for them."""

from collections.abc import Sequence

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import FINAL, NEEDS_PERSON, Job, JobState
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.jobs.ledger import Ledger
from sora_desktop.studio.jobs.queue import Queue

_MAY_LEAVE_THE_LIST = FINAL | NEEDS_PERSON - {JobState.UNKNOWN}


def expect_ended(job: Job) -> None:
    """Raises InputError unless the job may leave the list."""
    if job.state not in _MAY_LEAVE_THE_LIST:
        raise InputError(message("This job hasn't ended. Cancel or settle it first."))


class RemovableJobs:
    """Each of these is on the disk at once: there is nothing in it that could not be done backwards."""

    def __init__(self, ledger: Ledger, queue: Queue, clock: Clock) -> None:
        self._ledger = ledger
        self._queue = queue
        self._clock = clock

    async def set_aside(self, job_ids: Sequence[str]) -> tuple[Job, ...]:
        """Take ended jobs off the list, all or none; their rows stay in the ledger. The answer is what they were."""
        await self._ledger.until_free()
        jobs = tuple(self._ledger[job_id] for job_id in job_ids)
        for job in jobs:
            expect_ended(job)
        for job in jobs:
            self._queue.end_life(job.id)
        self._ledger.aside.take(job_ids)
        return jobs

    async def bring_back(self, job_ids: Sequence[str]) -> None:
        """Put these back on the list; a clip that is still to come is fetched on."""
        await self._ledger.until_free()
        for job in self._ledger.aside.bring_back(job_ids):
            self._queue.go_on(job.id)

    def let_go(self, job_ids: Sequence[str]) -> None:
        """They do not come back."""
        self._ledger.aside.let_go(job_ids)

    async def dismiss(self, job_id: str) -> Job:
        """Settle an unknown job. Equal ones that wait for its outcome go on waiting until that is for good."""
        await self._ledger.until_free()
        job = self._ledger[job_id]
        if job.state is not JobState.UNKNOWN:
            raise InputError(message("This job has changed in the meantime. Take another look at it."))
        self._queue.undecided.add(job_id)
        self._ledger.move(job_id, JobState.DISMISSED, ended_at=self._clock.now())
        self._queue.go_on(job_id)
        return job

    async def take_dismissal_back(self, job_id: str) -> None:
        """It is unknown again, and looked for, unless something was found out about it meanwhile."""
        await self._ledger.until_free()
        if self._ledger[job_id].state is JobState.DISMISSED:
            self._ledger.move(job_id, JobState.UNKNOWN, ended_at=None)
        self._queue.undecided.discard(job_id)
        self._queue.go_on(job_id)

    async def settle_dismissal(self, job_id: str) -> None:
        """It is for good."""
        self._queue.undecided.discard(job_id)
        self._queue.wake()
