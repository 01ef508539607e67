"""Row "search": each key typed into the library's search until the grid shows what it found; the first pictures."""

from benchmarks import prepared
from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.gui_gap import FRAME_MILLISECONDS
from benchmarks.row import Row, quantile, spread

MOST_MILLISECONDS_TO_PICTURES = 100.0


def measure(extent: Extent) -> list[Row]:
    with prepared.library(extent.clips) as folder:
        answer = measured("search_window", str(folder), str(extent.clips), str(extent.searches))
    keys, pictures = list(map(float, answer["keys"])), list(map(float, answer["pictures"]))
    worst = quantile(keys, 0.99)
    return [
        Row(
            what=f"search as you type over {extent.clips:,} clips, {len(keys)} keys",
            figure=f"p99 {worst:.1f} ms, median {spread(keys, 'ms', 1)}",
            reference=f"a frame: {FRAME_MILLISECONDS:.1f} ms",
            reach="p99 ≤ 16 ms",
            reached=worst <= 16.0,
        ),
        Row(
            what=f"first thumbnails of a place never seen, {answer['cards']:.0f} cards × {len(pictures)}",
            figure=f"longest {max(pictures):.1f} ms, median {spread(pictures, 'ms', 1)}",
            reference="–",
            reach=f"≤ {MOST_MILLISECONDS_TO_PICTURES:.0f} ms",
            reached=max(pictures) <= MOST_MILLISECONDS_TO_PICTURES,
        ),
    ]
