"""The stage with films of all kinds: their colours, each of their frames, and what is said where no picture comes."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import NOTHING_KNOWN, Clip
from sora_desktop.media import film_look
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import playback
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.frame_images import ShownFrame
from sora_desktop.ui.stage.frame_seeker import FrameSeeker
from sora_desktop.ui.stage.panel import StagePanel
from tests.support.films import (
    BLUE,
    GREEN,
    GREY,
    PLACES,
    RED,
    YELLOW,
    Colour,
    Film,
    copy_from,
    make_film,
    number_in,
    turn,
)
from tests.support.finding import child
from tests.support.opened import Opened
from tests.ui.samples import clip, film_clip
from tests.ui.stages import player, said, surface

SHARP = {"preset": "ultrafast", "crf": "4"}
BOTH_WAYS = {"preset": "veryfast", "crf": "12", "bf": "2", "g": "100"}
OPEN_GROUPS = {"preset": "veryfast", "x264-params": "open-gop=1:keyint=11:min-keyint=11:bframes=3:b-adapt=0:scenecut=0"}
VP9 = {"deadline": "realtime", "cpu-used": "8", "crf": "4", "b": "0"}
X265 = {"preset": "ultrafast", "crf": "4", "x265-params": "log-level=none:bframes=0:frame-threads=1:pools=1"}
HD = (1280, 720)

PLAIN = Film(codec_options=SHARP, count=2)
DEEP = replace(PLAIN, layout="yuv420p10le")
UNTOLD = replace(PLAIN, matrix=2, full_range=None)
COLOURS = {
    "BT.709": PLAIN,
    "BT.709 of many lines": replace(PLAIN, size=HD),
    "BT.601": replace(PLAIN, matrix=6),
    "BT.601 of many lines": replace(PLAIN, matrix=5, size=HD),
    "full range": replace(PLAIN, full_range=True, layout="yuvj420p"),
    "full range, BT.601 of many lines": replace(PLAIN, matrix=5, full_range=True, layout="yuvj420p", size=HD),
    "full range, VP9": Film(codec="libvpx-vp9", codec_options=VP9, container="webm", count=2, full_range=True),
    "untold, few lines": replace(UNTOLD, paint_with=6),
    "untold, many lines": replace(UNTOLD, paint_with=1, size=HD),
    "ten bits": DEEP,
    "ten bits, BT.601": replace(DEEP, matrix=6),
    "ten bits, untold, many lines": replace(DEEP, matrix=2, paint_with=1, full_range=None, size=HD),
    "HEVC": replace(PLAIN, codec="libx265", codec_options=X265),
    "HEVC, ten bits": replace(DEEP, codec="libx265", codec_options=X265),
    "4:2:2": replace(PLAIN, layout="yuv422p"),
    "4:2:2, ten bits, full range": replace(DEEP, layout="yuv422p10le", full_range=True),
    "4:4:4": replace(PLAIN, layout="yuv444p"),
    "4:4:4, BT.601 of many lines": replace(PLAIN, layout="yuv444p", matrix=5, size=HD),
    "4:4:4, ten bits": replace(DEEP, layout="yuv444p10le"),
    "RGB in H.264": replace(PLAIN, codec="libx264rgb", layout="rgb24", matrix=0),
    "ProRes": Film(codec="prores_ks", layout="yuv422p10le", container="mov", count=2),
    "pixels that are not square": replace(PLAIN, size=(240, 180), square=Fraction(4, 3)),
    "rows of an odd length": replace(PLAIN, size=(322, 182)),
    "portrait": replace(PLAIN, size=(180, 320)),
    "VP9": Film(codec="libvpx-vp9", codec_options=VP9, container="webm", count=2),
}

UNEVEN = [*(number / 48 for number in range(8)), *(8 / 48 + number / 16 for number in range(4))]
FAST_AT_THE_END = [*(number / 16 for number in range(4)), *(4 / 16 + number / 120 for number in range(8))]
SOUNDING = Film(codec_options=BOTH_WAYS, count=12, longer=0.0)
STEPPED = {
    "MP4": SOUNDING,
    "sound that is longer": replace(SOUNDING, longer=0.1),
    "no edit list": replace(SOUNDING, container_options={"use_editlist": "0"}),
    "48 frames a second, then 16": replace(SOUNDING, times=UNEVEN, longer=-0.2),
    "16 frames a second, then 120": replace(SOUNDING, times=FAST_AT_THE_END, longer=-0.2),
    "open groups of pictures": replace(SOUNDING, codec_options=OPEN_GROUPS),
    "QuickTime": replace(SOUNDING, container="mov"),
    "Matroska": replace(SOUNDING, container="matroska"),
    "WebM": Film(codec="libvpx-vp9", codec_options=VP9, container="webm", count=12, longer=0.0),
    "GIF": Film(codec="gif", layout="rgb8", container="gif", count=12),
    "ten bits": replace(SOUNDING, layout="yuv420p10le"),
}
ENDINGS = {"matroska": "mkv"}


def film_in(folder: Path, film: Film) -> Path:
    return make_film(folder / f"clip.{ENDINGS.get(film.container, film.container)}", film)


def clip_of(path: Path, **facts: Any) -> Clip:
    """A clip of the library that is this file; of its facts only some are known."""
    return replace(clip(path.parent), path=path, media=replace(NOTHING_KNOWN, **facts))


def shown(stage: StagePanel, x: float, y: float) -> Colour:
    """The colour of the picture at a place that is given as parts of its width and height."""
    image = surface(stage).image
    return rgb(image, int(image.width() * x), int(image.height() * y))


def painted(stage: StagePanel, x: float, y: float) -> Colour:
    """The same as it is on the screen."""
    rect = surface(stage).picture_rect()
    image = surface(stage).grab().toImage()
    return rgb(image, int(rect.x() + rect.width() * x), int(rect.y() + rect.height() * y))


def rgb(image: QImage, x: int, y: int) -> Colour:
    colour = image.pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()


def far_off(expected: Sequence[int], colour: Sequence[int]) -> int:
    return max(abs(one - other) for one, other in zip(expected, colour, strict=True))


def number(stage: StagePanel) -> int:
    return number_in(partial(shown, stage))


def press(qtbot: QtBot, stage: StagePanel, key: Qt.Key, expected: int) -> None:
    qtbot.keyClick(surface(stage), key)
    qtbot.waitUntil(lambda: number(stage) == expected)


def show_first(qtbot: QtBot, stage: StagePanel, one: Clip, first: int = 0) -> None:
    stage.show_clip(one, play=False)
    qtbot.waitUntil(lambda: stage.frames_shown > 0 and number(stage) == first)


@pytest.mark.parametrize("name", COLOURS)
def test_a_film_is_painted_in_its_own_colours(qtbot: QtBot, stage: StagePanel, tmp_path: Path, name: str) -> None:
    stage.show_clip(clip_of(film_in(tmp_path, COLOURS[name])), play=False)

    def farthest() -> int:
        return max(far_off(colour, painted(stage, *place)) for colour, place in PLACES.items())

    qtbot.waitUntil(lambda: stage.frames_shown > 0 and farthest() <= 3)


BRIGHT_GREY = {16: (178, 178, 178), 18: (137, 137, 137)}
"""Where white has 203 candelas: the code of 128 stands for 92 of them in PQ, and for 51 in HLG."""


@pytest.mark.parametrize("transfer", BRIGHT_GREY, ids=["PQ", "HLG"])
def test_a_film_of_high_dynamic_range_is_brought_into_that_of_the_screen(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, transfer: int
) -> None:
    film = replace(COLOURS["HEVC, ten bits"], matrix=9, primaries=9, transfer=transfer)
    stage.show_clip(clip_of(film_in(tmp_path, film)), play=False)
    qtbot.waitUntil(lambda: stage.frames_shown > 0)

    red, grey = painted(stage, *PLACES[RED]), painted(stage, *PLACES[GREY])
    assert far_off(BRIGHT_GREY[transfer], grey) <= 6
    assert red[0] > 2 * max(red[1:])


CORNERS = {RED: (-1, -1), GREEN: (1, -1), BLUE: (-1, 1), YELLOW: (1, 1)}
MATRICES = [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0), (-1, 0, 0, 1), (1, 0, 0, -1)]
"""Turned, or mirrored. Qt's backend takes the two that are both for each other."""


