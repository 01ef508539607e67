"""Puts a studio together: the only place that knows all of its parts."""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from sora_desktop.base.limited_child import end_children
from sora_desktop.base.own_files import resources_dir
from sora_desktop.base.release_source import ReleaseSource, read_source
from sora_desktop.base.sentences import N_, NP_, Message, counted, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import ENGINE_ID, engine_connection
from sora_desktop.domain.events import Notice, Offer, Severity
from sora_desktop.domain.job import Job
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.http.transport import Transport
from sora_desktop.store.activities import ActivityStore
from sora_desktop.store.characters import CharacterStore
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database
from sora_desktop.store.drafts import load_draft
from sora_desktop.store.environment import forget
from sora_desktop.store.exchanges import ExchangeFiles
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.paths import Paths
from sora_desktop.store.rescue import rescue_jobs
from sora_desktop.store.secrets import Secrets
from sora_desktop.store.settings import load_settings
from sora_desktop.store.spend import SpendStore
from sora_desktop.store.standing import Standing
from sora_desktop.studio.activities import Activities
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.connections.engine_process import EngineAddress, EngineProcess
from sora_desktop.studio.connections.environment_service import KEY_VARIABLE, EnvironmentService
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.crash_report import collect
from sora_desktop.studio.drafts import DraftKeeper
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.folder import Folder, take_folder
from sora_desktop.studio.jobs.backoff import Backoff
from sora_desktop.studio.jobs.custody import Custody
from sora_desktop.studio.jobs.exchanges import ExchangeLog
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.ledger import Ledger
from sora_desktop.studio.jobs.queue import Queue
from sora_desktop.studio.jobs.wakeups import Wakeups
from sora_desktop.studio.library.library import Library
from sora_desktop.studio.loop import StudioLoop
from sora_desktop.studio.pictures import Pictures
from sora_desktop.studio.pool import Pool
from sora_desktop.studio.settings import SettingsKeeper
from sora_desktop.studio.spending import Spending
from sora_desktop.studio.studio import Studio, StudioParts
from sora_desktop.studio.updates import Updates

WORKERS = 3
"""Threads for pictures, probes and hashes."""
ENGINE_CRASHED = Notice(
    message("The local engine stopped and is restarting. Its clips continue, and nothing is billed."),
    Severity.WARNING,
    topic="engine",
)

JOBS_SAVED = NP_("{count} job was rescued from the old job list.", "{count} jobs were rescued from the old job list.")
OTHERS = message("Others may have been at a service and may have been billed: check your records there.")
UNREADABLE = NP_(
    "{count} job can't be read and isn't shown. It is kept as it is, and never sent.",
    "{count} jobs can't be read and aren't shown. They are kept as they are, and never sent.",
)
CRASHED = N_("Something went wrong in Sora Desktop last time. A report without keys and prompts lies in {folder}.")
MAY_COST = message("What they had at a service may have been billed: check your records there.")


@dataclass(frozen=True, slots=True)
class Outer:
    """What a studio is given from outside."""

    environment: EnvironmentService | None
    clock: Clock
    backoff: Backoff
    limits: DownloadLimits
    secrets: Secrets
    source: ReleaseSource | None


async def open_studio(
    data_dir: Path,
    *,
    environment: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    backoff: Backoff | None = None,
    limits: DownloadLimits | None = None,
    secrets: Secrets | None = None,
    folder: Folder | None = None,
    source: ReleaseSource | None = None,
) -> Studio:
    """Open the studio of a data folder and go on with its jobs. Call on the loop that it will live on.

    `folder` is the data folder, where it was taken before; the studio closes it. Logs into it until then. `source` is where
    new versions are told of (default: what this build says).
    Raises InUseError where another window or command has the folder open, and InputError where the folder cannot be used, or the `SORA_*` variables of `environment`
    (default: those of the process).
    """
    async with AsyncExitStack() as opening:
        taken = folder or await take_folder(data_dir)
        await opening.enter_async_context(taken.resources)
        outside = EnvironmentService.read(os.environ if environment is None else environment)
        outer = Outer(
            outside,
            clock or Clock(),
            backoff or Backoff(),
            limits or DownloadLimits(),
            secrets or Secrets(),
            source or read_source(resources_dir()),
        )
        studio = _assemble(taken, outer, opening)
    if environment is None:
        forget(KEY_VARIABLE)
    studio.start()
    return studio


