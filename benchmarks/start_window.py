"""The app itself: says after how many seconds a typed key showed, the strip had its rows, and the clips in sight were here.

It imports nothing that the window does not import, or the measuring would be measured.
"""

from benchmarks import as_started  # noqa: F401, I001 -- before all else, as the app does

import asyncio
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QPlainTextEdit, QWidget

from benchmarks.driving import PaintWatch, child, until
from sora_desktop.ui.strip.item_models import WORD_ROLE


IN_SIGHT = 8
"""Tiles of the strip that a usual window shows."""


class Hand:
    """Types one key and looks on. It watches before the loop's first turn, in which the window may be painted."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._prompt = child(window, QPlainTextEdit, "promptEdit")
        self._strip = child(window, QListView, "takeStrip")
        self._typed, self._tiles = PaintWatch(_paper_of(self._prompt)), PaintWatch(self._strip.viewport())

    async def type_one_key(self) -> None:
        """As soon as the prompt is painted: a person may type before all is loaded."""
        await until(lambda: self._typed.count, "the first paint")
        painted, before = self._typed.count, self._prompt.toPlainText()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
            QCoreApplication.postEvent(self._prompt, key)
        await until(lambda: self._typed.count > painted and self._prompt.toPlainText() != before, "the typed key")
        shown = time.monotonic()
        await until(self._has_its_rows, "the rows, painted")
        usable, spent = time.monotonic(), time.process_time()
        await until(self._in_sight_are_clips, "the clips in sight")
        whole = time.monotonic()
        born = float(sys.argv[1])
        seconds = {"typed": shown - born, "usable": usable - born, "whole": whole - born}
        print(json.dumps({**seconds, "spent": spent}))
        self._window.close()

    def _in_sight_are_clips(self) -> bool:
        """Whether what can be done with a clip can be done with those: until then their cards are lines of the list."""
        takes = self._strip.model()
        return all(takes.index(row, 0).data(WORD_ROLE) for row in range(min(takes.rowCount(), IN_SIGHT)))

    def _has_its_rows(self) -> bool:
        """The list knows all clips, and the strip has painted the newest."""
        return self._window.newest.rowCount() == int(sys.argv[3]) and bool(
            self._strip.model().rowCount() and self._tiles.count
        )


def _paper_of(prompt: QPlainTextEdit) -> QWidget:
    """What is painted when a key is typed. Asked for it as `viewport()`, PySide makes a class of each kind of widget
    that Qt has, which no person's start does: it was a tenth of what this row measured."""
    return child(prompt, QWidget, "qt_scrollarea_viewport")


async def story(run: Any, hand: Hand) -> int:
    run.bridge.spawn(hand.type_one_key(), "type one key")
    return int(await run.run(None))


def main() -> int:
    """As `run_window` does it, but for the hand that types."""
    app, data_dir = import_module("sora_desktop.app"), Path(sys.argv[2])
    application = app.make_application()
    if app.raise_first_window(data_dir):
        return 1
    with asyncio.Runner(loop_factory=lambda: app.QEventLoop(application)) as runner:
        run = app.WindowRun(application, data_dir)
        return runner.run(story(run, Hand(run.window)))


if __name__ == "__main__":
    sys.exit(main())
