"""The reference: a bare window with nothing to do, until its input ends."""

import json
import os
import sys
import threading

from PySide6.QtWidgets import QApplication, QLabel


def end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    application = QApplication(sys.argv[:1])
    window = QLabel("A bare window")
    window.resize(1280, 800)
    window.show()
    threading.Thread(target=end_with_input, daemon=True).start()
    print(json.dumps({"ready": True}), flush=True)
    application.exec()


if __name__ == "__main__":
    main()
