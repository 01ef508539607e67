"""What a person can take away and take back: at once, without a question."""

from collections.abc import Sequence
from functools import partial

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import NP_, counted, message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.removal import Removal
from sora_desktop.domain.tags import key_of
from sora_desktop.studio.facades.connections import ConnectionsFacade
from sora_desktop.studio.facades.tags import TagsFacade
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.removable import RemovableJobs
from sora_desktop.studio.key_retention import KeyRetention
from sora_desktop.studio.removals import Removals

NAME_LIMIT = 48
"""Characters of a prompt by which a person knows it again."""

_CLIPS = NP_("{count} clip is on its way to the trash.", "{count} clips are on their way to the trash.")
_JOBS = NP_("{count} job is off the list.", "{count} jobs are off the list.")
_TAGS = NP_("{count} tag is removed.", "{count} tags are removed.")


class RemovalsFacade:
    """Each answers with what can be taken back, until `finish` or the end of the app.

    Errors for a person are `AppError`s: then nothing was taken away.
    """

    def __init__(
        self,
        context: JobContext,
        removals: Removals,
        jobs: RemovableJobs,
        connections: ConnectionsFacade,
        tags: TagsFacade,
        kept_keys: KeyRetention,
    ) -> None:
        self._deletion = context.library.deletion
        self._library = context.library
        self._removals = removals
        self._jobs = jobs
        self._connections = connections
        self._tags = tags
        self._kept_keys = kept_keys
        self._registry = context.connections

    async def take_back(self, removal_id: str) -> None:
        """Let it be as it was. InputError where that is too late."""
        await self._removals.take_back(removal_id)

    async def take_back_last(self) -> None:
        """Let what was taken away last be as it was. InputError where nothing stands any more."""
        standing = self._removals.standing()
        await self._removals.take_back(standing[-1].id if standing else "")

    async def finish(self, removal_id: str) -> None:
        """Nobody wants it back."""
        await self._removals.finish(removal_id)

    async def clips(self, clip_ids: Sequence[str]) -> Removal | None:
        """Out of the library at once, and to the trash in the end; None where all of them are on their way already."""
        gone = await self._deletion.hide(clip_ids)
        if not gone:
            return None
        ids = [clip.id for clip in gone]
        text = message("“{name}” is on its way to the trash.", name=_name(gone[0].prompt))
        return self._removals.begin(
            text if len(gone) == 1 else counted(_CLIPS, len(gone)),
            partial(self._deletion.bring_back, ids),
            partial(self._deletion.finish, ids),
        )

    async def jobs(self, job_ids: Sequence[str]) -> Removal:
        """Ended jobs off the list."""
        gone = await self._jobs.set_aside(job_ids)
        text = message("“{name}” is off the list.", name=_name(gone[0].request.prompt))
        return self._removals.begin(
            text if len(gone) == 1 else counted(_JOBS, len(gone)),
            partial(self._jobs.bring_back, job_ids),
            partial(self._let_go_of_jobs, job_ids),
        )

    async def _let_go_of_jobs(self, job_ids: Sequence[str]) -> None:
        self._jobs.let_go(job_ids)
        await self._kept_keys.forget_unneeded()

    async def dismiss(self, job_id: str) -> Removal:
        """An unknown job is settled."""
        job = await self._jobs.dismiss(job_id)
        return self._removals.begin(
            message("“{name}” is dismissed.", name=_name(job.request.prompt)).about(
                money=message("It may have been billed.") if not job.cost.free else None
            ),
            partial(self._jobs.take_dismissal_back, job_id),
            partial(self._jobs.settle_dismissal, job_id),
        )

    async def connection(self, connection_id: str) -> Removal:
        """Offered no more at once; it and its key are forgotten in the end."""
        pick = self._registry.selected == connection_id
        gone = await self._connections.hide(connection_id)
        return self._removals.begin(
            message("“{name}” is removed. Jobs and clips stay.", name=one_line(gone.name, NAME_LIMIT)),
            partial(self._connections.show, connection_id, pick=pick),
            partial(self._connections.remove, connection_id),
        )

    async def tags(self, clip_ids: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> None:
        """As `TagsFacade.change`; where tags went that can be taken back."""
        before = await self._library.these(clip_ids)
        await self._tags.change(clip_ids, add, remove)
        kept = {key_of(tag) for tag in add}
        gone = [tag for tag in remove if key_of(tag) not in kept and any(_has(clip, tag) for clip in before)]
        if gone:
            text = message("The tag “{name}” is removed.", name=one_line(gone[0], NAME_LIMIT))
            self._removals.begin(
                text if len(gone) == 1 else counted(_TAGS, len(gone)), partial(self._tag_again, before, gone)
            )

    async def _tag_again(self, before: Sequence[Clip], gone: Sequence[str]) -> None:
        """Each clip gets those of them back that it had, and keeps what it has got since."""
        back = {key_of(tag) for tag in gone}
        for clip in before:
            now = self._library.find(clip.id)
            kept = {key_of(tag) for tag in now.tags} if now is not None else set()
            await self._tags.change([clip.id], [tag for tag in clip.tags if key_of(tag) in back | kept])


def _has(clip: Clip, tag: str) -> bool:
    return any(key_of(tag) == key_of(each) for each in clip.tags)


def _name(prompt: str) -> str:
    return one_line(prompt, NAME_LIMIT)
