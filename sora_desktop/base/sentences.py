"""A sentence for a person, kept apart from its values so that the window can translate it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NO_VALUES: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """English source text with `{named}` places, and what goes into them.

    `str(message)` is the English sentence; `ui.wording.say(message)` is the translated one.
    Values that came from a stranger are plain text: nothing here interprets them.
    """

    source: str
    values: Mapping[str, object] = field(default_factory=lambda: _NO_VALUES, hash=False)

    def __str__(self) -> str:
        return self.filled(self.source, self.values)

    @staticmethod
    def filled(source: str, values: Mapping[str, object]) -> str:
        """`source` with its places filled; as it is where they do not match: it was kept by another version."""
        try:
            return source.format(**values) if values else source
        except (LookupError, ValueError, AttributeError, TypeError):
            return source


def message(source: str, **values: object) -> Message:
    return Message(source, MappingProxyType(values))
