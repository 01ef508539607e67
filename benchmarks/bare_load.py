"""The reference: a bare window whose loop only turns, and the same studio at the same work in a thread of its own.

python -m benchmarks.bare_load BORN DATA_DIR BASE_URL JOBS SECONDS
"""

import asyncio
import json
import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel

from benchmarks import working
from benchmarks.gaps import Gaps, told
from sora_desktop.studio.build import open_studio


class Work(QObject):
    """Signals: `under_way()`, in the window's thread, once the service has all the work."""

    under_way = Signal()

    def run(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        studio = await open_studio(Path(sys.argv[2]), environment={"SORA_BASE_URL": sys.argv[3]})
        await working.load(studio, sys.argv[3], int(sys.argv[4]))
        self.under_way.emit()
        await asyncio.Event().wait()


def main() -> None:
    application = QApplication(sys.argv[:1])
    window = QLabel("A bare window")
    window.resize(1280, 800)
    window.show()
    work, seconds = Work(), float(sys.argv[5])
    gaps: list[Gaps] = []

    def end() -> None:
        print(json.dumps(told(gaps[0].stop())), flush=True)
        os._exit(0)  # the folder is thrown away: nothing has to be closed

    def begin() -> None:
        gaps.append(Gaps())
        QTimer.singleShot(round(seconds * 1000), end)

    work.under_way.connect(lambda: QTimer.singleShot(round(min(1.0, seconds) * 1000), begin))
    threading.Thread(target=work.run, daemon=True).start()
    QTimer.singleShot(round((150 + 2 * seconds) * 1000), lambda: os._exit(3))
    application.exec()


if __name__ == "__main__":
    main()
