"""What the list of a service says, read: entries of a catalogue, lines of a price list."""

from collections.abc import Iterable

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.pricing import Price
from sora_desktop.services.wire import Answer, Call


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """The models that a service lists, each id once, in its order.

    `models` are those that the list calls video models, or whose id is that of one; of those in `doubtful` nobody says
    what they make. `tells_kinds`: whether the list says of its models at all what they make. `left_out` counts those
    that make no videos. `is_cut`: the list has more than are read.
    """

    models: tuple[VideoModel, ...] = ()
    doubtful: tuple[VideoModel, ...] = ()
    tells_kinds: bool = False
    left_out: int = 0
    is_cut: bool = False

    @property
    def all(self) -> tuple[VideoModel, ...]:
        """Every entry that can be chosen, the sure ones first."""
        return (*self.models, *self.doubtful)


@dataclass(frozen=True, slots=True)
class PricePage:
    """What a service charges in `currency`.

    `unknown` are the ids of models whose price is told in a way that is no amount for a second or a job, such as by
    tokens. `group` is the group of accounts whose prices these are, "" where there are none.
    """

    prices: tuple[Price, ...] = ()
    currency: str = "USD"
    unknown: tuple[str, ...] = ()
    group: str = ""


class Catalog:
    """One kind of list: where it is asked for, and how it is read. No I/O here.

    `tells_models`, `tells_prices`: which of the two readers can be used. They raise the ServiceError branch and no
    other: NoModelListError and NoPriceListError where the service has no such list.
    """

    id: Catalogue
    path: str
    tells_models: bool = False
    tells_prices: bool = False

    def call(self) -> Call:
        """The question: it costs nothing and changes nothing."""
        return Call("GET", self.path)

    def read_models(self, answer: Answer) -> CatalogPage:
        raise NotImplementedError

    def read_prices(self, answer: Answer) -> PricePage:
        raise NotImplementedError


def each_once(models: Iterable[VideoModel]) -> tuple[VideoModel, ...]:
    """Each id once, the first entry that has it."""
    found: dict[str, VideoModel] = {}
    for model in models:
        found.setdefault(model.id, model)
    return tuple(found.values())
