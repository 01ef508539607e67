"""The settings file. Read before the first paint, so this imports little."""

import dataclasses
import json
import logging
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.domain.settings import LanguageTag, Settings
from sora_desktop.store.files import keep_copy, write_atomically
from sora_desktop.store.upgrades import SETTINGS

log = logging.getLogger(__name__)

NOTHING_GOES = Budget(day=Limits(clips=0))
"""The budget where the one that was set cannot be read: nothing is billed before a person has looked."""


_KEPT = N_("Your settings can't be read and are back to their defaults. The old ones are kept as {name}.")
_NOT_KEPT = N_("Your settings can't be read and are back to their defaults.")
_PAUSED = message("The queue is paused: no waiting job is sent until you resume it.")


def _to_nobody(_said: Message) -> None:
    """Who reads them before the first paint has nobody to tell yet: the studio reads them again."""


def load_settings(path: Path, tell: Callable[[Message], None] = _to_nobody) -> Settings:
    """The settings as saved; what is missing or makes no sense takes its default.

    A file that cannot be read at all is kept beside it, before the next save takes its place, and `tell` hears it.
    Whether the queue was paused is not known then: it is, as what was held back must not go out unasked.
    """
    try:
        saved = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as problem:
        return _unreadable(path, str(problem), tell)
    if not isinstance(saved, Mapping):
        return _unreadable(path, "they are no object", tell)
    try:
        return _read(SETTINGS.upgraded(saved))
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        return _unreadable(path, str(problem), tell)


def _unreadable(path: Path, why: str, tell: Callable[[Message], None]) -> Settings:
    log.warning("the settings cannot be read and take their defaults: %s", why)
    name = keep_copy(path)
    tell((message(_KEPT, name=name) if name else message(_NOT_KEPT)).about(todo=_PAUSED))
    return Settings(queue_paused=True)


def _read(saved: Mapping[str, Any]) -> Settings:
    values = {}
    for field in dataclasses.fields(Settings):
        if field.name in saved:
            try:
                values[field.name] = _value(field, saved[field.name])
            except (TypeError, ValueError):
                log.warning("the setting %s makes no sense and takes its default", field.name)
                if field.name == "queue_paused":
                    values[field.name] = True
                if field.name == "budget":
                    values[field.name] = NOTHING_GOES
    return Settings(**values)


def _value(field: "dataclasses.Field[Any]", value: Any) -> Any:
    kind = type(field.default)
    if kind is Budget:
        return _budget(value)
    if issubclass(kind, StrEnum):
        return kind(value)
    if kind is LanguageTag and isinstance(value, str):
        return LanguageTag(value)
    if type(value) is not kind:
        raise TypeError(field.name)
    least, most = field.metadata.get("minimum"), field.metadata.get("maximum")
    value = value if least is None else max(least, value)
    return value if most is None else min(most, value)


def _budget(plain: Any) -> Budget:
    """TypeError or ValueError for what is none: a limit that cannot be read is not one that is not there."""
    if not isinstance(plain, Mapping) or not isinstance(currency := plain.get("currency", "USD"), str):
        raise TypeError("no budget")
    return Budget(currency, _limits(plain.get("day", {})), _limits(plain.get("batch", {})))


def _limits(plain: Any) -> Limits:
    if not isinstance(plain, Mapping):
        raise TypeError("no limits")
    money = plain.get("money")
    return Limits(
        None if money is None else _amount(money), *(_count(plain.get(name)) for name in ("seconds", "clips"))
    )


def _amount(text: Any) -> Decimal:
    try:
        amount = Decimal(text) if isinstance(text, str) else Decimal("NaN")
    except InvalidOperation as problem:
        raise ValueError("not an amount") from problem
    if not amount.is_finite() or amount < 0:
        raise ValueError("not an amount")
    return amount


def _count(value: Any) -> int | None:
    if value is not None and (type(value) is not int or value < 0):
        raise TypeError("not a count")
    return value


def save_settings(path: Path, settings: Settings) -> None:
    """StorageError where the disk refuses; the file is then as it was. What a newer version has set there stays."""
    plain = SETTINGS.written_over(_newer(path), dataclasses.asdict(settings))
    text = json.dumps(plain, indent=2, default=str) + "\n"  # amounts are texts
    write_atomically(path, text.encode())


def _newer(path: Path) -> Mapping[str, Any]:
    try:
        return SETTINGS.newer(json.loads(path.read_bytes())) or {}
    except (OSError, ValueError, RecursionError):
        return {}
