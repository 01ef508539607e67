"""The budget: how much may go to billed services in a day and at once, by money, by seconds and by clips. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from enum import IntEnum, StrEnum

from sora_desktop.base.sentences import N_, NP_, Message, Money, Plural, counted, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.pricing import Cost


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each; None is no limit, and zero of any is nothing at all."""

    money: Decimal | None = None
    seconds: int | None = None
    clips: int | None = None

    @property
    def is_zero(self) -> bool:
        return 0 in (self.money, self.seconds, self.clips)


@dataclass(frozen=True, slots=True)
class Budget:
    """`batch` is what one press of Generate may cost. `currency` is that of the money, a code such as USD."""

    currency: str = "USD"
    day: Limits = Limits()
    batch: Limits = Limits()

    @property
    def is_set(self) -> bool:
        return (self.day, self.batch) != (Limits(), Limits())


@dataclass(frozen=True, slots=True)
class Spend:
    """What goes to billed services. `money` is the part whose price is known in the budget's currency; `unknown` are the
    clips of which it is not, `least` those of which it is only known what they cost at least.
    """

    money: Decimal = Decimal(0)
    seconds: int = 0
    clips: int = 0
    unknown: int = 0
    least: int = 0

    def __add__(self, other: "Spend") -> "Spend":
        return Spend(
            self.money + other.money,
            self.seconds + other.seconds,
            self.clips + other.clips,
            self.unknown + other.unknown,
            self.least + other.least,
        )

    def is_at_least(self, other: "Spend") -> bool:
        """Whether nothing of `other` is more."""
        return (
            self.money >= other.money
            and self.seconds >= other.seconds
            and self.clips >= other.clips
            and self.unknown >= other.unknown
            and self.least >= other.least
        )


class Verdict(IntEnum):
    """OK it may go. ASK a person has to say yes first. REFUSED nothing may be sent."""

    OK = 0
    ASK = 1
    REFUSED = 2


class Measure(StrEnum):
    """What a limit is of. Beside a limit of money, UNKNOWN: clips without a known price; LEAST: clips that may cost more
    than is known.
    """

    MONEY = "money"
    SECONDS = "seconds"
    CLIPS = "clips"
    UNKNOWN = "unknown"
    LEAST = "least"


