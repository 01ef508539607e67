"""The app itself with its focus off the editor and nothing to do, until its input ends.

python -m benchmarks.idle_window BORN DATA_DIR
"""

import asyncio
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from benchmarks.driving import child, until


async def scenario(window: Any, _bridge: Any) -> int:
    window.wishes.show_choose()
    grid = child(window, QAbstractItemView, "libraryGrid")
    await until(grid.model().rowCount, "the library's rows")
    grid.setFocus(Qt.FocusReason.OtherFocusReason)
    print(json.dumps({"ready": True}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    return 0


if __name__ == "__main__":
    sys.exit(import_module("sora_desktop.app").run_window(Path(sys.argv[2]), scenario))
