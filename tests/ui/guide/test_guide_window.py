"""The window with the guide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.settings import Theme
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.guide.page import GuidePage
from sora_desktop.ui.guide.pages import CHAPTERS
from sora_desktop.ui.guide.window import GuideWindow
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.finding import child


@pytest.fixture
def theme(qapp: QApplication) -> ThemeKeeper:
    return ThemeKeeper(qapp)


@pytest.fixture
def guide(qtbot: QtBot, theme: ThemeKeeper) -> Iterator[GuideWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = GuideWindow(theme, parent)
    made.open()
    qtbot.waitUntil(made.chapters.hasFocus)
    yield made
    made.close()


def test_the_keyboard_turns_to_each_chapter(guide: GuideWindow) -> None:
    assert (len(CHAPTERS), 0) == (guide.chapters.count(), guide.chapters.currentRow())
    for _ in range(5):
        QTest.keyClick(guide.chapters, Qt.Key.Key_Down)

    assert "queue" == guide.page.chapter


def test_the_list_follows_what_is_scrolled(guide: GuideWindow, qtbot: QtBot) -> None:
    guide.page.setFocus()
    qtbot.waitUntil(guide.page.hasFocus)
    guide.page.show_chapter("takes")

    assert CHAPTERS.index("takes") == guide.chapters.currentRow()


def test_words_are_found_and_the_text_goes_there(guide: GuideWindow) -> None:
    guide.find_bar.setText("LOCALAPPDATA")
    guide.find_bar.find_next()

    assert guide.page.textCursor().selectedText() == "LOCALAPPDATA"
    assert guide.page.verticalScrollBar().value() > 0


def test_a_link_inside_goes_to_its_chapter(guide: GuideWindow) -> None:
    guide.page.anchorClicked.emit(QUrl("#library"))

    assert "library" == guide.page.chapter


def test_an_address_is_shown_before_the_browser_opens_it(guide: GuideWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    guide.page.anchorClicked.emit(QUrl("https://example.com/a?b=c"))
    sheet = child(guide, ConfirmSheet)

    assert "https://example.com/a?b=c" in [label.text() for label in sheet.findChildren(PlainLabel)]
    assert [] == opened
    child(sheet, QPushButton, "confirmYes").click()
    assert ["https://example.com/a?b=c"] == opened


def test_no_other_address_is_followed(guide: GuideWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: pytest.fail("it was opened"))
    for address in ("file:///etc/passwd", "javascript:alert(1)", "other.md"):
        guide.page.anchorClicked.emit(QUrl(address))

    assert guide.findChildren(ConfirmSheet) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.md").write_text("## One {#one}\n\nWords.\n\n![A window](compose)\n\n## Two {#two}\n\nMore.\n")
    (tmp_path / "pictures" / "en").mkdir(parents=True)
    for dress, colour in (("dark", Qt.GlobalColor.black), ("light", Qt.GlobalColor.white)):
        picture = QImage(1200, 750, QImage.Format.Format_RGB32)
        picture.fill(colour)
        assert picture.save(str(tmp_path / "pictures" / "en" / f"compose-{dress}.jpg"))
    return tmp_path


def test_pictures_are_files_of_the_guide_and_nothing_else_is_loaded(qtbot: QtBot, folder: Path) -> None:
    page = GuidePage("en", folder, dark=True)
    qtbot.addWidget(page)
    kind = QTextDocument.ResourceType.ImageResource.value

    loaded = page.loadResource(kind, QUrl("compose"))
    assert isinstance(loaded, QImage)
    assert 0 == loaded.pixelColor(5, 5).lightness()
    drawn = page.loadResource(kind, QUrl("compose?640"))
    assert isinstance(drawn, QImage)
    assert 640 == drawn.width()
    page.dress(dark=False)
    light = page.loadResource(kind, QUrl("compose"))
    assert isinstance(light, QImage)
    assert 255 == light.pixelColor(5, 5).lightness()
    for name in ("https://example.com/x.png", "file:///etc/hostname", "../../compose", "none"):
        assert page.loadResource(kind, QUrl(name)) is None


def test_a_picture_is_as_wide_as_the_text(qtbot: QtBot, folder: Path) -> None:
    page = GuidePage("en", folder, dark=True)
    qtbot.addWidget(page)
    page.resize(500, 400)
    page.show()

    assert page.horizontalScrollBar().maximum() == 0
    page.resize(420, 400)
    assert page.horizontalScrollBar().maximum() == 0


def test_escape_closes_it_and_it_comes_back_where_it_was(guide: GuideWindow, theme: ThemeKeeper) -> None:
    guide.chapters.setCurrentRow(3)
    place = guide.page.verticalScrollBar().value()
    theme.set_wanted(Theme.LIGHT)
    QTest.keyClick(guide.chapters, Qt.Key.Key_Escape)

    assert not guide.isVisible()
    guide.open()
    assert place == guide.page.verticalScrollBar().value()
