"""Frames by the names that services give them: `720p` at `16:9` is 1280x720."""

import re

from sora_desktop.domain.shapes import Size

_SHORT_SIDES = {"2k": 1440, "4k": 2160}
"""Of names that mean one frame only: of "1K" nobody says which side it is."""
_SPELLED = {480: "480p", 720: "720p", 1080: "1080p", 1440: "2K", 2160: "4K"}
_LINES = re.compile(r"(\d{3,4})p")
_RATIO = re.compile(r"(\d{1,2}):(\d{1,2})")


def short_side(resolution: str) -> int:
    """The pixels of the short side of a frame with this name, 0 where nobody knows it."""
    name = resolution.strip().lower()
    lines = _LINES.fullmatch(name)
    return _SHORT_SIDES.get(name) or (int(lines[1]) if lines else 0)


def frame_of(resolution: str, ratio: str) -> Size | None:
    """The frame of a name such as `720p` or `4K` and a ratio such as `9:16`; None where nobody knows it."""
    short, parts = short_side(resolution), _RATIO.fullmatch(ratio.strip())
    if not short or parts is None or not (int(parts[1]) and int(parts[2])):
        return None
    wide, high = int(parts[1]), int(parts[2])
    long = 2 * round(short * max(wide, high) / min(wide, high) / 2)
    return Size(long, short) if wide >= high else Size(short, long)


def resolution_of(size: Size) -> str:
    """The name of a frame, such that name and ratio mean this very one; "" where it has none."""
    name = _SPELLED.get(min(size.width, size.height), "")
    return name if name and frame_of(name, size.aspect_ratio) == size else ""


def named_by_short_side(size: Size) -> str:
    """`720P`, `768P`, `4K`: the name of a frame where its ratio is told elsewhere, or goes without saying."""
    short = min(size.width, size.height)
    return {1440: "2K", 2160: "4K"}.get(short, f"{short}P")
