"""A clip that is kept although it could not be checked is seen as such, and can be handled, wherever it stands."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import NOTHING_KNOWN, Clip
from sora_desktop.domain.events import ClipAdded
from sora_desktop.ui.common.clip_words import meta_words, tip
from sora_desktop.ui.common.labels import ElidedLabel
from sora_desktop.ui.library.clip_grid import ClipGrid
from sora_desktop.ui.library.item_models import ClipFilter
from sora_desktop.ui.library.panel import LibraryPanel
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.panels import PANELS
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.opened import Opened
from tests.ui.samples import clip, portrait
from tests.ui.shelf import ShelvedClips

CUT = message("The end of the file is cut off: {count} bytes are missing.", count=12)
WORDS = (
    "Kept, but not checked. The end of the file is cut off: 12 bytes are missing. "
    "It is kept as received: open it in another app, or download it again."
)


def odd(root: Path, number: int = 1) -> Clip:
    """Its file is not there: nothing of it is played."""
    return clip(root, number, unchecked=CUT, media=NOTHING_KNOWN)


@pytest.fixture
def stage(qtbot: QtBot, commands: RecordingCommands, theme: ThemeKeeper) -> StagePanel:
    made = StagePanel(commands, theme)
    qtbot.addWidget(made, before_close_func=StagePanel.clear)
    made.resize(700, 560)
    made.show()
    return made


@pytest.fixture
def clips(qapp: QApplication) -> ShelvedClips:
    return ShelvedClips()


@pytest.fixture
def library(qtbot: QtBot, commands: RecordingCommands, clips: ShelvedClips, theme: ThemeKeeper) -> LibraryPanel:
    made = LibraryPanel(commands, clips, theme)
    qtbot.addWidget(made)
    made.resize(320, 600)
    made.show()
    return made


def test_the_stage_says_what_was_found_and_offers_what_can_be_done(
    qtbot: QtBot, stage: StagePanel, commands: RecordingCommands, opened: Opened, tmp_path: Path
) -> None:
    one = odd(tmp_path)
    stage.show_clip(one, play=False)
    note = child(stage, QWidget, "uncheckedNote")
    assert (True, WORDS) == (note.isVisible(), note.accessibleName())

    for name in ("uncheckedOpen", "uncheckedFolder", "uncheckedFetch"):
        qtbot.mouseClick(child(note, QPushButton, name), Qt.MouseButton.LeftButton)
    assert [QUrl.fromLocalFile(str(one.path)), QUrl.fromLocalFile(str(tmp_path))] == opened.urls
    assert [("job-1",)] == commands.of("jobs.fetch_again")


@pytest.mark.parametrize("width", [320, 700, 1200])
def test_all_three_of_them_can_be_read_at_any_width(stage: StagePanel, tmp_path: Path, width: int) -> None:
    stage.resize(width, 560)
    stage.show_clip(odd(tmp_path), play=False)
    QApplication.sendPostedEvents()
    note = child(stage, QWidget, "uncheckedNote")

    for button in note.findChildren(QPushButton):
        assert note.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()


def test_at_the_least_height_of_the_stage_nothing_lies_over_its_neighbour(stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(odd(tmp_path), play=False)
    stage.resize(380, 560)
    QApplication.sendPostedEvents()

    assert stage.minimumSizeHint().height() <= PANELS["stage"].least


def test_the_line_says_what_was_found_and_leaves_what_can_be_done_to_the_links(
    stage: StagePanel, tmp_path: Path
) -> None:
    stage.show_clip(odd(tmp_path), play=False)

    assert (
        "Kept unchecked. The end of the file is cut off: 12 bytes are missing."
        == child(child(stage, QWidget, "uncheckedNote"), ElidedLabel).text()
    )


def test_a_clip_that_was_checked_has_no_such_note(stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(odd(tmp_path), play=False)
    stage.show_clip(clip(tmp_path, 2), play=False)

    assert not child(stage, QWidget, "uncheckedNote").isVisible()


def test_its_tip_and_its_row_say_so_and_what_is_not_known_is_as_asked_for(tmp_path: Path, clips: ShelvedClips) -> None:
    one = odd(tmp_path)
    clips.fill([one, clip(tmp_path, 2)])

    assert tip(one).endswith(f"\n{WORDS}")
    assert clips.index(0).data(Qt.ItemDataRole.AccessibleTextRole).endswith(WORDS)
    assert "not checked" not in tip(clip(tmp_path, 2))
    assert "Sora 2 · Studio service · 1280 × 720 · 4 s" == meta_words(one)


def test_its_card_has_a_mark(library: LibraryPanel, clips: ShelvedClips, tmp_path: Path) -> None:
    def card(one: Clip) -> bytes:
        clips.fill([])
        clips.fill([one])
        grid = child(library, ClipGrid, "libraryGrid")
        painted = QImage(library.size(), QImage.Format.Format_RGB32)
        painted.fill(0)
        library.render(painted)
        place = grid.visualRect(clips.index(0))
        return bytes(painted.copy(place.translated(grid.viewport().mapTo(library, QPoint()))).constBits())

    whole = clip(tmp_path)

    assert card(whole) != card(replace(whole, unchecked=CUT))
    assert card(whole) == card(whole)


def test_its_menu_fetches_it_again_and_that_of_others_does_not(
    library: LibraryPanel, commands: RecordingCommands, tmp_path: Path
) -> None:
    def fetch(*chosen: Clip) -> list[str]:
        menu = library.menu_for(list(chosen))
        found = [entry for entry in menu.actions() if entry.text() == "Download again"]
        for entry in found:
            entry.trigger()
        return [entry.text() for entry in found]

    assert [] == fetch(clip(tmp_path, 1))
    assert ["Download again"] == fetch(odd(tmp_path, 2), clip(tmp_path, 1), odd(tmp_path, 3))
    assert [("job-2",), ("job-3",)] == commands.of("jobs.fetch_again")


@pytest.mark.parametrize("narrowed", [False, True])
def test_a_clip_that_was_fetched_again_takes_the_place_of_itself(
    clips: ShelvedClips, tmp_path: Path, narrowed: bool
) -> None:
    clips.fill([odd(tmp_path), clip(tmp_path, 2)])
    if narrowed:
        clips.set_filter(ClipFilter.LANDSCAPE)
    clips.apply(ClipAdded(clip(tmp_path)))

    found = clips.known.get("clip-1")
    assert found is not None
    assert (None, 2, 2) == (found.unchecked, clips.total, clips.rowCount())
    clips.apply(ClipAdded(portrait(clip(tmp_path))))
    assert (1 if narrowed else 2) == clips.rowCount()


def test_the_stage_shows_a_clip_that_was_fetched_again_as_it_is_now(stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(odd(tmp_path), play=False)
    stage.renew(clip(tmp_path, 2))
    assert child(stage, QWidget, "uncheckedNote").isVisible()

    whole = clip(tmp_path)
    stage.renew(whole)
    assert (whole, False) == (stage.clip, child(stage, QWidget, "uncheckedNote").isVisible())
