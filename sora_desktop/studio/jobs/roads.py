"""All roads to one finished clip: each link of every answer, then the service itself, then a fresh look for new links.

Round after round, for minutes. What comes is judged by its content; what is no whole clip is kept, and the next road is
tried: only something better takes its place.
"""

import asyncio
import math
from collections import Counter, deque
from functools import partial
from pathlib import Path
from random import Random

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, Examined, FileVerdict
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.errors import (
    AppError,
    BusyError,
    DiskFullError,
    DownloadBrokenError,
    DownloadError,
    EngineError,
    JobGoneError,
    LinkExpiredError,
    MediaError,
    NeedsKeyError,
    NoClipError,
    NotAVideoError,
    NotCheckedError,
    NotHandedOutError,
    SameLengthError,
    ServiceError,
    SlowRoadError,
    UnreachableError,
)
from sora_desktop.domain.evidence import SEEN_TWICE, Evidence, News
from sora_desktop.domain.ids import are_akin
from sora_desktop.domain.job import Job, JobState
from sora_desktop.media.probe import examine_in_child
from sora_desktop.services.client import VideoClient
from sora_desktop.services.downloads.download import Hurry
from sora_desktop.services.evidence import of_status
from sora_desktop.services.parsing.expiry import link_expiry
from sora_desktop.services.wire import RemoteStatus
from sora_desktop.store.files import write_atomically
from sora_desktop.studio.jobs.arrival_words import AtService, difference, trying_text
from sora_desktop.studio.jobs.backoff import RETRY_AFTER_LIMIT
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.kept import Arrived, Kept, KeptFiles, Ruling, rule
from sora_desktop.studio.jobs.polling import deadline_seconds
from sora_desktop.studio.jobs.priority_semaphore import Permit, PrioritySemaphore

ROADS = 40
"""The most that are tried in one round."""
_COMPLETE = frozenset({FileVerdict.DOUBTFUL, FileVerdict.WHOLE})
LINKS_KEPT = 20
"""Links of one job that are remembered; the newest go first."""

_TELLING: tuple[type[AppError], ...] = (
    NotAVideoError,
    NotHandedOutError,
    NoClipError,
    JobGoneError,
    LinkExpiredError,
    DownloadBrokenError,
)
"""Of several roads that brought nothing, the trouble that is told: the first of these."""


@dataclass(frozen=True, slots=True)
class FoundClip:
    """The file that ends the search. `kept`: it is what the service has, whole or not. `old`: the library has it."""

    arrived: Arrived
    examined: Examined
    kept: bool = False
    old: bool = False


class NotFoundError(Exception):
    """No road brought the clip. `problem` is the most telling trouble, `there` what the service said last."""

    def __init__(self, problem: AppError, there: AtService) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.there = there