def _assemble(folder: Folder, outer: Outer, opening: AsyncExitStack) -> Studio:
    paths, database, event_bus = folder.paths, folder.database, EventBus()
    pool = Pool(WORKERS, "media")
    opening.callback(_end, pool, folder)
    opening.callback(end_children)
    transport = Transport()
    opening.push_async_callback(transport.aclose)
    said: list[Message] = []
    settings = load_settings(paths.settings, said.append)
    said_of_draft: list[Message] = []
    draft = load_draft(paths, said_of_draft.append, older=settings.draft)
    exchanges = ExchangeLog(ExchangeFiles(paths), folder.redaction.redact, pool)
    opening.callback(exchanges.close)
    connections = _connections(folder, outer, transport, event_bus, exchanges)
    connections.restore_selection(settings.selected_connection)
    engine = _engine(paths, outer.clock, transport, connections, event_bus)
    jobs, standing = JobStore(database), Standing(paths)
    rescued = _rescue(database, jobs)
    library = Library(ClipStore(database, paths), paths, event_bus, pool)
    custody = Custody(folder, jobs, partial(_has_clip_of, standing, library))
    opening.callback(custody.close)
    ledger = Ledger(jobs, event_bus, custody)
    opening.callback(ledger.close)
    wakeups = Wakeups(outer.clock)
    context = JobContext(
        ledger, connections, library, paths, pool, outer.clock, outer.backoff, event_bus, wakeups, standing
    )
    queue = Queue(context)
    queue.paused = settings.queue_paused
    keeper = SettingsKeeper(paths.settings, settings, event_bus)
    return Studio(
        StudioParts(
            context,
            queue=queue,
            custody=custody,
            pictures=Pictures(paths, transport, pool, outer.clock),
            drafts=DraftKeeper(paths, draft, keeper),
            engine=engine,
            settings=keeper,
            updates=Updates(outer.source, paths.releases, transport, keeper, event_bus, outer.clock),
            spending=Spending(SpendStore(database), keeper, outer.clock),
            exchanges=exchanges,
            characters=CharacterStore(paths.characters),
            activities=Activities(ActivityStore(database), event_bus),
            resources=opening.pop_all(),
            said=(
                *_warnings(said, "settings"),
                *_warnings(said_of_draft, "draft file"),
                *_warnings(connections.said, "connections"),
                *_unreadable(len(jobs.unreadable)),
                *rescued,
                *custody.notices,
                *_crashed(paths),
            ),
        )
    )


def _connections(
    folder: Folder, outer: Outer, transport: Transport, event_bus: EventBus, exchanges: ExchangeLog
) -> Connections:
    return Connections(
        folder.paths.connections,
        outer.secrets,
        transport,
        event_bus,
        redaction=folder.redaction,
        environment=outer.environment,
        limits=outer.limits,
        hears=exchanges.note,
    )


def _has_clip_of(standing: Standing, library: Library, job: Job) -> bool:
    """OSError where the library cannot be looked into."""
    standing.expect_library()
    return library.has_clip_of(job)


def _end(pool: Pool, folder: Folder) -> None:
    """A thread that does not come to its end may still write: until the process ends the folder is nobody else's."""
    loop = asyncio.get_running_loop()
    helpers_ended = loop.end_helpers() if isinstance(loop, StudioLoop) else True
    if not (pool.end() and helpers_ended):
        folder.ownership.keep_to_the_end()


def _engine(
    paths: Paths, clock: Clock, transport: Transport, connections: Connections, event_bus: EventBus
) -> EngineProcess:
    engine = EngineProcess(
        paths.engine,
        paths.logs / "engine.log",
        clock,
        ping=lambda address: _ping(transport, address),
        on_health=lambda health: connections.set_health(ENGINE_ID, health),
        on_crash=lambda: event_bus.emit(ENGINE_CRASHED),
    )
    connections.clients.use_engine(engine)
    return engine


def _unreadable(count: int) -> tuple[Notice, ...]:
    text = counted(UNREADABLE, count).about(money=MAY_COST)
    return (Notice(text, Severity.WARNING, topic="unreadable jobs"),) if count else ()


def _crashed(paths: Paths) -> tuple[Notice, ...]:
    """After something went wrong that left a report, until a window has told of it."""
    report = collect(paths.logs)
    if report is None:
        return ()
    return (Notice(message(CRASHED, folder=paths.logs), topic="crash", offer=Offer.CRASH_REPORT),)


def _warnings(texts: Sequence[Message], topic: str) -> Iterator[Notice]:
    """Each of a topic of its own: none takes the place of another."""
    topics = (topic, *(f"{topic} {number}" for number in range(2, len(texts) + 1)))
    return (Notice(text, Severity.WARNING, topic=each) for text, each in zip(texts, topics, strict=False))


async def _ping(transport: Transport, address: EngineAddress) -> None:
    await VideoClient(transport, Endpoint(address.base_url, address.token)).probe(engine_connection().format)


def _rescue(database: Database, jobs: JobStore) -> tuple[Notice, ...]:
    """After a ledger that had to be kept aside: its jobs as far as they can be read."""
    aside = database.kept_aside
    if aside is None:
        return ()
    saved = counted(JOBS_SAVED, rescue_jobs(aside.path, jobs))
    text = aside.text.about(more=(saved, OTHERS))
    return (Notice(text, Severity.WARNING, topic="ledger kept aside", stands_out=True),)
