"""The app itself: how long a typed key takes until the grid shows what was found, a place until its clips are painted,
and until it has its pictures.

python -m benchmarks.search_window BORN DATA_DIR CLIPS SEARCHES
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from benchmarks.driving import PaintWatch, child, until
from benchmarks.gaps import Holds, sleeps
from benchmarks.library import MOVES, PLACES, SUBJECTS
from sora_desktop.ui.library.clip_grid import ClipGrid

PLACES_SCROLLED_TO = 4


class Search:
    """Types as a person does: one key, then a look at the grid."""

    def __init__(self, window: Any, clips: int) -> None:
        window.wishes.show_choose()
        self.edit = child(window, QLineEdit, "librarySearch")
        self.grid = child(window, ClipGrid, "libraryGrid")
        self.watch = PaintWatch(self.grid.viewport())
        self.list = window.clips
        self.clips = clips
        self.painted_before = 0
        self.scrolls: list[float] = []
        self.keys: list[float] = []
        self.pictures: list[float] = []
        self.list.modelReset.connect(self._note)
        self.list.dataChanged.connect(self._note)

    def _note(self) -> None:
        """What was painted until now was painted before this answer."""
        self.painted_before = self.watch.count

    def is_here(self) -> bool:
        """The whole list: it is counted, and every page that was asked for has come."""
        return self.list.total == self.clips and not self.list.under_way

    async def answered(self, act: Callable[[], None]) -> float:
        """Milliseconds from `act` until the answer to what is typed now was painted, or that there is nothing.

        By the clock; `keys` has how much of that all our own threads worked.
        """
        started, worked = time.perf_counter(), time.process_time()
        act()
        await until(self._shows_what_is_typed, "the grid shows what was found")
        self.keys.append((time.process_time() - worked) * 1000)
        ended = self.watch.ended if self.list.rowCount() else time.perf_counter()
        return (ended - started) * 1000

    def _shows_what_is_typed(self) -> bool:
        if self.list.shown.words != self.edit.text():
            return False
        if not self.list.rowCount():
            return not self.grid.isVisible()
        return self.watch.count > self.painted_before

    async def shown(self, act: Callable[[], None]) -> float:
        """Milliseconds from `act` until the grid was painted after it."""
        before, started = self.watch.count, time.perf_counter()
        act()
        await until(lambda: self.watch.count > before, "the grid is painted")
        return (self.watch.ended - started) * 1000

    def _press(self, key: Qt.Key, letter: str = "") -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self.edit, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))

    async def words(self, words: str) -> list[float]:
        """Type the words, then take them away again, letter by letter; a space alone asks for nothing else."""
        keys = [(letter, partial(self._press, Qt.Key(ord(letter.upper())), letter)) for letter in words]
        keys += [(letter, partial(self._press, Qt.Key.Key_Backspace)) for letter in reversed(words)]
        times = []
        for letter, act in keys:
            if letter == " ":
                act()
            else:
                times.append(await self.answered(act))
        return times

    async def pictures_at(self, share: float) -> float:
        """Milliseconds from a jump to this place until every picture there is painted; `pictures` as `keys`."""
        bar = self.grid.verticalScrollBar()
        started, worked = time.perf_counter(), time.process_time()
        await self.shown(lambda: bar.setValue(round(bar.maximum() * share)))
        await until(
            lambda: not self.list.under_way and self.watch.count > self.painted_before, "the clips of the place"
        )
        self.scrolls.append((self.watch.ended - started) * 1000)
        while self.grid.thumbnails.waiting:
            await self.shown(lambda: None)
        self.pictures.append((time.process_time() - worked) * 1000)
        return (self.watch.ended - started) * 1000


async def scenario(window: Any, bridge: Any) -> int:
    random, search = Random(7), Search(window, int(sys.argv[3]))
    over, gaps = threading.Event(), Holds()
    held = bridge.spawn(bridge.call(sleeps(over)), "the studio's loop")
    await until(search.is_here, "the library's clips")
    keys: list[float] = []
    for number in range(int(sys.argv[4])):
        subject, place, move = random.choice(SUBJECTS), random.choice(PLACES), random.choice(MOVES)
        keys += await search.words((subject, place, move)[number % 3])
    await until(search.is_here, "the whole list")
    pictures = [
        await search.pictures_at(number / (PLACES_SCROLLED_TO + 1)) for number in range(1, PLACES_SCROLLED_TO + 1)
    ]
    over.set()
    gaps.stop()
    work = {"keys": search.keys, "pictures": search.pictures, "window": max(gaps.held), "studio": max(await held)}
    by_clock = {"keys": keys, "pictures": pictures, "scrolls": search.scrolls}
    print(json.dumps({"work": work, "clock": by_clock, "cards": len(search.grid.visible_rows())}))
    return 0


if __name__ == "__main__":
    sys.exit(import_module("sora_desktop.app").run_window(Path(sys.argv[2]), scenario))
