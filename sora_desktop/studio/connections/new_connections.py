"""Connections before a person says anything of them."""

from dataclasses import replace

from sora_desktop.domain.connection import Connection, new_connection
from sora_desktop.domain.offer import followed, offered, unseen_of_another_kind
from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.told import NOTHING_TOLD, Told
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


def unchanged(connection: Connection) -> Connection:
    """A connection of its kind, with what its service told: what a person changed is the difference."""
    return offered(connection_as_new(connection.preset or connection.format), connection.told)


def with_told(connection: Connection, told: Told) -> Connection:
    """`connection` once its service told this of itself."""
    return followed(connection, unchanged(connection), unchanged(replace(connection, told=told)))


def gone_along(before: Connection, after: Connection) -> Connection:
    """`after`, a change of `before`, with the models and prices of the kind that it became, and what no field shows.

    What the service told is forgotten with its address.
    """
    told = after.told if after.base_url == before.base_url else NOTHING_TOLD
    now = replace(after, told=told)
    old, new = unchanged(before), unchanged(now)
    if (before.preset, before.format) != (after.preset, after.format):
        now = unseen_of_another_kind(now, old, new)
    return followed(now, old, new)
