"""How a server of the wild reads the body of a new job, as data: what it takes, what it refuses, what it drops."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.servers.forms import Form, SentFile

FIRST, LAST, REFERENCE = "first", "last", "reference"


class Kind(StrEnum):
    FILE = "file"
    LINK = "link"
    DATA = "data"


class Unknown(StrEnum):
    """What becomes of a field that no rule names. PASS: it goes on to whoever makes the clip."""

    REFUSE = "refuse"
    DROP = "drop"
    PASS = "pass"


class UnfitError(ValueError):
    """The body is refused: `status` and `code` of the answer, and its words."""

    def __init__(self, message: str, status: int = 400, code: str = "invalid_request") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Seen:
    """One picture as it arrived: `value` is the file's bytes, or the text of the link."""

    role: str
    kind: Kind
    value: bytes | str


@dataclass(frozen=True)
class Understood:
    """What the server will make and charge for. `seconds` 0: it takes its own length. `dropped`: read by nobody."""

    model: str
    prompt: str
    seconds: float
    size: str
    pictures: tuple[Seen, ...]
    dropped: tuple[str, ...]
    others: Mapping[str, Any]
    ratio: str = ""

    def picture(self, role: str) -> Seen | None:
        return next((each for each in self.pictures if each.role == role), None)


Links = Callable[[Any], Iterator[tuple[str, str]]]
"""A value as it stands in the body, to roles and links; an error of a lookup or kind where its shape is another one."""


@dataclass(frozen=True)
class Place:
    """A field for pictures. `kinds` are what it takes; `links` reads what is no file, in the role `role`."""

    role: str = FIRST
    kinds: frozenset[Kind] = frozenset({Kind.FILE})
    links: Links | None = None


FILE_ONLY = Place()


def text_of(role: str = FIRST) -> Links:
    def read(value: Any) -> Iterator[tuple[str, str]]:
        if not isinstance(value, str):
            raise TypeError("expected a string")
        yield role, value

    return read


def object_of(name: str, role: str = FIRST) -> Links:
    """An object with a link under `name`; in a form it is JSON."""

    def read(value: Any) -> Iterator[tuple[str, str]]:
        told = json.loads(value) if isinstance(value, str) and value.startswith("{") else value
        if not isinstance(told, dict):
            raise TypeError("expected an object, but got a string instead")
        if not isinstance(told.get(name), str):
            raise TypeError(f"expected {name}")
        yield role, told[name]

    return read


def in_order(*roles: str) -> Links:
    """A list of links whose place says what each is."""

    def read(value: Any) -> Iterator[tuple[str, str]]:
        if not isinstance(value, list):
            raise TypeError("expected a list")
        yield from zip(roles, value, strict=False)

    return read


def list_of(inner: Links) -> Links:
    def read(value: Any) -> Iterator[tuple[str, str]]:
        told = json.loads(value) if isinstance(value, str) else value
        for each in told if isinstance(told, list) else [told]:
            yield from inner(each)

    return read


Length = Callable[[Any], float]
"""A length as it stands in the body, in seconds; ValueError or TypeError where it is spelt otherwise."""


def as_text(value: Any) -> float:
    if not isinstance(value, str):
        raise TypeError("seconds: expected a string")
    return as_either(value)


def as_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("expected a number")
    return float(value)


def as_either(value: Any) -> float:
    if not re.fullmatch(r"[1-9]\d*(\.0)?", str(value)):
        raise ValueError(f"{value!r} is no number of seconds")
    return float(value)


def one_of(*lengths: int) -> Length:
    def read(value: Any) -> float:
        if as_text(value) not in lengths:
            raise ValueError(f"expected one of {lengths}")
        return float(value)

    return read


