"""The stage: a real film, really played."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.request import edited
from sora_desktop.domain.settings import Settings, Theme
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.stage import panel as stage_module
from sora_desktop.ui.stage.full_screen import FullScreen
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.stage.stage_message import StageMessage
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.panels import PANELS
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.opened import Opened
from tests.ui.samples import clip, film_clip
from tests.ui.stages import player, said, slider, surface


def grey(stage: StagePanel) -> int:
    """The brightness in the middle of what is shown: it names the frame, as `samples.film` paints them."""
    picture: QImage = surface(stage).image
    return picture.pixelColor(picture.width() // 2, picture.height() // 2).lightness()


def shows_frame(stage: StagePanel, number: int) -> bool:
    return surface(stage).image.size() == QSize(160, 90) and abs(grey(stage) - 8 * number) <= 4


def ended(stage: StagePanel) -> bool:
    return stage.frames_shown > 0 and not player(stage).is_playing and player(stage).position >= 900


def test_before_the_first_clip_it_says_what_to_do_and_makes_no_player(stage: StagePanel) -> None:
    assert said(stage) == [
        "Your clip plays here",
        "Describe what you want to see, then press Generate. You see the price first.",
    ]
    assert player(stage)._playback is None
    assert stage.clip is None


def test_where_there_is_only_the_preview_it_says_so_and_leads_to_a_service(stage: StagePanel, qtbot: QtBot) -> None:
    wanted: list[str] = []
    stage.empty.connect_wanted.connect(lambda: wanted.append("connect"))
    stage.empty.tell_preview(is_preview=True)
    stage.empty.sample_wanted.connect(lambda: wanted.append("sample"))
    assert "For now you get free previews, drawn on this computer" in said(stage)[1]
    assert "Your video comes from a service." in said(stage)[1]

    buttons = [each for each in child(stage, StageMessage).findChildren(QPushButton) if each.isVisible()]
    assert ["Connect a service…", "Try a sample"] == [each.text() for each in buttons]
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ["connect", "sample"] == wanted

    stage.empty.tell_preview(is_preview=False)
    assert "You see the price first." in said(stage)[1]
    assert [False, False] == [button.isVisible() for button in buttons]


def test_with_little_room_the_icon_goes_then_the_sentence_and_the_buttons_stay(stage: StagePanel) -> None:
    stage.empty.tell_preview(is_preview=True)
    message = child(stage, StageMessage)

    def seen(height: int) -> tuple[bool, bool, int]:
        message._share_out(height)
        buttons = [each for each in message.findChildren(QPushButton) if not each.isHidden()]
        return not message._icon.isHidden(), not message._sentence.isHidden(), len(buttons)

    assert [(True, True, 2), (False, True, 2), (False, False, 2)] == [seen(400), seen(199), seen(60)]


@pytest.mark.parametrize("height", [PANELS["stage"].least, 560])
def test_what_it_says_can_be_read_whole_at_any_height(stage: StagePanel, theme: ThemeKeeper, height: int) -> None:
    theme.set_wanted(Theme.DARK)
    stage.resize(380, height)
    QApplication.sendPostedEvents()
    labels = [label for label in child(stage, StageMessage).findChildren(PlainLabel) if label.isVisible()]

    assert (2 if height == PANELS["stage"].least else 3) == len(labels)  # the icon goes first
    assert [True] * len(labels) == [label.height() >= label.heightForWidth(label.width()) for label in labels]


def test_why_a_clip_cannot_be_shown_and_what_to_do_can_be_read_whole_at_the_least_height(
    stage: StagePanel, theme: ThemeKeeper, tmp_path: Path
) -> None:
    theme.set_wanted(Theme.DARK)
    stage.show_clip(film_clip(tmp_path), play=False)
    player(stage).unseen.emit()
    stage.resize(380, PANELS["stage"].least)
    QApplication.sendPostedEvents()
    message = child(stage, StageMessage)
    labels = [label for label in message.findChildren(PlainLabel) if label.isVisible()]

    assert [True, True] == [label.height() >= label.heightForWidth(label.width()) for label in labels]
    assert child(message, QPushButton).height() >= child(message, QPushButton).sizeHint().height()


def test_a_clip_plays_by_itself_and_holds_its_last_frame(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    one = film_clip(tmp_path)
    stage.show_clip(one, play=True)
    qtbot.waitUntil(lambda: player(stage).is_playing)
    qtbot.waitUntil(lambda: ended(stage))

    assert stage.clip == one
    assert stage.frames_shown >= 12
    assert shows_frame(stage, 23)
    assert said(stage) == []


def test_the_thumbnail_stands_until_the_first_frame_comes(stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=True)

    assert surface(stage).image.size() == QSize(32, 18)


def test_a_clip_that_is_only_shown_stands_at_its_first_frame(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))

    assert not player(stage).is_playing


def test_the_next_clip_takes_the_place_of_the_one_before(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    first, second = film_clip(tmp_path, 1), film_clip(tmp_path, 2, size=Size(90, 160))
    heard: list[str] = []
    stage.clip_changed.connect(heard.append)
    stage.show_clip(first, play=True)
    qtbot.waitUntil(lambda: stage.frames_shown > 2)
    made = player(stage)._playback
    stage.show_clip(second, play=True)
    qtbot.waitUntil(lambda: surface(stage).image.size() == QSize(90, 160))

    assert heard == ["clip-1", "clip-2"]
    assert player(stage)._playback is made


def test_many_clips_in_quick_turn_end_with_the_last_one(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    clips = [film_clip(tmp_path, number, frames=4) for number in range(3)]
    last = film_clip(tmp_path, 9, size=Size(90, 160))
    for one in (*clips, *clips, last):
        stage.show_clip(one, play=True)
    qtbot.waitUntil(lambda: surface(stage).image.size() == QSize(90, 160))

    assert stage.clip == last


def test_a_clip_that_a_person_picked_stays_for_a_while(
    stage: StagePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.show_clip(film_clip(tmp_path, 1), play=False)
    assert not stage.is_in_use

    stage.pick_clip(film_clip(tmp_path, 2))
    assert stage.is_in_use

    monkeypatch.setattr(stage_module, "IN_USE_MILLISECONDS", -1)
    assert not stage.is_in_use


def test_a_clip_that_a_person_paused_stays_until_it_plays_on(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_module, "IN_USE_MILLISECONDS", -1)
    stage.show_clip(film_clip(tmp_path, frames=96), play=True)
    qtbot.waitUntil(lambda: player(stage).is_playing)
    assert not stage.is_in_use

    qtbot.keyClick(stage, Qt.Key.Key_Space)
    assert stage.is_in_use

    qtbot.keyClick(stage, Qt.Key.Key_Space)
    assert not stage.is_in_use

    qtbot.keyClick(stage, Qt.Key.Key_Period)
    assert stage.is_in_use


@pytest.mark.parametrize("size", [Size(160, 90), Size(90, 160)])
def test_the_picture_lies_whole_and_as_large_as_fits(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, size: Size
) -> None:
    stage.show_clip(film_clip(tmp_path, size=size), play=False)
    qtbot.waitUntil(lambda: surface(stage).image.size() == QSize(size.width, size.height))
    rect, room = surface(stage).picture_rect(), surface(stage).rect()

    assert rect.width() / rect.height() == pytest.approx(size.width / size.height)
    assert max(rect.width() / room.width(), rect.height() / room.height()) == pytest.approx(1)
    assert rect.center().x() == pytest.approx(room.width() / 2)


def test_space_plays_and_pauses(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.take_settings(Settings(loop=True))
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: player(stage).is_playing)
    qtbot.keyClick(surface(stage), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player(stage).is_playing)
    qtbot.keyClick(surface(stage), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player(stage).is_playing)


def test_the_play_button_says_what_it_does_next(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    button = child(stage, QAbstractButton, "playButton")
    assert not button.isEnabled()
    stage.take_settings(Settings(loop=True))
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: button.accessibleName() == "Pause")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: button.accessibleName() == "Play")


def test_after_the_end_it_plays_from_the_start(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: ended(stage))
    child(stage, QAbstractButton, "playButton").click()
    qtbot.waitUntil(lambda: player(stage).is_playing and player(stage).position < 900)


def test_in_a_loop_it_starts_again_by_itself(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.take_settings(Settings(loop=True))
    stage.show_clip(film_clip(tmp_path, frames=6), play=True)

    qtbot.waitUntil(lambda: stage.frames_shown > 14)
    assert player(stage).is_playing


def test_every_frame_can_be_stepped_to_one_by_one(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    for number in range(1, 24):
        qtbot.keyClick(surface(stage), Qt.Key.Key_Period)
        qtbot.waitUntil(partial(shows_frame, stage, number))
    for number in (22, 21):
        qtbot.keyClick(surface(stage), Qt.Key.Key_Comma)
        qtbot.waitUntil(partial(shows_frame, stage, number))


def test_steps_that_come_faster_than_frames_all_count(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    for _ in range(12):
        qtbot.keyClick(surface(stage), Qt.Key.Key_Period)
    qtbot.keyClick(surface(stage), Qt.Key.Key_Comma)

    qtbot.waitUntil(lambda: shows_frame(stage, 11))


def test_one_frame_back_from_the_end_is_the_last_but_one(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: ended(stage))
    qtbot.keyClick(surface(stage), Qt.Key.Key_Comma)

    qtbot.waitUntil(lambda: shows_frame(stage, 22))


def test_home_and_end_go_to_the_first_and_the_last_frame(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    qtbot.keyClick(surface(stage), Qt.Key.Key_End)
    qtbot.waitUntil(lambda: shows_frame(stage, 23))
    qtbot.keyClick(surface(stage), Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))


def test_a_press_on_the_film_strip_goes_there(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0) and slider(stage).maximum() >= 1000)
    qtbot.mouseClick(slider(stage), Qt.MouseButton.LeftButton, pos=QPoint(slider(stage).width() // 2, 15))

    qtbot.waitUntil(lambda: shows_frame(stage, 12))
    assert not player(stage).is_playing


def test_a_drag_over_the_film_strip_ends_where_it_was_let_go_and_plays_on(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path
) -> None:
    stage.take_settings(Settings(loop=True))
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: player(stage).is_playing)
    width = slider(stage).width()
    qtbot.mousePress(slider(stage), Qt.MouseButton.LeftButton, pos=QPoint(10, 15))
    for x in range(10, width // 2, 7):
        qtbot.mouseMove(slider(stage), QPoint(x, 15))
    qtbot.waitUntil(lambda: not player(stage).is_playing)
    qtbot.mouseRelease(slider(stage), Qt.MouseButton.LeftButton, pos=QPoint(width // 2, 15))

    qtbot.waitUntil(lambda: player(stage).is_playing)


def test_arrow_keys_on_the_film_strip_step_frames(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    qtbot.keyClick(slider(stage), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shows_frame(stage, 1))


def test_the_film_strip_fills_with_the_frames_that_were_seen(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: ended(stage))

    assert all(cell is not None for cell in slider(stage)._strip[1:])


def test_the_written_time_is_that_of_the_frame(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    qtbot.keyClick(surface(stage), Qt.Key.Key_End)
    qtbot.waitUntil(lambda: shows_frame(stage, 23))
    words = [label.text() for label in stage.findChildren(PlainLabel) if label.accessibleName().startswith("Time")]

    assert words == ["00:00:23 / 00:01:00"]


def test_loop_and_volume_are_remembered_when_a_person_changes_them(
    qtbot: QtBot, stage: StagePanel, commands: RecordingCommands
) -> None:
    qtbot.keyClick(surface(stage), Qt.Key.Key_R)
    qtbot.keyClick(child(stage, QSlider, "volumeSlider"), Qt.Key.Key_Left)

    assert [{"loop": True}, {"volume": 79}] == [changes for (changes,) in commands.of("settings.change")]


def test_settings_are_taken_over_without_writing_them_back(stage: StagePanel, commands: RecordingCommands) -> None:
    stage.take_settings(Settings(loop=True, volume=15))

    assert child(stage, QSlider, "volumeSlider").value() == 15
    assert commands.said == []


def test_m_turns_the_sound_off_and_on(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    playback = player(stage)._playback
    assert playback is not None
    audio = playback._audio
    qtbot.keyClick(surface(stage), Qt.Key.Key_M)
    assert audio.isMuted()
    qtbot.keyClick(surface(stage), Qt.Key.Key_M)
    assert not audio.isMuted()


def test_full_screen_shows_the_same_surface_and_escape_leaves_it(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path
) -> None:
    stage.take_settings(Settings(loop=True))
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: player(stage).is_playing)
    picture = surface(stage)
    qtbot.keyClick(picture, Qt.Key.Key_F)
    full = child(stage, FullScreen)
    assert picture.window() is full
    assert full.isFullScreen()

    qtbot.keyClick(picture, Qt.Key.Key_Escape)

    assert picture.window() is stage
    assert player(stage).is_playing
    QApplication.sendPostedEvents(None, 0)


def test_a_double_click_and_f_go_to_the_full_screen_and_back(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    picture = surface(stage)
    qtbot.mouseDClick(picture, Qt.MouseButton.LeftButton)
    assert picture.window() is not stage
    qtbot.keyClick(picture, Qt.Key.Key_F)
    assert picture.window() is stage


def test_closing_the_full_screen_brings_the_picture_back(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: shows_frame(stage, 0))
    picture = surface(stage)
    qtbot.keyClick(picture, Qt.Key.Key_F)
    picture.window().close()

    assert picture.window() is stage


def test_without_a_clip_there_is_no_full_screen(qtbot: QtBot, stage: StagePanel) -> None:
    qtbot.keyClick(surface(stage), Qt.Key.Key_F)

    assert surface(stage).window() is stage


NO_FILM = pytest.mark.qt_log_ignore("^Could not open media. FFmpeg error description: Invalid data")


@NO_FILM
def test_a_file_that_cannot_be_played_is_said_in_words_and_opens_elsewhere(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, opened: Opened
) -> None:
    one = clip(tmp_path)
    one.path.write_bytes(b"this is no film")
    stage.show_clip(one, play=True)
    qtbot.waitUntil(lambda: said(stage)[:1] == ["This clip can't be played here"])
    button = next(each for each in surface(stage).findChildren(QPushButton) if each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert button.text() == "Open in your default player"
    assert opened.urls == [QUrl.fromLocalFile(str(one.path))]


@NO_FILM
def test_after_a_clip_that_cannot_be_played_the_next_one_plays(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    broken = clip(tmp_path, 5)
    broken.path.write_bytes(b"this is no film")
    stage.show_clip(broken, play=True)
    qtbot.waitUntil(lambda: said(stage) != [])
    stage.show_clip(film_clip(tmp_path), play=True)
    qtbot.waitUntil(lambda: stage.frames_shown > 3)

    assert said(stage) == []


def test_a_file_that_is_gone_is_said_with_its_path(stage: StagePanel, tmp_path: Path) -> None:
    one = clip(tmp_path)
    stage.show_clip(one, play=True)

    assert said(stage) == [
        "This clip's file is gone",
        f"{one.path} was moved or deleted outside Sora Desktop.",
    ]


def act(stage: StagePanel, name: str) -> None:
    next(button for button in stage.findChildren(QToolButton) if button.accessibleName() == name).click()


def test_what_can_be_done_with_the_clip_is_beside_its_prompt(
    stage: StagePanel, tmp_path: Path, commands: RecordingCommands, opened: Opened
) -> None:
    one = film_clip(tmp_path)
    requests: list[object] = []
    stage.use_again.connect(requests.append)
    stage.show_clip(one, play=False)
    for name in ("Use this prompt again", "Show in folder", "Copy path"):
        act(stage, name)

    assert requests == [edited(one.recipe.request, clip_id=one.id)]
    assert opened.urls == [QUrl.fromLocalFile(str(tmp_path))]
    assert QGuiApplication.clipboard().text() == str(one.path)
    assert [str(notice.text) for notice in commands.notices] == [f"Path copied: {one.path}"]


def test_a_clip_leaves_the_stage_and_the_library_at_once(
    stage: StagePanel, tmp_path: Path, commands: RecordingCommands
) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    act(stage, "Move to trash")

    assert (commands.of("removals.clips"), stage.clip) == ([(["clip-1"],)], None)


def test_every_control_has_a_name(stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    controls = [*stage.findChildren(QAbstractButton), *stage.findChildren(QSlider)]

    assert [type(control) for control in controls if control.isVisible() and not control.accessibleName()] == []