@pytest.mark.parametrize("matrix", MATRICES)
def test_a_film_is_turned_and_mirrored_as_its_matrix_says(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, matrix: tuple[int, int, int, int]
) -> None:
    a, b, c, d = matrix
    path = turn(film_in(tmp_path, PLAIN), matrix)
    stage.show_clip(clip_of(path), play=False)
    qtbot.waitUntil(lambda: stage.frames_shown > 0)

    for colour, (x, y) in CORNERS.items():
        seen = shown(stage, 0.5 + 0.4 * (a * x + c * y), 0.5 + 0.4 * (b * x + d * y))
        assert far_off(colour, seen) <= 3


@pytest.mark.parametrize("name", STEPPED)
def test_every_frame_is_reached_one_by_one_forwards_and_backwards(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, name: str
) -> None:
    show_first(qtbot, stage, clip_of(film_in(tmp_path, STEPPED[name])))
    for expected in [*range(1, 12), 11]:
        press(qtbot, stage, Qt.Key.Key_Period, expected)
    for expected in [*reversed(range(11)), 0]:
        press(qtbot, stage, Qt.Key.Key_Comma, expected)


@pytest.mark.parametrize("name", STEPPED)
def test_end_is_the_last_frame_also_in_a_loop_and_home_the_first(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, name: str
) -> None:
    player(stage).set_loop(True)
    show_first(qtbot, stage, clip_of(film_in(tmp_path, STEPPED[name])))
    press(qtbot, stage, Qt.Key.Key_End, 11)
    press(qtbot, stage, Qt.Key.Key_Comma, 10)
    press(qtbot, stage, Qt.Key.Key_End, 11)
    press(qtbot, stage, Qt.Key.Key_Home, 0)
    press(qtbot, stage, Qt.Key.Key_Period, 1)


