"""What a job cost by its service's own word, beside what it was estimated at (`Job.cost`)."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sora_desktop.base.values import dataclass
from sora_desktop.domain.pricing import Cost

MOST_KEPT = 8
"""Entries of one charge: a service that tells another sum at each look does not make a row grow."""
_LONGEST_PLACE = 80


class ChargeSource(StrEnum):
    """Where a sum was told, the weakest word first.

    HEADER a header of the answer to the submission
    ANSWER the body of an answer about the job
    LOG    a line of the service's log that is about the job
    TASK   the settlement record of the task
    PERSON a person who has looked it up
    """

    HEADER = "header"
    ANSWER = "answer"
    LOG = "log"
    TASK = "task"
    PERSON = "person"


_WEIGHT = {source: weight for weight, source in enumerate(ChargeSource)}


class SettlementWay(StrEnum):
    """How a service is asked what a job cost, once that has ended.

    NEW_API_TASK: `data.quota` of `GET /v1/video/generations/{id}`
    NEW_API_LOG:  the lines of `GET /api/log/token`
    """

    NEW_API_TASK = "new-api-task"
    NEW_API_LOG = "new-api-log"


@dataclass(frozen=True, slots=True)
class Settling:
    """What a connection knows of its service's settlements.

    `ways`: how it is asked afterwards, the best first. `unit` is what the service counts in, and `units_a_dollar` how many of them are a
    dollar: 0 where that is not known, and then the service's own units stay what they are.
    """

    ways: tuple[SettlementWay, ...] = ()
    unit: str = "quota"
    units_a_dollar: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """A sum as it was told, never negative. `unit` is a code such as USD or the service's own word, "" for the currency
    of the connection's prices. `place` is where it stood, word for word, such as `usage.cost`.
    """

    amount: Decimal
    unit: str
    source: ChargeSource
    place: str = ""

    def counted_in(self, settling: Settling, currency: str) -> "Settlement":
        """It in money, where that is known; what was told stays in its `place`."""
        if self.unit == "":
            return replace(self, unit=currency)
        if self.unit != settling.unit or settling.units_a_dollar <= 0:
            return self
        told = f"{self.place} {self.amount.normalize():f}".strip()[:_LONGEST_PLACE]
        return replace(self, amount=self.amount / settling.units_a_dollar, unit="USD", place=told)


@dataclass(frozen=True, slots=True)
class ChargeEntry:
    """A settlement, and when it was heard of (UTC)."""

    told: Settlement
    at: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """All that was told of the cost of one job, oldest first. None of it takes the place of another in silence."""

    entries: tuple[ChargeEntry, ...] = ()

    @property
    def standing(self) -> Settlement | None:
        """What holds: the latest word of the best source; None where nothing was settled."""
        best = _best(self.entries)
        return best.told if best else None

    @property
    def paid(self) -> Settlement | None:
        """The largest sum that was told in the unit of what holds: more than it where some was given back."""
        standing = self.standing
        same = [entry.told for entry in self.entries if standing and entry.told.unit == standing.unit]
        return max(same, key=lambda told: told.amount, default=None)

    @property
    def entered(self) -> Settlement | None:
        """What a person has entered last, None where nobody did."""
        standing = self.standing
        return standing if standing is not None and standing.source is ChargeSource.PERSON else None

    def without_entered(self) -> "Charge":
        """What the service told, without a person's word."""
        return Charge(tuple(entry for entry in self.entries if entry.told.source is not ChargeSource.PERSON))

    def with_settlement(self, told: Settlement, at: datetime) -> "Charge":
        """The same charge where nothing new is told.

        Nothing (zero) says something only where the same source told a sum before, which then was given back; a person's
        says it always.
        """
        before = next((entry.told for entry in reversed(self.entries) if _is_one_place(entry.told, told)), None)
        is_silent = before is None and not told.amount and told.source is not ChargeSource.PERSON
        if before == told or is_silent:
            return self
        entries = (*self.entries, ChargeEntry(told, at))
        return Charge(entries if len(entries) <= MOST_KEPT else _without_the_least(entries))


def cost_of(estimate: Cost, charge: Charge) -> Cost:
    """What a job cost as far as is known: as settled, else as estimated."""
    standing = charge.standing
    return estimate if standing is None or estimate.free else Cost(standing.amount, standing.unit)


def _is_one_place(one: Settlement, other: Settlement) -> bool:
    return (one.source, one.unit) == (other.source, other.unit)


def _best(entries: tuple[ChargeEntry, ...]) -> ChargeEntry | None:
    """The latest by the order in which they were heard: clocks are set."""
    return max(reversed(entries), key=lambda entry: _WEIGHT[entry.told.source], default=None)


def _without_the_least(entries: tuple[ChargeEntry, ...]) -> tuple[ChargeEntry, ...]:
    """The first that was told stays, and so do what holds and the latest: the second oldest of the rest goes."""
    kept = _best(entries)
    gone = next(entry for entry in entries[1:] if entry is not kept)
    return tuple(entry for entry in entries if entry is not gone)
