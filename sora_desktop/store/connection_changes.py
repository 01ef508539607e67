"""What a person changed of a connection: so much is stored, and the rest follows the app's defaults and catalogue.

A model of which any part cannot be read is not offered, as something else than is meant would be asked for: its entry is
`Unread`, and is written again as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.told import Quota
from sora_desktop.store.codec import Codec
from sora_desktop.store.unreadable import UnreadableError
from sora_desktop.store.upgrades.history import Plain

Defaults = Callable[[str], Connection]
"""A connection as a preset or a format, by its id, has it before a person says anything."""

_NEEDED = frozenset({"id", "name", "base_url"})
_ITS_OWN = _NEEDED | {"format", "key_place", "key_mark"}
_KIND, _TOLD, _PRICES, _DOUBTFUL, _QUOTA = "preset", "told", "prices", "doubtful", "quota"
_SETTLING, _WAYS, _UNITS = "settling", "ways", "units_a_dollar"
_MODELS, _CHANGED, _REMOVED, _ADDED = "models", "changed", "removed", "added"


@dataclass(frozen=True, slots=True)
class Unread:
    """Entries of models that cannot be read: of those of the catalogue what was changed, by their ids; and those added."""

    changed: Mapping[str, Any] = field(default_factory=dict)
    added: Sequence[Any] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """As far as they have any."""
        return (*self.changed, *(_id_of(entry) for entry in self.added))

    def __bool__(self) -> bool:
        return bool(self.changed or self.added)


def plain_defaults(wire: str) -> Connection:
    """Of a format that says nothing of itself."""
    return Connection(id="", name="", base_url="", format=wire)


def changes_of(connection: Connection, codec: Codec, defaults: Defaults) -> Plain:
    """What is stored of it."""
    whole, default = codec.plain(connection), codec.plain(defaults(connection.preset or connection.format))
    default = _as_told(default, whole[_TOLD])
    kept = {name: value for name, value in whole.items() if name in _ITS_OWN or value != default[name]}
    if connection.preset:
        kept[_KIND] = connection.preset
    models = _changes(whole[_MODELS], default[_MODELS])
    kept.pop(_MODELS, None)
    return {**kept, _MODELS: models} if models else kept


def with_unread(changes: Plain, unread: Unread) -> Plain:
    """What is stored of a connection with the entries that could not be read, but for models that it has by now."""
    models = changes.get(_MODELS, {})
    now = {*models.get(_CHANGED, {}), *(model["id"] for model in models.get(_ADDED, ()))}
    changed = {model_id: fields for model_id, fields in unread.changed.items() if model_id not in now}
    added = [entry for entry in unread.added if _id_of(entry) not in now]
    parts = {
        _CHANGED: {**models.get(_CHANGED, {}), **changed},
        _REMOVED: [each for each in models.get(_REMOVED, ()) if each not in unread.names],
        _ADDED: [*models.get(_ADDED, ()), *added],
    }
    kept = {name: part for name, part in parts.items() if part}
    return {**changes, _MODELS: kept} if kept else changes


def whole_of(stored: Mapping[str, Any], codec: Codec, defaults: Defaults) -> tuple[Plain, Unread]:
    """The connection that `changes_of` was given, by the defaults and the catalogue of today. Raises for what is none."""
    wire = stored["format"] if isinstance(stored.get("format"), str) else plain_defaults("").format
    kind = stored.get(_KIND)
    default = {
        name: value
        for name, value in codec.plain(defaults(kind if isinstance(kind, str) and kind else wire)).items()
        if name not in _NEEDED
    }
    told = _readable(stored.get(_TOLD), codec)
    default = {**_as_told(default, told), "format": wire}
    models, unread = _with_changes(default[_MODELS], stored.get(_MODELS) or {}, codec)
    return {**default, **stored, _TOLD: told, _MODELS: models}, unread


def _as_told(default: Plain, told: Plain) -> Plain:
    """The defaults with what the service tells of itself: the plain form of `domain.offer.offered`."""
    known = {entry["id"] for entry in default[_MODELS]}
    more = {entry["id"]: entry for entry in told[_MODELS] or told[_DOUBTFUL] if entry["id"] not in known}
    prices = default[_PRICES] if told[_PRICES] is None or default[_PRICES]["free"] else told[_PRICES]
    settling = default[_SETTLING]
    if told[_QUOTA] is not None and settling[_WAYS]:
        settling = {**settling, _UNITS: told[_QUOTA][_UNITS]}
    return {**default, _MODELS: [*default[_MODELS], *more.values()], _PRICES: prices, _SETTLING: settling}


def _readable(told: object, codec: Codec) -> Plain:
    """What a service told, as far as it can be read: it is asked again."""
    known = told if isinstance(told, dict) else {}
    prices = known.get(_PRICES)
    models = {
        name: [entry for entry in entries if _is_model({}, entry, codec)] if isinstance(entries, list) else []
        for name, entries in ((name, known.get(name)) for name in (_MODELS, _DOUBTFUL))
    }
    quota = known.get(_QUOTA)
    return {
        **models,
        _PRICES: prices if _is_one(PriceList, prices, codec) else None,
        _QUOTA: quota if _is_one(Quota, quota, codec) else None,
    }


def _is_one(kind: type[object], value: object, codec: Codec) -> bool:
    try:
        codec.structure_whole(value, kind)
    except UnreadableError:
        return False
    return isinstance(value, dict)


def _changes(models: Sequence[Plain], catalogue: Sequence[Plain]) -> Plain:
    before, there = {entry["id"]: entry for entry in catalogue}, {model["id"] for model in models}
    own = {model["id"]: _differing(model, before[model["id"]]) for model in models if model["id"] in before}
    parts = {
        _CHANGED: {model_id: fields for model_id, fields in own.items() if fields},
        _REMOVED: [model_id for model_id in before if model_id not in there],
        _ADDED: [model for model in models if model["id"] not in before],
    }
    return {name: part for name, part in parts.items() if part}


def _differing(model: Plain, entry: Plain) -> Plain:
    return {name: value for name, value in model.items() if entry[name] != value}


def _with_changes(catalogue: Sequence[Plain], changes: Mapping[str, Any], codec: Codec) -> tuple[list[Plain], Unread]:
    """A model that a person added stays as it is when the catalogue has one of its id by now."""
    known = {entry["id"]: entry for entry in catalogue}
    changed, added = dict(changes.get(_CHANGED, {})), list(changes.get(_ADDED, ()))
    unread = Unread(
        {name: own for name, own in changed.items() if name not in known or not _is_model(known[name], own, codec)},
        [entry for entry in added if not _is_model({}, entry, codec)],
    )
    left_out = {*changes.get(_REMOVED, ()), *unread.changed, *(_id_of(entry) for entry in added)}
    kept = [{**entry, **changed.get(name, {})} for name, entry in known.items() if name not in left_out]
    return [*kept, *(entry for entry in added if entry not in unread.added)], unread


def _is_model(entry: Plain, own: object, codec: Codec) -> bool:
    try:
        codec.structure_whole({**entry, **own} if isinstance(own, dict) else own, VideoModel)
    except UnreadableError:
        return False
    return True


def _id_of(entry: object) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""
