"""The studio: all that the app does, without a window. One instance owns one data folder."""

import asyncio
import uuid
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.catalog import Size
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import DiffersError, InputError, JobGoneError, PictureChangedError, ServiceError
from sora_desktop.domain.events import Event, Health, Notice, SettingsChanged, Snapshot
from sora_desktop.domain.evidence import WITHOUT_ID, Evidence, News, Patience
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.job import ACTIVE, FINAL, MAY_BE_ASKED, NEEDS_PERSON, Billed, Job, JobState
from sora_desktop.domain.pricing import estimate
from sora_desktop.domain.request import COUNT_LIMIT, Request, check, wire_format
from sora_desktop.domain.settings import Settings
from sora_desktop.services.wire import RemoteStatus
from sora_desktop.store.settings import save_settings
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.connections.engine_process import EngineProcess
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.drafts import DraftKeeper
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.jobs.custody import HELD, Custody
from sora_desktop.studio.jobs.ledger import Ledger
from sora_desktop.studio.jobs.queue import Queue
from sora_desktop.studio.jobs.reconcile import has_same_prompt, is_another_model, is_at_that_time
from sora_desktop.studio.key_retention import KeyRetention
from sora_desktop.studio.library.library import Library
from sora_desktop.studio.pictures import Pictures
from sora_desktop.studio.sleep_detector import SleepDetector
from sora_desktop.studio.tasks import Tasks