class Search:
    """The search for one clip; `run` once.

    `before` is a clip that is in the library unchecked: only a whole one takes its place. `brief`: one more round after
    the first, and then again after a long pause.
    """

    def __init__(
        self,
        context: JobContext,
        places: PrioritySemaphore,
        job_id: str,
        files: KeptFiles,
        *,
        before: Clip | None,
        brief: bool,
    ) -> None:
        self._context = context
        self._ledger = context.ledger
        self._backoff = context.backoff
        self._places = places
        self._job_id = job_id
        self._files = files
        self._before = Kept.of_clip(before) if before else None
        self._pauses = context.backoff.fetch_pauses[:1] if brief else context.backoff.fetch_pauses
        self._random = Random()  # noqa: S311 -- it spreads attempts, it keeps no secret
        self._best: Kept | None = None
        self._examined: Examined | None = None
        self._troubles: list[AppError] = []
        self._silences = Counter[str | None]()
        self._rounds = 0
        self._there = AtService.NOT_ASKED

    @property
    def _job(self) -> Job:
        return self._ledger[self._job_id]

    async def run(self) -> FoundClip:
        """The clip, or what the service has in its place.

        NotFoundError after minutes; DiskFullError, NotWrittenError, NotCheckedError, StorageError and OSError at once.
        """
        self._best = await asyncio.to_thread(self._files.known_best)
        for arrived in await asyncio.to_thread(self._what_is_here):
            if found := await self._judged(arrived):
                return found
        since, in_vain, failures = math.inf, 0, 0
        while True:
            try:
                if found := await self._round() or await self._settled():
                    return found
                in_vain += 1
                problem, pause = self._problem(), self._pause(in_vain)
            except (ServiceError, NeedsKeyError, EngineError) as error:
                failures += 1
                problem, pause = error, self._pause_without_answer(error, failures)
            now = self._context.clock.monotonic()
            since = min(since, now)
            late = now - since >= deadline_seconds(self._job)
            if late or in_vain > len(self._pauses) or self._has_no_roads():
                raise NotFoundError(problem, self._there)
            self._say(problem)
            await self._context.wakeups.pause(self._job_id, pause)

    def _what_is_here(self) -> list[Arrived]:
        return list(self._files.here())

    def _has_no_roads(self) -> bool:
        return self._job.remote_id is None and not self._job.links

    # One round.

    async def _round(self) -> FoundClip | None:
        """Every road once. The ServiceError branch, NeedsKeyError and EngineError where nobody could be asked."""
        self._troubles.clear()
        self._rounds += 1
        try:
            client = await self._context.connections.client(self._job.service, self._job.id)
        except NeedsKeyError:
            if found := await self._without_key():
                return found
            raise
        if self._is_fresh_look_due() and (found := await self._look(client)):
            return found
        return await self._along(client, self._roads(client))

    async def _without_key(self) -> FoundClip | None:
        """Links to other places need no key: they are tried at once, as they may end before it is entered."""
        if self._rounds > 1:
            return None
        return await self._along(self._context.connections.keyless(self._job.service, self._job.id), self._job.links)

    def _is_fresh_look_due(self) -> bool:
        if self._job.remote_id is None:
            return False
        return self._rounds > 1 or self._job.service.kind is ConnectionKind.ENGINE

    def _roads(self, client: VideoClient) -> tuple[str | None, ...]:
        job = self._job
        links = job.links if job.service.kind is not ConnectionKind.ENGINE else self._engine_links
        return client.roads(job.remote_id, job.format, links) if job.remote_id else links

    async def _along(self, client: VideoClient, roads: tuple[str | None, ...]) -> FoundClip | None:
        ahead = deque(sorted(roads, key=lambda road: self._silences[road]))
        been = set[str | None]()
        while ahead and len(been) < ROADS:
            link = ahead.popleft()
            if link in been:
                continue
            been.add(link)
            arrived = await self._fetched(client, link, ahead, alone=len(roads) == 1)
            if arrived is not None and (found := await self._judged(arrived, more=bool(ahead))):
                return found
        return None

    async def _fetched(
        self, client: VideoClient, link: str | None, ahead: "deque[str | None]", *, alone: bool
    ) -> Arrived | None:
        """What came over one road; a dead one does not end the others. It may lead to further ones."""
        job = self._job
        async with self._places.place(job.service.base_url, urgency(job)) as place:
            try:
                fetched = await client.fetch(
                    job.remote_id or "",
                    job.format,
                    link,
                    self._files.part,
                    on_bytes=partial(self._show_progress, place),
                    but_not=self._length_that_is_here(),
                    hurry=None if alone else Hurry(self._silences[link], self._rounds > 1 or not ahead),
                )
            except DiskFullError:
                raise
            except SameLengthError:
                return None
            except DownloadError as error:
                self._context.standing.expect_open()
                self._troubles.append(error)
                self._silences[link] += isinstance(error, SlowRoadError)
                ahead.extendleft(reversed(error.links if isinstance(error, NoClipError) else ()))
                return None
        return Arrived(self._files.part, fetched.sha256, fetched.byte_count, fetched.told)

    def _length_that_is_here(self) -> int:
        """What is as long as a file in which nothing is known to be missing is that file: it need not come again."""
        best = self._best
        return (
            best.byte_count if best is not None and best.told and best.verdict in _COMPLETE and not self._before else -1
        )

    def _show_progress(self, place: Permit, have: int, total: int | None) -> None:
        place.moves(have)
        if total:
            self._ledger.show_progress(self._job_id, have / total)

    # A fresh look at the job.

    _engine_links: tuple[str, ...] = ()

    async def _look(self, client: VideoClient) -> FoundClip | None:
        """Ask the job for its links anew; the clip itself, where the answer carries it."""
        job = self._job
        try:
            status = await client.status(job.remote_id or "", job.format, source=job.request.source)
        except UnreachableError:
            raise
        except ServiceError as error:  # what it once handed out may work all the same
            self._there = AtService.GONE if isinstance(error, JobGoneError) else AtService.NOT_ASKED
            self._troubles.append(error)
            return None
        evidence = of_status(status)
        if not _is_about(job, evidence.remote_id):
            self._troubles.append(NotHandedOutError(message("It answers about a different job.")))
            return None
        self._there = AtService.THERE if evidence.news is News.FINISHED else AtService.NOT_ASKED
        if evidence.news is not News.FINISHED:
            if evidence.news in SEEN_TWICE:
                self._troubles.append(NotHandedOutError(_now_called(status)))
            if evidence.links:
                self._learn_links(evidence)
            return None
        self._learn_links(evidence)
        if evidence.charge is not None:
            self._context.learn(job.id, Evidence(News.SETTLED, charge=evidence.charge))
        if evidence.clip is None:
            return None
        await asyncio.to_thread(write_atomically, self._files.sent, evidence.clip)
        return await self._judged(await asyncio.to_thread(self._sent))

    def _sent(self) -> Arrived:
        return self._files.measured(self._files.sent, told=True)

    def _learn_links(self, evidence: Evidence) -> None:
        job = self._job
        if job.service.kind is ConnectionKind.ENGINE:
            self._engine_links = evidence.links
            return
        places = {_place(link) for link in evidence.links}
        older = tuple(link for link in job.links if _place(link) not in places)
        links = (*evidence.links, *older)[:LINKS_KEPT]
        expires = evidence.expires_at or job.result_expires_at
        if links and (links != job.links or expires != job.result_expires_at):
            self._ledger.update(self._job_id, result_url=links[0], other_urls=links[1:], result_expires_at=expires)

    # What came.

    async def _judged(self, arrived: Arrived, *, more: bool = False) -> FoundClip | None:
        """What ends the search; None where it goes on, and what came is kept. `more`: there are further roads."""
        self._context.learn(self._job_id, Evidence(News.ARRIVED))
        reach(CrashPoint.VERIFYING_COMMITTED)
        examined = await checked(self._context, arrived.path)
        reach(CrashPoint.VERIFIED)
        if arrived.is_same(self._before) and examined.verdict is not FileVerdict.WHOLE:
            return FoundClip(arrived, examined, kept=True, old=True)
        ruling = rule(examined, arrived, self._best, self._job.request.clip_seconds)
        if ruling is Ruling.TAKE and not (more and self._is_another(arrived, examined)):
            return FoundClip(arrived, examined)
        if ruling is Ruling.KEEP and self._before is None:
            return FoundClip(arrived, examined, kept=True)
        await self._keep(arrived, examined)
        return None

    def _is_another(self, arrived: Arrived, examined: Examined) -> bool:
        """A clip of another size or length may be a preview, or another job's: the next road may have what was asked.

        So may the one after a road that brought the very file which another job has.
        """
        if not arrived.told or self._before is not None:
            return False
        same = self._context.library.same_of_another(self._job, arrived.sha256)
        return same is not None or difference(self._job, examined.facts) is not None

    async def _keep(self, arrived: Arrived, examined: Examined) -> None:
        before = self._best
        self._best = await asyncio.to_thread(self._files.put, arrived, examined)
        self._examined = examined if self._best != before else self._examined
        self._troubles.append(NotAVideoError(examined.finding or message("Its end may be missing.")))
        if self._job.state is JobState.VERIFYING:
            self._ledger.move(self._job_id, JobState.FETCHING)

    async def _settled(self) -> FoundClip | None:
        """After a round: nothing is known to be missing in the best that came, and no road has anything better."""
        best = self._best
        if best is None or self._before or best.verdict not in _COMPLETE or not best.told:
            return None
        examined = self._examined
        if examined is None:
            examined = await checked(self._context, self._files.best)
        self._context.learn(self._job_id, Evidence(News.ARRIVED))
        arrived = Arrived(self._files.best, best.sha256, best.byte_count, best.told)
        return FoundClip(arrived, examined, kept=examined.verdict is not FileVerdict.WHOLE)

    # Troubles and pauses.

    def _problem(self) -> AppError:
        """The most telling of what the roads of a round ended with."""
        for kind in _TELLING:
            for trouble in self._troubles:
                if isinstance(trouble, kind):
                    return trouble
        return self._troubles[-1] if self._troubles else DownloadError()

    def _pause(self, in_vain: int) -> float:
        if self._job.service.kind is ConnectionKind.ENGINE:
            return self._backoff.after_failure(in_vain, local=True, random=self._random)
        wishes = [
            trouble.retry_after for trouble in self._troubles if isinstance(trouble, DownloadBrokenError | BusyError)
        ]
        pause = self._pauses[min(in_vain, len(self._pauses)) - 1]
        return min(max([pause, *(wish for wish in wishes if wish)]), RETRY_AFTER_LIMIT)

    def _pause_without_answer(self, problem: AppError, failures: int) -> float:
        """The clip is paid for: one that cannot be asked for just now (no network, no key) is waited for."""
        if isinstance(problem, NeedsKeyError):
            return self._backoff.without_key
        local = self._job.service.kind is ConnectionKind.ENGINE
        wish = problem.retry_after if isinstance(problem, BusyError) else None
        return self._backoff.after_failure(failures, local=local, random=self._random, retry_after=wish)

    def _say(self, problem: AppError) -> None:
        reason = trying_text(problem) if isinstance(problem, DownloadError) else problem.sentence
        if self._job.reason != reason:
            self._ledger.update(self._job_id, reason=reason)


def _is_about(job: Job, remote_id: str) -> bool:
    """Whether an answer is about this very job, as far as it says."""
    known = {"", job.alias, job.remote_id}
    return remote_id in known or are_akin(remote_id, job.remote_id or "")


async def checked(context: JobContext, path: Path) -> Examined:
    """Judge a file. Checks wait for each other in the pool; nothing else about files waits for them.

    NotCheckedError where no program that checks can be started now.
    """
    try:
        return await asyncio.get_running_loop().run_in_executor(context.pool, examine_in_child, path)
    except MediaError as error:
        raise NotCheckedError(error.detail) from error


def urgency(job: Job) -> float:
    """When the clip, or a link to it, is gone, in seconds since 1970: the smallest is the most urgent."""
    ends = (job.result_expires_at, *map(link_expiry, job.links))
    return min((end.timestamp() for end in ends if end), default=math.inf)


def _place(link: str) -> str:
    """The same for fresh signatures of one file."""
    return link.partition("?")[0]


def _now_called(status: RemoteStatus) -> Message:
    """A service that does not hand out what it called finished before."""
    if status.word:
        return message("It now says the job is “{word}”.", word=status.word)
    return message("It now says the job has ended without a clip.")
