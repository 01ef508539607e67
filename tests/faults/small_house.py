"""A studio over a real SQLite in virtual time, with the service inside the process: whole days in milliseconds.

What a clip's bytes go through is left out (the kill matrix has it): a finished clip is at home after a second.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor, Future
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, cast
from unittest.mock import patch

import httpx

from sora_desktop.domain.connection import ENVIRONMENT_ID, Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import LedgerError, UnsavedJobError
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.request import Request
from sora_desktop.domain.settings import Settings
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.http.redact import RedactingFilter
from sora_desktop.services.http.transport import Role, Transport
from sora_desktop.store.activities import ActivityStore
from sora_desktop.store.characters import CharacterStore
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.codec import Codec
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.exchanges import ExchangeFiles
from sora_desktop.store.files import file_at
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.lock import own
from sora_desktop.store.paths import Paths
from sora_desktop.store.secrets import Secrets
from sora_desktop.store.spend import SpendStore
from sora_desktop.store.standing import Standing
from sora_desktop.store.witness import Witness
from sora_desktop.studio.activities import Activities
from sora_desktop.studio.connections.environment_service import EnvironmentService
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.drafts import DraftKeeper
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.folder import Folder, take_witness
from sora_desktop.studio.jobs.backoff import Backoff
from sora_desktop.studio.jobs.custody import Custody
from sora_desktop.studio.jobs.downloading import Downloader
from sora_desktop.studio.jobs.exchanges import ExchangeLog
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.ledger import Ledger
from sora_desktop.studio.jobs.queue import Queue
from sora_desktop.studio.jobs.wakeups import Wakeups
from sora_desktop.studio.library.library import Library
from sora_desktop.studio.pictures import Pictures
from sora_desktop.studio.settings import SettingsKeeper
from sora_desktop.studio.spending import Spending
from sora_desktop.studio.studio import Studio, StudioParts
from sora_desktop.studio.updates import Updates
from tests.faults.wire import Wire
from tests.support.formats import NATIVE
from tests.support.virtual_time import VirtualClock, VirtualLoop

if TYPE_CHECKING:
    from sora_desktop.studio.connections.engine_process import EngineProcess

T = TypeVar("T")

_LOGGER = logging.getLogger("sora_desktop.studio")

BASE_URL = "https://service.example"
_UNSENT = (JobState.WAITING, JobState.SUBMITTING)


@cache
def _codec(folder: Path) -> Codec:
    """Making one takes longer than all else in a small house."""
    return Codec(folder)


class _Jobs(JobStore):
    def __init__(self, database: Database) -> None:
        with patch("sora_desktop.store.jobs.Codec", _codec):
            super().__init__(database)


class _Clips(ClipStore):
    def __init__(self, database: Database, paths: Paths) -> None:
        with patch("sora_desktop.store.clips.Codec", _codec):
            super().__init__(database, paths)


class Rows:
    """The real rows. `full`: the disk takes nothing more but what has its room already; `gone`: there is none any more.

    `dead` is a process that is no more.
    """

    def __init__(self, store: JobStore) -> None:
        self.store = store
        self.full = False
        self.gone = False
        self.dead = False

    def is_free(self) -> bool:
        return self.store.is_free()

    def add(self, jobs: Sequence[Job]) -> None:
        if self._takes(UnsavedJobError):
            self.store.add(jobs)

    def put(self, job: Job) -> None:
        if self._takes(UnsavedJobError if job.state in _UNSENT else LedgerError):
            self.store.put(job)

    def hide(self, *job_ids: str, hidden: bool = True) -> None:
        if self._takes(LedgerError):
            self.store.hide(*job_ids, hidden=hidden)

    def all(self) -> list[Job]:
        return self.store.all()

    def hidden(self, state: JobState) -> list[Job]:
        return self.store.hidden(state)

    def get(self, job_id: str) -> Job | None:
        return self.store.get(job_id)

    def remote_ids(self, connection_id: str, base_url: str = "") -> set[str]:
        return self.store.remote_ids(connection_id, base_url)

    def is_newer(self, job_id: str) -> bool:
        return self.store.is_newer(job_id)

    def _takes(self, error: type[LedgerError]) -> bool:
        if self.full or self.gone:
            raise error("database or disk is full")
        return not self.dead


class _Custody(Custody):
    """The real journal; what the disk and the process of the rows cannot do, it cannot either."""

    def __init__(self, folder: Folder, rows: Rows, library: Library) -> None:
        self._house = rows
        super().__init__(folder, rows.store, library.has_clip_of)

    def will_send(self, job: Job) -> None:
        if self._house.full or self._house.gone:
            raise UnsavedJobError("no room")
        if not self._house.dead:
            super().will_send(job)

    def became(self, before: Job, job: Job) -> None:
        if not self._house.dead and not self._house.gone:
            super().became(before, job)


class _AtHome(Downloader):
    """Every finished clip is whole and verified a second later, but while `fails`. `tries` are when one was fetched."""

    fails = False

    def __init__(self, context: JobContext) -> None:
        super().__init__(context)
        self.tries: list[float] = []

    async def fetch(self, job_id: str) -> None:
        self.tries.append(self._clock.monotonic())
        await self._clock.sleep(0.5)
        if self.fails:
            self._ledger.move(job_id, JobState.FETCH_FAILED)
            return
        if self._ledger[job_id].state is JobState.FETCHING:
            self._ledger.move(job_id, JobState.VERIFYING)
        await self._clock.sleep(0.5)
        self._ledger.move(job_id, JobState.DONE, clip_id=job_id)


class _NoEngine:
    async def close(self) -> None:
        """There is none to end."""


class _Errors(logging.Handler):
    """Keeps the errors that no task may end with; a full disk is warned of, and that is as it should be."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(self.format(record))