@dataclass(frozen=True, slots=True)
class Excess:
    """One sum that is above its limit: of this batch, or of the whole day with it. `is_least`: it may be more."""

    measure: Measure
    is_day: bool
    amount: Decimal
    limit: Decimal = Decimal(0)
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is asked to agree to: these sums, in this currency, and no more."""

    currency: str = "USD"
    batch: Spend = Spend()
    excesses: tuple[Excess, ...] = ()

    def covers(self, now: "Asked") -> bool:
        """Whether a yes to this is one to `now` as well: nothing costs more, and no limit is lower or new."""
        return (
            self.currency == now.currency
            and self.batch.is_at_least(now.batch)
            and all(any(_covers(shown, each) for shown in self.excesses) for each in now.excesses)
        )


def _covers(shown: Excess, now: Excess) -> bool:
    is_same = (shown.measure, shown.is_day) == (now.measure, now.is_day)
    return is_same and shown.amount >= now.amount and shown.limit <= now.limit


@dataclass(frozen=True, slots=True)
class BudgetVerdict:
    """`reasons` are whole sentences, none where it is OK. `asked` is what a yes to them holds for."""

    verdict: Verdict = Verdict.OK
    reasons: tuple[Message, ...] = ()
    asked: Asked = Asked()


def spend_of(clips: Iterable[tuple[Cost, int]], currency: str) -> Spend:
    """What these clips, each by its cost and its seconds, take of a budget in `currency`. What is free takes nothing."""
    spend = Spend()
    for cost, seconds in clips:
        if not cost.free:
            is_known = cost.amount is not None and cost.currency == currency
            money = cost.amount or Decimal(0) if is_known else Decimal(0)
            spend += Spend(money, seconds, 1, int(not is_known), int(is_known and cost.is_least))
    return spend


_NOTHING = message("Your budget is zero, so nothing is sent to services that bill.").about(
    money=message("Nothing was sent, and nothing is billed."), todo=message("Change it in the settings.")
)
_UNKNOWN: dict[bool, Plural] = {
    False: NP_("The price of this clip is unknown.", "The price of {count} of these clips is unknown."),
    True: NP_("The price of {count} clip of today is unknown.", "The price of {count} clips of today is unknown."),
}
_LEAST: dict[bool, Plural] = {
    False: NP_(
        "This clip may cost more: its exact price isn't known.",
        "{count} of these clips may cost more: their exact prices aren't known.",
    ),
    True: NP_(
        "{count} clip of today may cost more: its exact price isn't known.",
        "{count} clips of today may cost more: their exact prices aren't known.",
    ),
}
_MONEY: dict[bool, str] = {
    False: N_("This comes to {money}; your budget for one press of Generate is {limit}."),
    True: N_("With this, today comes to {money}; your budget for a day is {limit}."),
}
_MONEY_AT_LEAST: dict[bool, str] = {
    False: N_("This comes to at least {money}; your budget for one press of Generate is {limit}."),
    True: N_("With this, today comes to at least {money}; your budget for a day is {limit}."),
}
_SECONDS: dict[bool, Plural] = {
    False: NP_(
        "This makes {count} second; your budget for one press of Generate is {limit}.",
        "This makes {count} seconds; your budget for one press of Generate is {limit}.",
    ),
    True: NP_(
        "With this, today comes to {count} second; your budget for a day is {limit}.",
        "With this, today comes to {count} seconds; your budget for a day is {limit}.",
    ),
}
_CLIPS: dict[bool, Plural] = {
    False: NP_(
        "This makes {count} clip; your budget for one press of Generate is {limit}.",
        "This makes {count} clips; your budget for one press of Generate is {limit}.",
    ),
    True: NP_(
        "With this, today comes to {count} clip; your budget for a day is {limit}.",
        "With this, today comes to {count} clips; your budget for a day is {limit}.",
    ),
}


_OPEN = {Measure.UNKNOWN: _UNKNOWN, Measure.LEAST: _LEAST}


def weigh(budget: Budget, today: Spend, batch: Spend) -> BudgetVerdict:
    """Whether a `batch` may go, after what was spent `today`: all of it or nothing.

    A limit of zero refuses all that is billed. Above a limit a person is asked, and so where a limit of money is set and
    a price is unknown or may come to more: it might be above.
    """
    if not batch.clips:
        return BudgetVerdict()
    if budget.day.is_zero or budget.batch.is_zero:
        return BudgetVerdict(Verdict.REFUSED, (_NOTHING,))
    excesses = (
        *_above(budget.batch, batch, is_day=False),
        *_above(budget.day, today + batch, is_day=True),
        *_not_known(budget, today, batch),
    )
    asked = Asked(budget.currency, batch, excesses)
    if not excesses:
        return BudgetVerdict(asked=asked)
    return BudgetVerdict(Verdict.ASK, (*_all_of_it(asked), *(_said(each, budget.currency) for each in excesses)), asked)


def _above(limits: Limits, spend: Spend, *, is_day: bool) -> list[Excess]:
    return [
        Excess(measure, is_day, Decimal(amount), Decimal(limit), measure is Measure.MONEY and spend.least > 0)
        for measure, amount, limit in (
            (Measure.MONEY, spend.money, limits.money),
            (Measure.SECONDS, spend.seconds, limits.seconds),
            (Measure.CLIPS, spend.clips, limits.clips),
        )
        if limit is not None and amount > limit
    ]


def _not_known(budget: Budget, today: Spend, batch: Spend) -> list[Excess]:
    by_money, by_day = (budget.batch.money, budget.day.money) != (None, None), budget.day.money is not None
    counts = (
        (Measure.UNKNOWN, batch.unknown, today.unknown),
        (Measure.LEAST, batch.least, today.least),
    )
    found = []
    for measure, now, before in counts:
        if now and by_money:
            found.append(Excess(measure, is_day=False, amount=Decimal(now)))
        if before and by_day:
            found.append(Excess(measure, is_day=True, amount=Decimal(before)))
    return found


def _all_of_it(asked: Asked) -> list[Message]:
    """What a yes would cost, where no reason says that itself."""
    is_said = any(each.measure is Measure.MONEY and not each.is_day for each in asked.excesses)
    if is_said or not asked.batch.money:
        return []
    money = Money(asked.batch.money, asked.currency)
    if asked.batch.least:
        return [message("This comes to at least {money}.", money=money)]
    return [message("This comes to {money}.", money=money)]


def _said(excess: Excess, currency: str) -> Message:
    if excess.measure is Measure.MONEY:
        money, limit = Money(excess.amount, currency), Money(excess.limit, currency)
        words = _MONEY_AT_LEAST if excess.is_least else _MONEY
        return message(words[excess.is_day], money=money, limit=limit)
    if excess.measure in _OPEN:
        return counted(_OPEN[excess.measure][excess.is_day], int(excess.amount))
    counting = _SECONDS if excess.measure is Measure.SECONDS else _CLIPS
    return counted(counting[excess.is_day], int(excess.amount), limit=int(excess.limit))
