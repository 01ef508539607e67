"""What a connection has where a person changed nothing, and how it goes along when that changes."""

from dataclasses import fields, replace

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.charge import Settling
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.told import Told
from sora_desktop.domain.wire_options import WireOptions


def offered(new: Connection, told: Told) -> Connection:
    """`new`, a connection as its kind has it, with what its service tells: models that the kind knows stay as they are."""
    known = {model.id for model in new.models}
    more = {model.id: model for model in _as_spoken(told.offered, new) if model.id not in known}
    prices = new.prices if told.prices is None or new.prices.free else told.prices
    own = new.settling
    settling = replace(own, units_a_dollar=told.quota.units_a_dollar) if told.quota and own.ways else own
    return replace(new, told=told, models=(*new.models, *more.values()), prices=prices, settling=settling)


def unvouched(connection: Connection) -> tuple[VideoModel, ...]:
    """What its service lists without a word on what it makes, beside what it calls video models; not what is offered."""
    if not connection.told.models:
        return ()
    offered_ids = {model.id for model in connection.models}
    return _as_spoken(tuple(each for each in connection.told.doubtful if each.id not in offered_ids), connection)


def all_listed(connection: Connection) -> tuple[VideoModel, ...]:
    """All that its service lists, also what nobody calls a video model, asked for as its kind of server wants it."""
    return _as_spoken((*connection.told.models, *connection.told.doubtful), connection)


def _as_spoken(models: tuple[VideoModel, ...], connection: Connection) -> tuple[VideoModel, ...]:
    preset = preset_of(connection.preset)
    return tuple(preset.as_spoken(model) for model in models) if preset else models


def followed(connection: Connection, before: Connection, now: Connection) -> Connection:
    """`connection` once its offer is `now` where it was `before`: what a person changed stays, the rest goes along.

    A model that the person hid stays hidden, and one that they added stays.
    """
    prices = now.prices if connection.prices == before.prices else connection.prices
    settling = now.settling if connection.settling == before.settling else connection.settling
    models = _followed_models(connection, before, now)
    return replace(connection, told=now.told, models=models, prices=prices, settling=settling)


_SETTLED = ("local_image", "lists_jobs", "honours_idempotency_keys", "can_cancel")
_SAID_TOGETHER = (
    ("seconds", "seconds_field"),
    ("size", "size_field", "ratio_field"),
    ("link", "link_field", "file_field", "last_field", "reference_field", "lists_links", "local"),
)
_WIRE_PARTS = (
    *_SAID_TOGETHER,
    *((each.name,) for each in fields(WireOptions) if not any(each.name in names for names in _SAID_TOGETHER)),
)
"""What of the wire is said together: a way without its field is none."""


def of_another_kind(connection: Connection, before: Connection, now: Connection) -> Connection:
    """`connection` once it is of the kind that is `now` as new, where it was of the kind that was `before` as new.

    Whatever a kind settles goes along, but for what a person has set themselves. Models and prices follow by `followed`.
    """
    own = {name: getattr(now, name) for name in _SETTLED if getattr(connection, name) == getattr(before, name)}
    is_free = now.prices.free if connection.prices.free == before.prices.free else connection.prices.free
    wire = _followed_wire(connection.wire, before.wire, now.wire)
    settling = _followed_settling(connection.settling, before.settling, now.settling)
    prices = replace(connection.prices, free=is_free)
    return replace(connection, wire=wire, prices=prices, settling=settling, **own)


def unseen_of_another_kind(connection: Connection, before: Connection, now: Connection) -> Connection:
    """The same for what no field shows: the fields say the rest themselves."""
    other = of_another_kind(connection, before, now)
    keys = other.honours_idempotency_keys
    return replace(connection, settling=other.settling, honours_idempotency_keys=keys)


def _followed_settling(settling: Settling, before: Settling, now: Settling) -> Settling:
    """Only what a unit is worth can be said by a person, and only where there are books in units."""
    is_said = bool(before.ways and now.ways) and settling.units_a_dollar != before.units_a_dollar
    return replace(now, units_a_dollar=settling.units_a_dollar) if is_said else now


def _followed_wire(wire: WireOptions, before: WireOptions, now: WireOptions) -> WireOptions:
    for names in _WIRE_PARTS:
        if all(getattr(wire, name) == getattr(before, name) for name in names):
            wire = replace(wire, **{name: getattr(now, name) for name in names})
    return wire


def _followed_models(connection: Connection, before: Connection, now: Connection) -> tuple[VideoModel, ...]:
    was = {model.id: model for model in before.models}
    mine = {model.id: model for model in connection.models}
    listed = {model.id for model in now.models}
    kept = [
        _with_changes(model, was.get(model.id), mine.get(model.id, model))
        for model in now.models
        if model.id in mine or model.id not in was
    ]
    own = [model for model in connection.models if model.id not in listed and model != was.get(model.id)]
    return (*kept, *own)


def _with_changes(now: VideoModel, was: VideoModel | None, mine: VideoModel) -> VideoModel:
    """The entry of today with what a person changed of the one of before; theirs where the two contradict each other."""
    if was is None:
        return mine
    names = [field.name for field in fields(VideoModel)]
    changes = {name: getattr(mine, name) for name in names if getattr(mine, name) != getattr(was, name)}
    try:
        return replace(now, **changes)
    except ValueError:
        return mine
