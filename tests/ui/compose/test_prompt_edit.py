"""The prompt's editor with more text than anybody means to write: read as it was written, and never laid out at once."""

from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from sora_desktop.ui.compose.prompt_edit import LONG_PARAGRAPH, PIECE, PromptEdit, in_pieces, without_seams

WORD = "x" * 200_000
WORDS = "a red fox runs " * 15_000
FACES = "\N{FOX FACE}" * 50_000
TEXTS = {"a word": WORD, "words": WORDS, "beyond the first plane": FACES, "lines": "a red fox\n" * 9_000}
UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


@pytest.fixture
def edit(qtbot: QtBot) -> PromptEdit:
    made = PromptEdit()
    qtbot.addWidget(made)
    made.resize(320, 120)
    made.show()
    return made


def longest_laid_out(edit: PromptEdit) -> int:
    """Characters of the longest paragraph that Qt has to lay out in one piece."""
    document = edit.document()
    return max(document.findBlockByNumber(number).length() for number in range(document.blockCount()))


def type_all(edit: PromptEdit, words: str) -> None:
    edit.setPlainText(words)


def paste(edit: PromptEdit, words: str) -> None:
    mime = QMimeData()
    mime.setText(words)
    edit.insertFromMimeData(mime)


def paste_piece_by_piece(edit: PromptEdit, words: str) -> None:
    for start in range(0, len(words), 15_000):
        paste(edit, words[start : start + 15_000])


def replace(edit: PromptEdit, words: str) -> None:
    edit.replace(words)


@pytest.mark.parametrize("way", [type_all, paste, paste_piece_by_piece, replace])
@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_read_as_it_was_written_and_laid_out_in_pieces(edit: PromptEdit, way: Any, name: str) -> None:
    way(edit, TEXTS[name])

    assert TEXTS[name] == edit.toPlainText()
    assert longest_laid_out(edit) <= 2 * LONG_PARAGRAPH


def test_a_prompt_that_may_be_sent_stands_in_its_own_lines(edit: PromptEdit) -> None:
    edit.replace("x" * LONG_PARAGRAPH + "\nnext\n")

    assert 3 == edit.document().blockCount()


def test_the_prompt_before_and_after_an_endless_word_come_back_with_undo_and_redo_in_pieces(
    edit: PromptEdit, qtbot: QtBot
) -> None:
    """An endless word that is laid out whole, when another prompt follows it or it comes back, stops the window."""
    edit.replace("a fox")
    edit.replace(WORD)
    edit.replace("another fox")
    seen = []
    for keys in (UNDO, UNDO, REDO, REDO):
        qtbot.keySequence(edit, QKeySequence(keys))
        seen.append((edit.toPlainText(), longest_laid_out(edit) <= 2 * LONG_PARAGRAPH))

    assert [(WORD, True), ("a fox", True), (WORD, True), ("another fox", True)] == seen


def test_one_undo_takes_back_a_replacement_and_not_what_was_typed_after_it(edit: PromptEdit, qtbot: QtBot) -> None:
    edit.replace("a fox")
    edit.replace("a hen")
    qtbot.keyClicks(edit, " runs")
    seen = [edit.toPlainText()]
    for _ in range(3):
        qtbot.keySequence(edit, QKeySequence(UNDO))
        seen.append(edit.toPlainText())

    assert ["a hen runs", "a hen", "a fox", ""] == seen


def test_what_is_copied_has_no_seams(edit: PromptEdit, qtbot: QtBot) -> None:
    edit.setPlainText(WORDS)
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert WORDS == QGuiApplication.clipboard().text()


def test_taking_out_a_line_break_of_ours_takes_out_nothing_that_was_written(edit: PromptEdit, qtbot: QtBot) -> None:
    edit.setPlainText(WORD)
    cursor = edit.textCursor()
    cursor.setPosition(edit.document().findBlockByNumber(1).position())
    edit.setTextCursor(cursor)
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)

    assert WORD == edit.toPlainText()


def test_a_prompt_is_read_once_for_all_who_ask_after_a_key(edit: PromptEdit, qtbot: QtBot) -> None:
    edit.setPlainText(WORDS)

    assert edit.toPlainText() is edit.toPlainText()
    qtbot.keyClicks(edit, "a")
    assert f"a{WORDS}" == edit.toPlainText()


def test_pieces_end_at_a_space_where_one_is_near_and_line_breaks_of_every_kind_count() -> None:
    lines = in_pieces("word " * 10_000).split("\n")

    assert {True} == {without_seams(line).endswith(" ") for line in lines}
    assert all(PIECE - 200 <= len(without_seams(line)) <= PIECE for line in lines[:-1])
    assert "a\nb\nc" == without_seams(in_pieces("a\r\nb\rc", after=LONG_PARAGRAPH)).rstrip("\n")


@pytest.mark.parametrize("name", ["lines", "words", "beyond the first plane"])
def test_what_is_read_after_each_edit_is_what_stands_there(edit: PromptEdit, name: str) -> None:
    """Small changes are followed, and not read with all the rest: so they are held to what Qt would read."""
    type_all(edit, TEXTS[name][:3000])
    random = Random(name)
    acts: list[Any] = [
        lambda cursor: cursor.insertText(
            random.choice(["a", "\n", "\u00a0", "\u2028", "\N{FOX FACE}", "hen\nyard", "b" * 1500])
        ),
        lambda cursor: cursor.deleteChar(),
        lambda cursor: cursor.deletePreviousChar(),
        lambda _: edit.undo(),
        lambda _: edit.redo(),
        lambda _: edit.replace("a hen in the yard\n" * 9),
    ]
    for _ in range(300):
        cursor = edit.textCursor()
        cursor.setPosition(random.randrange(edit.document().characterCount()))
        kept = random.choice([QTextCursor.MoveMode.MoveAnchor, QTextCursor.MoveMode.KeepAnchor])
        cursor.movePosition(QTextCursor.MoveOperation.Right, kept, random.randrange(9))
        random.choices(acts, [9, 3, 3, 2, 2, 1])[0](cursor)

        assert edit.toPlainText() == without_seams(QPlainTextEdit.toPlainText(edit))


def test_a_key_in_a_long_prompt_does_not_read_all_of_it(
    edit: PromptEdit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_all(edit, TEXTS["lines"])
    qtbot.keyClicks(edit, "a")
    before, whole = edit.toPlainText(), QPlainTextEdit.toPlainText
    read: list[int] = []

    def noted(widget: QPlainTextEdit) -> str:
        read.append(1)
        return whole(widget)

    monkeypatch.setattr(QPlainTextEdit, "toPlainText", noted)
    qtbot.keyClicks(edit, "b")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    after = edit.toPlainText()
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)

    assert (after, edit.toPlainText(), read) == (f"ab\n{before[1:]}", f"ab{before[1:]}", [])
