"""The text of the guide: Markdown and pictures of this computer alone, at a measure that is read with ease."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent, QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from sora_desktop.ui.guide import sentences as text
from sora_desktop.ui.guide.pages import chapters, markdown, picture, read_guide
from sora_desktop.ui.language import tr

_WIDEST = 720
"""Pixels of a line at letters of usual size: a longer one is hard to follow."""
_LINE_HEIGHT, _HEADING_HEIGHT = 140.0, 110.0
"""Per cent."""
_CHAPTER_LEVEL = 2


class GuidePage(QTextBrowser):
    """Nothing is ever fetched: pictures are files of the guide, and an address is only told.

    Signals: `address_wanted(str)`: a link that leads out of the guide was pressed.
    """

    address_wanted = Signal(str)

    def __init__(self, language: str, folder: Path, *, dark: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._folder, self._dark = language, folder, dark
        self.source_text = read_guide(language, folder)
        self.chapters = chapters(self.source_text)
        self.setObjectName("guidePage")
        self.setAccessibleName(tr(text.GUIDE_PAGE))
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(18)
        self._show()

    def dress(self, *, dark: bool) -> None:
        """The pictures are those of the window's own look."""
        self._dark = dark
        place = self.verticalScrollBar().value()
        self._show()
        self.verticalScrollBar().setValue(place)

    def _show(self) -> None:
        self.document().clear()
        self.setMarkdown(markdown(self.source_text, self._language, self._folder))
        cursor = QTextCursor(self.document())
        for block in self._blocks():
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(_spaced(block))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit_pictures()

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _headings(self) -> list[QTextBlock]:
        return [block for block in self._blocks() if block.blockFormat().headingLevel() == _CHAPTER_LEVEL]

    def show_chapter(self, chapter: str) -> None:
        """Let a chapter begin at the upper edge."""
        ids = [each.id for each in self.chapters]
        if chapter in ids:
            block = self._headings()[ids.index(chapter)]
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(round(top) - 6)

    @property
    def chapter(self) -> str:
        """The one at the upper edge."""
        edge = self.verticalScrollBar().value() + 24
        layout = self.document().documentLayout()
        tops = [layout.blockBoundingRect(block).top() for block in self._headings()]
        before = [each.id for each, top in zip(self.chapters, tops, strict=False) if top <= edge]
        return before[-1] if before else next((each.id for each in self.chapters), "")

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        if link.scheme() in {"http", "https"}:
            self.address_wanted.emit(link.toString())
        elif link.hasFragment():
            self.show_chapter(link.fragment())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures of the guide by their names, and nothing else.

        Behind the question mark is how many pixels wide they are drawn: Qt would scale them roughly.
        """
        if kind == QTextDocument.ResourceType.ImageResource.value:
            url = QUrl(name)
            path = picture(url.path(), self._language, self._folder, dark=self._dark)
            if path is not None:
                whole = QImage(str(path))
                wide = int(url.query()) if url.query().isdecimal() else whole.width()
                return whole.scaledToWidth(min(wide, whole.width()), Qt.TransformationMode.SmoothTransformation)
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_measure()
        self._fit_pictures()

    def _set_measure(self) -> None:
        """What a line is too wide for stays empty at its end."""
        scale = max(1.0, self.fontMetrics().height() / 18)
        beside = max(0, self.width() - round(_WIDEST * scale) - 60)
        if self.viewportMargins().right() != beside:
            self.setViewportMargins(0, 0, beside, 0)

    def _fit_pictures(self) -> None:
        """As wide as the text, and never larger than they are."""
        room = self.viewport().width() - 2 * self.document().documentMargin() - 2
        cursor = QTextCursor(self.document())
        for block in self._blocks():
            parts = block.begin()
            while not parts.atEnd():
                part = parts.fragment()
                look = part.charFormat().toImageFormat()
                if part.charFormat().isImageFormat() and abs(look.width() - room) > 1:
                    look.setWidth(room)
                    name = look.name().partition("?")[0]
                    look.setName(f"{name}?{round(room * self.devicePixelRatioF())}")
                    cursor.setPosition(part.position())
                    cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
                    cursor.setCharFormat(look)
                parts += 1


def _spaced(block: QTextBlock) -> QTextBlockFormat:
    """Air around what is said."""
    look = QTextBlockFormat()
    height = _HEADING_HEIGHT if block.blockFormat().headingLevel() else _LINE_HEIGHT
    look.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if block.blockFormat().headingLevel():
        look.setTopMargin(0 if block.position() == 0 else 26)
        look.setBottomMargin(6)
    else:
        look.setTopMargin(0)
        look.setBottomMargin(4 if block.textList() is not None else 10)
    return look
