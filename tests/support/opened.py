"""Stands in for the programs of the system that a file is opened with."""

from PySide6.QtCore import QObject, QUrl, Slot


class Opened(QObject):
    """`urls` holds what was opened, in order. The fixture `opened` puts it in place for files."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)
