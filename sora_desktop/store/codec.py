"""Domain values to JSON text and back, lossless, and tolerant of what an older or newer version wrote.

A field that is missing takes its default; one that nobody knows is passed over; one that cannot be read takes its
default and a line in the log, so that a typo in a settings file costs that setting and not the rest.
Times are ISO in UTC, amounts of money are text, messages keep their source and values apart.
Paths inside `root` are written relative to it: a data folder that was moved still works.
Jobs, clips, characters, presets and snippets carry the version of their shape; those of an earlier one go through the steps of `upgrades` first.
"""

import contextlib
import dataclasses
import json
import logging
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from sora_desktop.base.kept_sentences import from_plain, to_plain
from sora_desktop.base.sentences import Message
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.character import Character
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.job import Job
from sora_desktop.domain.parameters import Scalar
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.snippet import Snippet
from sora_desktop.store.unreadable import UnreadableError
from sora_desktop.store.upgrades import CHARACTER, CLIP, JOB, PRESET, SNIPPET
from sora_desktop.store.upgrades.history import History, Plain

T = TypeVar("T")

log = logging.getLogger(__name__)

Hook = Callable[[Any, Any], Any]
"""As cattrs takes them: what was parsed and the type that is wanted, to a value of it."""
Write = Callable[[Any], Plain]

_SURROGATE = re.compile("[\ud800-\udfff]")
_SEEN_LIMIT = 500
_REPEATED = frozenset({VideoModel, ServiceRef})
_HISTORIES: Mapping[type, History] = MappingProxyType(
    {Job: JOB, Clip: CLIP, Character: CHARACTER, FormPreset: PRESET, Snippet: SNIPPET}
)
"""What is written with its version wherever it stands, and brought up to date before it is read."""

FIRST_TIME = datetime(1970, 1, 2, tzinfo=UTC)
LAST_TIME = datetime(2999, 12, 30, tzinfo=UTC)

_JSON = json.JSONDecoder(parse_constant=lambda _: None)


class Codec:
    """JSON for the values of one data folder; without `root` every path is written whole."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root.absolute() if root else None
        self._seen: dict[str, object] = {}

    def dump(self, value: object, *, indent: int | None = None) -> str:
        """JSON text. Numbers that JSON has no word for become null; any text survives, broken surrogates too."""
        return as_text(self.plain(value), indent=indent)

    def plain(self, value: object) -> Any:
        """The JSON of a value, not yet as text."""
        with self._at_work():
            return _converter(tolerant=False).unstructure(value)

    def load(self, text: str | bytes, kind: type[T]) -> T:
        """The value that `text` holds; UnreadableError where it holds none."""
        return self.structure(parse(text), kind)

    def structure(self, plain: object, kind: type[T]) -> T:
        """Like `load`, of JSON that is parsed already."""
        with self._at_work():
            try:
                return _converter(tolerant=False).structure(plain, kind)
            except Exception:  # noqa: BLE001 -- whatever it is, the tolerant reader below says which field it was
                return _read_tolerantly(plain, kind)

    def structure_whole(self, plain: object, kind: type[T]) -> T:
        """Like `structure`, but nothing takes its default for being unreadable: UnreadableError where any part is."""
        with self._at_work():
            try:
                return _converter(tolerant=False).structure(plain, kind)
            except Exception as problem:
                msg = f"no {kind.__name__}: {problem}"
                raise UnreadableError(msg) from problem

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[None]:
        token = _AT_WORK.set(self)
        try:
            yield
        finally:
            _AT_WORK.reset(token)

    def once(self, plain: object, read: Callable[[], object]) -> object:
        """The same value for equal JSON: thousands of rows name the same few models and services."""
        text = repr(plain)
        if text not in self._seen:
            if len(self._seen) >= _SEEN_LIMIT:
                self._seen.clear()
            self._seen[text] = read()
        return self._seen[text]

    def write_path(self, path: Path) -> str:
        whole = path.absolute()
        if self._root and whole.is_relative_to(self._root):
            return whole.relative_to(self._root).as_posix()
        return str(whole)

    def read_path(self, text: object) -> Path:
        path = Path(_fit_for_a_name(_read_str(text, str)))
        return self._root / path if self._root else path


_AT_WORK: ContextVar[Codec] = ContextVar("_AT_WORK")
"""Whose root and whose values the hooks of the converters go by."""


@cache
def _converter(*, tolerant: bool) -> Converter:
    """One for all data folders: what it makes of each type is program text that is compiled, which takes long."""
    converter = Converter(detailed_validation=False)
    for kind, read in _READERS.items():
        converter.register_structure_hook(kind, read)
    for kind, write in _WRITERS.items():
        converter.register_unstructure_hook(kind, write)
    converter.register_structure_hook_factory(
        lambda kind: dataclasses.is_dataclass(kind) and kind is not Message,
        lambda kind: _reader(kind, converter, tolerant=tolerant),
    )
    converter.register_unstructure_hook_factory(
        lambda kind: bool(_not_stored(kind)),
        lambda kind: _leaving_out(_not_stored(kind), make_dict_unstructure_fn(kind, converter)),
    )
    converter.register_unstructure_hook_func(_is_pair, list)
    for kind, history in _HISTORIES.items():
        converter.register_unstructure_hook(kind, _stamped(history, make_dict_unstructure_fn(kind, converter)))
    return converter


def _read_tolerantly(plain: object, kind: type[T]) -> T:
    try:
        return _converter(tolerant=True).structure(plain, kind)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as problem:
        msg = f"no {kind.__name__}: {problem}"
        raise UnreadableError(msg) from problem


def _reader(kind: type[Any], converter: Converter, *, tolerant: bool) -> Hook:
    read = _tolerant_fields(kind, converter) if tolerant else _quick_fields(kind, converter)
    history = _HISTORIES.get(kind)
    return read if history is None else _upgraded(history, read)


def _quick_fields(kind: type[Any], converter: Converter) -> Hook:
    read = make_dict_structure_fn(kind, converter)
    if kind not in _REPEATED:
        return read
    return lambda plain, kind: _AT_WORK.get().once(plain, lambda: read(plain, kind))


def _leaving_out(names: list[str], write: Write) -> Write:
    return lambda value: {name: each for name, each in write(value).items() if name not in names}


def _is_pair(kind: Any) -> bool:
    """A tuple of plain values, each of a type of its own: JSON has only lists."""
    return get_origin(kind) is tuple and get_args(kind)[-1] is not Ellipsis


def _not_stored(kind: object) -> list[str]:
    """The fields that say of themselves that others fill them in, each time anew."""
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    return [field.name for field in fields if not field.metadata.get("stored", True)]


def _stamped(history: History, write: Write) -> Write:
    return lambda value: history.stamped(write(value))


def _upgraded(history: History, read: Hook) -> Hook:
    return lambda plain, kind: read(history.upgraded(plain) if isinstance(plain, Mapping) else plain, kind)


def _fit_for_a_name(text: str) -> str:
    """A path that the system can be asked about. ValueError for one with a NUL, or with halves of characters."""
    if "\0" in text:
        raise ValueError("a path with a NUL")
    os.fsencode(text)
    return text


def as_text(plain: object, *, indent: int | None = None) -> str:
    """JSON text; any text in it survives, broken surrogates too."""
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=indent)
    return _SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", text)


def parse(text: str | bytes) -> object:
    """JSON that is not a value of ours yet; UnreadableError where it is no JSON."""
    try:
        return _JSON.decode(text if isinstance(text, str) else text.decode())
    except (ValueError, RecursionError) as problem:
        msg = f"no JSON: {problem}"
        raise UnreadableError(msg) from problem


def _tolerant_fields(kind: type[Any], converter: Converter) -> Hook:
    """A reader of a dataclass, field by field, that falls back on a field's default."""
    hints = get_type_hints(kind)

    def read(plain: object, _: object) -> object:
        if not isinstance(plain, Mapping):
            msg = f"{kind.__name__} is no object"
            raise TypeError(msg)
        values = {}
        for field in dataclasses.fields(kind):
            if field.name not in plain:
                continue
            try:
                values[field.name] = converter.structure(plain[field.name], hints[field.name])
            except (ValueError, TypeError, KeyError, AttributeError):
                if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                    raise
                log.warning("%s.%s could not be read and takes its default", kind.__name__, field.name)
        return kind(**values)

    return read