def test_a_clip_that_did_not_pass_the_check_is_looked_at_by_a_child_and_stepped_through(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_look, "look_at_film", forbidden)
    monkeypatch.setattr(film_look, "picture_at", forbidden)
    one = clip_of(film_in(tmp_path, STEPPED["48 frames a second, then 16"]))
    show_first(qtbot, stage, replace(one, unchecked=message("Nobody knows.")))
    qtbot.waitUntil(lambda: child(stage, FrameSeeker).clock.last == 11)

    press(qtbot, stage, Qt.Key.Key_End, 11)
    press(qtbot, stage, Qt.Key.Key_Comma, 10)


def forbidden(*_arguments: object) -> None:
    raise AssertionError("it is opened in this process")


def test_frames_that_an_edit_list_hides_are_not_stepped_to(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    whole = make_film(tmp_path / "whole.mp4", replace(SOUNDING, count=24))
    show_first(qtbot, stage, clip_of(copy_from(whole, tmp_path / "cut.mp4", 0.5)), first=12)
    press(qtbot, stage, Qt.Key.Key_Comma, 12)
    press(qtbot, stage, Qt.Key.Key_Period, 13)
    press(qtbot, stage, Qt.Key.Key_End, 23)
    press(qtbot, stage, Qt.Key.Key_Home, 12)


def test_while_it_plays_the_written_time_is_that_of_the_picture_on_show(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path
) -> None:
    times = child(stage, PlainLabel, "timecode")
    wrong: list[tuple[int, str]] = []

    def compare(_seen: object) -> None:
        expected = f"00:00:{number(stage):02} / 00:01:00"
        if times.text() != expected:
            wrong.append((number(stage), times.text()))

    stage.show_clip(
        clip_of(film_in(tmp_path, replace(SOUNDING, count=24)), frames=24, fps=24.0, seconds=1.0), play=True
    )
    qtbot.waitUntil(lambda: stage.frames_shown > 0)
    player(stage).seen.connect(compare)
    player(stage).position_changed.connect(compare)
    qtbot.waitUntil(lambda: not player(stage).is_playing)

    assert (wrong, number(stage)) == ([], 23)


def test_where_a_person_stands_a_frame_that_was_on_its_way_before_comes_too_late(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path
) -> None:
    show_first(qtbot, stage, clip_of(film_in(tmp_path, SOUNDING)))
    press(qtbot, stage, Qt.Key.Key_End, 11)

    player(stage).seen.emit(ShownFrame(QImage(320, 180, QImage.Format.Format_RGB32), 0, 41_667))

    assert number(stage) == 11
    press(qtbot, stage, Qt.Key.Key_Comma, 10)


def test_a_frame_of_the_clip_before_does_not_come_after_the_next_was_asked_for(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path
) -> None:
    frames: list[Any] = []
    show_first(qtbot, stage, clip_of(film_in(tmp_path, SOUNDING)))
    made = player(stage)._playback
    assert made is not None
    made._sink.videoFrameChanged.connect(frames.append)
    press(qtbot, stage, Qt.Key.Key_Period, 1)
    sizes: list[QSize] = []
    player(stage).seen.connect(lambda seen: sizes.append(seen.image.size()))

    stage.show_clip(film_clip(tmp_path, 2), play=False)
    made._take_frame(frames[0])
    qtbot.waitUntil(lambda: sizes != [])

    assert {QSize(160, 90)} == set(sizes)


def test_a_step_goes_on_from_the_frame_at_which_playing_was_stopped(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path
) -> None:
    stage.show_clip(clip_of(film_in(tmp_path, replace(SOUNDING, count=48))), play=True)
    qtbot.waitUntil(lambda: stage.frames_shown > 4)
    player(stage).pause()
    qtbot.waitUntil(lambda: not player(stage).is_playing)
    before = number(stage)

    qtbot.keyClick(surface(stage), Qt.Key.Key_Period)

    qtbot.waitUntil(lambda: number(stage) > before)
    assert number(stage) <= before + 2  # one frame may have been on its way


@pytest.mark.parametrize("name", ["QuickTime", "Matroska", "WebM", "GIF"])
def test_a_clip_in_another_container_plays(qtbot: QtBot, stage: StagePanel, tmp_path: Path, name: str) -> None:
    stage.show_clip(clip_of(film_in(tmp_path, STEPPED[name])), play=True)

    qtbot.waitUntil(lambda: stage.frames_shown > 4 and not player(stage).is_playing)
    qtbot.waitUntil(lambda: number(stage) == 11)  # it is drawn a moment after the player has come to its end
    assert [] == said(stage)


NO_PICTURE = "This clip can't be shown here"


@pytest.fixture
def av1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clip:
    """A film that the player of the window has no decoder for, as on a machine that has none in its graphics card."""
    monkeypatch.setattr(playback, "OVERDUE_MILLISECONDS", 50)
    film = Film(codec="libsvtav1", codec_options={"preset": "12"}, count=24, longer=0.0)
    return clip_of(film_in(tmp_path, film), video_codec="libdav1d")


@pytest.mark.parametrize("play", [True, False])
def test_where_no_picture_comes_it_is_said_and_nothing_runs_on(
    qtbot: QtBot, stage: StagePanel, av1: Clip, opened: Opened, play: bool
) -> None:
    stage.show_clip(av1, play=play)
    qtbot.waitUntil(lambda: said(stage) != [])
    button = next(each for each in surface(stage).findChildren(QPushButton) if each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(surface(stage), Qt.Key.Key_Space)
    qtbot.mouseClick(surface(stage), Qt.MouseButton.LeftButton)

    assert said(stage) == [
        NO_PICTURE,
        "The player here can't show its AV1 video. The file is complete and safe in your library, and another player may show it.",
    ]
    assert ("Open in your default player", [QUrl.fromLocalFile(str(av1.path))]) == (button.text(), opened.urls)
    assert (False, True) == (player(stage).is_playing, surface(stage).image.isNull())


def test_of_a_clip_that_was_not_checked_it_is_not_said_to_be_whole(qtbot: QtBot, stage: StagePanel, av1: Clip) -> None:
    stage.show_clip(replace(av1, unchecked=message("Nobody knows.")), play=True)
    qtbot.waitUntil(lambda: said(stage) != [])

    assert said(stage)[1] == tr(text.STAGE_UNSEEN_UNCHECKED)
    assert "complete" not in said(stage)[1]


def test_after_a_clip_without_a_picture_the_next_one_plays(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, av1: Clip
) -> None:
    stage.show_clip(av1, play=True)
    qtbot.waitUntil(lambda: said(stage) != [])
    stage.show_clip(film_clip(tmp_path, 2), play=True)
    qtbot.waitUntil(lambda: stage.frames_shown > 3)

    assert said(stage) == []


def test_a_picture_that_comes_late_takes_back_what_was_said(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path, frames=96), play=True)
    qtbot.waitUntil(lambda: stage.frames_shown > 1)
    player(stage).unseen.emit()
    assert (NO_PICTURE, False) == (said(stage)[0], player(stage).is_playing)

    player(stage).seen.emit(ShownFrame(QImage(160, 90, QImage.Format.Format_RGB32), 0, 41_667))

    assert ([], True) == (said(stage), player(stage).is_playing)


def test_a_frame_that_cannot_be_read_is_said_instead_of_painted_black(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path
) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    qtbot.waitUntil(lambda: stage.frames_shown > 0)
    before = stage.frames_shown

    player(stage).seen.emit(ShownFrame(QImage(), 0, 41_667))

    assert (NO_PICTURE, before) == (said(stage)[0], stage.frames_shown)
