"""Films that did not pass the check, looked at in a child with limits; see `film_look` for what is done with them."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sora_desktop.base import signatures
from sora_desktop.base.kept_sentences import detail_from_plain, detail_to_plain
from sora_desktop.base.limited_child import ChildAnswer, ChildError, ChildLimits, ask_child
from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.film import ColourTags, FilmLook
from sora_desktop.media.film_look import look_at_film, picture_at

LIMITS = ChildLimits(answer=64 * 1024 * 1024)
"""Room for the largest picture as PNG."""

_BROKEN = message("It crashes the program that opens it, or takes too long.")


def look_in_child(path: Path, limits: ChildLimits = LIMITS) -> FilmLook:
    """As `look_at_film`; MediaError also where the file brings the child down."""
    answer = _ask({"do": "look", "path": str(path.absolute())}, limits)
    try:
        starts = struct.unpack(f"<{len(answer.data) // 8}q", answer.data)
        primaries, transfer, matrix, full_range = answer.said["colours"]
        full = None if full_range is None else bool(full_range)
        return FilmLook(starts, ColourTags(int(primaries), int(transfer), int(matrix), full))
    except (struct.error, KeyError, TypeError, ValueError) as problem:
        raise MediaError(_BROKEN) from problem


def picture_in_child(path: Path, microseconds: int, limits: ChildLimits = LIMITS) -> bytes:
    """As `picture_at`, likewise."""
    data = _ask({"do": "picture", "path": str(path.absolute()), "at": microseconds}, limits).data
    if not data.startswith(signatures.PNG):
        raise MediaError(_BROKEN)
    return data


def _ask(request: Mapping[str, object], limits: ChildLimits) -> ChildAnswer:
    try:
        answer = ask_child("film", request, limits)
    except ChildError as problem:
        raise MediaError(str(problem) or _BROKEN) from problem
    if "unusable" in answer.said:
        raise MediaError(detail_from_plain(answer.said["unusable"]))
    return answer


def answer(request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """What the child does with one film."""
    path = Path(request["path"])
    try:
        if request["do"] == "picture":
            return {}, picture_at(path, request["at"])
        look = look_at_film(path)
    except MediaError as problem:
        return {"unusable": detail_to_plain(problem.detail)}, b""
    colours = look.colours
    said = [colours.primaries, colours.transfer, colours.matrix, colours.full_range]
    return {"colours": said}, struct.pack(f"<{len(look.starts)}q", *look.starts)
