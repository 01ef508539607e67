"""The connection that the environment of the app tells of."""

from collections.abc import Mapping
from dataclasses import replace

from sora_desktop.base.sentences import message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import (
    ENVIRONMENT_ID,
    ENVIRONMENT_NAME,
    Connection,
    ConnectionKind,
    KeyPlace,
    normalise_base_url,
)
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.format_facts import DEFAULT_FORMAT
from sora_desktop.domain.presets import PRESETS
from sora_desktop.services.formats import FORMATS, facts_of
from sora_desktop.studio.connections.new_connections import connection_as_new

KEY_VARIABLE = "SORA_API_KEY"


@dataclass(frozen=True, slots=True)
class EnvironmentService:
    """What `SORA_BASE_URL`, `SORA_API_KEY` and `SORA_FORMAT` say; the key is in memory only.

    The format may be that of a preset: `vllm-omni`, `litellm` and so on.
    """

    connection: Connection
    key: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "EnvironmentService | None":
        """None where `SORA_BASE_URL` is not set; InputError where what is set cannot be used."""
        base_url = environment.get("SORA_BASE_URL", "").strip()
        if not base_url:
            return None
        kind = environment.get("SORA_FORMAT", "").strip() or DEFAULT_FORMAT
        known = {**dict.fromkeys(preset.id for preset in PRESETS), **dict.fromkeys(FORMATS)}
        new = connection_as_new(kind)
        facts = facts_of(new.format)
        if kind not in known or facts is None:
            raise InputError(message("SORA_FORMAT must be one of: {formats}.", formats=", ".join(known)))
        try:
            base = normalise_base_url(base_url, facts)
        except ValueError:
            raise InputError(
                message("SORA_BASE_URL isn't a web address. It looks like https://host or http://host:port.")
            ) from None
        key = environment.get(KEY_VARIABLE, "").strip()
        connection = replace(
            new,
            id=ENVIRONMENT_ID,
            name=ENVIRONMENT_NAME,
            base_url=base,
            kind=ConnectionKind.ENVIRONMENT,
            key_place=KeyPlace.ENVIRONMENT if key else KeyPlace.NOT_NEEDED,
        )
        return cls(connection, key)
