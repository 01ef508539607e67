"""The written time of the clip, and how it is heard."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text

_REST_MILLISECONDS = 250


class TimeLabel(PlainLabel):
    """Digits of one width, so that the line does not shake while it runs.

    To a screen reader its name is the time, which changes once a second while the clip runs.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(role="muted", parent=parent)
        self._spoken = ""
        self._second = ""
        self.setObjectName("timecode")
        self.setAccessibleDescription(tr(text.STAGE_TIMECODE))
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._say)

    def show_time(self, time: str, length: str, *, is_short: bool, runs: bool) -> None:
        """`time` is like 00:01:12, as `length`, which is left out where `is_short`; both are empty where no clip is."""
        self.setText(time if is_short or not time else f"{time} / {length}")
        self._spoken = tr(text.STAGE_TIME, time=time, length=length) if time else ""
        second = time.rpartition(":")[0]
        if not runs or second != self._second:
            self.setAccessibleName(self._spoken)
        self._second = second

    def say_soon(self, line: QWidget) -> None:
        """Read it aloud, once a person rests; `line` does so by itself where the keyboard is at it."""
        if not line.hasFocus():
            self._rest.start()

    @Slot()
    def _say(self) -> None:
        say_aloud(self, self._spoken)
