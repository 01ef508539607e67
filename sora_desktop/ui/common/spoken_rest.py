"""Says aloud what has come of it when a person rests: not after each key, as screen readers say everything in turn."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.common.spoken import say_aloud

REST_MILLISECONDS = 700


class SpokenRest(QObject):
    """`words` are asked for when they are said, on behalf of `home`; empty ones are not."""

    def __init__(self, home: QWidget, words: Callable[[], str], milliseconds: int = REST_MILLISECONDS) -> None:
        super().__init__(home)
        self._home = home
        self._words = words
        self._rest = QTimer(self, singleShot=True, interval=milliseconds)
        self._rest.timeout.connect(self._tell)

    def begin(self) -> None:
        """Something has changed: say it once nothing more does."""
        self._rest.start()

    @Slot()
    def _tell(self) -> None:
        say_aloud(self._home, self._words())