@dataclass(frozen=True)
class Intake:
    """`lengths`, `sizes`, `ratios`, `pictures` name the fields it reads; of JSON also those inside of an object, such as
    `metadata.ratio`. `knows`: parameters that it hands on. `drops`: fields that
    are taken and read by nobody. `other_body` is its answer to a body of the other kind."""

    json: bool = True
    form: bool = True
    other_body: UnfitError = field(default_factory=lambda: UnfitError("Unsupported content type", 415))
    required: tuple[str, ...] = ("model", "prompt")
    lengths: Mapping[str, Length] = field(default_factory=dict)
    sizes: tuple[str, ...] = ("size",)
    ratios: tuple[str, ...] = ()
    allowed_sizes: frozenset[str] = frozenset()
    pictures: Mapping[str, Place] = field(default_factory=dict)
    knows: frozenset[str] = frozenset()
    drops: frozenset[str] = frozenset()
    unknown: Unknown = Unknown.REFUSE

    def read(self, form: Form) -> Understood:
        """Raises UnfitError."""
        if not (self.form if form.multipart else self.json):
            raise self.other_body
        fields = dict(_opened(form))
        for name in self.required:
            if not fields.get(name):
                raise UnfitError(f"{name} is required", code=f"missing_{name}")
        others = self._others(fields, form)
        return Understood(
            model=str(fields.get("model", "")),
            prompt=str(fields["prompt"]),
            seconds=self._seconds(fields),
            size=self._size(fields),
            pictures=tuple(self._pictures(fields, form.files)),
            dropped=tuple(sorted({*others, *form.files} & self.drops | self._unheard(others))),
            others={name: value for name, value in others.items() if name not in self.drops},
            ratio=next((str(fields[name]) for name in self.ratios if name in fields), ""),
        )

    def _others(self, fields: Mapping[str, Any], form: Form) -> dict[str, Any]:
        read = {"model", "prompt", *self.lengths, *self.sizes, *self.ratios, *self.pictures}
        others = {name: value for name, value in fields.items() if name not in read}
        files = set(form.files) - {name for name, place in self.pictures.items() if Kind.FILE in place.kinds}
        strange = ({*others} - self.knows | files) - self.drops
        if strange and self.unknown is Unknown.REFUSE:
            raise UnfitError(f"Unknown parameter: {sorted(strange)}", code="unknown_parameter")
        return others

    def _unheard(self, others: Mapping[str, Any]) -> set[str]:
        return {*others} - self.knows if self.unknown is Unknown.DROP else set()

    def _seconds(self, fields: Mapping[str, Any]) -> float:
        for name, read in self.lengths.items():
            if name in fields:
                try:
                    return read(fields[name])
                except (ValueError, TypeError) as error:
                    raise UnfitError(f"{name}: {error}") from error
        return 0.0

    def _size(self, fields: Mapping[str, Any]) -> str:
        size = next((str(fields[name]) for name in self.sizes if name in fields), "")
        if size and self.allowed_sizes and size not in self.allowed_sizes:
            raise UnfitError(f"size: expected one of {sorted(self.allowed_sizes)}", code="invalid_size")
        return size

    def _pictures(self, fields: Mapping[str, Any], files: Mapping[str, SentFile]) -> Iterator[Seen]:
        for name, place in self.pictures.items():
            if name in files and Kind.FILE in place.kinds:
                yield Seen(place.role, Kind.FILE, files[name].data)
            if name in fields:
                yield from self._links(name, place, fields[name])

    def _links(self, name: str, place: Place, value: Any) -> Iterator[Seen]:
        if place.links is None:
            raise UnfitError(f"Invalid type for '{name}': expected a file", code="invalid_type")
        try:
            found = list(place.links(value))
        except (ValueError, TypeError, LookupError) as error:
            raise UnfitError(f"Invalid type for '{name}': {error}", code="invalid_type") from error
        for role, link in found:
            kind = Kind.DATA if link.startswith("data:") else Kind.LINK
            if kind not in place.kinds:
                raise UnfitError(f"'{name}' takes no {kind}")
            yield Seen(role, kind, link)


def _opened(form: Form) -> Iterator[tuple[str, Any]]:
    """The fields that have a value; of `metadata` in JSON those inside of it."""
    for name, value in form.fields.items():
        if name == "metadata" and isinstance(value, dict):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        elif value is not None:
            yield name, value
