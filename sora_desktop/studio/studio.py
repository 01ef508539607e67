"""The studio: all that the app does, without a window. One instance owns one data folder."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import Event, Notice, Severity, Snapshot
from sora_desktop.domain.evidence import Evidence, News, Patience
from sora_desktop.domain.library import LibraryQuery
from sora_desktop.store.characters import CharacterStore
from sora_desktop.studio.activities import Activities
from sora_desktop.studio.connections.balances import Balances
from sora_desktop.studio.connections.engine_process import EngineProcess
from sora_desktop.studio.drafts import DraftKeeper
from sora_desktop.studio.facades.changes import ChangesFacade
from sora_desktop.studio.facades.characters import CharactersFacade
from sora_desktop.studio.facades.charges import ChargesFacade
from sora_desktop.studio.facades.connections import ConnectionsFacade
from sora_desktop.studio.facades.diagnostics import DiagnosticsFacade
from sora_desktop.studio.facades.inside import InsideFacade
from sora_desktop.studio.facades.jobs import JobsFacade
from sora_desktop.studio.facades.notices import NoticesFacade
from sora_desktop.studio.facades.opening import OpeningFacade
from sora_desktop.studio.facades.previews import PreviewsFacade
from sora_desktop.studio.facades.proofs import Proofs
from sora_desktop.studio.facades.removals import RemovalsFacade
from sora_desktop.studio.facades.tags import TagsFacade
from sora_desktop.studio.jobs.custody import Custody
from sora_desktop.studio.jobs.ended_jobs import EndedJobs
from sora_desktop.studio.jobs.exchanges import ExchangeLog
from sora_desktop.studio.jobs.hold import Hold
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.made_elsewhere import JobsMadeElsewhere
from sora_desktop.studio.jobs.queue import Queue
from sora_desktop.studio.jobs.removable import RemovableJobs
from sora_desktop.studio.kept_names import kept_presets, kept_snippets
from sora_desktop.studio.key_retention import KeyRetention
from sora_desktop.studio.library.upkeep import Upkeep
from sora_desktop.studio.pictures import Pictures
from sora_desktop.studio.removals import Removals
from sora_desktop.studio.settings import SettingsKeeper
from sora_desktop.studio.sleep_detector import SleepDetector
from sora_desktop.studio.spending import Spending
from sora_desktop.studio.tasks import Tasks
from sora_desktop.studio.updates import Updates


@dataclass(frozen=True, slots=True)
class StudioParts:
    """What a studio is made of; put together in `build.py`. `said` is told once somebody listens."""

    context: JobContext
    queue: Queue
    custody: Custody
    pictures: Pictures
    drafts: DraftKeeper
    engine: EngineProcess
    settings: SettingsKeeper
    updates: Updates
    spending: Spending
    activities: Activities
    exchanges: ExchangeLog
    characters: CharacterStore
    resources: AsyncExitStack
    said: tuple[Notice, ...] = ()


class Studio:
    """What can be asked for stands in `jobs`, `made_elsewhere`, `changes`, `library`, `connections`, `settings`,
    `spending`, `pictures`, `drafts`, `activities`, `inside`, `proofs`, `previews`, `charges`, `tags`, `diagnostics`,
    `notices`, `opening`, `characters`, `presets`, `snippets`, `removals` and `upkeep`.

    All of it runs on the studio's loop. Errors for a person are `AppError`s.
    """

    def __init__(self, parts: StudioParts) -> None:
        context = parts.context
        self._parts = parts
        self._ledger = context.ledger
        self._registry = context.connections
        self._queue = parts.queue
        self._tasks = Tasks()
        self._kept_keys = KeyRetention(context.ledger, context.connections, context.event_bus, self._tasks)
        self._hold = Hold(context.ledger, parts.queue, parts.custody, context.event_bus)
        self._closed = False
        self.library, self.pictures, self.drafts = context.library, parts.pictures, parts.drafts
        self.settings, self.spending, self.updates = parts.settings, parts.spending, parts.updates
        self.jobs = JobsFacade(
            context, parts.queue, parts.pictures, parts.settings, parts.spending, self._hold, self._tasks
        )
        self.proofs = Proofs(context, self.jobs, parts.pictures, self._tasks)
        self.previews = PreviewsFacade(context, self.jobs)
        self.charges, self.tags = ChargesFacade(context), TagsFacade(context)
        self.characters = CharactersFacade(context, parts.characters, parts.custody, parts.spending)
        self.made_elsewhere = JobsMadeElsewhere(context, parts.queue, self._tasks)
        self.changes = ChangesFacade(context)
        self.inside = InsideFacade(context, self.jobs, parts.exchanges)
        self.diagnostics, self.notices = DiagnosticsFacade(context), NoticesFacade(context)
        self.opening = OpeningFacade(context)
        balances = Balances(context.connections, context.event_bus, context.clock, self._tasks)
        self._ended_jobs = EndedJobs(context.ledger, context.event_bus, balances.ask_soon)
        self.connections = ConnectionsFacade(
            context.connections, self._kept_keys, parts.settings, parts.activities, balances, parts.queue.look_now
        )
        self._removals = Removals(context.event_bus)
        self.removals = RemovalsFacade(
            context,
            self._removals,
            RemovableJobs(context.ledger, parts.queue, context.clock),
            self.connections,
            self.tags,
            self._kept_keys,
        )
        self.presets = kept_presets(context.paths, context.event_bus, self._removals)
        self.snippets = kept_snippets(context.paths, context.event_bus, self._removals)
        self.activities = parts.activities
        self.upkeep = Upkeep(context.library, parts.activities, self._found)
        parts.custody.on_hold = self._hold.begin

    def start(self) -> None:
        """Go on with every job that an earlier start left, and see whether the picked service answers."""
        self.start_queue()
        self._tasks.spawn(self._wake_up(), "wake up")
        self._tasks.spawn(self.upkeep.at_start(), "library")
        self._tasks.spawn(self.library.keep_up(), "library index")
        self._tasks.spawn(SleepDetector(self._parts.context.clock, self._awake).watch(), "wakefulness")

    def start_queue(self) -> None:
        """Go on with the jobs, and with nothing else."""
        self._hold.settle()
        self.characters.settle()
        self._queue.start()

    async def _awake(self) -> None:
        """The machine slept: what was connected is not any more, and every job is looked at now."""
        await self._registry.clients.drop()
        self._queue.look_now()

    def _found(self, clip: Clip) -> None:
        """A clip whose job this ledger may know only as one that waits, or without an id: it was made."""
        if clip.job_id in self._ledger:
            self._ledger.learn(clip.job_id, Evidence(News.AT_HOME), self._parts.context.clock.now(), Patience())

    async def _wake_up(self) -> None:
        for notice in (*self._parts.said, *self.characters.said):
            self._parts.context.event_bus.emit(notice)
        for said in (self.presets.said, self.snippets.said):
            if said is not None:
                self._parts.context.event_bus.emit(Notice(said, Severity.WARNING, topic=f"kept {said.source}"))
        await self._registry.recall_keys()
        await self._kept_keys.settle()
        self._registry.select(self._registry.selected)
        await self._registry.probe(self._registry.selected)
        await self.connections.ask_environment()

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear every event from now on, on the studio's thread; the answer ends it."""
        return self._parts.context.event_bus.subscribe(listener)

    async def snapshot(self) -> Snapshot:
        """All that there is, at this moment."""
        library = self.library.view.look_at_once(LibraryQuery())
        return Snapshot(
            jobs=self._ledger.jobs(),
            clips=library.clips,
            library=library,
            unchecked=self.library.unchecked(),
            connections=self._registry.all(),
            selected=self._registry.selected,
            health=self._registry.health(),
            settings=self.settings.now,
            paused=self._queue.paused,
            draft=self.drafts.latest,
            formats=self._registry.formats(),
            activities=self.activities.shown(),
            characters=self.characters.shown(),
            removals=self._removals.standing(),
            presets=self.presets.shown(),
            snippets=self.snippets.shown(),
        )

    async def close(self) -> None:
        """Stop everything without losing anything: what is under way goes on at the next start."""
        if self._closed:
            return
        self._closed = True
        await self.drafts.close()
        await self._removals.close()
        await asyncio.gather(self._tasks.close(), self.activities.close(), self.updates.close())
        await asyncio.gather(self._queue.close(), self.characters.close(), self._parts.engine.close())
        await self._parts.resources.aclose()
