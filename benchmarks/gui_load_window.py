"""The app itself with 200 jobs in flight and its library scrolling: how long its loop is held up.

python -m benchmarks.gui_load_window BORN DATA_DIR BASE_URL JOBS SECONDS
"""

import asyncio
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView

from benchmarks import working
from benchmarks.driving import PaintWatch, child, until
from benchmarks.gaps import Gaps, told

SCROLL_MILLISECONDS = 16
SCROLL_PIXELS = 28


def scroll(grid: QAbstractItemView) -> QTimer:
    """Keep the grid moving as a finger does, up and down."""
    bar, step = grid.verticalScrollBar(), [SCROLL_PIXELS]

    def move() -> None:
        before = bar.value()
        bar.setValue(before + step[0])
        if bar.value() == before:
            step[0] = -step[0]

    timer = QTimer(grid, interval=SCROLL_MILLISECONDS)
    timer.timeout.connect(move)
    timer.start()
    return timer


async def scenario(window: Any, bridge: Any) -> int:
    base_url, jobs, seconds = sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    window.wishes.show_choose()
    grid = child(window, QAbstractItemView, "libraryGrid")
    await until(grid.model().rowCount, "the library's rows")
    await bridge.call(working.load(bridge.studio, base_url, jobs))
    watch, scrolling = PaintWatch(grid.viewport()), scroll(grid)
    await asyncio.sleep(min(1.0, seconds))  # the first pictures of a scroll are a start, not a gap
    gaps, painted = Gaps(), watch.count
    await asyncio.sleep(seconds)
    values = gaps.stop()
    scrolling.stop()
    print(json.dumps(told(values) | {"painted": watch.count - painted}))
    return 0


if __name__ == "__main__":
    sys.exit(import_module("sora_desktop.app").run_window(Path(sys.argv[2]), scenario))
