"""Keeps what a person is writing, shortly after each change, without holding up anything else."""

import asyncio

from sora_desktop.domain.draft import Draft
from sora_desktop.store.drafts import save_draft
from sora_desktop.store.paths import Paths
from sora_desktop.studio.settings import SettingsKeeper

CLOSE_SECONDS = 1.0
"""So long a close waits for a disk that does not come to an end with the last draft."""


class DraftKeeper:
    """One draft is written at a time, in a thread of its own; of those that come meanwhile only the last.

    `latest` is what is kept now: what was kept at the last end, until another one comes.
    """

    def __init__(self, paths: Paths, latest: Draft, settings: SettingsKeeper) -> None:
        self._paths = paths
        self._settings = settings
        self._writing = asyncio.Lock()
        self.latest = latest

    async def keep(self, draft: Draft) -> None:
        """Returns once it is on the disk, or one that came later. StorageError where the disk refuses."""
        self.latest = draft
        async with self._writing:
            if self.latest is draft:
                await asyncio.to_thread(save_draft, self._paths, draft)
        if self._settings.now.draft:  # where earlier versions kept the prompt: it must not come back one day
            await self._settings.change(draft="")

    async def close(self) -> None:
        """The draft that was handed over last is on the disk, if that can be."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS), self._writing:
                pass
        except TimeoutError:
            return
