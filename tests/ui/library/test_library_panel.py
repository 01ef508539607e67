"""The library panel: a person finds, plays and tidies clips by mouse and by keys."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipRemoved
from sora_desktop.domain.library import LibraryAnswer, LibraryQuery
from sora_desktop.domain.request import edited
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.library.clip_grid import ClipGrid
from sora_desktop.ui.library.panel import LibraryPanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.opened import Opened
from tests.ui.samples import clip, portrait, square, with_image
from tests.ui.shelf import ShelvedClips

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def clips(qapp: QApplication) -> ShelvedClips:
    return ShelvedClips()


@pytest.fixture
def panel(qtbot: QtBot, commands: RecordingCommands, clips: ShelvedClips, theme: ThemeKeeper) -> LibraryPanel:
    made = LibraryPanel(commands, clips, theme)
    qtbot.addWidget(made)
    made.resize(328, 700)
    made.show()
    return made


@pytest.fixture
def played(panel: LibraryPanel) -> list[str]:
    """The ids of the clips that were to be played."""
    ids: list[str] = []
    panel.clip_activated.connect(lambda clip: ids.append(clip.id))
    return ids


def grid(panel: LibraryPanel) -> ClipGrid:
    return child(panel, ClipGrid, "libraryGrid")


def search(panel: LibraryPanel) -> QLineEdit:
    return child(panel, QLineEdit, "librarySearch")


def count_words(panel: LibraryPanel) -> str:
    return child(panel, PlainLabel, "libraryCount").text()


def fill(clips: ShelvedClips, root: Path, count: int = 6) -> list[Clip]:
    made = [clip(root, number) for number in range(count)]
    clips.fill(made)
    return made


def fill_far(clips: ShelvedClips, root: Path, count: int) -> None:
    clips.fill_with_copies(lambda number: clip(root, number), count)


def click(
    qtbot: QtBot, panel: LibraryPanel, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    view = grid(panel)
    qtbot.mouseClick(view.viewport(), LEFT, keys, view.visualRect(view.model().index(row, 0)).center())


def selected(panel: LibraryPanel) -> list[str]:
    found: list[Clip] = []
    grid(panel).with_selected(found.extend)
    return [each.id for each in found]


def test_a_click_plays_a_clip(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, played: list[str], tmp_path: Path
) -> None:
    fill(clips, tmp_path)
    click(qtbot, panel, 3)

    assert played == ["clip-3"]


def test_a_click_with_shift_or_control_selects_and_plays_nothing_more(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, played: list[str], tmp_path: Path
) -> None:
    fill(clips, tmp_path)
    click(qtbot, panel, 1)
    click(qtbot, panel, 3, Qt.KeyboardModifier.ShiftModifier)
    assert selected(panel) == ["clip-1", "clip-2", "clip-3"]

    click(qtbot, panel, 5, Qt.KeyboardModifier.ControlModifier)
    assert selected(panel) == ["clip-1", "clip-2", "clip-3", "clip-5"]
    assert played == ["clip-1"]


def test_arrows_walk_over_the_cards_and_enter_plays(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, played: list[str], tmp_path: Path
) -> None:
    """Two columns at this width."""
    fill(clips, tmp_path)
    grid(panel).setFocus()
    grid(panel).setCurrentIndex(clips.index(0))
    for key, row in [(Key.Key_Right, 1), (Key.Key_Down, 3), (Key.Key_Left, 2), (Key.Key_End, 5), (Key.Key_Home, 0)]:
        qtbot.keyClick(grid(panel), key)
        assert grid(panel).currentIndex().row() == row
    qtbot.keyClick(grid(panel), Key.Key_Return)

    assert played == ["clip-0"]


def test_square_is_offered_where_the_library_has_square_clips(
    panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path
) -> None:
    chip = child(panel, QPushButton, "filter-square")
    made = fill(clips, tmp_path)
    assert not chip.isVisible()

    clips.apply(ClipAdded(square(clip(tmp_path, 9))))
    assert chip.isVisible()
    chip.click()
    assert ["clip-9"] == [clips.index(row).data(Qt.ItemDataRole.UserRole) for row in range(clips.rowCount())]

    clips.apply(ClipRemoved("clip-9"))
    assert chip.isVisible()  # what is picked stays to be seen
    child(panel, QPushButton, "filter-all").click()
    assert (False, len(made)) == (chip.isVisible(), clips.rowCount())


def test_from_the_search_field_down_leads_to_the_first_clip_found(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, played: list[str], tmp_path: Path
) -> None:
    clips.fill([clip(tmp_path, 1, prompt="a whale"), clip(tmp_path, 2, prompt="a fox")])
    qtbot.keyClicks(search(panel), "FOX")
    qtbot.keyClick(search(panel), Key.Key_Down)
    qtbot.keyClick(grid(panel), Key.Key_Return)

    assert played == ["clip-2"]


def test_who_is_among_the_clips_when_others_are_found_goes_on_from_the_first(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, played: list[str], tmp_path: Path
) -> None:
    """The answer to what was typed may come after the keyboard has gone there."""
    clips.fill([clip(tmp_path, 1, prompt="a whale"), clip(tmp_path, 2, prompt="a fox")])
    grid(panel).setFocus()
    grid(panel).setCurrentIndex(clips.index(0))
    search(panel).setText("fox")
    qtbot.waitUntil(lambda: clips.rowCount() == 1)
    qtbot.keyClick(grid(panel), Key.Key_Return)

    assert ["clip-2"] == played


def test_typing_narrows_the_clips_and_escape_shows_all_again(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path
) -> None:
    clips.fill([clip(tmp_path, 1, prompt="a whale"), clip(tmp_path, 2, prompt="a fox")])
    assert count_words(panel) == "2 clips"
    qtbot.keyClicks(search(panel), "fox")
    assert count_words(panel) == "1 of 2"
    qtbot.keyClick(search(panel), Key.Key_Escape)
    assert (count_words(panel), search(panel).text()) == ("2 clips", "")


def test_where_nothing_matches_it_is_said_and_one_press_shows_all(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path
) -> None:
    fill(clips, tmp_path, 3)
    child(panel, QAbstractButton, "filter-portrait").click()
    assert count_words(panel) == "0 of 3"
    assert not grid(panel).isVisible()

    button = next(each for each in panel.findChildren(QPushButton) if each.text() == "Show all clips")
    qtbot.mouseClick(button, LEFT)

    assert (count_words(panel), grid(panel).isVisible()) == ("3 clips", True)
    assert child(panel, QAbstractButton, "filter-all").isChecked()


def test_what_is_in_sight_is_looked_for_in_the_same_list_alone(
    panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another list begins at its top, and to find rows in it takes time at each key."""
    fill(clips, tmp_path, 60)
    asked: list[tuple[str, ...]] = []
    look = clips.shelf.look

    def noted(query: LibraryQuery, about: Sequence[str], then: Callable[[LibraryAnswer | None], object]) -> None:
        asked.append(tuple(about))
        look(query, about, then)

    monkeypatch.setattr(clips.shelf, "look", noted)
    grid(panel).verticalScrollBar().setValue(600)
    first = grid(panel).visible_rows().start
    clips.shelf.view.tell_anew()
    search(panel).setText("fox")

    assert first > 0
    assert [(f"clip-{first}",), ()] == asked


