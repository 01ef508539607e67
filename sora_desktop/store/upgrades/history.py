"""The versions of one kind of stored value, and what becomes of a value of another version."""

from collections.abc import Callable, Mapping
from typing import Any

from sora_desktop.base.values import dataclass

Plain = dict[str, Any]
"""A JSON object, as it was parsed."""
Step = Callable[[Plain], Plain]

VERSION = "version"
NEWEST = "newest"
"""The newest version that ever wrote the value, where an older one has written it since."""


def as_it_is(plain: Plain) -> Plain:
    """The step to a version that only has further fields, with defaults."""
    return plain


@dataclass(frozen=True, slots=True)
class History:
    """`steps[0]` makes a value of version 2 of one of version 1, and so on. Steps leave their argument as it is."""

    name: str
    steps: tuple[Step, ...] = ()

    @property
    def version(self) -> int:
        """Of what is written today."""
        return len(self.steps) + 1

    def upgraded(self, plain: Mapping[str, Any]) -> Plain:
        """The value in today's form; one of a newer version as it is. Whatever a step raises: it is no such value."""
        value = dict(plain)
        for step in self.steps[version_of(value) - 1 :]:
            value = step(value)
        return value

    def stamped(self, plain: Mapping[str, Any]) -> Plain:
        """What is written of a value: with its version."""
        return {VERSION: self.version, **plain}

    def is_newer(self, plain: Mapping[str, Any]) -> bool:
        """Whether a version that is not known here has written the value: then it may hold more than is read."""
        return max(version_of(plain), _number(plain.get(NEWEST))) > self.version

    def newer(self, plain: object) -> Plain | None:
        """The value itself, where it is one of a newer version."""
        return plain if isinstance(plain, dict) and self.is_newer(plain) else None

    def written_over(self, before: Mapping[str, Any], plain: Mapping[str, Any]) -> Plain:
        """What is written of a value in place of a newer one: what only the newer version knows of stays in it."""
        value = self.stamped(plain)
        if not self.is_newer(before):
            return value
        newest = max(version_of(before), _number(before.get(NEWEST)))
        unknown = {name: each for name, each in before.items() if name not in value}
        known = {name: _completed(before.get(name), each) for name, each in value.items()}
        return {**known, **unknown, NEWEST: newest}


def version_of(plain: Mapping[str, Any]) -> int:
    """As it stands in a value; 1 where nothing does, or nothing that is a version."""
    return max(_number(plain.get(VERSION)), 1)


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _completed(before: Any, now: Any) -> Any:
    """A part of a value with what only `before` has, where what both have is the same."""
    if isinstance(before, dict) and isinstance(now, dict):
        parts = {name: _completed(before.get(name), each) for name, each in now.items()}
        is_same = all(name in before and parts[name] == before[name] for name in now)
        is_sentence = "source" in now and "values" in now  # whose values are not fields
        return before if is_same else now if is_sentence else parts
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [_completed(old, new) for old, new in zip(before, now, strict=True)]
    return now
