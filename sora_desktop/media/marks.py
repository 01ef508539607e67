"""A picture that is known again in a clip: a colour in each corner and a strip across, and the look for it.

The look bears what services and models do to a picture: another size, a border, a cut, compression, other colours of
the same kinds, and a clip that begins in the dark.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageStat

from sora_desktop.base.kept_sentences import detail_to_plain
from sora_desktop.base.limited_child import ChildError, ask_child
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.proof import Seen
from sora_desktop.domain.shapes import Size
from sora_desktop.media.frames import LIMITS, pictures_at

Quarter = tuple[bool, bool]
"""Whether it is the right one, and whether it is the lower one."""

_COLOURS = ("red", "green", "blue", "yellow")
_PAINTS = {"red": (214, 40, 40), "green": (36, 166, 64), "blue": (36, 84, 214), "yellow": (240, 206, 32)}
_PLACES: dict[str, Quarter] = {
    "red": (False, False),
    "green": (True, False),
    "blue": (False, True),
    "yellow": (True, True),
}
_HUES = {"red": 0, "green": 130, "blue": 224, "yellow": 50}
"""Degrees."""
_FAR = 24
_GREY = (126, 126, 126)
_DARK, _LIGHT = (24, 24, 24), (232, 232, 232)
_LEAST_SATURATION, _LEAST_VALUE = 90, 60
"""Of 255: below them a colour has no hue to speak of."""
_EDGE = 64
_LEAST_SHARE = 0.06
"""Of a quarter of the frame; the corner that is painted is four times as much."""
_MOST_ELSEWHERE = 0.35
_BLACK = 14.0
_MOMENTS = (0.0, 0.25, 0.5)
"""Seconds: some clips come out of the dark."""
_TURNS: tuple[Callable[[Quarter], Quarter], ...] = (
    lambda at: (not at[0], at[1]),
    lambda at: (at[0], not at[1]),
    lambda at: (not at[0], not at[1]),
    lambda at: (at[1], at[0]),
    lambda at: (not at[1], at[0]),
    lambda at: (at[1], not at[0]),
    lambda at: (not at[1], not at[0]),
)
"""All ways to mirror and turn a picture but the one that leaves it as it is."""


def marked_picture(size: Size) -> bytes:
    """PNG of the marked picture, of this size."""
    wide, high = size.width, size.height
    picture = Image.new("RGB", (wide, high), _GREY)
    paint = ImageDraw.Draw(picture)
    middle, half = high // 2, max(1, high // 16)
    paint.rectangle((0, middle - half, wide // 2 - 1, middle + half), _DARK)
    paint.rectangle((wide // 2, middle - half, wide, middle + half), _LIGHT)
    across, down = wide // 4, high // 4
    for name, (right, low) in _PLACES.items():
        left, top = (wide - across if right else 0), (high - down if low else 0)
        paint.rectangle((left, top, left + across - 1, top + down - 1), _PAINTS[name])
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def look_in_child(path: Path) -> Seen | None:
    """What the first pictures of a clip show of the mark; None where they cannot be looked at."""
    try:
        return Seen(str(ask_child("mark", {"path": str(path.absolute())}, LIMITS).said.get("seen")))
    except (ChildError, ValueError):
        return None


def answer(request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """What the child does: look at one clip."""
    try:
        return {"seen": seen_in(pictures_at(Path(request["path"]), _MOMENTS, _EDGE))}, b""
    except MediaError as problem:
        return {"unusable": detail_to_plain(problem.detail)}, b""
    except OSError as problem:
        return {"unusable": problem.strerror or ""}, b""


def seen_in(pictures: Sequence[Image.Image]) -> Seen:
    """The best of what the first pictures of a clip show; one that is all dark shows nothing."""
    light = [picture for picture in pictures if max(ImageStat.Stat(picture.convert("L")).mean) > _BLACK]
    found = {_seen(picture) for picture in light}
    return next((seen for seen in Seen if seen in found), Seen.UNCLEAR)


def _seen(picture: Image.Image) -> Seen:
    found = _found(picture.convert("RGB").resize((_EDGE, _EDGE), Image.Resampling.BOX))
    in_place = sum(found.get(name) == place for name, place in _PLACES.items())
    if in_place >= len(_PLACES) - 1:
        return Seen.ARRIVED
    if len(found) == len(_PLACES) and any(_is_turned(found, turn) for turn in _TURNS):
        return Seen.TURNED
    return Seen.UNCLEAR if in_place else Seen.ABSENT


def _is_turned(found: dict[str, Quarter], turn: Callable[[Quarter], Quarter]) -> bool:
    return all(found[name] == turn(place) for name, place in _PLACES.items())


def _found(picture: Image.Image) -> dict[str, Quarter]:
    """The quarter in which each colour lies, for those that lie in one."""
    counted = Counter(_spots(picture))
    found = dict[str, Quarter]()
    for name in _COLOURS:
        shares = {place: counted[name, place] for place in _PLACES.values()}
        place = max(shares, key=lambda each: shares[each])
        enough = shares[place] >= _LEAST_SHARE * (_EDGE // 2) ** 2
        if enough and sum(shares.values()) - shares[place] <= _MOST_ELSEWHERE * sum(shares.values()):
            found[name] = place
    return found


def _spots(picture: Image.Image) -> Iterator[tuple[str, Quarter]]:
    """Each pixel that has one of the colours, by the quarter of the frame."""
    for at, pixel in enumerate(_pixels(picture.convert("HSV"))):
        hue, saturation, value = pixel
        if saturation < _LEAST_SATURATION or value < _LEAST_VALUE:
            continue
        name = min(_COLOURS, key=lambda each: _away(hue, each))
        if _away(hue, name) <= _FAR:
            yield name, (at % _EDGE >= _EDGE // 2, at // _EDGE >= _EDGE // 2)


def _pixels(picture: Image.Image) -> Iterator[tuple[int, int, int]]:
    hues, saturations, values = (band.tobytes() for band in picture.split())
    return zip(hues, saturations, values, strict=True)


def _away(hue: int, name: str) -> float:
    """Degrees between a hue of 0..255 and that of a colour."""
    apart = abs(hue * 360 / 256 - _HUES[name]) % 360
    return min(apart, 360 - apart)
