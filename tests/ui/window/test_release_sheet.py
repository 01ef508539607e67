"""A version that is out, shown in the window: nothing opens by itself."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.release import Release, UpdateNews
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.settings.sheet import SettingsSheet
from sora_desktop.ui.window.release_sheet import ReleaseSheet
from tests.support.finding import child

RELEASE = Release(1, "9.0", (("en", "New: <b>things</b>\n- faster"),), "https://example.com/get?a=1")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_its_notes_are_plain_text_and_the_address_stands_there_before_it_is_opened(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    sheet = ReleaseSheet(RELEASE, parent)
    sheet.open()

    assert "New: <b>things</b>\n- faster" == sheet.notes.toPlainText()
    assert "https://example.com/get?a=1" == sheet.address.text()
    assert [] == opened
    child(sheet, QPushButton, "releaseOpen").click()
    assert ["https://example.com/get?a=1"] == opened


def settings_sheet(parent: QWidget, settings: Settings, *, knows_feed: bool) -> tuple[SettingsSheet, list[object]]:
    changes: list[object] = []
    return SettingsSheet(settings, lambda **changed: changes.append(changed), parent, knows_feed=knows_feed), changes


def test_a_build_that_does_not_know_where_to_ask_has_no_setting_for_it(parent: QWidget) -> None:
    sheet, _ = settings_sheet(parent, Settings(), knows_feed=False)

    assert "updates" not in sheet.controls
    sheet.open()
    sheet.show_news(UpdateNews(failed=True))
    sheet.close()


def test_it_is_off_until_a_person_says_yes(parent: QWidget, qtbot: QtBot) -> None:
    sheet, changes = settings_sheet(parent, Settings(), knows_feed=True)
    box = sheet.controls["updates"]
    assert isinstance(box, QCheckBox)
    assert not box.isChecked()
    with qtbot.waitSignal(sheet.news_wanted) as asked:
        sheet.open()
    assert [False] == asked.args

    with qtbot.waitSignal(sheet.news_wanted) as asked:
        box.click()
    assert [{"updates": True}] == changes
    assert [True] == asked.args
    sheet.close()


def test_the_settings_say_what_is_out_and_where_it_could_not_be_looked_for(parent: QWidget, qtbot: QtBot) -> None:
    sheet, _ = settings_sheet(parent, Settings(updates=True), knows_feed=True)
    sheet.open()
    button = child(sheet, QPushButton, "releaseButton")
    sheet.show_news(UpdateNews(failed=True))
    row = sheet.controls["updates"].parentWidget()
    assert row is not None
    assert "Could not check for new versions" in sheet.controls["updates"].accessibleDescription()
    assert not button.isVisible()

    sheet.show_news(UpdateNews(release=RELEASE))
    assert "Could not check" not in sheet.controls["updates"].accessibleDescription()
    assert ("Version 9.0 is out…", True) == (button.text(), button.isVisible())
    with qtbot.waitSignal(sheet.release_wanted):
        button.click()
    sheet.close()