def test_an_empty_library_says_where_clips_will_be(panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path) -> None:
    def says() -> list[str]:
        return [label.text() for label in panel.findChildren(PlainLabel) if label.isVisible()]

    assert "No clips yet" in says()
    clips.apply(ClipAdded(clip(tmp_path)))
    assert (count_words(panel), grid(panel).isVisible()) == ("1 clip", True)
    clips.apply(ClipRemoved("clip-1"))
    assert "No clips yet" in says()


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("all", ["clip-1", "clip-2", "clip-3"]),
        ("landscape", ["clip-1", "clip-3"]),
        ("portrait", ["clip-2"]),
        ("with-image", ["clip-3"]),
    ],
)
def test_each_chip_filters(panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path, name: str, ids: list[str]) -> None:
    clips.fill([clip(tmp_path, 1), portrait(clip(tmp_path, 2)), with_image(clip(tmp_path, 3))])
    child(panel, QAbstractButton, f"filter-{name}").click()

    assert [clips.index(row).data(Qt.ItemDataRole.UserRole) for row in range(clips.rowCount())] == ids


def test_the_order_is_picked_from_a_menu(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path
) -> None:
    fill(clips, tmp_path, 2)
    button = child(panel, QPushButton, "librarySort")
    qtbot.mouseClick(button, LEFT)
    menu = child(panel, QMenu)
    words = [entry.text() for entry in menu.actions() if not entry.isSeparator()]
    assert words == ["Newest first", "Oldest first", "Takes of one request together"]
    menu.actions()[1].trigger()
    menu.close()

    assert clips.index(0).data(Qt.ItemDataRole.UserRole) == "clip-1"
    assert button.accessibleName() == "Order of the clips: Oldest"


