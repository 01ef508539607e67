"""Connections before a person says anything of them."""

from sora_desktop.domain.connection import Connection, new_connection
from sora_desktop.domain.presets import preset_of
from sora_desktop.services.formats import facts_of
from sora_desktop.store.connection_changes import plain_defaults


def connection_as_new(kind: str) -> Connection:
    """A connection as a preset, or a format without one, has it: `kind` is the id of either.

    One that only a newer version knows has plain defaults.
    """
    preset = preset_of(kind)
    facts = facts_of(preset.format if preset else kind)
    if facts is None:
        return plain_defaults(kind)
    return preset.connection(new_connection(facts)) if preset else new_connection(facts)
