"""Entries and price lines out of what a row tells: frames, lengths and roles, as OpenRouter names them and as others do."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from sora_desktop.domain.catalog import LengthRange, VideoModel
from sora_desktop.domain.parameters import Scalar
from sora_desktop.domain.pricing import PictureWhen, Price, PriceUnit
from sora_desktop.domain.shapes import Size
from sora_desktop.services.catalogs.rows import (
    Row,
    frame_slots,
    frames_of,
    named_frames,
    seconds_of,
    values_of,
    words_of,
)
from sora_desktop.services.resolutions import short_side

_RATIOS = ("16:9", "9:16")
_USUAL = Size(1280, 720)
_MANY_LENGTHS = 8


def told_entry(row: Row, model_id: str, usual: VideoModel) -> VideoModel:
    """`usual` with the frames, lengths and roles that a row tells, as OpenRouter names them and as others do."""
    sizes = frames_of(words_of(row, "supported_sizes", "sizes"))
    ratios = words_of(row, "supported_aspect_ratios", "aspect_ratios")
    resolutions = words_of(row, "supported_resolutions", "resolutions")
    frames = sizes or (named_frames(resolutions or ("720p",), ratios or _RATIOS) if resolutions or ratios else ())
    lengths = seconds_of(values_of(row, "supported_durations", "durations", "supported_seconds"))
    told = {"sizes": sizes, "default_size": sizes, "lengths": lengths, "default_seconds": lengths}
    entry = replace(usual, id=model_id, assumed=tuple(each for each in usual.assumed if not told.get(each)))
    if frames:
        entry = replace(entry, sizes=tuple(sorted(frames, key=lambda size: size != _USUAL)), fixes=())
    if lengths:
        entry = _with_lengths(entry, lengths)
    if "supported_frame_images" in row:
        entry = replace(entry, images=frame_slots(words_of(row, "supported_frame_images")))
    return entry


def _with_lengths(entry: VideoModel, lengths: tuple[int, ...]) -> VideoModel:
    """A long row of lengths without a gap is a range."""
    usual = entry.default_seconds if entry.default_seconds in lengths else 0
    spread = LengthRange(lengths[0], lengths[-1])
    if len(lengths) > _MANY_LENGTHS and len(spread.all) == len(lengths):
        return replace(entry, lengths=(), length_range=spread, default_seconds=usual, fixes=())
    return replace(entry, lengths=lengths, length_range=None, default_seconds=usual, fixes=())


def lines_of(
    entry: VideoModel,
    amounts: Mapping[tuple[str, PriceUnit], Decimal],
    when: tuple[tuple[str, Scalar], ...] = (),
    pictures: tuple[PictureWhen, ...] = (),
) -> Iterator[Price]:
    """One line for every frame, and one for each frame of a resolution that has an amount of its own."""
    for (name, unit), amount in amounts.items():
        if not name:
            yield Price(entry.id, amount, unit, when=when, pictures=pictures)
        side = short_side(name)
        for size in entry.sizes:
            if name == str(size) or (side and min(size.width, size.height) == side):
                yield Price(entry.id, amount, unit, size, when, pictures)
