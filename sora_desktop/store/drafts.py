"""The draft's file. Read before the first paint, so this imports little.

It holds what Draft holds, a picture as its path or address and its fit. Never a key, and never a picture's bytes.
Paths inside the data folder are written relative to it: a data folder that was moved still works.
"""

import dataclasses
import json
import logging
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.draft import BATCH_LIMIT, Draft, DraftPicture
from sora_desktop.domain.image import BAR_COLOUR, Fit, FitMode, InputImage
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.parameters import ParameterValue, Scalar
from sora_desktop.domain.request import COUNT_LIMIT
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.domain.shown_character import ShownCharacter
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.store.files import keep_copy, write_atomically
from sora_desktop.store.paths import Paths
from sora_desktop.store.upgrades import DRAFT

T = TypeVar("T")

log = logging.getLogger(__name__)

_KEPT = N_("What you were writing can't be read. Its file is kept as {name}.")
_NOT_KEPT = N_("What you were writing can't be read.")


def _to_nobody(_said: Message) -> None:
    """Who reads it before the first paint has nobody to tell yet: the studio reads it again."""


def load_draft(paths: Paths, tell: Callable[[Message], None] = _to_nobody, *, older: str = "") -> Draft:
    """The draft as it was kept; what of it is missing or makes no sense takes its default.

    One of a newer version is kept beside it, too, as the next draft takes the place of all that stands in it.
    `older` is the prompt as versions without this file kept it. A file that cannot be read at all is kept beside it,
    before the next draft takes its place, and `tell` hears it.
    """
    try:
        saved = json.loads(paths.draft.read_bytes())
    except FileNotFoundError:
        return Draft(prompt=older)
    except (OSError, ValueError, RecursionError) as problem:
        return _unreadable(paths.draft, str(problem), tell)
    if not isinstance(saved, Mapping):
        return _unreadable(paths.draft, "it is no object", tell)
    if DRAFT.newer(saved) is not None:
        keep_copy(paths.draft, "newer")
    try:
        plain = DRAFT.upgraded(saved)
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        return _unreadable(paths.draft, str(problem), tell)
    return Draft(**{name: value for name, value in _read(plain, paths.root) if value is not None})


def save_draft(paths: Paths, draft: Draft) -> None:
    """StorageError where the disk refuses; the file is then as it was."""
    pictures = {
        "image": _plain_image(draft.image, paths.root),
        "others": [_plain_image(image, paths.root) for image in draft.others],
        "more": [{"image": _plain_image(each.image, paths.root), "digest": each.digest} for each in draft.more],
        "source": _plain_source(draft.source, paths.root),
    }
    plain = DRAFT.stamped(dataclasses.asdict(draft) | pictures)
    write_atomically(paths.draft, (json.dumps(plain, indent=2) + "\n").encode())


def _unreadable(path: Path, why: str, tell: Callable[[Message], None]) -> Draft:
    log.warning("the draft cannot be read: %s", why)
    name = keep_copy(path)
    tell(message(_KEPT, name=name) if name else message(_NOT_KEPT))
    return Draft()


def _read(saved: Mapping[str, object], root: Path) -> list[tuple[str, Any]]:
    readers: dict[str, Callable[[Any], object]] = {
        "prompt": _text,
        "image": lambda value: _image(value, root),
        "picture_digest": _text,
        "shape": Shape,
        "seconds": _number,
        "model": _text,
        "takes": lambda value: min(max(_number(value), 1), COUNT_LIMIT),
        "size": _size,
        "others": lambda value: tuple(_image(each, root) for each in value),
        "parameters": lambda value: tuple(_parameter(each) for each in value),
        "origin": _origin,
        "source": lambda value: _source(value, root),
        "more": lambda value: tuple(_picture(each, root) for each in value)[: BATCH_LIMIT - 1],
        "image_at": _number,
        "characters": lambda value: tuple(_character(each) for each in value),
    }
    return [(name, _read_or_none(name, read, saved.get(name))) for name, read in readers.items()]


def _read_or_none(name: str, read: Callable[[Any], T], value: object) -> T | None:
    if value is None:
        return None
    try:
        return read(value)
    except (TypeError, ValueError, KeyError):
        log.warning("%s of the draft makes no sense and is left out", name)
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _finite(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("not a number")
    return float(value)


def _share(value: object) -> float:
    return min(max(_finite(value), 0.0), 1.0)


def _image(value: Any, root: Path) -> InputImage:
    told = value["fit"]
    zoom, colour = _finite(told.get("zoom", 1.0)), _text(told.get("colour", BAR_COLOUR))
    fit = Fit(FitMode(told["mode"]), _share(told["focus_x"]), _share(told["focus_y"]), zoom, colour)
    role = ImageRole(value.get("role", ImageRole.FIRST))
    if value.get("url") is not None:
        return InputImage(url=_text(value["url"]), fit=fit, role=role)
    return InputImage(path=root / _text(value["path"]), fit=fit, role=role)


def _picture(value: Any, root: Path) -> DraftPicture:
    return DraftPicture(_image(value["image"], root), _text(value["digest"]))


def _parameter(value: Any) -> ParameterValue:
    chosen = value["value"]
    if not isinstance(chosen, Scalar):
        raise TypeError("not the value of a parameter")
    return ParameterValue(_text(value["id"]), chosen, drawn=value.get("drawn") is True)


def _origin(value: Any) -> Origin:
    seconds = value.get("seconds")
    at = None if seconds is None else float(seconds)
    return Origin(Way(value["way"]), _text(value["job_id"]), _text(value["clip_id"]), at)


def _character(value: Any) -> ShownCharacter:
    words = ("remote_id", "name", "service", "connection_name")
    return ShownCharacter(**{name: _text(value[name]) for name in words})


def _size(value: Any) -> Size:
    return Size(_number(value["width"]), _number(value["height"]))


def _source(value: Any, root: Path) -> SourceClip:
    """All of it or none: a change of another clip than was meant would be paid for."""
    words = ("clip_id", "remote_id", "service", "connection_name", "model", "prompt")
    return SourceClip(
        change=Change(value["change"]),
        path=root / _text(value["path"]),
        size=_size(value["size"]),
        seconds=_number(value["seconds"]),
        **{name: _text(value[name]) for name in words},
    )


def _plain_source(source: SourceClip | None, root: Path) -> dict[str, object] | None:
    return None if source is None else dataclasses.asdict(source) | {"path": _plain_path(source.path, root)}


def _plain_image(image: InputImage | None, root: Path) -> dict[str, object] | None:
    return None if image is None else dataclasses.asdict(image) | {"path": _plain_path(image.path, root)}


def _plain_path(path: Path | None, root: Path) -> str | None:
    if path is None:
        return None
    whole, home = path.absolute(), root.absolute()
    return whole.relative_to(home).as_posix() if whole.is_relative_to(home) else str(whole)
