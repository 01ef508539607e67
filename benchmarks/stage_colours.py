"""Row "stage-colours": what the stage paints of a film beside ffmpeg's colours, and the time of a frame beside Qt's own."""

import statistics
import tempfile
from pathlib import Path

from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row, spread

KINDS = ("720p", "1080p", "720p, ten bits")
LEVELS = 3


def measure(extent: Extent) -> list[Row]:
    """Every kind in a process of its own; there the conversions take turns, frame by frame."""
    with tempfile.TemporaryDirectory(prefix="sora-bench-") as folder:
        return [_row(kind, Path(folder), extent) for kind in KINDS]


def _row(kind: str, folder: Path, extent: Extent) -> Row:
    found = measured("stage_colours_window", kind, str(folder), str(extent.stage_frames))
    ours, exact, qts = found["ours"], found["exact"], found["qts"]
    none = found["qts_off"] is None
    ratio = statistics.median(ours) / statistics.median(qts)
    times = spread(ours, "ms") if none else f"{spread(ours, 'ms')} = {ratio:.2f} ×"
    return Row(
        what=f"stage conversion, BT.709, {kind}: a frame while it plays × {extent.stage_frames}",
        figure=(
            f"{times}, within {found['ours_off']} levels of ffmpeg's colours; "
            f"standing still {statistics.median(exact):.2f} ms, within {found['exact_off']}"
        ),
        reference="Qt's toImage: no picture"
        if none
        else f"Qt's toImage: {spread(qts, 'ms')}, up to {found['qts_off']} levels off",
        reach=f"≤ 1 × and within {LEVELS} levels",
        reached=(none or ratio <= 1) and max(found["ours_off"], found["exact_off"]) <= LEVELS,
    )
