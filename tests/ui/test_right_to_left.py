"""Where people read from right to left, what painters paint is turned round as a whole: nothing lies over anything."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QPushButton, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.job import JobState
from sora_desktop.ui.common.mirroring import mirrored, mirrored_exactly
from sora_desktop.ui.compose.item_models import ModelList, Wishes, card_of
from sora_desktop.ui.compose.model_picker import ModelPicker
from sora_desktop.ui.library.clip_grid import ClipGrid
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_buttons import JobButtons
from sora_desktop.ui.queue.job_delegate import CardPlaces, JobDelegate
from sora_desktop.ui.queue.job_view import JobView
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import clip, job
from tests.ui.shelf import ShelvedClips

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
ROW = QRect(0, 0, 740, 80)


def test_a_part_keeps_its_distance_from_the_edge_that_is_read_first() -> None:
    part, whole = QRect(10, 5, 30, 7), QRect(0, 0, 100, 20)
    exact = mirrored_exactly(QRectF(10, 5, 30, 7), QRectF(0, 0, 100, 20), RTL)

    assert (part, QRect(60, 5, 30, 7)) == (mirrored(part, whole, LTR), mirrored(part, whole, RTL))
    assert QRectF(60, 5, 30, 7) == exact
    assert part == mirrored(mirrored(part, whole, RTL), whole, RTL)


@pytest.fixture(params=[LTR, RTL], ids=["ltr", "rtl"])
def direction(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Qt.LayoutDirection]:
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(request.param)
    yield request.param
    qapp.setLayoutDirection(before)


def card(qtbot: QtBot, theme: ThemeKeeper, direction: Qt.LayoutDirection, state: JobState) -> CardPlaces:
    view = QWidget()
    view.setLayoutDirection(direction)
    qtbot.addWidget(view)
    jobs = JobList()
    one = job(1, state)
    jobs.reset([one])
    delegate = JobDelegate(jobs, theme, lambda _job, _size: None, lambda _width: 20, view)
    return delegate.places(ROW, one, view.font())


@pytest.mark.parametrize("state", JobState)
def test_each_part_of_a_job_card_is_turned_round(qtbot: QtBot, theme: ThemeKeeper, state: JobState) -> None:
    to_the_right, to_the_left = (card(qtbot, theme, each, state) for each in (LTR, RTL))

    for field in fields(CardPlaces):
        part = getattr(to_the_right, field.name)
        assert mirrored(part, to_the_right.card, RTL) == getattr(to_the_left, field.name), field.name


def test_the_parts_of_a_job_card_lie_over_no_other(
    qtbot: QtBot, theme: ThemeKeeper, direction: Qt.LayoutDirection
) -> None:
    places = card(qtbot, theme, direction, JobState.REFUSED)
    parts = [places.thumb, places.title, places.meta, places.state, places.action]

    assert not any(one.intersects(other) for one in parts for other in parts if one is not other)
    assert all(places.card.contains(part) for part in parts)


def test_the_buttons_of_an_open_card_begin_where_reading_begins(
    qtbot: QtBot, theme: ThemeKeeper, direction: Qt.LayoutDirection
) -> None:
    jobs = JobList()
    one = job(1, JobState.REFUSED)
    jobs.reset([one])
    view = JobView(jobs, theme)
    qtbot.addWidget(view)
    view.resize(740, 300)
    view.show()
    view.show_job(one.id)
    view.updateGeometries()
    buttons = child(view, JobButtons)
    lefts = [each.geometry().left() for each in buttons.findChildren(QPushButton) if each.isVisible()]

    assert lefts == sorted(lefts, reverse=direction is RTL)
    assert all(buttons.rect().contains(each.geometry()) for each in buttons.findChildren(QPushButton))
    begins = buttons.findChildren(QPushButton)[0].geometry()
    assert 0 == (begins.left() if direction is LTR else buttons.rect().right() - begins.right())


def painted(picker: ModelPicker, direction: Qt.LayoutDirection) -> QImage:
    image = QImage(QSize(300, 60), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    option = QStyleOptionViewItem()
    option.initFrom(picker)
    option.rect = QRect(0, 0, 300, 60)
    option.direction = direction
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    picker.itemDelegate().paint(painter, option, picker.model().index(0, 0))
    painter.end()
    return image


def inked(image: QImage) -> set[tuple[int, int]]:
    """The pixels above the line at the bottom that something was painted on."""
    return {(x, y) for x in range(300) for y in range(58) if image.pixelColor(x, y).alpha()}


def test_the_shape_of_a_model_stands_where_reading_begins_and_its_price_at_the_other_end(
    qtbot: QtBot, theme: ThemeKeeper
) -> None:
    models = ModelList()
    models.reset([card_of(CATALOG[0], engine_connection(), Wishes())])
    picker = ModelPicker(theme, models)
    qtbot.addWidget(picker)
    to_the_right, to_the_left = inked(painted(picker, LTR)), inked(painted(picker, RTL))
    shape = {(x, y) for x, y in to_the_right if x < 36}

    assert shape
    assert shape == {(299 - x, y) for x, y in to_the_left if x >= 300 - 36}
    assert {x for x, _ in to_the_left if 12 <= x < 36}, "the price is there"


def test_what_a_panel_leaves_free_beside_its_scroll_bar_is_on_that_side(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, direction: Qt.LayoutDirection
) -> None:
    panel = QueuePanel(commands, JobList(), theme)
    qtbot.addWidget(panel)
    layout = panel.layout()
    assert layout is not None
    margins = layout.contentsMargins()

    assert ((16, 8) if direction is LTR else (8, 16)) == (margins.left(), margins.right())


@pytest.fixture
def grid(qtbot: QtBot, theme: ThemeKeeper, tmp_path: Path, direction: Qt.LayoutDirection) -> ClipGrid:
    clips = ShelvedClips()
    clips.fill([clip(tmp_path, number) for number in range(1, 6)])
    made = ClipGrid(clips, theme)
    qtbot.addWidget(made)
    made.resize(460, 400)
    made.show()
    made.updateGeometries()
    return made


def test_the_newest_clip_stands_where_reading_begins_and_is_found_there(
    grid: ClipGrid, direction: Qt.LayoutDirection
) -> None:
    rects = [grid.visualRect(grid.model().index(row, 0)) for row in range(5)]
    lefts = [each.left() for each in rects if each.top() == rects[0].top()]

    assert len(lefts) > 1
    assert lefts == sorted(lefts, reverse=direction is RTL)
    assert [0, 1, 2, 3, 4] == [grid.indexAt(each.center()).row() for each in rects]
    assert not grid.indexAt(QPoint(rects[0].center().x(), 0)).isValid()


def test_an_arrow_goes_to_the_clip_that_it_points_at(
    grid: ClipGrid, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    first = grid.model().index(0, 0)
    grid.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.keyClick(grid, Qt.Key.Key_Right if direction is LTR else Qt.Key.Key_Left)

    assert 1 == grid.currentIndex().row()
