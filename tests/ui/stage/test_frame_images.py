"""Frames become images beside the window: the latest one of the film on show, and no other."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from sora_desktop.domain.film import BT601, BT709, ColourTags
from sora_desktop.ui.stage.frame_images import FrameImages, ShownFrame

Pixels = QVideoFrameFormat.PixelFormat


def frame(number: int = 0, kind: Pixels = Pixels.Format_YUV420P) -> QVideoFrame:
    """Of one colour, red where it is taken for BT.709."""
    made = QVideoFrame(QVideoFrameFormat(QSize(64, 48), kind))
    assert made.map(QVideoFrame.MapMode.WriteOnly)
    for plane, code in enumerate((63, 114, 208)[: made.planeCount()]):
        bits = made.bits(plane)
        assert isinstance(bits, memoryview)
        bits[:] = bytes([code]) * len(bits)
    made.unmap()
    made.setStartTime(number * 1000)
    made.setEndTime(number * 1000 + 1000)
    return made


@pytest.fixture
def images(qtbot: QtBot) -> FrameImages:
    return FrameImages()


@pytest.fixture
def seen(images: FrameImages) -> list[ShownFrame]:
    heard: list[ShownFrame] = []
    images.ready.connect(heard.append)
    return heard


def red(image: QImage) -> int:
    return image.pixelColor(20, 20).red()


def test_a_frame_becomes_an_image_with_its_time(qtbot: QtBot, images: FrameImages, seen: list[ShownFrame]) -> None:
    images.take(frame(7), exact=True)
    qtbot.waitUntil(lambda: len(seen) == 1)

    assert (7000, 8000, QSize(64, 48)) == (seen[0].start, seen[0].end, seen[0].image.size())


def test_of_frames_that_come_too_fast_the_latest_is_turned(
    qtbot: QtBot, images: FrameImages, seen: list[ShownFrame]
) -> None:
    for number in range(20):
        images.take(frame(number), exact=False)
    qtbot.waitUntil(lambda: [each.start for each in seen][-1:] == [19_000])

    assert [0, 19_000] == [each.start for each in seen]


def test_what_the_file_says_of_its_colours_turns_the_frame_on_show_once_more(
    qtbot: QtBot, images: FrameImages, seen: list[ShownFrame]
) -> None:
    images.take(frame(), exact=True)
    qtbot.waitUntil(lambda: len(seen) == 1)
    images.take_tags(ColourTags(matrix=BT709))
    qtbot.waitUntil(lambda: len(seen) == 2)
    images.take_tags(ColourTags(matrix=BT709))
    images.take_tags(ColourTags(matrix=BT601))
    qtbot.waitUntil(lambda: len(seen) == 3)

    assert red(seen[0].image) == red(seen[2].image)
    assert red(seen[1].image) > red(seen[2].image) + 10


def test_a_frame_of_the_film_before_is_not_handed_on(qtbot: QtBot, images: FrameImages, seen: list[ShownFrame]) -> None:
    images.take(frame(1), exact=True)
    images.forget()
    images.refine()
    images.take(frame(2), exact=True)
    qtbot.waitUntil(lambda: seen != [])

    assert [2000] == [each.start for each in seen]


def test_a_frame_in_a_layout_that_cannot_be_read_is_an_empty_image_and_holds_up_none(
    qtbot: QtBot, images: FrameImages, seen: list[ShownFrame]
) -> None:
    images.take(frame(1, Pixels.Format_IMC1), exact=True)
    qtbot.waitUntil(lambda: len(seen) == 1)
    images.take(frame(2), exact=True)
    qtbot.waitUntil(lambda: len(seen) == 2)

    assert [True, False] == [each.image.isNull() for each in seen]
