"""The reference: an empty PySide6 window; says after how many seconds it was painted, and the processor's until then."""

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel


class Painted(QObject):
    """Ends the application after the first paint of what it watches."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._say)
        return super().eventFilter(watched, event)

    def _say(self) -> None:
        if not self.property("said"):
            self.setProperty("said", True)
            print(json.dumps({"painted": time.monotonic() - float(sys.argv[1]), "spent": time.process_time()}))
            QApplication.quit()


def main() -> None:
    application = QApplication(sys.argv[:1])
    window = QLabel("A bare window")
    window.resize(1280, 800)
    watch = Painted()
    window.installEventFilter(watch)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
