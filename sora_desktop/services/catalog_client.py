"""What a service can be asked about itself: its models, its prices, and what it is. Free questions, nothing else."""

from abc import ABC, abstractmethod

from sora_desktop.domain.errors import ServiceError
from sora_desktop.domain.presets import Catalogue
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.catalogs.pages import CatalogPage, PricePage
from sora_desktop.services.detection import Detection, Seen, judge_seen, next_look
from sora_desktop.services.http.reading import understood
from sora_desktop.services.wire import Answer, Call


class CatalogClient(ABC):
    """A part of `VideoClient`. `wire_format` says how the key is sent."""

    @abstractmethod
    async def ask(self, call: Call, wire_format: str) -> Answer:
        """Whatever the service answers to a question that changes nothing. Raises the ServiceError branch."""

    async def list_models(self, catalog: Catalogue, wire_format: str) -> CatalogPage:
        """The models of a service. Raises the ServiceError branch; NoModelListError where it has no such list."""
        kind = CATALOGS[catalog]
        answer = await self.ask(kind.call(), wire_format)
        return await understood(answer, lambda: kind.read_models(answer))

    async def list_prices(self, catalog: Catalogue, wire_format: str) -> PricePage:
        """What a service charges. Raises the ServiceError branch; NoPriceListError where it has no such list."""
        kind = CATALOGS[catalog]
        answer = await self.ask(kind.call(), wire_format)
        return await understood(answer, lambda: kind.read_prices(answer))

    async def detect(self, wire_format: str) -> Detection:
        """What the service is, by a few looks, each of them a GET. Never raises: what went wrong is part of it."""
        seen: Seen = {}
        while (call := next_look(seen)) is not None:
            try:
                seen = {**seen, call.path: await self.ask(call, wire_format)}
            except ServiceError as error:
                seen = {**seen, call.path: error}
        return judge_seen(seen)
