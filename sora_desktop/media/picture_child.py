"""Reference images, decoded in a child with limits; see `fit` for what is done with them.

What comes back are facts of a known shape and pictures that were made anew, never the stranger's own bytes.
"""

import re
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, NamedTuple

from sora_desktop.base import signatures
from sora_desktop.base.kept_sentences import detail_from_plain, detail_to_plain, from_plain, to_plain
from sora_desktop.base.limited_child import (
    ChildAnswer,
    ChildError,
    ChildLimits,
    ChildSlowError,
    NoChildError,
    ask_child,
)
from sora_desktop.base.sentences import Foreign, Message, message
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.image import Fit, FitMode, ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.media import fit as fitting

LIMITS = ChildLimits(answer=64 * 1024 * 1024)
"""Room for the largest frame of a clip as PNG."""
SMALL = ChildLimits(cpu=10, wall=20.0, answer=1024 * 1024)
"""Those of a small picture, which there are many of."""

_SLOW = message("Opening it takes too long.")
_BROKEN = message("It crashes the program that opens it.")
_LATER = message("It can't be opened right now.")
_HEX = re.compile("[0-9a-f]{64}")
_ENDINGS = frozenset({"png", "jpg"})


def inspect_in_child(image: InputImage, limits: ChildLimits = LIMITS) -> ImageFacts:
    """Look at a picture on this machine, decoding all of it. Never raises: what is wrong stands in the facts."""
    if image.path is None:
        return ImageFacts(image, ImageVerdict.NOT_FOUND)
    try:
        return _facts(image, ask_child("picture", {"do": "inspect", "path": str(image.path)}, limits))
    except NoChildError as problem:
        return ImageFacts(image, ImageVerdict.UNREADABLE, detail=_LATER.about(Foreign(problem)))
    except ChildSlowError:
        return ImageFacts(image, ImageVerdict.UNREADABLE, detail=_SLOW)
    except (ChildError, ValueError, TypeError, KeyError):
        return ImageFacts(image, ImageVerdict.UNREADABLE, detail=_BROKEN)


class Prepared(NamedTuple):
    """Where a picture lies as it is sent, and the digest of the file that it was made of."""

    path: Path
    source_digest: str


def prepare_in_child(path: Path, fit: Fit, size: Size, folder: Path, limits: ChildLimits = LIMITS) -> Prepared:
    """The picture as it is sent, in `folder`; as `fit.prepare`."""
    answer = _make("prepare", path, fit, size, limits)
    ending = answer.said.get("ending")
    if ending not in _ENDINGS or not answer.data:
        raise MediaError(_BROKEN)
    return Prepared(fitting.keep(answer.data, str(ending), folder), _digest(answer.said.get("digest")))


def preview_in_child(path: Path, fit: Fit, size: Size, width: int = 640, limits: ChildLimits = LIMITS) -> bytes:
    """PNG of the picture as it is sent, at most `width` pixels wide; as `fit.preview`."""
    data = _make("preview", path, fit, size, limits, width=width).data
    if not data.startswith(signatures.PNG):
        raise MediaError(_BROKEN)
    return data


def thumbnail_of(data: bytes, limits: ChildLimits = SMALL) -> bytes:
    """PNG of a picture that is at hand, small; b"" where it can't be used. Never raises."""
    try:
        found = ask_child("picture", {"do": "look", "data": b64encode(data).decode()}, limits)
    except ChildError:
        return b""
    return found.data if found.data.startswith(signatures.PNG) else b""


def _make(what: str, path: Path, fit: Fit, size: Size, limits: ChildLimits, *, width: int = 0) -> ChildAnswer:
    request = {
        "do": what,
        "path": str(path),
        "fit": [fit.mode, fit.focus_x, fit.focus_y, fit.zoom, fit.colour],
        "size": [size.width, size.height],
        "width": width,
    }
    try:
        answer = ask_child("picture", request, limits)
    except NoChildError as problem:
        raise MediaError(_LATER.about(Foreign(problem))) from problem
    except ChildSlowError as problem:
        raise MediaError(_SLOW) from problem
    except ChildError as problem:
        raise MediaError(_BROKEN) from problem
    if "unusable" in answer.said:
        raise MediaError(detail_from_plain(answer.said["unusable"]))
    return answer


def _facts(image: InputImage, answer: ChildAnswer) -> ImageFacts:
    """Only what has the shape that it must have."""
    said = answer.said
    if answer.data and not answer.data.startswith(signatures.PNG):
        raise ValueError("the thumbnail is no PNG")
    return ImageFacts(
        image,
        ImageVerdict(said["verdict"]),
        size=None if said["size"] is None else Size(*(int(side) for side in said["size"])),
        mime=str(said["mime"]),
        byte_count=int(said["byte_count"]),
        thumbnail=answer.data,
        detail=None if said["detail"] is None else _message(said["detail"]),
        digest=_digest(said.get("digest")),
    )


def _digest(said: object) -> str:
    """A digest, and nothing else that a child may say in its place."""
    return said if isinstance(said, str) and _HEX.fullmatch(said) else ""


def _message(said: object) -> Message:
    """Checked here: `Message` itself bears a text that does not fit its values, as it may be an older version's."""
    made = from_plain(said)
    _ = made.source.format(**made.values)
    return made


def answer(request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """What the child does with one picture."""
    if request["do"] == "look":
        return {}, fitting.inspect_bytes(InputImage(url="data:"), b64decode(request["data"])).thumbnail
    path = Path(request["path"])
    if request["do"] == "inspect":
        return _told(fitting.inspect(InputImage(path=path)))
    mode, focus_x, focus_y, zoom, colour = request["fit"]
    fit, size = Fit(FitMode(mode), focus_x, focus_y, zoom, colour), Size(*request["size"])
    try:
        if request["do"] == "preview":
            return {}, fitting.preview(path, fit, size, request["width"])
        made = fitting.fitted(path, fit, size)
    except MediaError as problem:
        return {"unusable": detail_to_plain(problem.detail)}, b""
    return {"ending": made.ending, "digest": made.source_digest}, made.data


def _told(facts: ImageFacts) -> tuple[dict[str, object], bytes]:
    detail = facts.detail
    said: dict[str, object] = {
        "verdict": facts.verdict,
        "size": None if facts.size is None else [facts.size.width, facts.size.height],
        "mime": facts.mime,
        "byte_count": facts.byte_count,
        "digest": facts.digest,
        "detail": None if detail is None else to_plain(detail),
    }
    return said, facts.thumbnail
