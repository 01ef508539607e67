"""What a person can ask for of a clip that is to be changed. Nothing here sends anything."""

from dataclasses import replace
from pathlib import Path

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.studio.jobs.job_context import JobContext

_NO_OWNER = message("It isn't known any more which connection made this clip, so it can't be changed there.")


class ChangesFacade:
    def __init__(self, context: JobContext) -> None:
        self._ledger = context.ledger
        self._library = context.library
        self._connections = context.connections

    async def begin(self, clip_id: str, change: Change) -> tuple[Request, Connection]:
        """A request that changes a clip, still without words, and the connection for it. InputError where there is none."""
        clip = self._library.find(clip_id)
        if clip is None:
            raise InputError(message("This clip is no longer in your library."))
        mark = self._mark(clip)
        connection = next((each for each in self._connections.all() if mark and mark_of(each) == mark), None)
        if connection is None:
            raise InputError(_gone(clip, mark))
        return change_of(clip, change, mark), connection

    async def thumbnail(self, clip_id: str) -> Path | None:
        """Where the small picture of a clip lies; None where the clip is gone."""
        clip = self._library.find(clip_id)
        return clip.thumbnail_path if clip else None

    def _mark(self, clip: Clip) -> str:
        """Clips of earlier versions do not tell it themselves."""
        if clip.recipe.service or clip.job_id not in self._ledger:
            return clip.recipe.service
        return mark_of(self._ledger[clip.job_id].service)


def _gone(clip: Clip, mark: str) -> Message:
    if not mark:
        return _NO_OWNER
    return message(
        "This clip was made with “{owner}”, which is gone or has another address now, so it can't be changed there.",
        owner=clip.recipe.connection_name,
    )


def change_of(clip: Clip, change: Change, mark: str) -> Request:
    """The request of a clip as that of a change of it."""
    was = clip.recipe.request
    source = SourceClip(
        change=change,
        clip_id=clip.id,
        remote_id=clip.recipe.remote_id,
        service=mark,
        connection_name=clip.recipe.connection_name,
        path=clip.path,
        model=was.model.id,
        size=was.size,
        seconds=was.clip_seconds,
        prompt=was.prompt,
    )
    return replace(
        was,
        prompt="",
        seconds=source.seconds if change is Change.REMIX else was.model.settle_seconds(None),
        images=(),
        parameters=(),
        origin=Origin(Way.EDITED, job_id=clip.job_id, clip_id=clip.id),
        source=source,
    )
