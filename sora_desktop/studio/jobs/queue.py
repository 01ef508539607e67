"""Whose turn it is: starts the life of each job, within the limits of its connection."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from sora_desktop.domain.errors import AppError, HeldError, LedgerError, MadeAlreadyError
from sora_desktop.domain.events import Notice, QueuePaused, Severity
from sora_desktop.domain.evidence import Evidence
from sora_desktop.domain.job import AT_SERVICE, Job, JobState, WaitsFor
from sora_desktop.domain.service_ref import is_same_service
from sora_desktop.studio.jobs.downloading import Downloader
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.job_index import Line
from sora_desktop.studio.jobs.polling import Poller
from sora_desktop.studio.jobs.reconcile import Reconciler
from sora_desktop.studio.jobs.rests import Rests
from sora_desktop.studio.jobs.second_looks import SecondLooks
from sora_desktop.studio.jobs.settlements import Settlements
from sora_desktop.studio.jobs.submission import Submission
from sora_desktop.studio.jobs.turns import WAITS_FOR_TWIN, Turns
from sora_desktop.studio.tasks import Tasks

log = logging.getLogger(__name__)

_S = JobState
_LIVES_ON = frozenset({_S.UNKNOWN, _S.QUEUED, _S.RUNNING, _S.CANCELLING, _S.FETCHING, _S.VERIFYING})
_UNSETTLED = AT_SERVICE | {_S.UNKNOWN}
"""Jobs that may hold back others, or take a place at their service; so does one that is just being sent."""
TROUBLE_PAUSE = 5.0
"""Seconds before a job goes on that was stopped by a full disk or a bug."""
ROOM_PAUSE = 10.0
"""Seconds between looks whether a full disk has room again, or a folder that could not be written can be."""
SUBMIT_GRACE = 1.0
"""Seconds that closing waits for the answers to submissions under way."""


class Queue:
    """One task a living job. Jobs go out in the order of their position; twins one after another.

    Who has a timer rests until it is due: a job, or a whole service where the next job would be answered alike.
    """

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._ledger = context.ledger
        self._clock = context.clock
        self._event_bus = context.event_bus
        self._wakeups = context.wakeups
        self._reconciler = Reconciler(context)
        self._submission = Submission(context, self._reconciler)
        self._poller = Poller(context)
        self._downloader = Downloader(context)
        self._second_looks = SecondLooks(context, self._poller, self._reconciler, self._go_on_after_a_look)
        self._settlements = Settlements(context)
        self._tasks = Tasks()
        self._lives: dict[str, asyncio.Task[None]] = {}
        self._rests = Rests(self._clock, self._tasks)
        self._good_news = 0
        self._closing = False
        self._last_sent: dict[str, float] = {}
        self.paused = False
        self.undecided = set[str]()
        """Dismissed jobs of which a person may still say that they are unknown: their twins wait on."""

    def start(self) -> None:
        """Go on with what an earlier start left: poll, fetch, reconcile; never submit again by itself."""
        for job in self._ledger.in_states({JobState.SUBMITTING}):
            self._submission.recover(job.id)
        self.look_now()
        self._tasks.spawn(self._second_looks.run(), "second looks")
        self._tasks.spawn(self._settlements.run(), "settlements")

    def set_paused(self, paused: bool) -> None:
        """Hold back what is waiting; what is at a service goes on."""
        self.paused = paused
        self._event_bus.emit(QueuePaused(paused))
        self.wake()

    def wake(self) -> None:
        """Start every waiting job whose turn it is."""
        if self.paused or self._closing:
            return
        lines = self._ledger.lines()
        if not lines:
            return
        going = [self._ledger[job_id] for job_id in self._lives if job_id in self._ledger]
        going_out = [job for job in going if job.state is JobState.WAITING]
        undecided = [_as_unknown(self._ledger[each]) for each in self.undecided if each in self._ledger]
        turns = Turns((*self._ledger.in_states(_UNSETTLED), *undecided, *going_out))
        open_lines = [line for line in lines if turns.has_place(line) and line.service not in self._rests]
        for job in self._ledger.in_lines(open_lines):
            if self._may_go(job, turns):
                self._last_sent[_service(job)] = self._clock.monotonic()
                turns.take(job)
                self._begin(job.id)

    def look_now(self) -> None:
        """Something changed for the better (a key came back, the network is there): nobody rests or waits out a pause.

        A clip that could not be fetched so far is fetched again: it is paid for.
        """
        self._rests.end_all()
        self._good_news += 1
        self._wakeups.wake_all()
        for job in self._ledger.in_states(_LIVES_ON | {JobState.FETCH_FAILED}):
            self._live_on(job.id)
        self.wake()

    def learn(self, job_id: str, evidence: Evidence) -> None:
        """A person knows something of a job, such as its id at the service."""
        self._context.learn(job_id, evidence)
        self._look_for_the_others(job_id)

    def _go_on_after_a_look(self, job_id: str) -> None:
        self._live_on(job_id)
        self._look_for_the_others(job_id)

    def _look_for_the_others(self, job_id: str) -> None:
        """A job that had no id may have got one: what could have been another of that service is known to be this one."""
        found = self._ledger[job_id]
        if found.remote_id is None:
            return
        for other in self._ledger.in_states({JobState.UNKNOWN}):
            if is_same_service(other.service, found.service):
                self._begin(other.id)

    async def rest_of_life(self, job_id: str) -> None:
        """Wait until nothing lives this job any more."""
        if job_id in self._lives:
            await asyncio.wait([self._lives[job_id]])

    def end_life(self, job_id: str) -> None:
        """Of a job that has ended or is left alone: it may have been resting, or waiting for a look."""
        self._rests.end(job_id)
        if job_id in self._lives:
            self._lives[job_id].cancel()

    def go_on(self, job_id: str) -> None:
        """A person moved a job on (check again, fetch again, pasted an id): live its next part now."""
        self._rests.end(job_id)
        self._wakeups.wake(job_id)
        self._live_on(job_id)

    def fetch_now(self, job_id: str) -> None:
        """A person wants a clip now: all roads to it are tried for minutes, not for a moment."""
        self._downloader.try_for_long(job_id)
        self.go_on(job_id)

    async def keep_as_is(self, job_id: str) -> None:
        """Keep what is here of a clip. InputError where nothing is, or the job has moved on."""
        await self._downloader.keep_as_is(job_id)

    async def kept_file(self, job_id: str) -> Path | None:
        return await self._downloader.kept_file(job_id)

    def _may_go(self, job: Job, turns: Turns) -> bool:
        if not turns.has_place(Line.of(job)) or _service(job) in self._rests:
            return False
        if job.id in self._lives or job.id in self._rests:
            return False
        if (twin := turns.twin(job)) is not None:
            if twin.state is JobState.UNKNOWN:
                self._ledger.say(job.id, WAITS_FOR_TWIN, WaitsFor.TWIN)
            return False
        return not self._must_wait_for_rate(job)

    def _must_wait_for_rate(self, job: Job) -> bool:
        rate = job.service.submissions_per_minute
        if not rate or _service(job) not in self._last_sent:
            return False
        pause = self._last_sent[_service(job)] + 60.0 / rate - self._clock.monotonic()
        if pause <= 0:
            return False
        self._rest(_service(job), pause, self.wake)
        return True

    def _begin(self, job_id: str) -> None:
        if job_id not in self._lives and not self._closing:
            self._lives[job_id] = self._tasks.spawn(self._live(job_id), f"job {job_id}")

    def _live_on(self, job_id: str) -> None:
        """Live the next part of a job, if there is one that needs no person."""
        if job_id not in self._ledger:
            return
        if self._ledger[job_id].state is JobState.FETCH_FAILED:
            self._ledger.move(job_id, JobState.FETCHING, reason=None)
        if self._ledger[job_id].state in _LIVES_ON:
            self._begin(job_id)
        self.wake()

    async def _live(self, job_id: str) -> None:
        try:
            with self._wakeups.heard_by(job_id):
                while await self._next_part(job_id):
                    self.wake()
        except (
            HeldError,
            MadeAlreadyError,
        ) as error:  # the first was told with its reason, of the second the job tells
            log.info("job %s is not sent: %s", job_id, error)
        except AppError as error:
            log.warning("job %s stopped: %s", job_id, error)
            topic = "ledger" if isinstance(error, LedgerError) else f"job {job_id}"
            self._event_bus.emit(Notice(error.sentence, Severity.ERROR, topic=topic))
            self._rest_after_trouble(job_id)
        except Exception:
            self._rest_after_trouble(job_id)
            raise
        finally:
            self._lives.pop(job_id, None)
            self.wake()

    async def _next_part(self, job_id: str) -> bool:
        """Live one part of a job; whether there is another."""
        job, news = self._ledger[job_id], self._good_news
        match job.state:
            case JobState.WAITING:
                await self._ledger.until_free()
                pause = await self._submission.submit(job_id)
                if pause is not None:
                    self._rest(_service(job), pause if news == self._good_news else 0.0, self.wake)
                    return False
            case JobState.QUEUED | JobState.RUNNING | JobState.CANCELLING:
                await self._poller.watch(job_id)
            case JobState.FETCHING | JobState.VERIFYING:
                await self._downloader.fetch(job_id)
                self._watch_for_room(job_id)
            case JobState.UNKNOWN:
                await self._reconciler.settle(job_id)
                self._look_for_the_others(job_id)
                return self._ledger[job_id].state in _LIVES_ON - {JobState.UNKNOWN}
        return self._ledger[job_id].state in _LIVES_ON

    def _watch_for_room(self, job_id: str) -> None:
        """Fetch again by itself as soon as there is room for a clip, or as its folder can be written again."""
        may_go_on = self._downloader.may_go_on(job_id)
        if may_go_on is None or job_id not in self._ledger:
            return
        if may_go_on:
            self._live_on(job_id)
        else:
            self._rest(job_id, ROOM_PAUSE, partial(self._watch_for_room, job_id))

    def _rest_after_trouble(self, job_id: str) -> None:
        """A full disk, or a bug: the job is not given up, and does not spin either."""
        self._rest(job_id, TROUBLE_PAUSE, partial(self._live_on, job_id))

    def _rest(self, who: str, seconds: float, then: Callable[[], None]) -> None:
        if self._closing:
            return
        self._rests.begin(who, seconds, then)

    async def close(self) -> None:
        """End every life; a submission under way is given a moment to bring its id home."""
        self._closing = True
        self._rests.end_all()
        deadline = self._clock.monotonic() + SUBMIT_GRACE
        while (submitting := self._being_submitted()) and self._clock.monotonic() < deadline:
            await asyncio.wait(submitting, timeout=0.05)
        await self._tasks.close()

    def _being_submitted(self) -> list[asyncio.Task[None]]:
        sending = self._ledger.in_states({JobState.SUBMITTING})
        return [self._lives[job.id] for job in sending if job.id in self._lives]


def _as_unknown(job: Job) -> Job:
    """One that is dismissed as it was before; of another one something was found out."""
    return replace(job, state=JobState.UNKNOWN) if job.state is JobState.DISMISSED else job


def _service(job: Job) -> str:
    return Line.of(job).service
