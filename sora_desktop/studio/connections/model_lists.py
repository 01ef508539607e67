"""The models and prices that services list, asked for and put into their connections. All of it is free."""

from collections.abc import Iterable
from dataclasses import replace

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.errors import AppError, InputError, WrongKeyError
from sora_desktop.domain.offer import all_listed
from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.told import ListsRead
from sora_desktop.studio.connections.clients import as_asked
from sora_desktop.studio.connections.new_connections import with_told
from sora_desktop.studio.connections.quotas import told_quota
from sora_desktop.studio.connections.read_lists import read_lists
from sora_desktop.studio.connections.registry import Connections

_NOT_OURS = message("The engine's models come with the app, so there is nothing to ask for.")
_NO_LIST = message("This kind of service has no list of models that can be asked for.")
_NOT_BILLED = message("Nothing was sent, and nothing is billed.")


class ModelLists:
    """Asks the lists that a connection's kind is known for; a list that cannot be read changes nothing."""

    def __init__(self, registry: Connections) -> None:
        self._registry = registry

    async def refresh(self, connection_id: str) -> ListsRead:
        """Ask a service for its models and prices, and offer them.

        Raises the ServiceError branch where no list of models can be read, and as `Connections.client` does.
        """
        connection = self._registry.get(connection_id)
        if connection.kind is ConnectionKind.ENGINE:
            raise InputError(_NOT_OURS)
        preset = preset_of(connection.preset)
        catalogues = preset.catalogues if preset else ()
        if not catalogues:
            raise InputError(_NO_LIST)
        client = await self._registry.client(connection)
        try:
            read = await read_lists(client, connection.format, catalogues)
        except WrongKeyError as error:
            raise as_asked(connection, None, error) from error
        told = replace(read.told, quota=await told_quota(client, connection) or connection.told.quota)
        now = self._registry.revise(connection, lambda was: with_told(was, told))
        trouble = read.trouble.sentence if read.trouble else None
        offered = read.told.offered
        return ListsRead(len(offered), _priced(now, offered), trouble, now.prices.free)

    async def find(self, connection_id: str, model_id: str) -> VideoModel:
        """The entry of a model that a connection has, or that its service lists: then it is offered from here on.

        InputError where it is neither.
        """
        connection = self._registry.get(connection_id)
        trouble: AppError | None = None
        if connection.model(model_id) is None and connection.kind is not ConnectionKind.ENGINE:
            try:
                await self.refresh(connection_id)
            except AppError as error:
                trouble = error
            connection = self._registry.get(connection_id)
        found = connection.model(model_id) or next((e for e in all_listed(connection) if e.id == model_id), None)
        if found is None:
            raise InputError(_not_offered(connection, model_id, trouble))
        if connection.model(model_id) is None:
            self._registry.revise(connection, lambda was: replace(was, models=(*was.models, found)))
        return found


def _not_offered(connection: Connection, model_id: str, trouble: AppError | None) -> Message:
    known = ", ".join(each.id for each in connection.models[:_NAMED_AT_MOST])
    what = message("“{name}” doesn't offer the model {model}.", name=connection.name, model=model_id)
    offers = message("It offers: {offered}.", offered=known) if known else None
    more = (*((offers,) if offers else ()), *((trouble.sentence,) if trouble else ()))
    return what.about(money=_NOT_BILLED, more=more)


_NAMED_AT_MOST = 20


def _priced(connection: Connection, listed: Iterable[VideoModel]) -> int:
    with_price = {price.model for price in connection.prices.prices}
    return sum(model.id in with_price or bool(model.prices) for model in listed)
