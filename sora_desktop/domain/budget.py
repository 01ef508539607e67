"""The budget: how much may go to billed services in a day and at once, by money, by seconds and by clips. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from sora_desktop.base.sentences import N_, NP_, Message, Money, Plural, counted, message
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
    clips of which it is not.
    """

    money: Decimal = Decimal(0)
    seconds: int = 0
    clips: int = 0
    unknown: int = 0

    def __add__(self, other: "Spend") -> "Spend":
        return Spend(
            self.money + other.money,
            self.seconds + other.seconds,
            self.clips + other.clips,
            self.unknown + other.unknown,
        )


class Verdict(IntEnum):
    """OK it may go. ASK a person has to say yes first. REFUSED nothing may be sent."""

    OK = 0
    ASK = 1
    REFUSED = 2


@dataclass(frozen=True, slots=True)
class BudgetVerdict:
    """`reasons` are whole sentences, none where it is OK."""

    verdict: Verdict = Verdict.OK
    reasons: tuple[Message, ...] = ()


def spend_of(clips: Iterable[tuple[Cost, int]], currency: str) -> Spend:
    """What these clips, each by its cost and its seconds, take of a budget in `currency`. What is free takes nothing."""
    spend = Spend()
    for cost, seconds in clips:
        if not cost.free:
            is_known = cost.amount is not None and cost.currency == currency
            spend += Spend(cost.amount or Decimal(0) if is_known else Decimal(0), seconds, 1, int(not is_known))
    return spend


_NOTHING = message("Your budget is zero, so nothing is sent to services that bill.").about(
    money=message("Nothing was sent, and nothing is billed."), todo=message("Change it in the settings.")
)
_UNKNOWN: dict[bool, Plural] = {
    False: NP_("The price of this clip is unknown.", "The price of {count} of these clips is unknown."),
    True: NP_("The price of {count} clip of today is unknown.", "The price of {count} clips of today is unknown."),
}
_MONEY: dict[bool, str] = {
    False: N_("This comes to {money}; your budget for one press of Generate is {limit}."),
    True: N_("With this, today comes to {money}; your budget for a day is {limit}."),
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


def weigh(budget: Budget, today: Spend, batch: Spend) -> BudgetVerdict:
    """Whether a `batch` may go, after what was spent `today`: all of it or nothing.

    A limit of zero refuses all that is billed. Above a limit a person is asked, and so where a limit of money is set and
    a price is unknown: it might be above.
    """
    if not batch.clips:
        return BudgetVerdict()
    if budget.day.is_zero or budget.batch.is_zero:
        return BudgetVerdict(Verdict.REFUSED, (_NOTHING,))
    reasons = (
        *_above(budget.batch, batch, budget.currency, is_day=False),
        *_above(budget.day, today + batch, budget.currency, is_day=True),
        *_not_known(budget, today, batch),
    )
    return BudgetVerdict(Verdict.ASK if reasons else Verdict.OK, reasons)


def _above(limits: Limits, spend: Spend, currency: str, *, is_day: bool) -> list[Message]:
    said = []
    if limits.money is not None and spend.money > limits.money:
        money, limit = Money(spend.money, currency), Money(limits.money, currency)
        said.append(message(_MONEY[is_day], money=money, limit=limit))
    if limits.seconds is not None and spend.seconds > limits.seconds:
        said.append(counted(_SECONDS[is_day], spend.seconds, limit=limits.seconds))
    if limits.clips is not None and spend.clips > limits.clips:
        said.append(counted(_CLIPS[is_day], spend.clips, limit=limits.clips))
    return said


def _not_known(budget: Budget, today: Spend, batch: Spend) -> list[Message]:
    said = []
    if batch.unknown and (budget.batch.money, budget.day.money) != (None, None):
        said.append(counted(_UNKNOWN[False], batch.unknown))
    if today.unknown and budget.day.money is not None:
        said.append(counted(_UNKNOWN[True], today.unknown))
    return said
