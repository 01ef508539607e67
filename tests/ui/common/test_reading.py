"""A stranger's text is read its own way, in a window that is read in either: it begins at its edge, and ends in its "…"."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.job import JobState
from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel
from sora_desktop.ui.common.lines import paint_line, paint_lines
from sora_desktop.ui.common.reading import reads
from sora_desktop.ui.common.whole_text import WholeText
from sora_desktop.ui.compose.prompt_edit import PromptEdit
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_view import JobView
from sora_desktop.ui.theme import ThemeKeeper
from tests.ui.samples import job, request

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
FOX = "ثعلب أحمر"
LONG = "ثعلب أحمر يركض عبر الثلج عند الفجر " * 20
PLACE = QRect(0, 0, 400, 60)
BLACK = "#000000"


@pytest.fixture(params=[LTR, RTL], ids=["ltr", "rtl"])
def window_reads(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Qt.LayoutDirection]:
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(request.param)
    yield request.param
    qapp.setLayoutDirection(before)


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("a red fox", LTR),
        (FOX, RTL),
        ("שועל אדום", RTL),
        ("一只红色的狐狸", LTR),
        (f"2 × “{FOX}” in the snow", RTL),
        (f"a fox, {FOX}", LTR),
        (f"🦊🦊 123 — {FOX}", RTL),
        ("🦊 1280 × 720", None),
        ("", None),
        ("…" * 1_000_000 + FOX, None),
    ],
)
def test_the_first_letter_that_has_a_way_gives_it(words: str, way: Qt.LayoutDirection | None) -> None:
    assert way is reads(words)


def ink(paint: Callable[[QPainter], object], window_reads: Qt.LayoutDirection) -> QRect:
    """Around all that was painted."""
    image = blank(PLACE.size())
    painter = QPainter(image)
    painter.setLayoutDirection(window_reads)
    paint(painter)
    painter.end()
    return inked(image)


def blank(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


def inked(image: QImage) -> QRect:
    dark = [
        QPoint(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 128
    ]
    found = QRect()
    for point in dark:
        found |= QRect(point, point)
    return found


PAINTS: dict[str, Callable[[QPainter, str], object]] = {
    "a line": lambda painter, words: paint_line(painter, PLACE, words, QFont(), BLACK, way=reads(words)),
    "lines": lambda painter, words: paint_lines(painter, PLACE, words, QFont(), BLACK),
    "whole": lambda painter, words: WholeText().paint(
        painter, QPoint(), words, QFont(), PLACE.width(), BLACK, way=reads(words)
    ),
}


@pytest.mark.parametrize("paint", PAINTS.values(), ids=PAINTS)
@pytest.mark.parametrize(("words", "at_the_right"), [("a red fox", False), (FOX, True), (f"{FOX} fox", True)])
def test_what_is_painted_begins_at_its_edge(
    qapp: QApplication,
    window_reads: Qt.LayoutDirection,
    paint: Callable[[QPainter, str], object],
    words: str,
    at_the_right: bool,
) -> None:
    found = ink(lambda painter: paint(painter, words), window_reads)

    assert found.isValid()
    assert (at_the_right, not at_the_right) == (found.left() > PLACE.center().x(), found.right() < PLACE.center().x())


@pytest.mark.parametrize("paint", [PAINTS["a line"], PAINTS["lines"]], ids=["a line", "lines"])
def test_the_ellipsis_stands_where_such_words_end(
    qapp: QApplication, window_reads: Qt.LayoutDirection, paint: Callable[[QPainter, str], object]
) -> None:
    """Painted over by what is not: three dots at the left edge have nothing of the height of a letter."""
    image = blank(PLACE.size())
    painter = QPainter(image)
    painter.setLayoutDirection(window_reads)
    paint(painter, LONG)
    painter.end()
    metrics = QFontMetrics(QFont())
    last = inked(image).bottom()
    dots = QRect(0, last - metrics.height(), metrics.horizontalAdvance("…") - 1, metrics.height() + 1)
    at_the_left = inked(image.copy(dots))
    dots.moveRight(PLACE.right())
    at_the_right = inked(image.copy(dots))

    assert at_the_left.height() <= 3 < at_the_right.height()


@pytest.mark.parametrize("kind", [PlainLabel, ElidedLabel])
def test_a_label_paints_a_strangers_words_where_they_begin(
    qtbot: QtBot, window_reads: Qt.LayoutDirection, kind: type[PlainLabel]
) -> None:
    label = kind(FOX, foreign=True)
    qtbot.addWidget(label)
    label.setStyleSheet("background: white; color: black")
    label.resize(400, 40)
    assert inked(label.grab().toImage()).left() > 200

    label.setText("a fox")
    assert 0 <= inked(label.grab().toImage()).right() < 200


def test_the_ellipsis_of_a_label_stands_where_such_words_end(qtbot: QtBot, window_reads: Qt.LayoutDirection) -> None:
    label = ElidedLabel(LONG, foreign=True, elide=Qt.TextElideMode.ElideRight)
    qtbot.addWidget(label)
    label.setStyleSheet("background: white; color: black")
    label.resize(400, 40)
    image = label.grab().toImage()
    dots = inked(image.copy(0, 0, label.fontMetrics().horizontalAdvance("…") - 1, image.height()))

    assert 0 < dots.height() <= 3


@pytest.mark.parametrize("kind", [PlainLabel, ElidedLabel])
def test_a_label_of_a_strangers_words_turns_round_and_back(
    qtbot: QtBot, window_reads: Qt.LayoutDirection, kind: type[PlainLabel]
) -> None:
    label = kind(FOX, foreign=True)
    qtbot.addWidget(label)
    ways = [label.layoutDirection()]
    for words in ("a fox", "123", FOX):
        label.setText(words)
        ways.append(label.layoutDirection())

    assert [RTL, LTR, window_reads, RTL] == ways
    own = kind(FOX)
    qtbot.addWidget(own)
    assert window_reads is own.layoutDirection()


def test_the_prompt_stands_where_its_words_begin(qtbot: QtBot, window_reads: Qt.LayoutDirection) -> None:
    edit = PromptEdit()
    qtbot.addWidget(edit)
    rewritten: list[int] = []

    def caret() -> bool:
        """Whether the words stand at the right."""
        return edit.cursorRect().center().x() > edit.viewport().width() // 2

    edit.resize(600, 200)
    edit.show()
    edit.setPlainText("a fox")
    edit.rewritten.connect(lambda: rewritten.append(1))
    at_the_right = [caret()]
    edit.setPlainText(FOX)
    at_the_right.append(caret())
    qtbot.keyClicks(edit, "fox ")
    at_the_right.append(caret())
    assert [False, True, False] == at_the_right
    assert [1] == rewritten

    edit.undo()
    edit.setPlainText("")
    assert caret() is (window_reads is RTL)


def test_a_card_of_the_queue_begins_where_its_prompt_does(qtbot: QtBot, theme: ThemeKeeper) -> None:
    jobs = JobList()
    jobs.reset([job(1, JobState.RUNNING, request=request(FOX)), job(2, JobState.RUNNING, request=request("a red fox"))])
    view = JobView(jobs, theme)
    qtbot.addWidget(view)
    view.resize(420, 400)
    view.show()

    def title(row: int) -> QRect:
        one = jobs.at(row)
        places = view._delegate.places(view.visualRect(jobs.index(row)), one, view.font())
        return places.title

    for row, at_the_right in ((0, True), (1, False)):
        image = view.viewport().grab(title(row)).toImage()
        ground = image.pixelColor(image.width() // 2, 0)
        ink_at = [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) != ground]
        assert at_the_right is (min(ink_at) > image.width() // 3)


def test_other_widgets_are_left_as_they_are(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    PlainLabel(FOX, foreign=True, parent=parent)

    assert LTR is parent.layoutDirection()
