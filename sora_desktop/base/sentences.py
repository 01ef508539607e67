"""Sentences for people: marked where they stand, kept apart from their values, put into words where they are shown.

    N_("Jobs appear here")                        marks a text that is looked up when it is shown
    NP_("{count} clip", "{count} clips")          the same of a text that depends on a count
    message("{name} is saved", name=…)            a sentence with its values
    plural("{count} clip", "{count} clips", 3)    the same, depending on a count

`scripts/translations` collects what stands in these calls. Values keep their kind (`Money`, `Seconds`, `Bytes`,
`Shortcut`, numbers, other sentences), as each language writes them its own way. Any other text is a stranger's: it
is shown as it is and never looked up.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.values import dataclass

_NO_VALUES: Mapping[str, object] = MappingProxyType({})
_DETAIL_LIMIT = 400


class Foreign(str):
    """What a stranger said (a service, the system, a person): shown as plain text, never looked up."""

    __slots__ = ()


class Plural(NamedTuple):
    """A text for one, and one for any other `{count}`."""

    one: str
    many: str


_CENT, _LEAST = Decimal("0.01"), Decimal("0.0001")
_BEYOND_ROUNDING = 18
"""Digits before the point: such a sum is no sum, but may stand in a damaged ledger."""


@dataclass(frozen=True, slots=True)
class Money:
    """`currency` is a code such as USD, or a service's own unit such as "credits"."""

    amount: Decimal
    currency: str = "USD"

    @property
    def is_money(self) -> bool:
        """Whether its unit is a currency."""
        return len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()

    @property
    def digits(self) -> int:
        """So many stand behind the point: two of a currency, up to four of what is less than one; none that says nothing."""
        if self.is_money and (self.amount >= 1 or self.shown == self.shown.quantize(_CENT)):
            return 2
        shown = self.shown.normalize().as_tuple().exponent
        return max(-shown if isinstance(shown, int) else 0, 2 if self.is_money else 0)

    @property
    def shown(self) -> Decimal:
        """The amount as far as it is written: what is more than nothing never becomes nothing."""
        if self.amount.adjusted() > _BEYOND_ROUNDING:
            return self.amount
        if self.is_money and self.amount >= 1:
            return self.amount.quantize(_CENT)
        rounded = self.amount.quantize(_LEAST if abs(self.amount) < 1 else _CENT)
        return rounded or (_LEAST.copy_sign(self.amount) if self.amount else rounded)

    def __str__(self) -> str:
        return ENGLISH.value(self)


@dataclass(frozen=True, slots=True)
class Seconds:
    """A length of time."""

    seconds: float

    def __str__(self) -> str:
        return ENGLISH.value(self)


@dataclass(frozen=True, slots=True)
class Bytes:
    """So much of a file."""

    count: int

    def __str__(self) -> str:
        return ENGLISH.value(self)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys by their names in Qt, such as Ctrl+Return: a Mac shows them with its own signs."""

    keys: str

    def __str__(self) -> str:
        return ENGLISH.value(self)


def N_(source: str) -> str:  # noqa: N802 -- the name that gettext's tools and translators know
    """Marks a text: it is looked up where it is shown."""
    return source


def NP_(one: str, many: str) -> Plural:  # noqa: N802 -- likewise
    """Marks a text that depends on a count."""
    return Plural(one, many)


@dataclass(frozen=True, slots=True)
class Message:
    """English source text with `{named}` places, what goes into them, and the sentences that belong to it.

    `many` is the source for any `count` but one. `detail` is what a stranger says of it, or a closer sentence of ours;
    `money` says what it means for the bill, `more` what else is known, `todo` what a person can do.
    `str(message)` is all of it in English.
    """

    source: str
    values: Mapping[str, object] = field(default_factory=lambda: _NO_VALUES, hash=False)
    many: str = ""
    detail: "Message | Foreign | None" = None
    money: "Message | None" = None
    more: "tuple[Message, ...]" = ()
    todo: "Message | None" = None

    def __str__(self) -> str:
        return ENGLISH.say(self)

    def about(
        self,
        detail: "Message | Foreign | None" = None,
        *,
        money: "Message | None" = None,
        more: "tuple[Message, ...]" = (),
        todo: "Message | None" = None,
    ) -> "Message":
        """The same sentence with what belongs to it."""
        return replace(self, detail=detail or None, money=money, more=more, todo=todo)


def message(source: str, **values: object) -> Message:
    return Message(source, MappingProxyType(values))


def plural(one: str, many: str, count: int, **values: object) -> Message:
    """A sentence that depends on `count`, which both texts may name."""
    return Message(one, MappingProxyType({**values, "count": count}), many)


def counted(texts: Plural, count: int, **values: object) -> Message:
    """The sentence of texts that were marked elsewhere."""
    return Message(texts.one, MappingProxyType({**values, "count": count}), texts.many)


def together(sentences: "Iterable[Message]") -> Message:
    """Several sentences as one, in their order."""
    first, *rest = sentences
    return replace(first, more=(*first.more, *rest))


def tidy(text: str, limit: int = _DETAIL_LIMIT) -> str:
    """A stranger's text as one safe line: no control or bidi characters, cut at `limit`, ended as a sentence."""
    line = one_line(text, limit)
    return line if not line or line[-1] in ".!?…。！？" else line + "."


