"""What a person changed of a connection: so much is stored, and the rest follows the app's defaults and catalogue."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sora_desktop.domain.connection import Connection
from sora_desktop.store.codec import Codec
from sora_desktop.store.upgrades.history import Plain

Defaults = Callable[[str], Connection]
"""A connection as a format, by its id, has it before a person says anything."""

_NEEDED = frozenset({"id", "name", "base_url"})
_ITS_OWN = _NEEDED | {"format", "key_place", "key_mark"}
_MODELS, _CHANGED, _REMOVED, _ADDED = "models", "changed", "removed", "added"


def plain_defaults(wire: str) -> Connection:
    """Of a format that says nothing of itself."""
    return Connection(id="", name="", base_url="", format=wire)


def changes_of(connection: Connection, codec: Codec, defaults: Defaults) -> Plain:
    """What is stored of it."""
    whole, default = codec.plain(connection), codec.plain(defaults(connection.format))
    kept = {name: value for name, value in whole.items() if name in _ITS_OWN or value != default[name]}
    models = _changes(whole[_MODELS], default[_MODELS])
    kept.pop(_MODELS, None)
    return {**kept, _MODELS: models} if models else kept


def whole_of(stored: Mapping[str, Any], codec: Codec, defaults: Defaults) -> Plain:
    """The connection that `changes_of` was given, by the defaults and the catalogue of today. Raises for what is none."""
    wire = stored["format"] if isinstance(stored.get("format"), str) else plain_defaults("").format
    default = {name: value for name, value in codec.plain(defaults(wire)).items() if name not in _NEEDED}
    return {**default, **stored, _MODELS: _with_changes(default[_MODELS], stored.get(_MODELS) or {})}


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


def _with_changes(catalogue: Sequence[Plain], changes: Mapping[str, Any]) -> list[Plain]:
    """A model that a person added stays as it is when the catalogue has one of its id by now."""
    changed, removed, added = changes.get(_CHANGED, {}), changes.get(_REMOVED, ()), list(changes.get(_ADDED, ()))
    left_out = {*removed, *(model["id"] for model in added)}
    kept = [{**entry, **changed.get(entry["id"], {})} for entry in catalogue if entry["id"] not in left_out]
    return [*kept, *added]
