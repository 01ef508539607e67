"""What a service tells of itself, beside what its kind is known for."""

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.pricing import PriceList


@dataclass(frozen=True, slots=True)
class Quota:
    """What a service's own units are worth. `billing_unit` is what its billing pages count in: a code such as USD, the word
    for its units, "" where nobody knows it.
    """

    units_a_dollar: int
    billing_unit: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The models and prices of a service, as it gave them when it was last asked.

    Of those in `doubtful` it does not say what they make. `prices` and `quota` are None where it tells none.
    """

    models: tuple[VideoModel, ...] = ()
    doubtful: tuple[VideoModel, ...] = ()
    prices: PriceList | None = None
    quota: Quota | None = None

    @property
    def offered(self) -> tuple[VideoModel, ...]:
        """Those that stand in the picker unasked."""
        return self.models or self.doubtful


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class ListsRead:
    """What came of asking a service for its lists: how many models it lists and how many of these have a price.

    `trouble`: why one of the lists could not be read, while another could. `are_free`: nobody bills for any of them.
    """

    models: int
    prices: int
    trouble: Message | None = None
    are_free: bool = False
