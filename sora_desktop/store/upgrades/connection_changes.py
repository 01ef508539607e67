"""A connection keeps what a person changed, where it kept all of it with the whole catalogue of its time.

What equals the defaults and the catalogue of that time was not changed, and follows those of the app from here on.
"""

from typing import Any

from sora_desktop.store.upgrades.history import Plain

_ANY_FORMAT: Plain = {
    "kind": "saved",
    "local_image": "native",
    "prices": {"currency": "USD", "prices": [], "free": False},
    "concurrency": 4,
    "deadline_seconds": 3600,
    "submissions_per_minute": 0,
    "honours_idempotency_keys": False,
    "can_cancel": False,
}
_NEVER_MEANT_TO_BE_STORED = frozenset({"is_inside"})


def connection_keeps_changes(plain: Plain) -> Plain:
    """`models` becomes what was changed, added and removed; of the other values those that differ stay.

    A value that names its preset has been through this: its defaults are those of the preset, which are others.
    """
    if "preset" in plain:
        return plain
    defaults = {**_ANY_FORMAT, "lists_jobs": plain.get("format", "uniall") == "openai-videos"}
    kept = {
        name: value
        for name, value in plain.items()
        if name not in _NEVER_MEANT_TO_BE_STORED and not (name in defaults and defaults[name] == value)
    }
    models = kept.pop("models", None)
    if isinstance(models, list):
        models = _changes(models)
    return {**kept, "models": models} if models else kept


def _changes(models: list[Any]) -> Plain:
    catalogue = {entry["id"]: entry for entry in _catalogue()}
    there = {model["id"] for model in models}
    changed = {
        model["id"]: own
        for model in models
        if model["id"] in catalogue and (own := _own(model, catalogue[model["id"]]))
    }
    parts = {
        "changed": changed,
        "removed": [model_id for model_id in catalogue if model_id not in there],
        "added": [model for model in models if model["id"] not in catalogue],
    }
    return {name: part for name, part in parts.items() if part}


def _own(model: Plain, entry: Plain) -> Plain:
    return {name: value for name, value in model.items() if name not in entry or entry[name] != value}


def _catalogue() -> list[Plain]:
    """The nine entries as they were stored until then."""
    fixed = [_fixed(shape, seconds) for shape in ("landscape", "portrait") for seconds in (4, 8, 12)]
    pro = [_pro("720p", 1280, 720), _pro("1080p", 1792, 1024), _pro("true-1080p", 1920, 1080)]
    return [*fixed, *pro]


def _entry(name: str, *sizes: tuple[int, int], **given: Any) -> Plain:
    return {
        "id": f"sora2-{name}",
        "sizes": [{"width": width, "height": height} for width, height in sizes],
        "lengths": [4, 8, 12, 16, 20],
        "length_range": None,
        "fixes": [],
        "default_seconds": 4,
        "name": "",
        "images": [{"role": "first", "most": 1, "field": ""}],
        "parameters": [],
        "prices": [],
        "pro": False,
        "if_enabled": False,
        "about_size": False,
        "assumed": ["sizes"],
        "deadline_seconds": None,
        **given,
    }


def _fixed(shape: str, seconds: int) -> Plain:
    size = (1280, 720) if shape == "landscape" else (720, 1280)
    name, fixes = f"{shape}-{seconds}s", ["size", "seconds"]
    return _entry(name, size, lengths=[seconds], default_seconds=seconds, fixes=fixes)


def _pro(name: str, width: int, height: int) -> Plain:
    assumed = ["sizes", "lengths", "default_size", "default_seconds"]
    doubts = {"if_enabled": name == "true-1080p", "about_size": name == "1080p"}
    return _entry(f"pro-{name}", (width, height), (height, width), pro=True, assumed=assumed, **doubts)
