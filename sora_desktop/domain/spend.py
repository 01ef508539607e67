"""What was spent: one line a job that may have cost something, and sums of them by what a person asks for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sora_desktop.base.values import dataclass
from sora_desktop.domain.budget import Spend, spend_of
from sora_desktop.domain.charge import Charge, cost_of
from sora_desktop.domain.job import ACTIVE, Billed, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.tags import key_of

CHARACTERS = "(characters)"
"""In place of a model, where a character was made."""


@dataclass(frozen=True, slots=True)
class JobSpend:
    """A job as its bill sees it. `at` is when it was sent (UTC), or made while it waits. `day` is that of the person.

    `model` is the model's id, `connection` the name that it had. `is_elsewhere`: another program sent it; `is_dated`: its
    `day` is known, and is not only that on which it was brought in. `is_character`: it is no job but the making of a
    character, and its `model` is CHARACTERS.
    """

    job_id: str
    at: datetime
    day: date
    state: JobState
    bill: Billed
    model: str
    connection: str
    seconds: int
    estimate: Cost
    charge: Charge = Charge()
    is_elsewhere: bool = False
    is_dated: bool = True
    tags: tuple[str, ...] = ()
    is_character: bool = False

    @property
    def cost(self) -> Cost:
        """As settled, else as estimated."""
        return cost_of(self.estimate, self.charge)

    @property
    def is_committed(self) -> bool:
        """Whether it takes a part of the budget: it may have been billed, or it is on its way."""
        return self.is_spent or (not self.estimate.free and self.state in ACTIVE)

    @property
    def is_spent(self) -> bool:
        """Whether it was billed, or may have been: also where only a person says so."""
        return not self.estimate.free and (self.bill is not Billed.NO or self.charge.entered is not None)


def committed(lines: Iterable[JobSpend], currency: str) -> Spend:
    """What these jobs take of a budget in `currency`. That nobody here knows the price of what another program sent, or of
    a character, is no reason to ask about what is sent from here. A character is no clip.
    """
    taken = [line for line in lines if line.is_committed]
    whole, strange, characters = (
        spend_of(((line.cost, line.seconds) for line in some), currency)
        for some in (
            taken,
            [line for line in taken if line.is_elsewhere or line.is_character],
            [line for line in taken if line.is_character],
        )
    )
    return replace(
        whole,
        unknown=whole.unknown - strange.unknown,
        least=whole.least - strange.least,
        clips=whole.clips - characters.clips,
    )


class SpendBy(StrEnum):
    """What sums are made by."""

    DAY = "day"
    MODEL = "model"
    CONNECTION = "connection"
    TAG = "tag"


_KEYS: Mapping[SpendBy, Callable[[JobSpend], tuple[str, ...]]] = {
    SpendBy.DAY: lambda line: (line.day.isoformat(),),
    SpendBy.MODEL: lambda line: (line.model,),
    SpendBy.CONNECTION: lambda line: (line.connection,),
    SpendBy.TAG: lambda line: line.tags or ("",),
}
"""A job counts in each of its groups, once; "" is that of jobs without a tag."""


@dataclass(frozen=True, slots=True)
class SpendSum:
    """One row: the clips of one day, model, connection or tag. Sums of money are apart by currency, each with its own.

    `total` is what they cost, as settled where that is known and else as estimated. `estimated` is what all of them were
    estimated at, `settled` what was settled, for `settled_clips` of them. `unknown` are the clips without any price,
    `least` those that may have cost more than is known, `estimated_least` those that were estimated so.
    `characters` were made beside them, and `unknown_characters` of these have no price.
    """

    name: str
    clips: int = 0
    characters: int = 0
    unknown_characters: int = 0
    seconds: int = 0
    unknown: int = 0
    settled_clips: int = 0
    least: int = 0
    estimated_least: int = 0
    total: Mapping[str, Decimal] = field(default_factory=dict)
    estimated: Mapping[str, Decimal] = field(default_factory=dict)
    settled: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpendReport:
    """What was spent from a day on, by each of `SpendBy`; of days the latest first, else the dearest. `whole` is all."""

    since: date | None
    whole: SpendSum
    sums: Mapping[SpendBy, tuple[SpendSum, ...]]


def report(lines: Iterable[JobSpend], since: date | None) -> SpendReport:
    """The sums of the jobs that were billed, or may have been."""
    spent = [line for line in lines if line.is_spent and (since is None or line.day >= since)]
    return SpendReport(since, _sum("", spent), {by: _sums(spent, by) for by in SpendBy})


def _sums(lines: Iterable[JobSpend], by: SpendBy) -> tuple[SpendSum, ...]:
    groups: dict[str, tuple[str, list[JobSpend]]] = {}
    for line in lines:
        for name in _KEYS[by](line):
            key = key_of(name) if by is SpendBy.TAG else name
            groups.setdefault(key, (name, []))[1].append(line)
    sums = [_sum(name, group) for name, group in groups.values()]
    if by is SpendBy.DAY:
        return tuple(sorted(sums, key=lambda each: each.name, reverse=True))
    return tuple(sorted(sums, key=lambda each: (-max(each.total.values(), default=Decimal(0)), each.name)))


def _sum(name: str, lines: list[JobSpend]) -> SpendSum:
    settled = [Cost(told.amount, told.unit) for line in lines if (told := line.charge.standing)]
    clips = [line for line in lines if not line.is_character]
    characters = [line for line in lines if line.is_character]
    return SpendSum(
        name,
        clips=len(clips),
        characters=len(characters),
        unknown_characters=sum(line.cost.amount is None for line in characters),
        seconds=sum(line.seconds for line in lines),
        unknown=sum(line.cost.amount is None for line in clips),
        settled_clips=sum(line.charge.standing is not None for line in clips),
        least=sum(line.cost.is_least for line in lines),
        estimated_least=sum(line.estimate.is_least for line in lines),
        total=_by_currency(line.cost for line in lines),
        estimated=_by_currency(line.estimate for line in lines),
        settled=_by_currency(settled),
    )


def _by_currency(costs: Iterable[Cost]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for cost in costs:
        if cost.amount is not None:
            sums[cost.currency] = sums.get(cost.currency, Decimal(0)) + cost.amount
    return sums
