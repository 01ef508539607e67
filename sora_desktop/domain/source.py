"""The clip that a request changes: by other words, or by going on where it ends. And what speaks against that."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import SourceAs, WireOptions


class Change(StrEnum):
    """REMIX: the same clip with something else in it. EXTEND: it goes on, and comes back as one longer clip."""

    REMIX = "remix"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class SourceClip:
    """`remote_id` is what its service calls it; `service` tells that one apart, as `mark_of` does.

    `model`, `size` and `seconds` are those of the clip: a change of it keeps them, what goes on adds to its `seconds`.
    `path` is its file, `prompt` its words.
    """

    change: Change
    clip_id: str
    remote_id: str
    service: str
    connection_name: str
    path: Path
    model: str
    size: Size
    seconds: int
    prompt: str = ""

    def way(self, options: WireOptions) -> SourceAs:
        """How a service that is spelled so is told which clip it is."""
        return options.remix if self.change is Change.REMIX else options.extend


class Part(StrEnum):
    """The part of a request that something speaks against."""

    SOURCE = "source"
    MODEL = "model"
    SIZE = "size"
    SECONDS = "seconds"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for beside the source."""

    model: str
    size: Size
    seconds: int
    has_pictures: bool


def objections(
    source: SourceClip, options: WireOptions, connection: Connection, asked: Asked
) -> Iterator[tuple[Part, Message]]:
    """All that speaks against sending a change of this clip; nothing of it would be said by the service for free."""
    way = source.way(options) if connection.body.changes_in else SourceAs.NO
    if way is SourceAs.NO:
        yield Part.SOURCE, _no_way(source.change, connection.name)
    elif way is not SourceAs.FILE:
        yield from _by_id(source, connection)
    if asked.model != source.model:
        yield (
            Part.MODEL,
            message("The clip was made with {model}, so its change is made with that as well.", model=source.model),
        )
    if asked.size != source.size:
        yield Part.SIZE, message("A changed clip keeps its size: {size}.", size=str(source.size))
    if source.change is Change.REMIX and asked.seconds != source.seconds:
        yield Part.SECONDS, message("A changed clip keeps its length: {seconds} s.", seconds=source.seconds)
    if asked.has_pictures:
        yield Part.PICTURES, message("A change of a clip takes no pictures. Remove them, or remove the clip.")


def _no_way(change: Change, name: str) -> Message:
    if change is Change.REMIX:
        return message("“{name}” can't change clips.", name=name)
    return message("“{name}” can't make clips longer.", name=name)


def _by_id(source: SourceClip, connection: Connection) -> Iterator[tuple[Part, Message]]:
    """An id is known to one service alone; another would refuse it at best, or have another clip under it."""
    if source.service != mark_of(connection):
        yield (
            Part.SOURCE,
            message(
                "This clip was made with “{owner}”, so only that connection can change it.",
                owner=source.connection_name,
            ),
        )
    elif not source.remote_id:
        yield (
            Part.SOURCE,
            message("“{name}” gave this clip no id, so it can't be asked to change it.", name=connection.name),
        )


def blank_prompt(source: SourceClip | None) -> Message:
    """What is asked of a person who has written nothing yet."""
    if source is None:
        return message("Describe what you want to see.")
    if source.change is Change.REMIX:
        return message("Say what is to be different.")
    return message("Say what happens next.")


def changes_at(connection: Connection, options: WireOptions) -> tuple[Change, ...]:
    """What a connection, whose model is spelled so, can make of clips that it made itself."""
    ways = {Change.REMIX: options.remix, Change.EXTEND: options.extend} if connection.body.changes_in else {}
    return tuple(change for change, way in ways.items() if way is not SourceAs.NO)
