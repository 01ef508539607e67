"""Whether there is a new version: asked once a day where a person wants that, told once, and nothing more is done.

What does not come, or is not signed by the makers of this app, is logged and said in the settings, nowhere else.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sora_desktop
from sora_desktop.base.release_source import ReleaseSource
from sora_desktop.base.sentences import message
from sora_desktop.domain.events import Event, Notice, Offer, SettingsChanged
from sora_desktop.domain.release import Release, UpdateNews, is_newer
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.releases import FeedError, ask_for_release
from sora_desktop.store.releases import ReleaseMemory, load_memory, save_memory
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.settings import SettingsKeeper
from sora_desktop.studio.tasks import Tasks

log = logging.getLogger(__name__)

BETWEEN = timedelta(days=1)
LOOK_AGAIN_SECONDS = 3600.0
"""So often it is seen whether a day has passed: a machine that sleeps counts no seconds."""
TOPIC = "release"


class Updates:
    """`source` is None in a build that does not know where to ask: then nothing is ever asked."""

    def __init__(
        self,
        source: ReleaseSource | None,
        path: Path,
        transport: Transport,
        settings: SettingsKeeper,
        event_bus: EventBus,
        clock: Clock,
    ) -> None:
        self._source, self._path, self._transport = source, path, transport
        self._settings, self._event_bus, self._clock = settings, event_bus, clock
        self._memory = load_memory(path)
        self._wanted = asyncio.Event()
        self._asking = asyncio.Lock()
        self._tasks = Tasks()
        self._has_begun = False

    async def begin(self) -> None:
        """A window is there that can tell: look once a day from now on, as long as a person wants it."""
        if self._source is not None and not self._has_begun:
            self._has_begun = True
            self._event_bus.subscribe(self._hear)
            self._tasks.spawn(self._keep_up(), "new versions")

    async def close(self) -> None:
        await self._tasks.close()

    async def news(self, *, wanted: bool) -> UpdateNews:
        """What is known by now; where a person has just said `wanted` and a day has passed, after asking."""
        if wanted:
            await self._look(wanted=True)
        return UpdateNews(self._memory.asked_at, self._memory.failed, self._newer())

    def _hear(self, event: Event) -> None:
        if isinstance(event, SettingsChanged) and event.settings.updates:
            self._wanted.set()

    async def _keep_up(self) -> None:
        while True:
            await self._look(wanted=self._settings.now.updates)
            await self._clock.wait(self._wanted, LOOK_AGAIN_SECONDS)

    async def _look(self, *, wanted: bool) -> None:
        async with self._asking:
            if self._source is not None and wanted and self._is_due():
                await self._ask(self._source)

    def _is_due(self) -> bool:
        """A clock that was put back makes nobody wait."""
        asked, now = self._memory.asked_at, self._clock.now()
        return asked is None or not timedelta(0) <= now - asked < BETWEEN

    async def _ask(self, source: ReleaseSource) -> None:
        now = self._clock.now()
        try:
            release = await self._newest(source)
        except FeedError as error:
            log.info("new versions could not be looked for: %s", error)
            self._keep(replace(self._memory, asked_at=now, failed=True))
        else:
            told = self._memory.told
            self._keep(ReleaseMemory(now, failed=False, number=release.number, release=release, told=told))
            self._tell()

    async def _newest(self, source: ReleaseSource) -> Release:
        """FeedError also where somebody plays back what was told earlier."""
        release = await ask_for_release(self._transport, source)
        if release.number < self._memory.number:
            raise FeedError("it is older than the one before")
        return release

    def _newer(self) -> Release | None:
        release = self._memory.release
        return release if release is not None and is_newer(release.version, sora_desktop.__version__) else None

    def _tell(self) -> None:
        """Once of each version."""
        release = self._newer()
        if release is not None and release.version != self._memory.told:
            text = message("Version {version} is out.", version=release.version)
            self._event_bus.emit(Notice(text, topic=TOPIC, offer=Offer.RELEASE))
            self._keep(replace(self._memory, told=release.version))

    def _keep(self, memory: ReleaseMemory) -> None:
        self._memory = memory
        save_memory(self._path, memory)
