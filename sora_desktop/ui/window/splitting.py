"""Parts of a view that a person shares out with dividers, and how that is written down."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSplitter


def prepare(splitter: QSplitter, extents: Sequence[int], shares: Sequence[int]) -> None:
    """Give the parts these extents in pixels; what the window grows by is shared out as `shares` say."""
    for place, share in enumerate(shares):
        splitter.setStretchFactor(place, share)
    splitter.setSizes(list(extents))
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)


def written(sizes: Sequence[int]) -> str:
    """Such as `352,1088`."""
    return ",".join(map(str, sizes))


def read(sizes: str) -> list[int]:
    """What `written` wrote, each number above zero; none where it makes no sense."""
    parts = sizes.split(",")
    if not all(part.isdecimal() for part in parts):
        return []
    read_sizes = [min(int(part), 100_000) for part in parts]
    return read_sizes if all(read_sizes) else []
