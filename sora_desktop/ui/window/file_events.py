"""Files that the system itself hands to the app while it runs, as a Mac does for a double click or a drop on the dock."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication

from sora_desktop.base.start_wish import StartWish, whole


class FileEvents(QObject):
    """Signals: `opened(StartWish)` with the file that is to be opened."""

    opened = Signal(object)

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent):
            return False
        word = event.file() or event.url().toString()
        if word:
            self.opened.emit(StartWish((whole(word),)))
        return True

    def stop(self) -> None:
        self._application.removeEventFilter(self)
        self.deleteLater()