def test_the_menu_of_one_clip_does_what_it_says(
    panel: LibraryPanel,
    clips: ShelvedClips,
    commands: RecordingCommands,
    opened: Opened,
    played: list[str],
    tmp_path: Path,
) -> None:
    one = fill(clips, tmp_path, 1)[0]
    requests: list[object] = []
    panel.use_again.connect(requests.append)
    entries = {entry.text(): entry for entry in panel.menu_for([one]).actions()}
    for words in ("Play", "Use this prompt again", "Open in your default player", "Show in folder", "Copy path"):
        entries[words].trigger()

    assert (played, requests) == (["clip-0"], [edited(one.recipe.request, clip_id=one.id)])
    assert opened.urls == [QUrl.fromLocalFile(str(one.path)), QUrl.fromLocalFile(str(tmp_path))]
    assert QGuiApplication.clipboard().text() == str(one.path)


def test_the_menu_of_several_clips_offers_what_can_be_done_with_several(
    panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path
) -> None:
    entries = panel.menu_for(fill(clips, tmp_path, 2)).actions()

    assert [entry.text() for entry in entries if entry.isEnabled() and entry.text()] == [
        "Tags…",
        "Copy path",
        "Move to trash",
    ]


def test_the_menu_key_opens_the_menu_at_the_current_clip(
    panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path
) -> None:
    fill(clips, tmp_path)
    grid(panel).setCurrentIndex(clips.index(2))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(grid(panel), event)
    menu = child(panel, QMenu)

    assert menu.isVisible()
    menu.close()


def test_control_c_copies_the_paths_of_the_selected_clips(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path
) -> None:
    made = fill(clips, tmp_path, 3)
    grid(panel).setFocus()
    grid(panel).selectAll()
    qtbot.waitUntil(grid(panel).hasFocus)
    qtbot.keyClick(grid(panel), Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().splitlines() == [str(each.path) for each in made]


def test_delete_takes_all_selected_clips_away_at_once(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, commands: RecordingCommands, tmp_path: Path
) -> None:
    fill(clips, tmp_path, 3)
    grid(panel).setFocus()
    click(qtbot, panel, 0)
    click(qtbot, panel, 1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid(panel), Key.Key_Delete)

    assert commands.said == [("removals.clips", (["clip-0", "clip-1"],))]


def test_the_last_of_ten_thousand_clips_can_be_scrolled_to_and_clicked(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, played: list[str], tmp_path: Path
) -> None:
    fill_far(clips, tmp_path, 10_000)
    grid(panel).setFocus()
    grid(panel).setCurrentIndex(clips.index(0))
    qtbot.keyClick(grid(panel), Key.Key_End)
    rect = grid(panel).visualRect(clips.index(9_999))
    assert grid(panel).viewport().rect().contains(rect)
    assert grid(panel).indexAt(rect.center()).row() == 9_999

    click(qtbot, panel, 9_999)
    assert played == ["clip-9999"]


def test_what_is_scrolled_to_is_painted(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    monkeypatch.setattr(grid(panel).thumbnails, "picture", lambda path, _size: asked.add(path.name))
    fill_far(clips, tmp_path, 200)
    qtbot.waitUntil(lambda: "clip-0.jpg" in asked)
    bar = grid(panel).verticalScrollBar()

    bar.setValue(bar.maximum())

    qtbot.waitUntil(lambda: "clip-199.jpg" in asked)


def test_a_new_search_starts_at_the_top(qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path) -> None:
    fill_far(clips, tmp_path, 200)
    bar = grid(panel).verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.keyClicks(search(panel), "fox")

    assert bar.value() == 0


def test_only_the_pictures_that_are_seen_are_read(
    qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    monkeypatch.setattr(grid(panel).thumbnails, "picture", lambda path, _size: asked.add(path.name))
    fill_far(clips, tmp_path, 1000)
    grid(panel).viewport().grab()

    assert "clip-0.jpg" in asked
    assert len(asked) < 20


def test_a_card_shows_its_picture(qtbot: QtBot, panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path) -> None:
    one = clip(tmp_path)
    Image.new("RGB", (32, 18), (250, 0, 0)).save(one.thumbnail_path)
    clips.apply(ClipAdded(one))

    def red() -> bool:
        at = grid(panel).visualRect(clips.index(0)).topLeft() + QPoint(30, 30)
        colour = grid(panel).viewport().grab().toImage().pixelColor(at)
        return colour.red() > 200 and colour.green() < 60

    qtbot.waitUntil(red)


def test_every_control_has_a_name(panel: LibraryPanel, clips: ShelvedClips, tmp_path: Path) -> None:
    fill(clips, tmp_path)
    controls = [*panel.findChildren(QAbstractButton), search(panel), grid(panel)]

    assert [control for control in controls if control.isVisible() and not control.accessibleName()] == []
