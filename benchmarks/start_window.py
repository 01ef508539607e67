"""The app itself: says after how many seconds a typed key showed, the grid had its rows and the loop ran.

It imports nothing that the window does not import, or the measuring would be measured.
"""

import asyncio
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit

from benchmarks.driving import PaintWatch, child, until


async def type_one_key(window: Any) -> None:
    """Runs on the window's loop from its first turn, as a person may type before all is loaded."""
    prompt = child(window, QPlainTextEdit, "promptEdit")
    grid = child(window, QAbstractItemView, "libraryGrid")
    typed, cards = PaintWatch(prompt.viewport()), PaintWatch(grid.viewport())
    await until(lambda: window.isVisible() and typed.count, "the first paint")
    painted, before = typed.count, prompt.toPlainText()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QCoreApplication.postEvent(prompt, key)
    await until(lambda: typed.count > painted and prompt.toPlainText() != before, "the typed key")
    shown = time.monotonic()
    await until(lambda: grid.model().rowCount() == int(sys.argv[3]) and cards.count, "the library's rows, painted")
    usable = time.monotonic()
    await until(lambda: window.clips.unread == 0, "the whole library")
    whole = time.monotonic()
    born = float(sys.argv[1])
    print(json.dumps({"typed": shown - born, "usable": usable - born, "whole": whole - born}))
    window.close()


async def story(run: Any) -> int:
    run.bridge.spawn(type_one_key(run.window), "type one key")
    return int(await run.run(None))


def main() -> int:
    """As `run_window` does it, but for the hand that types."""
    app, data_dir = import_module("sora_desktop.app"), Path(sys.argv[2])
    application = app.make_application()
    if app.raise_first_window(data_dir):
        return 1
    with asyncio.Runner(loop_factory=lambda: app.QEventLoop(application)) as runner:
        return runner.run(story(app.WindowRun(application, data_dir)))


if __name__ == "__main__":
    sys.exit(main())