_MOVED_ON = "This job has moved on meanwhile: look at it again."
_MAY_LEAVE_THE_LIST = FINAL | NEEDS_PERSON - {JobState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class StudioParts:
    """What a studio is made of; put together in `build.py`. `said` is told once somebody listens."""

    event_bus: EventBus
    clock: Clock
    ledger: Ledger
    queue: Queue
    custody: Custody
    library: Library
    pictures: Pictures
    connections: Connections
    drafts: DraftKeeper
    engine: EngineProcess
    settings: Settings
    settings_path: Path
    resources: AsyncExitStack
    said: tuple[Notice, ...] = ()


class Studio:
    """All methods run on the studio's loop. Errors for a person are `AppError`s."""

    def __init__(self, parts: StudioParts) -> None:
        self._parts = parts
        self._event_bus = parts.event_bus
        self._ledger = parts.ledger
        self._queue = parts.queue
        self._library = parts.library
        self._pictures = parts.pictures
        self._connections = parts.connections
        self._settings = parts.settings
        self._tasks = Tasks()
        self._kept_keys = KeyRetention(parts.ledger, parts.connections, parts.event_bus, self._tasks)
        self._closed = False

    def start(self) -> None:
        """Go on with every job that an earlier start left, and see whether the picked service answers."""
        self._say_whether_held()
        self._queue.paused = self._queue.paused or self._parts.custody.concern is not None
        self._queue.start()
        self._tasks.spawn(self._wake_up(), "wake up")
        self._tasks.spawn(self._read_library(), "library")
        self._tasks.spawn(SleepDetector(self._parts.clock, self._awake).watch(), "wakefulness")

    async def _awake(self) -> None:
        """The machine slept: what was connected is not any more, and every job is looked at now."""
        await self._connections.drop()
        self._queue.look_now()

    async def _read_library(self) -> None:
        await self._library.read_on()
        await self._library.take_stock(self._found)

    def _found(self, clip: Clip) -> None:
        """A clip whose job this ledger may know only as one that waits, or without an id: it was made."""
        if clip.job_id in self._ledger:
            self._ledger.learn(clip.job_id, Evidence(News.AT_HOME), self._parts.clock.now(), Patience())

    async def _wake_up(self) -> None:
        for notice in self._parts.said:
            self._event_bus.emit(notice)
        await self._connections.recall_keys()
        await self._kept_keys.settle()
        self._connections.select(self._connections.selected)
        await self._connections.probe(self._connections.selected)

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear every event from now on, on the studio's thread; the answer ends it."""
        return self._event_bus.subscribe(listener)

    async def snapshot(self) -> Snapshot:
        return Snapshot(
            jobs=self._ledger.jobs(),
            clips=self._library.clips(),
            unread=self._library.unread(),
            connections=self._connections.all(),
            selected=self._connections.selected,
            health=self._connections.health(),
            settings=self._settings,
            paused=self._queue.paused,
            draft=self._parts.drafts.latest,
        )

    async def submit(self, request: Request, connection_id: str, count: int = 1) -> tuple[Job, ...]:
        """Commit `count` jobs to the ledger; they go out in turn. InputError where the request may not go."""
        if not 1 <= count <= COUNT_LIMIT:
            raise InputError(f"From 1 to {COUNT_LIMIT} takes can be made at once.")
        if request.image and request.image.url:
            await self._connections.locate(connection_id)
        connection = self._connections.get(connection_id)
        facts = await self._pictures.look_at(request.image, fresh=False) if request.image else None
        if request.image and facts and self._pictures.is_another(request.image, facts.digest):
            raise PictureChangedError
        problems = check(request, connection.model(request.model.id), connection, facts)
        if problems:
            raise InputError(" ".join(str(problem.text) for problem in problems))
        prepared = await self._pictures.prepare(request.image, request.size) if request.image else None
        await self._ledger.until_free()
        return self._commit(request, connection, prepared, count)

    def _commit(
        self,
        request: Request,
        connection: Connection,
        prepared: Path | None,
        count: int,
        retry_of: str | None = None,
    ) -> tuple[Job, ...]:
        now = self._parts.clock.now()
        last = self._last_position()
        jobs = [
            _new_job(request, connection, prepared, now, position=last + number, retry_of=retry_of)
            for number in range(1, count + 1)
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
                self._ledger.move(job_id, JobState.CANCELLED, ended_at=self._parts.clock.now(), reason=None)
            case JobState.SUBMITTING:
                self._ledger.update(job_id, wanted=False)
            case JobState.QUEUED | JobState.RUNNING:
                self._ledger.move(job_id, JobState.CANCELLING, wanted=False)
                reach(CrashPoint.CANCELLING_COMMITTED)
                self._queue.go_on(job_id)
            case _:
                raise InputError("This job cannot be cancelled any more.")

    async def retry(self, job_id: str) -> Job:
        """A new job from the same request (it may cost money again), with `retry_of`.

        An `unknown` one is dismissed by it: the person has decided, knowing that it may be paid twice.
        """
        job = self._ledger[job_id]
        self._expect_no_life_of(job_id)
        connection = self._connections.get(job.connection.id)
        facts = await self._facts_for_retry(job)
        problems = check(job.request, connection.model(job.request.model.id), connection, facts)
        if problems:
            raise InputError(" ".join(str(problem.text) for problem in problems))
        prepared = job.input_path if job.input_path and job.input_path.exists() else None
        if prepared is None and job.request.image is not None:
            prepared = await self._pictures.prepare(job.request.image, job.request.size)
        await self._ledger.until_free()
        self._expect_no_life_of(job_id)  # it may have been found, or retried, while its picture was looked at
        if self._ledger[job_id].state is JobState.UNKNOWN:
            await self.dismiss(job_id)
        return self._commit(job.request, connection, prepared, 1, retry_of=job_id)[0]

    def _expect_no_life_of(self, job_id: str) -> None:
        """Raises InputError where the job, or one that stands in for it, is under way."""
        if self._ledger[job_id].state in ACTIVE:
            raise InputError("This job is still under way.")
        if any(job.retry_of == job_id and job.state in ACTIVE for job in self._ledger.jobs()):
            raise InputError("This job is being made anew already.")

    async def _facts_for_retry(self, job: Job) -> ImageFacts | None:
        image = job.request.image
        if image is None:
            return None
        if job.input_path is not None and job.input_path.exists():
            return ImageFacts(image, ImageVerdict.OK, size=job.request.size)
        return await self._pictures.look_at(image, fresh=False)

    async def check_again(self, job_id: str) -> None:
        """Ask the service now about a job that ended badly or gave no answer, or look for one without an id in its list."""
        job = self._ledger[job_id]
        if job.state in MAY_BE_ASKED:
            self._ledger.move(job_id, JobState.RUNNING, reason=None, ended_at=None, doubt=None)
        elif job.state not in (JobState.UNKNOWN, JobState.NOT_FOUND):
            raise InputError(_MOVED_ON)
        elif not self._connections.has_list(job.connection):
            raise InputError(
                "This service has no list of its jobs that could be asked. Look at its own page: where the job is there, paste its id."
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
            raise InputError("That is not an id. Copy it from the service's own list of jobs.")
        self._expect_unbound(job_id, pasted)
        await self._ask_about(self._ledger[job_id], pasted, although_it_differs=although_it_differs)
        self._expect_unbound(job_id, pasted)
        self._queue.learn(job_id, Evidence(News.FOUND, remote_id=pasted))
        self._queue.go_on(job_id)

    def _expect_unbound(self, job_id: str, remote_id: str) -> None:
        """Raises InputError unless the job still has no id, and no other one has that id."""
        if self._ledger.is_bound(remote_id, self._ledger[job_id].connection):
            raise InputError("Another job of this app already has that id.")
        if self._ledger[job_id].state not in WITHOUT_ID:
            raise InputError(_MOVED_ON)

    async def _ask_about(self, job: Job, pasted: str, *, although_it_differs: bool) -> None:
        """Raises InputError unless the service knows the id, and what it tells of that job can be this one."""
        client = await self._connections.client(job.connection)
        try:
            status = await client.status(pasted, job.format)
        except JobGoneError:
            raise InputError("The service has no job of that id. Nothing was changed.") from None
        except ServiceError as error:
            raise InputError(f"The service could not be asked about that id. Nothing was changed. {error}") from error
        differs = is_another_model(job, status) or not has_same_prompt(job, status) or not is_at_that_time(job, status)
        if differs and not although_it_differs:
            raise DiffersError(_words_of(status))

    async def dismiss(self, job_id: str) -> None:
        """A person settles an unknown job; what it may have cost stays in the ledger."""
        self._expect(job_id, JobState.UNKNOWN)
        self._ledger.move(job_id, JobState.DISMISSED, ended_at=self._parts.clock.now())
        self._queue.go_on(job_id)

    def _expect(self, job_id: str, state: JobState) -> None:
        """A person may have seen an older state of the job than it is in by now."""
        if self._ledger[job_id].state is not state:
            raise InputError(_MOVED_ON)

    async def remove_job(self, job_id: str) -> None:
        """Take an ended job off the list; its row stays in the ledger."""
        await self._ledger.until_free()
        if self._ledger[job_id].state not in _MAY_LEAVE_THE_LIST:
            raise InputError("This job has not ended. Cancel or settle it first.")
        self._queue.end_life(job_id)
        self._ledger.remove(job_id)

    async def set_paused(self, paused: bool) -> None:
        """Hold back what waits, also over a restart; what is at a service goes on.

        Where it was held because the folder may not be what it was, to go on is a person's word that it is.
        """
        if not paused:
            self._parts.custody.confirm()
            self._say_whether_held()
        self._queue.set_paused(paused)
        await self.change_settings(queue_paused=paused)

    def hold(self, notice: Notice) -> None:
        """Nothing may be sent any more before a person has looked: stop, and say why."""
        self._say_whether_held()
        self._queue.set_paused(True)
        self._event_bus.emit(notice)

    def _say_whether_held(self) -> None:
        held = self._parts.custody.concern is not None
        for job in self._ledger.in_states({JobState.WAITING}):
            if held or job.reason == HELD:
                self._ledger.say(job.id, HELD if held else None)

    async def move_job(self, job_id: str, before_id: str | None) -> None:
        """Let a waiting job go out right before another waiting one, or last where that is None.

        Where the other one has left the queue meanwhile, it goes out first.
        """
        await self._ledger.until_free()
        waiting = sorted(self._ledger.in_states({JobState.WAITING}), key=_position)
        order = [job.id for job in waiting if job.id != job_id]
        if len(order) == len(waiting):
            raise InputError("Only a job that still waits can be moved.")
        place = len(order) if before_id is None else order.index(before_id) if before_id in order else 0
        order.insert(place, job_id)
        position = self._position_before(order[place + 1]) if place + 1 < len(order) else self._last_position() + 1
        if position is not None:
            self._ledger.update(job_id, position=position)
        else:
            self._number_anew(order)

    def _last_position(self) -> float:
        return max((job.position for job in self._ledger.jobs()), default=0.0)

    def _position_before(self, job_id: str) -> float | None:
        """Between a job and the one before it, sent or not; None where there is no number between the two."""
        after = self._ledger[job_id].position
        before = max((job.position for job in self._ledger.jobs() if job.position < after), default=after - 2.0)
        middle = (before + after) / 2
        return middle if before < middle < after else None

    def _number_anew(self, order: list[str]) -> None:
        last = self._last_position()
        self._ledger.place({job_id: last + number for number, job_id in enumerate(order, start=1)})

    async def take_back(self, job_id: str) -> None:
        """Take a job that was not sent yet off the list, to be edited. InputError where it was sent meanwhile."""
        await self._ledger.until_free()
        if self._ledger[job_id].state is not JobState.WAITING:
            raise InputError(
                "This job has just been sent: it goes on. Once it has ended, its prompt can be used again."
            )
        self._ledger.move(job_id, JobState.CANCELLED, ended_at=self._parts.clock.now(), reason=None)
        self._tasks.spawn(self._take_off_the_list(job_id), "take back")

    async def _take_off_the_list(self, job_id: str) -> None:
        await self._queue.rest_of_life(job_id)
        await self._ledger.until_free()
        self._ledger.remove(job_id)

    async def look_at(self, image: InputImage) -> ImageFacts:
        """Look at a picture (a URL without credentials). Never raises: what is wrong stands in the facts."""
        return await self._pictures.look_at(image)

    async def adopt_image(self, data: bytes, name: str) -> InputImage:
        """Keep a pasted or dropped picture that has no file of its own."""
        return await self._pictures.adopt(data, name)

    async def preview_fit(self, image: InputImage, size: Size) -> bytes:
        """PNG of the picture exactly as it will be sent, at most 640 pixels wide."""
        return await self._pictures.preview(image, size)

    async def select_connection(self, connection_id: str) -> None:
        self._connections.select(connection_id)
        await self.change_settings(selected_connection=connection_id)
        await self._connections.probe(connection_id)

    async def save_connection(self, connection: Connection, key: str | None = None) -> Connection:
        """Add or change a connection; `key` None leaves the key as it is, an empty one says that none is needed.

        The answer says where the key is.
        """
        before = self._connections.find(connection.id)
        if before is None:
            connection = replace(connection, id=self._kept_keys.removed_twin(connection) or connection.id)
        saved = await self._connections.save(connection, key)
        if before is not None and not self._connections.has_key_of(before):
            await self._kept_keys.leave(before)
        self._queue.look_now()
        return saved

    async def remove_connection(self, connection_id: str) -> None:
        """Forget a connection. Its jobs under way go on; its key is forgotten with the end of the last of them."""
        await self._kept_keys.leave(self._connections.remove(connection_id))

    async def probe(self, connection_id: str) -> Health:
        return await self._connections.probe(connection_id)

    async def try_connection(self, connection: Connection, key: str | None) -> Health:
        """Ask a service as it stands in the sheet whether it answers; costs nothing.

        `key` None is the key that is already kept for it.
        """
        return await self._connections.try_out(connection, key)

    async def delete_clip(self, clip_id: str) -> None:
        """Move the clip and its sidecar to the system's trash."""
        await self._library.delete(clip_id)

    async def keep_draft(self, draft: Draft) -> None:
        """What a person is writing, kept for the next start."""
        await self._parts.drafts.keep(draft)
        if self._settings.draft:  # where earlier versions kept the prompt: it must not come back one day
            await self.change_settings(draft="")

    async def change_settings(self, **changes: Any) -> None:
        self._settings = replace(self._settings, **changes)
        save_settings(self._parts.settings_path, self._settings)
        self._event_bus.emit(SettingsChanged(self._settings))

    async def close(self) -> None:
        """Stop everything without losing anything: what is under way goes on at the next start."""
        if self._closed:
            return
        self._closed = True
        await self._parts.drafts.close()
        await self._tasks.close()
        await asyncio.gather(self._queue.close(), self._parts.engine.close())
        await self._parts.resources.aclose()


def _words_of(status: RemoteStatus) -> str:
    """What a service tells of one of its jobs."""
    when = f"{status.created_at:%Y-%m-%d %H:%M} UTC" if status.created_at else ""
    prompt = f"“{one_line(status.prompt, 120)}”" if status.prompt else ""
    return ", ".join(part for part in (one_line(status.model, 60), when, prompt) if part)


def _position(job: Job) -> float:
    return job.position


def _new_job(
    request: Request,
    connection: Connection,
    prepared: Path | None,
    now: datetime,
    *,
    position: float,
    retry_of: str | None,
) -> Job:
    cost = estimate(connection.prices, request.model.id, request.size, request.seconds)
    return Job(
        id=uuid.uuid4().hex,
        request=request,
        connection=replace(
            connection, base_url="" if connection.kind is ConnectionKind.ENGINE else connection.base_url
        ),
        format=wire_format(request, connection),
        state=JobState.WAITING,
        created_at=now,
        cost=cost,
        position=position,
        input_path=prepared,
        idempotency_key=uuid.uuid4().hex,
        billed=Billed.NO,
        retry_of=retry_of,
    )
