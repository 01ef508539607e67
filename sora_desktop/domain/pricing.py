"""What a clip costs, as far as anyone knows, worked out from the very request that is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from sora_desktop.base.values import dataclass
from sora_desktop.domain.parameters import ParameterValue, Scalar
from sora_desktop.domain.shapes import Size


class PriceUnit(StrEnum):
    SECOND = "second"
    JOB = "job"


class Doubt(StrEnum):
    """Why a price may come to more than its amount.

    UNIT     the list does not say whether it is for a second or for a clip: it is counted for a clip
    GROUP    it depends on the group of the account, which is not told, and others pay more
    PICTURES something that is not told comes on top for pictures that go along
    FURTHER  something that is not told may come on top
    """

    UNIT = "unit"
    GROUP = "group"
    PICTURES = "pictures"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class PictureWhen:
    """Whether a picture goes along: one of this role, or any where `role` is empty. See `ImageRole` for the words."""

    role: str = ""
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class Price:
    """One line of a connection's price list; `size` None holds for every size of the model.

    `when`: it holds only for a request that sends each of these parameters, by their ids, with this very value.
    `pictures`: only for one with which each of these holds. `doubts`: why it may come to more, none where it is exact.
    """

    model: str
    amount: Decimal
    unit: PriceUnit = PriceUnit.SECOND
    size: Size | None = None
    when: tuple[tuple[str, Scalar], ...] = ()
    pictures: tuple[PictureWhen, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceList:
    """A service's prices. `free` is said only of a service that never bills, such as the local engine.

    `currency` is a code such as USD, or a unit of the service's own such as "credits". `group` is the group of accounts
    whose prices these are, "" where the service has none.
    """

    currency: str = "USD"
    prices: tuple[Price, ...] = ()
    free: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """An estimate in `currency`; `amount` None is "price unknown", zero with `free` is "free".

    With `doubts` the amount is the least that it comes to.
    """

    amount: Decimal | None
    currency: str = "USD"
    free: bool = False
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_least(self) -> bool:
        """Whether it comes to this or to more."""
        return self.amount is not None and bool(self.doubts)

    def times(self, count: int) -> "Cost":
        return replace(self, amount=None if self.amount is None else self.amount * count)


def total_cost(costs: Iterable[Cost]) -> Cost:
    """What these come to together; unknown where one of them is, or where they are in several currencies."""
    each = tuple(costs)
    currencies = {cost.currency for cost in each}
    known = [cost.amount for cost in each if cost.amount is not None]
    amount = sum(known, Decimal(0)) if len(known) == len(each) and len(currencies) == 1 else None
    doubts = tuple(dict.fromkeys(doubt for cost in each for doubt in cost.doubts))
    is_free = bool(each) and all(cost.free for cost in each)
    return Cost(amount, each[0].currency if each else "USD", is_free, doubts if amount is not None else ())


class Priced(Protocol):
    """What a price depends on: that of a `Request`. `usual_prices` are the lines of its model's catalogue entry."""

    @property
    def model_id(self) -> str: ...

    @property
    def usual_prices(self) -> tuple[Price, ...]: ...

    @property
    def size(self) -> Size: ...

    @property
    def seconds(self) -> int: ...

    @property
    def parameters(self) -> tuple[ParameterValue, ...]: ...

    @property
    def picture_roles(self) -> frozenset[str]: ...


def estimate(prices: PriceList, request: Priced) -> Cost:
    """The price of one clip; a line that asks for more of the request wins over one that asks for less, and of two that
    ask for as much the dearer one.

    The lines of the model's catalogue entry hold where the list has none for it. Where a price depends on a parameter
    that is not sent, or on a picture, and no line holds without it, the price is unknown.
    """
    if prices.free:
        return Cost(Decimal(0), prices.currency, free=True)
    own = [line for line in prices.prices if line.model == request.model_id]
    lines = [line for line in own or request.usual_prices if _holds(line, request)]
    if not lines:
        return Cost(None, prices.currency)
    line = max(lines, key=lambda each: (_asked(each), _amount(each, request)))
    doubts = tuple(each for each in line.doubts if each is not Doubt.PICTURES or request.picture_roles)
    return Cost(_amount(line, request), prices.currency, doubts=doubts)


def _asked(line: Price) -> int:
    return (line.size is not None) + len(line.when) + len(line.pictures)


def _amount(line: Price, request: Priced) -> Decimal:
    return line.amount * request.seconds if line.unit is PriceUnit.SECOND else line.amount


def _holds(line: Price, request: Priced) -> bool:
    return (
        line.size in (None, request.size)
        and all(_is_sent(request.parameters, *each) for each in line.when)
        and all(_goes_along(request.picture_roles, each) for each in line.pictures)
    )


def _goes_along(roles: frozenset[str], wanted: PictureWhen) -> bool:
    return wanted.is_there == (wanted.role in roles if wanted.role else bool(roles))


def _is_sent(sent: Sequence[ParameterValue], parameter_id: str, value: Scalar) -> bool:
    """A yes is no 1, and 720 no "720": each is another thing on the wire."""
    return any(each.id == parameter_id and type(each.value) is type(value) and each.value == value for each in sent)
