"""The words of their own that a person gives to clips, and with them to the jobs that these came from."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sora_desktop.domain.tags import changed
from sora_desktop.studio.jobs.job_context import JobContext


class TagsFacade:
    """They stand with the clip, where the search finds them, and with its job, whose cost is told by them."""

    def __init__(self, context: JobContext) -> None:
        self._ledger = context.ledger
        self._library = context.library

    async def change(self, clip_ids: Sequence[str], add: Sequence[str], remove: Sequence[str] = ()) -> None:
        """Give tags to clips, and take others from them; one that is gone is passed over.

        StorageError where the disk refuses: clips before that one have theirs.
        """
        await self._ledger.until_free()
        for clip in await self._library.these(clip_ids):
            tags = changed(clip.tags, add, remove)
            self._library.tag(clip, tags)
            if self._ledger.find(clip.job_id) is not None:
                self._ledger.amend(clip.job_id, partial(replace, tags=tags))