class _AtOnce(Executor):
    """Does all work on the spot: virtual time would run on while a thread works."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 -- whoever waits for the work hears of it
            done.set_exception(error)
        return done


class _RolesTold(Transport):
    """Each request tells the wire by which client it comes: a kept connection and a new one look the same there."""

    async def resolve(self, _host: str, _port: int) -> tuple[str, ...]:
        return ("203.0.113.7",)

    def _make(self, role: Role, proxy: str) -> httpx.AsyncClient:
        async def tell(request: httpx.Request) -> None:
            request.extensions = {**request.extensions, "role": str(role)}

        client = super()._make(role, proxy)
        client.event_hooks = {"request": [tell]}
        return client


class SmallHouse:
    """`open` and `crash` in turn; the wire and what it charged live through both.

    `folder` may be that of an earlier house: its ledger is thrown away. `changes` are those of the connection.
    """

    def __init__(
        self,
        folder: Path,
        *,
        wire: type[Wire] = Wire,
        lists_jobs: bool = True,
        honours_keys: bool = False,
        **changes: Any,
    ) -> None:
        self.loop = VirtualLoop()
        self.clock = VirtualClock(self.loop)
        self.wire = wire(self.clock.true_now, self._who_sends, honours_keys=honours_keys)
        self.broken: list[str] = []
        self._errors = _Errors(self.broken)
        _LOGGER.addHandler(self._errors)
        _LOGGER.propagate = False
        self._transport = _RolesTold(network=self.wire, wall=self.clock.now, steady=self.clock.monotonic)
        self._paths = Paths(folder)
        self._paths.make()
        self._seen = folder / "seen"
        for left in (*folder.glob("ledger*"), *folder.glob("sent.*"), *self._seen.glob("*")):
            left.unlink()
        plain = Connection(
            ENVIRONMENT_ID,
            "Service",
            BASE_URL,
            NATIVE,
            kind=ConnectionKind.ENVIRONMENT,
            lists_jobs=lists_jobs,
            honours_idempotency_keys=honours_keys,
            key_place=KeyPlace.ENVIRONMENT,
        )
        self.connection = replace(plain, **changes)
        self.open()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run on the loop; an error that a task reported to the loop is one of the test."""
        result = self.loop.run_until_complete(work)
        assert self.loop.errors == []
        return result

    def do(self, call: Callable[[], None]) -> None:
        """Call something that must be called on the loop."""

        async def on_loop() -> None:
            call()

        self.run(on_loop())

    def passes(self, seconds: float) -> None:
        self.run(asyncio.sleep(seconds))

    def open(self) -> None:
        """As at the start of the app."""
        self.ownership = own(self._paths)
        self._number = file_at(self._paths.root) or (0, 0)
        self.database: Database = open_database(self._paths.ledger)
        assert self.database.kept_aside is None
        self.rows = Rows(_Jobs(self.database))
        self._transport._clocks._readings.clear()
        self.run(self._open())

    async def _open(self) -> None:
        event_bus = EventBus()
        pool = _AtOnce()
        connections = Connections(
            self._paths.connections,
            Secrets(),
            self._transport,
            event_bus,
            redaction=RedactingFilter(),
            environment=EnvironmentService(self.connection, "sk-small-house"),
            limits=DownloadLimits(),
            hears=lambda _job_id, _exchange: None,
        )
        library = Library(_Clips(self.database, self._paths), self._paths, event_bus, pool)
        self.custody = _Custody(self._folder(), self.rows, library)
        self.ledger = Ledger(self.rows, event_bus, self.custody)
        wakeups, standing = Wakeups(self.clock), Standing(self._paths)
        context = JobContext(
            self.ledger, connections, library, self._paths, pool, self.clock, Backoff(), event_bus, wakeups, standing
        )
        self.queue = Queue(context)
        self.queue._downloader = self.fetcher = _AtHome(context)
        self.queue._poller._random = self.queue._reconciler._random = self.queue._second_looks._random = Random(0)
        settings = SettingsKeeper(self._paths.settings, Settings(), event_bus)
        self.studio = Studio(
            StudioParts(
                context,
                queue=self.queue,
                custody=self.custody,
                pictures=Pictures(self._paths, self._transport, pool, self.clock),
                drafts=DraftKeeper(self._paths, Draft(), settings),
                engine=cast("EngineProcess", _NoEngine()),
                settings=settings,
                updates=Updates(None, self._paths.releases, self._transport, settings, event_bus, self.clock),
                spending=Spending(SpendStore(self.database), settings, self.clock),
                activities=Activities(ActivityStore(self.database), event_bus),
                exchanges=ExchangeLog(ExchangeFiles(self._paths), str, pool),
                characters=CharacterStore(self._paths.characters),
                resources=AsyncExitStack(),
            )
        )
        self.studio.start_queue()

    def _folder(self) -> Folder:
        """Taken as `take_folder` takes it, but for its log."""
        witness, is_alone = take_witness(self._paths, self._number, self._witness_of)
        return Folder(
            self._paths,
            RedactingFilter(),
            self.database,
            AsyncExitStack(),
            ownership=self.ownership,
            number=self._number,
            witness=witness,
            open_elsewhere=not is_alone,
            witness_of=self._witness_of,
        )

    def _witness_of(self, folder_id: str) -> Witness:
        return Witness(folder_id, self._seen)

    def crash(self) -> None:
        """The process is no more: nothing is saved, nothing is said, and the database is not closed properly."""
        self.run(self._die())
        self.custody.close()
        sqlite3.Connection.close(self.database)
        self.ownership.release()

    async def _die(self) -> None:
        """What was due at this moment has happened, on the disk too; from here on nothing happens."""
        self.rows.dead, self.rows.full, self.rows.gone = True, False, False
        self.queue._closing = True
        self.queue._rests.end_all()
        self.ledger._unsaved.stop()
        await self.queue._tasks.close()
        await self.studio._tasks.close()

    def close(self) -> None:
        """As when a person closes the window."""
        self.run(self._close())
        self.custody.close()
        self.database.close()
        self.ownership.release()

    async def _close(self) -> None:
        await self.studio.close()
        self.ledger.close()

    def end(self) -> None:
        """Give back what the house holds."""
        _LOGGER.removeHandler(self._errors)
        _LOGGER.propagate = True
        self.run(self._transport.aclose())
        self.loop.close()

    def back_up_the_ledger(self) -> bytes:
        """As a backup of the one file takes it."""
        return self.database.serialize()

    def restore_the_ledger(self, kept: bytes) -> None:
        """After a crash somebody puts the backup back, and the app starts with it."""
        self.crash()
        for left in self._paths.root.glob("ledger*"):
            left.unlink()
        self._paths.ledger.write_bytes(kept)
        self.open()

    def job(self, job: Job) -> Job:
        """The job as it is now."""
        return self.ledger[job.id]

    def state(self, job: Job) -> str:
        return str(self.job(job).state)

    def does(self, what: str, job: Job, *more: str) -> None:
        """A person asks the studio for something about a job."""
        self.run(getattr(self.studio.jobs, what)(job.id, *more))

    def generate(self, prompt: str, count: int = 1) -> tuple[Job, ...]:
        """With the first model of the connection."""
        model = self.connection.models[0]
        request = Request(prompt, model, model.settle_size(None), model.settle_seconds(None))
        return self.run(self.studio.jobs.submit(request, ENVIRONMENT_ID, count))

    def _who_sends(self, prompt: str) -> str:
        """The one job that is being sent with this prompt: its row is on the disk, and says so."""
        sending = [job for job in self.ledger.in_states({JobState.SUBMITTING}) if job.request.prompt == prompt]
        rows = [self.rows.get(job.id) for job in sending]
        states = [str(row.state) for row in rows if row is not None]
        if states != ["submitting"]:
            self.broken.append(f"sent while the rows of {prompt!r} say {states}")
        return sending[0].id
