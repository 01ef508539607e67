"""Notices in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.notice_bar import NoticeAction, NoticeBar, NoticeRow
from tests.support.finding import child


@pytest.fixture
def bar(qtbot: QtBot, theme: ThemeKeeper) -> NoticeBar:
    made = NoticeBar(theme)
    qtbot.addWidget(made)
    return made


def notice(words: str, severity: Severity = Severity.ERROR, topic: str = "") -> Notice:
    return Notice(message(words), severity, topic)


def rows(bar: NoticeBar) -> list[NoticeRow]:
    return [row for row in bar.findChildren(NoticeRow) if row.isVisibleTo(bar)]


def by_place(bar: NoticeBar) -> list[NoticeRow]:
    """The rows that are seen, from the top."""
    layout = bar.layout()
    assert layout is not None
    placed = [item.widget() for place in range(layout.count()) if (item := layout.itemAt(place))]
    return [row for row in placed if isinstance(row, NoticeRow) and row.isVisibleTo(bar)]


def test_a_bar_without_notices_takes_no_room(bar: NoticeBar) -> None:
    assert bar.isHidden()


def test_the_newest_notice_stands_first(bar: NoticeBar) -> None:
    bar.show_notice(notice("first"))
    bar.show_notice(notice("second"))

    assert ["second", "first"] == [str(each.text) for each in bar.notices]
    assert not bar.isHidden()


def test_a_notice_takes_the_place_of_an_earlier_one_of_its_topic(bar: NoticeBar) -> None:
    bar.show_notice(notice("no answer", topic="probe"))
    bar.show_notice(notice("something else"))
    bar.show_notice(notice("still no answer", topic="probe"))

    assert ["still no answer", "something else"] == [str(each.text) for each in bar.notices]


def more(bar: NoticeBar) -> QPushButton:
    return child(bar, QPushButton, "moreNotices")


def test_the_same_words_are_said_once(bar: NoticeBar) -> None:
    bar.show_notice(notice("the disk is full"))
    bar.show_notice(notice("the disk is full"))

    assert 1 == len(bar.notices)


def test_what_does_not_fit_waits_and_is_counted(bar: NoticeBar) -> None:
    for number in range(5):
        bar.show_notice(notice(f"problem {number}"))

    assert 2 == len(rows(bar))
    assert "3 more" == more(bar).text()

    rows(bar)[0].put_away.emit()

    assert 2 == len(rows(bar))
    assert 4 == len(bar.notices)


def test_what_waits_can_be_unfolded_and_folded_again(bar: NoticeBar, qtbot: QtBot) -> None:
    for number in range(5):
        bar.show_notice(notice(f"problem {number}"))
    qtbot.keyClick(more(bar), Qt.Key.Key_Space)
    assert (5, "Show fewer") == (len(rows(bar)), more(bar).text())

    qtbot.mouseClick(more(bar), Qt.MouseButton.LeftButton)
    assert (2, "3 more") == (len(rows(bar)), more(bar).text())


def test_unfolded_notices_never_fill_the_window(bar: NoticeBar, qtbot: QtBot) -> None:
    for number in range(20):
        bar.show_notice(notice(f"problem {number}"))
    qtbot.mouseClick(more(bar), Qt.MouseButton.LeftButton)
    assert (8, "12 more") == (len(rows(bar)), more(bar).text())

    for each in rows(bar):
        each.put_away.emit()
    assert (8, "4 more") == (len(rows(bar)), more(bar).text())

    for _ in range(10):
        rows(bar)[0].put_away.emit()
    assert (2, False) == (len(rows(bar)), more(bar).isVisibleTo(bar))


def test_what_stands_out_is_not_covered_by_later_notices_and_covers_none_of_them(bar: NoticeBar) -> None:
    for words in ("the list was damaged", "nothing is sent"):
        bar.show_notice(Notice(message(words), Severity.WARNING, stands_out=True))
    for number in range(3):
        bar.show_notice(notice(f"problem {number}"))

    assert ["nothing is sent", "the list was damaged", "problem 2"] == [str(row.notice.text) for row in by_place(bar)]
    assert "2 more" == more(bar).text()


def test_a_person_can_put_a_notice_away(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(notice("no network"))
    dismiss = child(bar, QToolButton)
    qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)

    assert () == bar.notices
    assert bar.isHidden()


def test_a_settled_topic_is_put_away(bar: NoticeBar) -> None:
    bar.show_notice(notice("no answer", topic="probe"))
    bar.clear_topic("probe")

    assert () == bar.notices


def test_a_note_leaves_by_itself_and_problems_stay(bar: NoticeBar) -> None:
    bar.show_notice(notice("a problem", Severity.ERROR))
    bar.show_notice(notice("careful", Severity.WARNING))
    bar.show_notice(notice("saved", Severity.INFO))

    running = {str(row.notice.severity): row._clock.isActive() for row in bar.findChildren(NoticeRow)}
    assert {"info": True, "warning": False, "error": False} == running

    next(row for row in rows(bar) if row.notice.severity is Severity.INFO)._clock.timeout.emit()
    assert ["careful", "a problem"] == [str(each.text) for each in bar.notices]


def test_markup_is_shown_as_it_is(bar: NoticeBar) -> None:
    bar.show_notice(notice("<b>bold</b> <img src='http://x/'>"))
    label = next(each for each in bar.findChildren(PlainLabel) if each.text().startswith("<b>"))

    assert Qt.TextFormat.PlainText is label.textFormat()


def test_a_notice_is_spoken_with_its_weight(bar: NoticeBar) -> None:
    bar.show_notice(notice("The service doesn't answer."))

    assert "Problem: The service doesn't answer." == rows(bar)[0].accessibleName()


def test_the_action_of_a_notice_is_done_once_and_the_notice_is_gone(bar: NoticeBar, qtbot: QtBot) -> None:
    done = []
    bar.show_notice(notice("The engine stopped."), NoticeAction("Start again", lambda: done.append(1)))
    button = next(each for each in bar.findChildren(QPushButton) if each.text() == "Start again")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert [1] == done
    assert () == bar.notices


def undoable(words: str, did: list[str]) -> tuple[Notice, NoticeAction]:
    action = NoticeAction(
        "Undo", lambda: did.append(f"undo {words}"), undoes=True, lapse=lambda: did.append(f"end {words}")
    )
    return notice(words, Severity.INFO, topic=words), action


def test_the_last_of_what_can_be_undone_is_undone_first(bar: NoticeBar) -> None:
    did: list[str] = []
    bar.show_notice(*undoable("first", did))
    bar.show_notice(*undoable("second", did))
    bar.show_notice(notice("a problem"))
    for _ in range(3):
        bar.undo_last()

    assert (["undo second", "undo first"], ["a problem"]) == (did, [str(each.text) for each in bar.notices])


def test_what_is_put_away_or_out_of_time_cannot_be_undone_any_more_and_is_told_so_once(bar: NoticeBar) -> None:
    did: list[str] = []
    for words in ("away", "late", "settled"):
        bar.show_notice(*undoable(words, did))
    late, away = (next(row for row in bar._rows if row.notice.topic == words) for words in ("late", "away"))
    assert late._clock.isActive()
    late._clock.timeout.emit()
    away.put_away.emit()
    bar.clear_topic("settled")
    bar.undo_last()

    assert ["end late", "end away"] == did


def test_what_was_done_twice_can_be_undone_twice(bar: NoticeBar) -> None:
    did: list[str] = []
    for topic in ("1", "2"):
        words, action = undoable("2 clips", did)
        bar.show_notice(Notice(words.text, topic=topic), action)

    assert (2, []) == (len(bar.notices), did)


def test_what_can_be_undone_is_spoken_with_its_key(bar: NoticeBar) -> None:
    bar.show_notice(*undoable("“a fox” is on its way to the trash.", []))

    assert "Note: “a fox” is on its way to the trash. Ctrl+Z undoes it." == rows(bar)[0].accessibleName()
    assert "“a fox” is on its way to the trash." == child(rows(bar)[0], QPushButton).accessibleDescription()
