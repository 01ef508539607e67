"""The user guide: chapters beside the text, in a window of its own that stays open while a person works."""

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.find_bar import FindBar
from sora_desktop.ui.guide import sentences as text
from sora_desktop.ui.guide.page import GuidePage
from sora_desktop.ui.guide.pages import guide_dir, language_of
from sora_desktop.ui.language import current, tr
from sora_desktop.ui.theme import Colours, ThemeKeeper

_SIZE = QSize(960, 680)
_CHAPTERS_WIDTH = 230
_LEAST = QSize(420, 320)


class GuideWindow(QWidget):
    """In the language of the window. No network is asked, and an address is shown before the browser opens it."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("guideWindow")
        self.setWindowTitle(tr(text.GUIDE_TITLE))
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))
        self._theme = theme
        folder = guide_dir()
        language = language_of(current().locale.name(), folder)
        self.page = GuidePage(language, folder, dark=theme.is_dark)
        self.chapters = self._list()
        self.find_bar = FindBar(self.page)
        self._lay_out()
        self.chapters.currentItemChanged.connect(self._turn)
        self.page.verticalScrollBar().valueChanged.connect(self._follow_page)
        self.page.address_wanted.connect(self.ask_to_open)
        theme.changed.connect(self._dress)

    def _list(self) -> QListWidget:
        made = QListWidget()
        made.setObjectName("guideChapters")
        made.setAccessibleName(tr(text.GUIDE_CHAPTERS))
        made.setWordWrap(True)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for chapter in self.page.chapters:
            item = QListWidgetItem(chapter.title)
            item.setData(Qt.ItemDataRole.UserRole, chapter.id)
            made.addItem(item)
        made.setCurrentRow(0)
        return made

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.addWidget(self.find_bar, 1)
        row.addWidget(self.find_bar.said)
        column.addLayout(row)
        column.addWidget(self.page, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.chapters)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([_CHAPTERS_WIDTH, _SIZE.width() - _CHAPTERS_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def open(self) -> None:
        """Come to the front; the place in the text is where it was."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.chapters.setFocus()

    @Slot(QListWidgetItem)
    def _turn(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page.show_chapter(item.data(Qt.ItemDataRole.UserRole))

    @Slot()
    def _follow_page(self) -> None:
        """The list tells where the text is, also where it was scrolled or found."""
        if self.chapters.hasFocus():
            return  # the person turns, and the last chapters never come to the upper edge
        ids = [each.id for each in self.page.chapters]
        self.chapters.blockSignals(True)
        self.chapters.setCurrentRow(ids.index(self.page.chapter) if self.page.chapter in ids else -1)
        self.chapters.blockSignals(False)

    @Slot(str)
    def ask_to_open(self, address: str) -> None:
        """Show an address, and let the browser open it where a person agrees."""
        sheet = ConfirmSheet(tr(text.LINK_TITLE), address, tr(text.LINK_OPEN), tr(text.LINK_STAY), self)
        sheet.accepted.connect(lambda: QDesktopServices.openUrl(QUrl(address)))
        sheet.open()

    @Slot(object)
    def _dress(self, _colours: Colours) -> None:
        self.page.dress(dark=self._theme.is_dark)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
