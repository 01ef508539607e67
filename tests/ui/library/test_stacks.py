"""Takes of one request are one stack in the library: it unfolds by a click and by keys, counted, and each take has all actions."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipRemoved
from sora_desktop.domain.library import ALONE
from sora_desktop.ui.common.badges import badge_rect
from sora_desktop.ui.library.clip_delegate import badge_words
from sora_desktop.ui.library.clip_grid import ClipGrid
from sora_desktop.ui.library.item_models import LINE_ROLE, STACK_ROLE
from sora_desktop.ui.library.panel import LibraryPanel
from sora_desktop.ui.library.spoken_count import count_words
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import NOON, clip
from tests.ui.shelf import ShelvedClips

ALT = Qt.KeyboardModifier.AltModifier
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def take(number: int, prompt: str = "a fox") -> Clip:
    return replace(clip(Path("/clips"), number, prompt=prompt), added_at=NOON - timedelta(seconds=number))


CLIPS = [take(1), take(2, "a hen"), take(3), take(4)]


@pytest.fixture
def clips(qapp: QApplication) -> ShelvedClips:
    made = ShelvedClips()
    made.fill(CLIPS)
    made.set_stacked(True)
    return made


@pytest.fixture
def panel(qtbot: QtBot, commands: RecordingCommands, clips: ShelvedClips, theme: ThemeKeeper) -> LibraryPanel:
    made = LibraryPanel(commands, clips, theme)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def grid(panel: LibraryPanel) -> ClipGrid:
    return child(panel, ClipGrid, "libraryGrid")


def ids(clips: ShelvedClips) -> list[str]:
    return [clips.index(row).data(Qt.ItemDataRole.UserRole) for row in range(clips.rowCount())]


def badge(grid: ClipGrid, clips: ShelvedClips, row: int) -> QPoint:
    """The middle of the number of takes of a card."""
    rect = grid.visualRect(clips.index(row))
    picture = rect.adjusted(0, 8, -8, -grid._delegate.words_height(grid.font()))
    words = badge_words(clips.index(row).data(LINE_ROLE), clips.index(row).data(STACK_ROLE), folded=True)
    return badge_rect(picture, words[0], grid.font(), grid.layoutDirection()).center()


def test_a_stack_is_one_card_that_counts_its_takes(clips: ShelvedClips, grid: ClipGrid) -> None:
    grid.grab()

    assert ["clip-1", "clip-2"] == ids(clips)
    assert ["3 takes · 4 s", "3 takes", "3×"] == badge_words(
        clips.index(0).data(LINE_ROLE), clips.index(0).data(STACK_ROLE), folded=True
    )
    assert clips.index(0).data(SPOKEN).startswith("Take 3 of 3. a fox")


def test_all_clips_are_counted_and_of_a_search_what_it_has_found(clips: ShelvedClips) -> None:
    assert "4 clips" == count_words(clips)
    clips.set_search("fox")
    assert "1 found" == count_words(clips)


def test_a_click_on_the_number_unfolds_it_and_plays_nothing(
    qtbot: QtBot, clips: ShelvedClips, grid: ClipGrid, panel: LibraryPanel
) -> None:
    played: list[Clip] = []
    panel.clip_activated.connect(played.append)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=badge(grid, clips, 0))
    assert ["clip-1", "clip-3", "clip-4", "clip-2"] == ids(clips)
    grid.grab()

    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(clips.index(1)).center())
    assert ["clip-3"] == [each.id for each in played]


def test_alt_and_an_arrow_unfold_and_fold_the_stack_of_the_current_take(
    qtbot: QtBot, clips: ShelvedClips, grid: ClipGrid
) -> None:
    grid.setFocus()
    grid.setCurrentIndex(clips.index(0))
    qtbot.keyClick(grid, Qt.Key.Key_Down, ALT)
    assert 4 == clips.rowCount()

    grid.setCurrentIndex(clips.index(2))
    qtbot.keyClick(grid, Qt.Key.Key_Up, ALT)
    assert (["clip-1", "clip-2"], 0) == (ids(clips), grid.currentIndex().row())


def test_the_menu_of_a_take_unfolds_its_stack_and_folds_it(clips: ShelvedClips, panel: LibraryPanel) -> None:
    def entry(words: str) -> None:
        next(each for each in panel.menu_for([CLIPS[0]]).actions() if each.text() == words).trigger()

    entry("Show 3 takes")
    assert 4 == clips.rowCount()
    entry("Fold the takes")
    assert 2 == clips.rowCount()


def test_a_new_take_lies_on_top_and_one_that_goes_is_not_counted(clips: ShelvedClips) -> None:
    clips.apply(ClipAdded(take(0)))
    assert (["clip-0", "clip-2"], 4) == (ids(clips), clips.index(0).data(STACK_ROLE).takes)
    clips.apply(ClipRemoved("clip-3"))
    assert (["clip-0", "clip-2"], 3) == (ids(clips), clips.index(0).data(STACK_ROLE).takes)
    clips.apply(ClipRemoved("clip-0"))
    assert (["clip-1", "clip-2"], 2) == (ids(clips), clips.index(0).data(STACK_ROLE).takes)


def test_in_an_unfolded_stack_takes_come_and_go_too(clips: ShelvedClips) -> None:
    clips.unfold(clips.index(0).data(STACK_ROLE).stack, unfolded=True)
    clips.apply(ClipAdded(take(0)))
    assert ["clip-0", "clip-1", "clip-3", "clip-4", "clip-2"] == ids(clips)
    clips.apply(ClipRemoved("clip-3"))
    assert ["clip-0", "clip-1", "clip-4", "clip-2"] == ids(clips)


def test_each_take_by_itself_is_a_choice_of_the_menu_of_orders(clips: ShelvedClips, panel: LibraryPanel) -> None:
    chosen: list[bool] = []
    panel.stacked_chosen.connect(chosen.append)
    panel._choose_stacked(False)

    assert ([False], ["clip-1", "clip-2", "clip-3", "clip-4"]) == (chosen, ids(clips))
    assert ALONE == clips.index(0).data(STACK_ROLE)