_GOES_ON = N_("{what}: {detail}")
"""A sentence, without its full stop, and what a stranger says of it."""
_FOLLOWS = N_("{first} {second}")
"""Two sentences, one after the other: a language without spaces between them leaves it out."""
_WITH_FORM, _FORM = ":.1f}", "__one_digit"
_ANY_FORM = re.compile(r"\{\w*[:!.\[]")
SECONDS = N_("{number} s")
MEGABYTES = N_("{number} MB")
_SYMBOLS = {"USD": "$"}


class Speech:
    """How a language says it. This one is plain English, for logs and the command line."""

    def text(self, source: str) -> str:
        """`source` in this language."""
        return source

    def plural_text(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many

    def number(self, value: float, digits: int = 0) -> str:
        return f"{value:.{digits}f}" if digits else str(round(value))

    def money(self, money: Money) -> str:
        amount = f"{money.shown:.{money.digits}f}"
        symbol = _SYMBOLS.get(money.currency)
        return f"{symbol}{amount}" if symbol else f"{amount} {self.foreign(money.currency)}"

    def shortcut(self, keys: str) -> str:
        return keys

    def foreign(self, text: str) -> str:
        """A stranger's text, as far as it may be shown."""
        return text

    def value(self, value: object) -> str:  # noqa: PLR0911 -- one a kind of value
        """A value as this language writes it."""
        match value:
            case Message():
                return self.say(value)
            case Money():
                return self.money(value)
            case Seconds():
                digits = 0 if float(value.seconds).is_integer() else 1
                return self.text(SECONDS).format(number=self.number(float(value.seconds), digits))
            case Bytes():
                return self.text(MEGABYTES).format(number=self.number(value.count / 1_000_000, 1))
            case Shortcut():
                return self.shortcut(value.keys)
            case int() if not isinstance(value, bool):
                return self.number(value)
        return self.foreign(str(value))

    def fill(self, text: str, values: Mapping[str, object]) -> str:
        """`text` with its places filled; as it is where they do not match: it was kept by another version."""
        if not values:
            return text
        written = {name: self.value(value) for name, value in values.items()}
        if _WITH_FORM in text:  # as earlier versions kept it
            numbers = {name: value for name, value in values.items() if isinstance(value, int | float)}
            written |= {f"{name}{_FORM}": self.number(float(value), 1) for name, value in numbers.items()}
            text = text.replace(_WITH_FORM, f"{_FORM}}}")
        if _ANY_FORM.search(text):  # it may ask for gigabytes of blanks
            return text
        try:
            return text.format(**written)
        except (LookupError, ValueError, AttributeError, TypeError):
            return text

    def say(self, sentence: Message | Foreign) -> str:
        """A sentence, and all that belongs to it."""
        if not isinstance(sentence, Message):
            return tidy(sentence)
        words = self._with_detail(self.fill(self._looked_up(sentence), sentence.values), sentence.detail)
        for each in (sentence.money, *sentence.more, sentence.todo):
            words = self.join(words, self.say(each)) if each is not None else words
        return words

    def join(self, first: str, second: str) -> str:
        """Two sentences, one after the other."""
        return self.text(_FOLLOWS).format(first=first, second=second) if first and second else first or second

    def _looked_up(self, sentence: Message) -> str:
        count = sentence.values.get("count")
        if sentence.many and isinstance(count, int):
            return self.plural_text(sentence.source, sentence.many, count)
        return self.text(sentence.source) if sentence.source else ""

    def _with_detail(self, what: str, detail: Message | Foreign | None) -> str:
        if detail is None:
            return what
        if isinstance(detail, Message) or not what:
            return self.join(what, self.say(detail))
        return self.text(_GOES_ON).format(what=what.rstrip(".。:："), detail=self.say(detail))


ENGLISH = Speech()
