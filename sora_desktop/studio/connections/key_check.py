"""Whether anybody checks the key: a good answer shows a good key only where there is none without a key."""

from collections.abc import Sequence

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import ServiceError, WrongKeyError
from sora_desktop.domain.presets import Catalogue, preset_of
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.client import VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import Call
from sora_desktop.studio.connections import findings
from sora_desktop.studio.connections.findings import Checks, Heard


def catalogues_of(connection: Connection) -> Sequence[Catalogue]:
    """The lists that its kind of service is known for."""
    preset = preset_of(connection.preset)
    return preset.catalogues if preset else (Catalogue.OPENAI_MODELS,)


def passes_questions_on(connection: Connection) -> bool:
    """Whether an answer about a job that it does not know is the word of another service."""
    preset = preset_of(connection.preset)
    return preset is not None and preset.passes_questions_on


async def heard_of(client: VideoClient, call: Call, wire_format: str) -> Heard:
    """What comes of a question, whatever that is."""
    try:
        return await client.ask(call, wire_format)
    except ServiceError as error:
        return error


async def list_checks(client: VideoClient, connection: Connection, listed: Heard) -> bool:
    """Whether its list of models, which was asked with the key, is a good one and is refused without a key."""
    if not findings.is_good(listed):
        return False
    call = CATALOGS[catalogues_of(connection)[0]].call()
    return findings.wants_key(await heard_of(client.without_key(), call, connection.format))


async def checks(client: VideoClient, connection: Connection, listed: Heard, probe: ServiceError | None) -> Checks:
    """Who checks the key. `probe` is what its format makes of an answer about a job that nobody knows."""
    if await list_checks(client, connection, listed):
        return Checks.LIST
    if probe is not None or passes_questions_on(connection):
        return Checks.NOBODY if probe is None and findings.is_good(listed) else Checks.UNKNOWN
    wire = FORMATS[connection.format]
    without = await heard_of(client.without_key(), wire.probe(), connection.format)
    try:
        if not isinstance(without, ServiceError):
            wire.read_probe(without)
    except ServiceError as error:
        without = error
    return Checks.PROBE if isinstance(without, WrongKeyError) else Checks.NOBODY
