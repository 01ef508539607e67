"""A character that a request asks for, and what speaks against that."""

from collections.abc import Iterator, Sequence

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.wire_options import WireOptions

MOST_CHARACTERS = 2
"""In one clip, as the format has it."""


@dataclass(frozen=True, slots=True)
class ShownCharacter:
    """`remote_id` is what its service calls it, and `name` what a prompt does. `service` tells that one apart, as `mark_of`
    does.
    """

    remote_id: str
    name: str
    service: str
    connection_name: str


def objections(
    shown: Sequence[ShownCharacter], options: WireOptions, connection: Connection, *, is_change: bool
) -> Iterator[Message]:
    """All that speaks against sending a request with these; nothing of it would be said by the service for free."""
    if not shown:
        return
    if is_change:
        yield message("A change of a clip takes no characters. Take them out, or remove the clip.")
    elif not (connection.body.characters_in and options.characters):
        yield message("“{name}” takes no characters. Take them out to go on.", name=connection.name)
    mark = mark_of(connection)
    for each in shown:
        if each.service != mark:
            yield message(
                "“{character}” was made with “{owner}”, and only that connection knows it. Take it out to go on.",
                character=each.name,
                owner=each.connection_name,
            )
    if len(shown) > MOST_CHARACTERS:
        yield message("A clip has at most {limit} characters.", limit=MOST_CHARACTERS)
