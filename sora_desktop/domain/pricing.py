"""What a clip costs, as far as anyone knows."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sora_desktop.domain.shapes import Size


class PriceUnit(StrEnum):
    SECOND = "second"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Price:
    """One line of a connection's price list; `size` None holds for every size of the model."""

    model: str
    amount: Decimal
    unit: PriceUnit = PriceUnit.SECOND
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """A service's prices. `free` is said only of a service that never bills, such as the local engine."""

    currency: str = "USD"
    prices: tuple[Price, ...] = ()
    free: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """An estimate in `currency`; `amount` None is "price unknown", zero with `free` is "free"."""

    amount: Decimal | None
    currency: str = "USD"
    free: bool = False

    def times(self, count: int) -> "Cost":
        return Cost(None if self.amount is None else self.amount * count, self.currency, self.free)


def estimate(prices: PriceList, model: str, size: Size, seconds: int, *, usual: tuple[Price, ...] = ()) -> Cost:
    """The price of one clip; a line for the exact size wins over one for every size.

    `usual` are the lines of the model's catalogue entry: they hold where the list has none for it.
    """
    if prices.free:
        return Cost(Decimal(0), prices.currency, free=True)
    own = [line for line in prices.prices if line.model == model]
    lines = [line for line in own or usual if line.size in (None, size)]
    if not lines:
        return Cost(None, prices.currency)
    line = max(lines, key=lambda each: each.size is not None)
    amount = line.amount * seconds if line.unit is PriceUnit.SECOND else line.amount
    return Cost(amount, prices.currency)
