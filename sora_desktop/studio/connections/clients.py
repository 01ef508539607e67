"""How each service is reached: clients with the right address and key, and the question whether one answers."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.doctor import Finding
from sora_desktop.domain.errors import (
    EngineError,
    KeyWantedError,
    NeedsKeyError,
    ServiceError,
    UnknownFormatError,
    UnreachableError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.domain.events import Health, Reach
from sora_desktop.domain.exchange import Exchange
from sora_desktop.domain.presets import preset_at
from sora_desktop.domain.recognition import Recognition
from sora_desktop.domain.service_ref import Service
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.detection import Sureness
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.formats import facts_of
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.noting import Listener
from sora_desktop.studio.connections.doctor import Doctor
from sora_desktop.studio.connections.engine_process import EngineProcess
from sora_desktop.studio.connections.key_check import catalogues_of, heard_of, list_checks, passes_questions_on
from sora_desktop.studio.connections.keys import ConnectionKeys

HearsOfJob = Callable[[str, Exchange], None]
"""Takes the id of a job, and what was just asked and answered about it."""


class Clients:
    """The engine is one service more, whose address and token are those of its process."""

    def __init__(self, transport: Transport, keys: ConnectionKeys, limits: DownloadLimits, hears: HearsOfJob) -> None:
        self._transport = transport
        self._keys = keys
        self._limits = limits
        self._hears = hears
        self._engine: EngineProcess | None = None

    def use_engine(self, engine: EngineProcess) -> None:
        self._engine = engine

    async def drop(self) -> None:
        """Reach every service over fresh lines from now on."""
        await self._transport.drop_connections()

    async def client(self, service: Service, about: str = "") -> VideoClient:
        """A client for the connection as given: of a job, as it was when the job was made.

        `about`: the id of the job whose exchanges these are, "" for none.
        Raises NeedsKeyError where its key is gone, or its format is none that this version speaks, and EngineError where
        the engine does not start.
        """
        _need_format(service)
        endpoint = await self._endpoint(service)
        return VideoClient(self._transport, endpoint, limits=self._limits, hears=self._listener(about))

    def keyless(self, service: Service, about: str = "") -> VideoClient:
        """A client that has no key and needs none: for links that lead to other places."""
        endpoint = Endpoint(service.base_url)
        return VideoClient(self._transport, endpoint, limits=self._limits, hears=self._listener(about))

    def _listener(self, job_id: str) -> Listener | None:
        return partial(self._hears, job_id) if job_id else None

    async def _endpoint(self, service: Service) -> Endpoint:
        if service.kind is ConnectionKind.ENGINE:
            if self._engine is None:
                raise EngineError
            address = await self._engine.address()
            self._keys.hide(address.token)
            return Endpoint(address.base_url, address.token)
        return Endpoint(service.base_url, await self._keys.of(service), service.key_as)

    async def ask(self, connection: Connection) -> Health:
        """Whether a service answers, in words; costs nothing."""
        return await self.try_out(connection, None)

    async def as_typed(self, connection: Connection, key: str | None) -> VideoClient:
        """A client for a connection as a person is about to save it; a new key is used for these questions only.

        `key` None is the one that is already kept for it. Raises as `client` does.
        """
        if key is None:
            return await self.client(connection)
        _need_format(connection)
        self._keys.hide(key)
        return VideoClient(self._transport, Endpoint(connection.base_url, key, connection.key_as))

    async def try_out(self, connection: Connection, key: str | None) -> Health:
        """Ask a service as a person is about to save it."""
        try:
            client = await self.as_typed(connection, key)
        except (EngineError, NeedsKeyError) as error:
            return Health(Reach.NO_ANSWER, error.sentence)
        return await _ask(client, connection, key)

    async def recognise(self, connection: Connection, key: str | None) -> Recognition:
        """What a service seems to be, by a few questions that change nothing."""
        try:
            client = await self.as_typed(connection, key)
        except NeedsKeyError as error:
            return Recognition(trouble=error.sentence)
        found = await client.detect(connection.format)
        trouble = as_asked(connection, key, found.trouble).sentence if found.trouble else None
        if (own := preset_at(connection.base_url)) is not None:
            return Recognition(own.id, True, (message("That is its address."),), trouble)
        if found.best is None:
            return Recognition(trouble=trouble)
        is_sure = found.best.sureness is Sureness.SURE
        return Recognition(found.best.preset, is_sure, found.best.reasons, trouble)

    async def examine(self, connection: Connection, key: str | None) -> AsyncIterator[Finding]:
        """What works and what does not, one finding after another. Raises as `client` does."""
        client = await self.as_typed(connection, key)
        if key is not None:
            connection = replace(connection, key_place=KeyPlace.SESSION if key else KeyPlace.NOT_NEEDED)
        proxied = await self._transport.goes_through_proxy(connection.base_url)
        async for finding in Doctor(client, connection, proxied=proxied).examine():
            yield finding


def _need_format(connection: Service) -> None:
    if facts_of(connection.format) is None:
        raise UnknownFormatError(connection.format)


def as_asked(connection: Connection, key: str | None, error: ServiceError) -> ServiceError:
    """Who sends no key has no wrong one. `key` None is the one that is kept for the connection, where it needs one."""
    is_without = not key if key is not None else connection.key_place is KeyPlace.NOT_NEEDED
    return KeyWantedError(error.detail) if is_without and isinstance(error, WrongKeyError) else error


async def _ask(client: VideoClient, connection: Connection, key: str | None) -> Health:
    """A list that opens with the key alone outweighs a "wrong key" about a job: that may be the word of another service."""
    listing = catalogues_of(connection)[0]
    try:
        if passes_questions_on(connection):
            await client.list_models(listing, connection.format)
        else:
            await client.probe(connection.format)
    except WrongKeyError as error:
        listed = await heard_of(client, CATALOGS[listing].call(), connection.format)
        if await list_checks(client, connection, listed):
            return Health(Reach.ANSWERS)
        return Health(Reach.WRONG_KEY, as_asked(connection, key, error).sentence)
    except WrongFormatError as error:
        return Health(Reach.NOT_THE_FORMAT, error.sentence)
    except (UnreachableError, ServiceError) as error:
        return Health(Reach.NO_ANSWER, error.sentence)
    return Health(Reach.ANSWERS)
