"""Finding words in a long text."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.ui.common.find_bar import FindBar

WORDS = "one fish\ntwo fish\nred fish\nblue crab"


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QPlainTextEdit]:
    window = QWidget()
    qtbot.addWidget(window)
    made = QPlainTextEdit(WORDS)
    made.setReadOnly(True)
    column = QVBoxLayout(window)
    column.addWidget(made)
    window.show()
    yield made
    window.close()


@pytest.fixture
def bar(page: QPlainTextEdit) -> FindBar:
    made = FindBar(page)
    layout = page.window().layout()
    assert layout is not None
    layout.addWidget(made)
    layout.addWidget(made.said)
    made.show()
    return made


def line(page: QPlainTextEdit) -> int:
    return page.textCursor().blockNumber()


def test_enter_goes_on_and_round_and_with_shift_back(bar: FindBar, page: QPlainTextEdit) -> None:
    bar.setText("fish")
    places = []
    for _ in range(4):
        QTest.keyClick(bar, Qt.Key.Key_Return)
        places.append(line(page))
    QTest.keyClick(bar, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert [0, 1, 2, 0, 2] == [*places, line(page)]
    assert 3 == len(page.extraSelections())


def test_what_is_typed_is_found_without_another_key_and_a_letter_more_stays_there(
    qtbot: QtBot, bar: FindBar, page: QPlainTextEdit
) -> None:
    QTest.keyClicks(bar, "re")
    qtbot.waitUntil(lambda: page.textCursor().selectedText() == "re")
    QTest.keyClicks(bar, "d")
    qtbot.waitUntil(lambda: page.textCursor().selectedText() == "red")

    assert 2 == line(page)


def test_what_is_not_there_is_said_and_moves_nothing(bar: FindBar, page: QPlainTextEdit) -> None:
    bar.setText("crab")
    bar.find_next()
    bar.setText("whale")
    bar.find_next()

    assert ("true", "Not found", 3) == (bar.property("wrong"), bar.accessibleDescription(), line(page))
    assert ("Not found", True) == (bar.said.text(), bar.said.isVisible())
    bar.setText("fish")
    bar.find_next()
    assert ("false", "", False) == (bar.property("wrong"), bar.accessibleDescription(), bar.said.isVisible())


def test_escape_empties_the_field_and_takes_the_marks_away(qtbot: QtBot, bar: FindBar, page: QPlainTextEdit) -> None:
    bar.setText("fish")
    bar.find_next()
    QTest.keyClick(bar, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: page.extraSelections() == [])
    assert bar.text() == ""


def test_the_keys_of_the_system_find(bar: FindBar, page: QPlainTextEdit) -> None:
    page.setFocus()
    QTest.keySequence(page, QKeySequence(QKeySequence.StandardKey.Find))

    assert bar.hasFocus()
