"""Sentences as JSON and back: in the rows of the job list, in sidecars, and between a child process and the app."""

import math
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from sora_desktop.base.sentences import Bytes, Foreign, Message, Money, Seconds, Shortcut

_DEEPEST = 4
"""So far sentences may be within sentences: ours are at most two."""
_UNKNOWN = object()


def to_plain(sentence: Message) -> dict[str, object]:
    """What `from_plain` reads. Values of no kind of ours are kept as their text."""
    plain: dict[str, object] = {
        "source": sentence.source,
        "values": {name: _plain(value) for name, value in sentence.values.items()},
    }
    if sentence.many:
        plain["many"] = sentence.many
    if sentence.detail:
        plain["detail"] = to_plain(sentence.detail) if isinstance(sentence.detail, Message) else str(sentence.detail)
    for name, each in (("money", sentence.money), ("todo", sentence.todo)):
        if each is not None:
            plain[name] = to_plain(each)
    if sentence.more:
        plain["more"] = [to_plain(each) for each in sentence.more]
    return plain


def from_plain(plain: object, depth: int = 0) -> Message:
    """The sentence; TypeError, LookupError or ValueError where `plain` is none. Values of no known kind are left out."""
    if not isinstance(plain, Mapping) or not isinstance(plain["source"], str) or depth > _DEEPEST:
        raise TypeError("no sentence")
    many, detail = plain.get("many", ""), plain.get("detail")
    if not isinstance(many, str):
        raise TypeError("no sentence")
    read = {name: _value(each, depth) for name, each in dict(plain.get("values") or {}).items()}
    return Message(
        plain["source"],
        MappingProxyType({str(name): value for name, value in read.items() if value is not _UNKNOWN}),
        many,
        detail=Foreign(detail) if isinstance(detail, str) else _part(detail, depth),
        money=_part(plain.get("money"), depth),
        more=tuple(from_plain(each, depth + 1) for each in plain.get("more") or ()),
        todo=_part(plain.get("todo"), depth),
    )


def detail_to_plain(detail: Message | Foreign) -> dict[str, object] | str:
    """What an error says of itself, for another process."""
    return to_plain(detail) if isinstance(detail, Message) else str(detail)


def detail_from_plain(plain: object) -> Message | Foreign:
    """TypeError, LookupError or ValueError where it is none."""
    return Foreign(plain) if isinstance(plain, str) else from_plain(plain)


def _part(plain: object, depth: int) -> Message | None:
    return None if plain is None else from_plain(plain, depth + 1)


def _plain(value: object) -> object:  # noqa: PLR0911 -- one a kind of value
    match value:
        case Message():
            return {"message": to_plain(value)}
        case Money():
            return {"money": str(value.amount), "currency": value.currency}
        case Seconds():
            return {"seconds": value.seconds if math.isfinite(value.seconds) else 0.0}
        case Bytes():
            return {"bytes": value.count}
        case Shortcut():
            return {"shortcut": value.keys}
        case float():
            return value if math.isfinite(value) else None
        case None | bool() | int():
            return value
    return str(value)


def _value(plain: object, depth: int) -> object:  # noqa: PLR0911 -- one a kind of value
    match plain:
        case None | str() | int() | float():
            return plain
        case {"message": sentence}:
            return from_plain(sentence, depth + 1)
        case {"money": str(amount), "currency": str(currency)}:
            return _money(amount, currency)
        case {"seconds": int(seconds) | float(seconds)}:
            return Seconds(seconds)
        case {"bytes": int(count)}:
            return Bytes(count)
        case {"shortcut": str(keys)}:
            return Shortcut(keys)
    return _UNKNOWN


def _money(amount: str, currency: str) -> Money:
    try:
        read = Decimal(amount)
    except InvalidOperation as problem:
        raise ValueError("no amount") from problem
    if not read.is_finite() or abs(read.adjusted()) > 12:
        raise ValueError("no amount")
    return Money(read, currency)
