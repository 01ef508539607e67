"""Snippets in the prompt: found by `/` at the start of a word, put in by one step, and saved from what is selected."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from sora_desktop.domain.snippet import Snippet
from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.compose.preset_sheet import NamingSheet
from sora_desktop.ui.compose.snippet_popup import SnippetPopup
from sora_desktop.ui.compose.snippet_sheet import SnippetSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.composer import GATEWAY, Screen

DOLLY = Snippet("dolly", "camera: slow dolly in", "slow dolly in, 35 mm")
SUN = Snippet("sun", "light: low sun", "low sun")
PUSH = Snippet("push", "镜头：慢推", "慢推镜头 🎥 \u05d0\u05d1")
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> Screen:
    panel = ComposePanel(commands, theme)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    panel.set_connection(GATEWAY)
    panel.snippets.show_snippets((DOLLY, SUN, PUSH))
    screen = Screen(panel, qtbot)
    screen.prompt.setFocus()
    qtbot.waitUntil(screen.prompt.hasFocus)
    return screen


def offered(screen: Screen) -> list[str]:
    popup = screen.panel.findChild(SnippetPopup)
    if popup is None or not popup.is_open:
        return []
    return [popup.item(row).text().partition(" · ")[0] for row in range(popup.count())]


def typed(screen: Screen, words: str) -> None:
    QTest.keyClicks(screen.prompt, words)


def test_a_stroke_at_the_start_of_a_word_offers_them_and_what_is_typed_narrows_them(screen: Screen) -> None:
    typed(screen, "a fox /")
    assert [DOLLY.name, SUN.name, PUSH.name] == offered(screen)
    typed(screen, "SUN")
    assert [SUN.name] == offered(screen)
    QTest.keyClick(screen.prompt, Key.Key_Return)

    assert ("a fox low sun", []) == (screen.prompt.toPlainText(), offered(screen))


def test_one_step_takes_it_back(screen: Screen) -> None:
    typed(screen, "/")
    QTest.keyClick(screen.prompt, Key.Key_Down)
    QTest.keyClick(screen.prompt, Key.Key_Tab)
    assert "low sun" == screen.prompt.toPlainText()
    QTest.keyClick(screen.prompt, Key.Key_Z, CTRL)

    assert "/" == screen.prompt.toPlainText()


@pytest.mark.parametrize("words", ["and/or", "1/2 ", "/ ", "// nothing", "http://a"])
def test_a_stroke_elsewhere_is_a_stroke(screen: Screen, words: str) -> None:
    typed(screen, words)
    QTest.keyClick(screen.prompt, Key.Key_Return)

    assert (f"{words}\n", []) == (screen.prompt.toPlainText(), offered(screen))


def test_escape_leaves_the_words_and_ctrl_enter_still_generates(screen: Screen, commands: RecordingCommands) -> None:
    typed(screen, "a /ca")
    QTest.keyClick(screen.prompt, Key.Key_Escape)
    assert ("a /ca", []) == (screen.prompt.toPlainText(), offered(screen))
    typed(screen, "m")
    QTest.keyClick(screen.prompt, Key.Key_Return, CTRL)

    assert "a /cam" == screen.prompt.toPlainText()
    assert 1 == len([said for said, _ in commands.said if said.startswith("jobs.submit")])


def test_signs_of_every_script_are_put_in_where_they_were_asked_for(screen: Screen) -> None:
    screen.prompt.insertPlainText("🦊🦊 \u05e9\u05dc\u05d5\u05dd ")
    screen.prompt.insertPlainText("/镜头")
    assert [PUSH.name] == offered(screen)
    QTest.keyClick(screen.prompt, Key.Key_Return)

    assert f"🦊🦊 \u05e9\u05dc\u05d5\u05dd {PUSH.text}" == screen.prompt.toPlainText()


def test_while_an_input_method_composes_nothing_is_offered(screen: Screen) -> None:
    event = QInputMethodEvent("/jing", [])
    QApplication.sendEvent(screen.prompt, event)
    assert [] == offered(screen)
    done = QInputMethodEvent()
    done.setCommitString("镜头")
    QApplication.sendEvent(screen.prompt, done)

    assert ("镜头", []) == (screen.prompt.toPlainText(), offered(screen))


def test_the_menu_puts_one_in_at_the_caret(screen: Screen) -> None:
    typed(screen, "a  b")
    for _ in range(2):
        QTest.keyClick(screen.prompt, Key.Key_Left)
    screen.panel.snippets.menu.aboutToShow.emit()
    screen.panel.snippets.menu.actions()[1].trigger()

    assert "a low sun b" == screen.prompt.toPlainText()


def test_selected_words_are_saved_from_the_context_menu(screen: Screen, commands: RecordingCommands) -> None:
    typed(screen, "slow pan")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), screen.prompt.mapToGlobal(QPoint(5, 5)))
    screen.prompt.selectAll()
    QApplication.sendEvent(screen.prompt, event)
    menu = next(each for each in screen.prompt.findChildren(QMenu) if each.isVisible())
    next(each for each in menu.actions() if each.text().startswith("Save the selected")).trigger()
    menu.close()
    sheet = child(screen.panel, NamingSheet)
    QTest.keyClicks(child(sheet, QLineEdit), "pan")
    sheet.save.click()

    assert [(Snippet("", "pan", "slow pan"),)] == commands.of("snippets.save")


def test_a_snippet_is_written_anew_renamed_and_removed(screen: Screen, commands: RecordingCommands) -> None:
    screen.panel.snippets._arrange()
    sheet = child(screen.panel, SnippetSheet)
    assert DOLLY.text == sheet.words.field.toPlainText()
    sheet.words.field.setPlainText("fast dolly in")
    sheet.rows.setCurrentRow(1)
    assert [(Snippet("dolly", DOLLY.name, "fast dolly in"),)] == commands.of("snippets.save")
    sheet.rows.item(1).setText("sun")
    assert (Snippet("sun", "sun", "low sun"),) == commands.of("snippets.save")[-1]
    QTest.keyClick(sheet.rows, Key.Key_Delete)
    assert [("sun",)] == commands.of("snippets.remove")
    QTest.keyClick(sheet.rows, Key.Key_Z, CTRL)

    assert [()] == commands.of("removals.take_back_last")


def test_without_snippets_a_stroke_opens_nothing(screen: Screen) -> None:
    screen.panel.snippets.show_snippets(())
    typed(screen, "/")

    assert [] == offered(screen)
