"""The app itself: says after how many seconds a typed key showed, the grid had its rows and the loop ran.

It imports nothing that the window does not import, or the measuring would be measured.
"""

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


async def type_one_key(window: Any, _bridge: Any) -> int:
    """Runs on the window's loop once it is loaded, so "the loop runs" holds already."""
    prompt = child(window, QPlainTextEdit, "promptEdit")
    grid = child(window, QAbstractItemView, "libraryGrid")
    watch = PaintWatch(prompt.viewport())
    await until(lambda: window.isVisible() and grid.model().rowCount() == int(sys.argv[3]), "the library's rows")
    painted = watch.count
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QCoreApplication.postEvent(prompt, key)
    await until(lambda: watch.count > painted and prompt.toPlainText() == "a", "the typed key")
    print(json.dumps({"usable": time.monotonic() - float(sys.argv[1])}))
    return 0


if __name__ == "__main__":
    sys.exit(import_module("sora_desktop.app").run_window(Path(sys.argv[2]), type_one_key))
