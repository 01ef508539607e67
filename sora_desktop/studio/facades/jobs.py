"""What a person can ask for about jobs."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import message
from sora_desktop.domain.budget import Asked, BudgetVerdict
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.evidence import WITHOUT_ID, Evidence, News
from sora_desktop.domain.job import ACTIVE, MAY_BE_ASKED, Job, JobState
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.preview import PreviewOf
from sora_desktop.domain.pricing import Cost, total_cost
from sora_desktop.domain.request import COUNT_LIMIT, Request, one_take, request_cost
from sora_desktop.studio.jobs.hold import Hold
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.new_job import new_job
from sora_desktop.studio.jobs.pasted_id import expect_known
from sora_desktop.studio.jobs.positions import last_position, moved
from sora_desktop.studio.jobs.preparing import Preparing
from sora_desktop.studio.jobs.queue import Queue
from sora_desktop.studio.jobs.removable import expect_ended
from sora_desktop.studio.jobs.shown import PicturePaths, Shown, expect_pictures, expect_price
from sora_desktop.studio.pictures import Pictures
from sora_desktop.studio.settings import SettingsKeeper
from sora_desktop.studio.spending import Spending
from sora_desktop.studio.tasks import Tasks

_MOVED_ON = message("This job has changed in the meantime. Take another look at it.")

_FROM_A_NEWER_VERSION = message(
    "This job comes from a newer version of Sora Desktop and may ask for more than this one understands."
).about(
    money=message("Nothing was sent, and nothing is billed."),
    todo=message("Update Sora Desktop, or use the prompt for a new job."),
)


class JobsFacade:
    """Errors for a person are `AppError`s; what becomes of a job is told by events."""

    def __init__(
        self,
        context: JobContext,
        queue: Queue,
        pictures: Pictures,
        settings: SettingsKeeper,
        spending: Spending,
        hold: Hold,
        tasks: Tasks,
    ) -> None:
        self._ledger = context.ledger
        self._connections = context.connections
        self._library = context.library
        self._clock = context.clock
        self._queue = queue
        self._preparing = Preparing(context.connections, pictures)
        self._settings = settings
        self._spending = spending
        self._hold = hold
        self._tasks = tasks

    async def drawn_up(self, request: Request, connection_id: str) -> Job:
        """The job that `submit` would make, which is not entered anywhere. InputError where the request may not go."""
        connection, (prepared,) = await self._preparing.prepared((request,), connection_id)
        return new_job(request, connection, prepared, self._clock.now())

    async def submit(
        self, request: Request, connection_id: str, count: int = 1, *, agreed: Asked | None = None
    ) -> tuple[Job, ...]:
        """Commit `count` jobs to the ledger, all or none; they go out in turn. InputError where the request may not go.

        OverBudgetError where a person has to agree first; `agreed` is what one said yes to, and covers no more than that.
        """
        return await self.submit_each((request,), connection_id, count, agreed=agreed)

    async def submit_each(
        self,
        requests: Sequence[Request],
        connection_id: str,
        count: int = 1,
        *,
        agreed: Asked | None = None,
        shown: Shown | None = None,
        preview_of: PreviewOf | None = None,
    ) -> tuple[Job, ...]:
        """Commit `count` jobs of each of these, all of all or none; otherwise as `submit`.

        `shown` is what a person saw of it: InputError where it is another by now.
        """
        if not 1 <= count <= COUNT_LIMIT:
            raise InputError(message("You can make from 1 to {limit} takes at once.", limit=COUNT_LIMIT))
        connection, prepared = await self._preparing.prepared(requests, connection_id)
        await self._ledger.until_free()
        takes = [
            (one_take(request), paths) for request, paths in zip(requests, prepared, strict=True) for _ in range(count)
        ]
        if shown is not None:
            expect_pictures(shown.pictures, prepared)
            expect_price(shown.price, total_cost(request_cost(request, connection) for request, _paths in takes))
        self._expect_within_budget([request for request, _paths in takes], connection, agreed)
        return self._commit(takes, connection, preview_of=preview_of)

    def _expect_within_budget(self, requests: Sequence[Request], connection: Connection, agreed: Asked | None) -> None:
        """Right before they are committed: nothing may come between."""
        self._spending.expect_within(_costs(requests, connection), agreed)

    def weighed(self, request: Request, connection_id: str) -> BudgetVerdict:
        """What the budget would say now to one job of this request."""
        return self._spending.weighed(_costs([request], self._connections.get(connection_id)))

    def _commit(
        self,
        takes: Sequence[tuple[Request, PicturePaths]],
        connection: Connection,
        *,
        retried: Job | None = None,
        preview_of: PreviewOf | None = None,
    ) -> tuple[Job, ...]:
        now = self._clock.now()
        last = last_position(self._ledger.jobs())
        jobs = [
            new_job(
                request,
                connection,
                paths,
                now,
                position=last + number,
                retry_of=retried.id if retried else None,
                preview_of=preview_of,
                tags=retried.tags if retried else (),
            )
            for number, (request, paths) in enumerate(takes, 1)
        ]
        reach(CrashPoint.ROW_TO_COMMIT)
        self._ledger.add(jobs)
        reach(CrashPoint.ROW_COMMITTED)
        self._queue.wake()
        return tuple(jobs)

    async def cancel(self, job_id: str) -> None:
        """No longer wanted: unsent jobs end at once, others as their service allows; no clip is lost."""
        await self._ledger.until_free()
        job = self._ledger[job_id]
        match job.state:
            case JobState.WAITING:
                self._ledger.move(job_id, JobState.CANCELLED, ended_at=self._clock.now(), reason=None)
            case JobState.SUBMITTING:
                self._ledger.update(job_id, wanted=False)
            case JobState.QUEUED | JobState.RUNNING:
                self._ledger.move(job_id, JobState.CANCELLING, wanted=False)
                reach(CrashPoint.CANCELLING_COMMITTED)
                self._queue.go_on(job_id)
            case _:
                raise InputError(message("This job can no longer be cancelled."))

    async def retry(self, job_id: str, *, agreed: Asked | None = None) -> Job:
        """A new job from the same request (it may cost money again), with `retry_of`. `agreed` as for `submit`.

        An `unknown` one is dismissed by it: the person has decided, knowing that it may be paid twice.
        """
        job = self._ledger[job_id]
        if self._ledger.is_newer(job_id):
            raise InputError(_FROM_A_NEWER_VERSION)
        self._expect_no_life_of(job_id)
        connection = self._connections.get(job.service.id)
        prepared = await self._preparing.prepared_again(job, connection)
        await self._ledger.until_free()
        self._expect_no_life_of(job_id)  # it may have been found, or retried, while its picture was looked at
        self._expect_within_budget([job.request], connection, agreed)
        if self._ledger[job_id].state is JobState.UNKNOWN:
            await self.dismiss(job_id)
        again = replace(job.request, origin=job.request.origin or Origin(Way.RETRY, job_id=job_id))
        return self._commit([(again, prepared)], connection, retried=job, preview_of=job.preview_of)[0]

    def _expect_no_life_of(self, job_id: str) -> None:
        """Raises InputError where the job, or one that stands in for it, is under way."""
        if self._ledger[job_id].state in ACTIVE:
            raise InputError(message("This job is still in progress."))
        if any(job.retry_of == job_id and job.state in ACTIVE for job in self._ledger.jobs()):
            raise InputError(message("This job is already being retried."))

    async def check_again(self, job_id: str) -> None:
        """Ask the service now about a job that ended badly or gave no answer, or look for one without an id in its list."""
        job = self._ledger[job_id]
        if job.state in MAY_BE_ASKED:
            self._ledger.move(job_id, JobState.RUNNING, reason=None, ended_at=None, doubt=None)
        elif job.state not in (JobState.UNKNOWN, JobState.NOT_FOUND):
            raise InputError(_MOVED_ON)
        elif not self._connections.has_list(job.service):
            raise InputError(
                message("This service has no list of its jobs.").about(
                    todo=message("If you find the job on the service's website, paste its id here.")
                )
            )
        elif job.state is JobState.NOT_FOUND:
            self._ledger.move(job_id, JobState.UNKNOWN, reason=None, ended_at=None)
        self._queue.go_on(job_id)

    async def send_on(self, job_id: str) -> None:
        """A person sends a job again that its service has put off too often; it may be put off as often once more."""
        self._expect(job_id, JobState.WAITING)
        self._ledger.update(job_id, held=False, laters=0, put_off_seconds=0.0, reason=None)
        self._queue.go_on(job_id)

    async def fetch_again(self, job_id: str) -> None:
        """Fetch a clip now: one that is not here, or one that is kept unchecked, which stays until a whole one is here."""
        job = self._ledger[job_id]
        clip = self._library.find(job.clip_id) if job.clip_id and job.state is JobState.DONE else None
        if clip is None or clip.unchecked is None:
            self._expect(job_id, JobState.FETCH_FAILED)
        self._ledger.move(job_id, JobState.FETCHING, reason=None, ended_at=None)
        self._queue.fetch_now(job_id)

    async def keep_as_is(self, job_id: str) -> None:
        """Take what came of a clip that could not be fetched into the library, whole or not, unchecked.

        InputError where nothing of it is here.
        """
        self._expect(job_id, JobState.FETCH_FAILED)
        await self._queue.keep_as_is(job_id)

    async def kept_file(self, job_id: str) -> Path | None:
        """Where what came so far of a clip lies that is not in the library; None where nothing did."""
        return await self._queue.kept_file(job_id)

    async def bind_remote_id(self, job_id: str, remote_id: str, *, although_it_differs: bool = False) -> None:
        """A person found the id of a job without one at the service and pasted it.

        DiffersError where what the service tells of that job is not what was asked for; with `although_it_differs` it
        is taken all the same.
        """
        pasted = remote_id.strip()
        if not pasted or len(pasted) > 512 or not pasted.isprintable():
            raise InputError(message("That isn't an id. Copy it from the job list on the service's website."))
        self._expect_unbound(job_id, pasted)
        job = self._ledger[job_id]
        client, models = await self._connections.client(job.service, job.id), self._connections.model_ids(job.service)
        await expect_known(client, job, pasted, models, although_it_differs=although_it_differs)
        self._expect_unbound(job_id, pasted)
        self._queue.learn(job_id, Evidence(News.FOUND, remote_id=pasted))
        self._queue.go_on(job_id)

    def _expect_unbound(self, job_id: str, remote_id: str) -> None:
        """Raises InputError unless the job still has no id, and no other one has that id."""
        if self._ledger.is_bound(remote_id, self._ledger[job_id].service):
            raise InputError(message("Another of your jobs already has that id."))
        if self._ledger[job_id].state not in WITHOUT_ID:
            raise InputError(_MOVED_ON)

    async def dismiss(self, job_id: str) -> None:
        """A person settles an unknown job; what it may have cost stays in the ledger."""
        self._expect(job_id, JobState.UNKNOWN)
        self._ledger.move(job_id, JobState.DISMISSED, ended_at=self._clock.now())
        self._queue.go_on(job_id)

    def _expect(self, job_id: str, state: JobState) -> None:
        """A person may have seen an older state of the job than it is in by now."""
        if self._ledger[job_id].state is not state:
            raise InputError(_MOVED_ON)

    async def remove(self, job_id: str) -> None:
        """Take an ended job off the list; its row stays in the ledger."""
        await self._ledger.until_free()
        expect_ended(self._ledger[job_id])
        self._queue.end_life(job_id)
        self._ledger.remove(job_id)

    async def set_paused(self, paused: bool) -> None:
        """Hold back what waits, also over a restart; what is at a service goes on.

        Where it was held because the folder may not be what it was, to go on is a person's word that it is.
        """
        if not paused:
            self._hold.end()
        self._queue.set_paused(paused)
        await self._settings.change(queue_paused=paused)

    async def move(self, job_id: str, before_id: str | None) -> None:
        """Let a waiting job go out right before another waiting one, or last where that is None.

        Where the other one has left the queue meanwhile, it goes out first.
        """
        await self._ledger.until_free()
        self._ledger.place(moved(self._ledger.jobs(), job_id, before_id))

    async def take_back(self, job_id: str) -> None:
        """Take a job that was not sent yet off the list, to be edited. InputError where it was sent meanwhile."""
        await self._ledger.until_free()
        if self._ledger[job_id].state is not JobState.WAITING:
            raise InputError(
                message("This job has just been sent, so it continues. You can reuse its prompt once it has ended.")
            )
        self._ledger.move(job_id, JobState.CANCELLED, ended_at=self._clock.now(), reason=None)
        self._tasks.spawn(self._take_off_the_list(job_id), "take back")

    async def _take_off_the_list(self, job_id: str) -> None:
        await self._queue.rest_of_life(job_id)
        await self._ledger.until_free()
        self._ledger.remove(job_id)


def _costs(requests: Sequence[Request], connection: Connection) -> list[tuple[Cost, int]]:
    return [(request_cost(request, connection), request.seconds) for request in requests]
