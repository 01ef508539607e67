"""The step to catalogue entries with lists of sizes, and to requests with a size, images of roles, and parameters."""

from typing import Any

from sora_desktop.store.upgrades.history import Plain

_LANDSCAPE, _PORTRAIT = "landscape", "portrait"
_ASSUMED = {"landscape": "sizes", "default_orientation": "default_size"}


def job_with_entries(job: Plain) -> Plain:
    """A request that names its size, and a list of prepared pictures."""
    new = {**job, "request": _request(job.get("request"))}
    if "input_path" in new:
        path = new.pop("input_path")
        new.setdefault("input_paths", [] if path is None else [path])
    return new


def clip_with_entries(clip: Plain) -> Plain:
    """Likewise, in the recipe."""
    recipe = clip.get("recipe")
    if not isinstance(recipe, dict):
        return clip
    return {**clip, "recipe": {**recipe, "request": _request(recipe.get("request"))}}


def connection_with_entries(connection: Plain) -> Plain:
    """Models with lists of sizes."""
    models = connection.get("models")
    return {**connection, "models": [_model(each) for each in models]} if isinstance(models, list) else connection


def draft_with_entries(draft: Plain) -> Plain:
    """A wish for a shape."""
    return _renamed(draft, "orientation", "shape")


def _renamed(plain: Plain, old: str, new: str) -> Plain:
    return {new if name == old else name: each for name, each in plain.items() if name != old or new not in plain}


def _request(request: Any) -> Any:
    if not isinstance(request, dict):
        return request
    new = {**request, "model": _model(request.get("model"))}
    turn = new.pop("orientation", None)
    if "size" not in new:
        new["size"] = _turned(request["model"]["landscape"], turn)
    if "image" in new:
        image = new.pop("image")
        new.setdefault("images", [] if image is None else [{**image, "role": "first"}])
    return new


def _model(model: Any) -> Any:
    if not isinstance(model, dict) or "sizes" in model:
        return model
    new = dict(model)
    landscape, turn = new.pop("landscape"), new.pop("orientation", None)
    first = turn or new.pop("default_orientation", None) or _LANDSCAPE
    new.pop("default_orientation", None)
    second = _LANDSCAPE if first == _PORTRAIT else _PORTRAIT
    new["sizes"] = [_turned(landscape, each) for each in ([first] if turn else [first, second])]
    seconds = new.pop("seconds", None)
    new["fixes"] = [*(["size"] if turn else []), *(["seconds"] if seconds else [])]
    if seconds:
        new["default_seconds"] = seconds
    if isinstance(new.get("assumed"), list):
        new["assumed"] = [_ASSUMED.get(each, each) for each in new["assumed"]]
    return new


def _turned(landscape: Plain, turn: str | None) -> Plain:
    if turn != _PORTRAIT:
        return dict(landscape)
    return {"width": landscape["height"], "height": landscape["width"]}