def _read_str(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _read_int(value: object, _: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _read_float(value: object, _: object) -> float:
    """A finite number; null stands where one was written that JSON has no word for."""
    if value is None:
        return 0.0
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise TypeError("not a number")
    return float(value)


def _read_bool(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not true or false")
    return value


def _read_word(value: Any, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value)
    except ValueError as problem:
        raise ValueError(f"not a word of {kind.__name__}") from problem


def _read_scalar(value: object, _: object) -> Scalar:
    if not isinstance(value, Scalar) or (isinstance(value, float) and not math.isfinite(value)):
        raise TypeError("not the value of a parameter")
    return value


def _read_decimal(value: object, _: object) -> Decimal:
    try:
        amount = Decimal(_read_str(value, str))
    except InvalidOperation as problem:
        raise ValueError("not an amount") from problem
    if not amount.is_finite():
        raise ValueError("not an amount")
    return amount


def _read_time(value: object, _: object) -> datetime:
    """A time that every system can show in any zone: a year of nobody's calendar is brought into range."""
    time = datetime.fromisoformat(_read_str(value, str))
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    if not FIRST_TIME.year < time.year < LAST_TIME.year:
        return FIRST_TIME if time.year <= FIRST_TIME.year else LAST_TIME
    return time.astimezone(UTC)


def _read_path(value: object, _: object) -> Path:
    return _AT_WORK.get().read_path(value)


def _read_message(value: object, _: object) -> Message:
    return from_plain(value)


def _write_float(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _write_path(path: Path) -> str:
    return _AT_WORK.get().write_path(path)


def _write_time(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


_READERS: dict[object, Hook] = {
    str: _read_str,
    int: _read_int,
    float: _read_float,
    bool: _read_bool,
    StrEnum: _read_word,
    Decimal: _read_decimal,
    datetime: _read_time,
    Message: _read_message,
    Path: _read_path,
    Scalar: _read_scalar,
    Scalar | None: lambda value, kind: None if value is None else _read_scalar(value, kind),
}

_WRITERS: dict[type, Callable[[Any], object]] = {
    float: _write_float,
    Decimal: str,
    datetime: _write_time,
    Message: to_plain,
    Path: _write_path,
}

_WHOLE_PATHS = Codec()


def dump(value: object) -> str:
    """JSON text of a value, every path written whole."""
    return _WHOLE_PATHS.dump(value)


def load(text: str | bytes, kind: type[T]) -> T:
    """The value of type `kind` that `text` holds; UnreadableError where it holds none."""
    return _WHOLE_PATHS.load(text, kind)
