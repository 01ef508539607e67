"""The wrapper that PySide6 puts around imports is taken off, and nothing of Qt is harmed by it."""

import subprocess
import sys

import pytest

TAKE_OFF = "import sora_desktop.ui.plain_imports\n"
STORY = """
import pickle
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtMultimedia import QMediaPlayer
from PySide6.QtNetwork import QLocalSocket

class Speaker(QObject):
    said = Signal(str, int)
    def __init__(self):
        super().__init__()
        self.heard, self.events = [], []
        self.said.connect(self.hear)
    @Slot(str, int)
    def hear(self, words, count):
        self.heard.append((words, count))
    def event(self, event):
        self.events.append(event.type())
        return super().event(event)
    def timerEvent(self, event):
        self.heard.append(("timer", event.timerId() > 0))
        QCoreApplication.quit()

application = QCoreApplication([])
speaker = Speaker()
speaker.said.emit("a fox", 2)
speaker.setObjectName("fox")
speaker.setProperty("colour", "red")
speaker.startTimer(0)
application.exec()
print(speaker.heard, QEvent.Type.Timer in speaker.events, speaker.objectName(), speaker.property("colour"))
for value in (QPoint(1, 2), QRect(1, 2, 3, 4), QUrl("https://h.example/a")):
    print(pickle.loads(pickle.dumps(value)) == value)
print(speaker.metaObject().indexOfSlot("hear(QString,int)") >= 0, Qt.Key.Key_A.name, QMediaPlayer.Error.NoError.name)
print(QLocalSocket.LocalSocketState(0).name, QTimer.singleShot.__name__, hasattr(speaker, "object_name"))
"""


def told(script: str) -> list[str]:
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (0, False) == (ran.returncode, "Traceback" in ran.stderr)
    return ran.stdout.splitlines()


def test_signals_slots_overrides_properties_and_pickles_are_the_same_without_it() -> None:
    with_wrapper = told(STORY)

    assert len(with_wrapper) == 6
    assert with_wrapper == told(TAKE_OFF + STORY)


@pytest.mark.parametrize(
    "loads", ["import sora_desktop.app", "import sora_desktop.tour.walk", "import sora_desktop.tour.album"]
)
def test_the_window_takes_it_off_before_it_loads_its_own_parts(loads: str) -> None:
    ask = "import builtins; own = builtins.__import__.__name__; print(own)"

    assert ["__feature_import__"] == told("import PySide6.QtCore; " + ask)
    assert ["__lazy_import__"] == told(f"{loads}; {ask}")
