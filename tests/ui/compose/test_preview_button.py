"""Preview beside Generate: the same request drawn by the engine, without another connection being picked."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from sora_desktop.domain.catalog import ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.connection import KeyPlace, engine_connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.shapes import Shape, Size
from tests.support.commands import RecordingCommands
from tests.ui.composer import BY_ID, FOX, GATEWAY, PICTURE, Screen, facts

ENGINE = engine_connection()


@pytest.fixture
def drawn(screen: Screen) -> Screen:
    screen.panel.foot.set_engine(ENGINE)
    return screen


def preview_of(screen: Screen) -> QAbstractButton:
    return screen.find(QAbstractButton, "previewButton")


def test_a_press_has_the_very_request_drawn_once_and_nothing_is_generated(
    drawn: Any, commands: RecordingCommands
) -> None:
    drawn.type(FOX)
    drawn.press("orientation-portrait")
    drawn.pick("sora2-pro-1080p")
    drawn.count.setValue(3)
    drawn.press("previewButton")
    drawn.press("previewButton")

    [(request, takes)] = commands.of("previews.make")
    model = BY_ID["sora2-pro-1080p"]
    assert (FOX, model, model.settle_size(Shape.PORTRAIT), 4, 3) == (
        *(request.prompt, request.model, request.size, request.seconds),
        takes,
    )
    assert [] == commands.of("jobs.submit") + commands.of("connections.select")


def test_its_key_draws_and_a_key_held_down_is_one_wish(drawn: Any, commands: RecordingCommands, qtbot: Any) -> None:
    drawn.type(FOX)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(drawn.picker, Qt.Key.Key_Return, both)
    qtbot.keyClick(drawn.picker, Qt.Key.Key_Return, both)

    assert 1 == len(commands.of("previews.make"))


def test_once_it_did_not_work_it_can_be_pressed_again(drawn: Any, commands: RecordingCommands) -> None:
    drawn.type(FOX)
    drawn.press("previewButton")
    commands.fail("previews.make", InputError("no"))
    drawn.press("previewButton")

    assert 2 == len(commands.of("previews.make"))


def test_with_the_engine_picked_the_one_button_says_that_it_is_the_preview(drawn: Any) -> None:
    drawn.type(FOX)
    drawn.panel.set_connection(ENGINE)
    one = drawn.button.text()
    drawn.count.setValue(2)

    assert ("Preview · free", "Preview 2 · free") == (one, drawn.button.text())
    assert not preview_of(drawn).isVisible()


def test_a_service_that_cannot_be_asked_now_does_not_hold_the_preview_back(drawn: Any) -> None:
    drawn.type(FOX)
    drawn.panel.set_connection(replace(GATEWAY, key_place=KeyPlace.MISSING))

    assert not drawn.button.isEnabled()
    assert preview_of(drawn).isEnabled()


def test_without_a_prompt_and_while_a_picture_is_looked_at_there_is_none(
    drawn: Any, commands: RecordingCommands
) -> None:
    blank = preview_of(drawn).isEnabled()
    drawn.type(FOX)
    drawn.panel.set_image(PICTURE)
    looking = preview_of(drawn).isEnabled()
    commands.answer("pictures.look_at", facts(PICTURE))

    assert (False, False, True) == (blank, looking, preview_of(drawn).isEnabled())


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (VideoModel("wan", (Size(832, 480),), (4,)), "No preview: frames of 832 × 480 can't be drawn."),
        (VideoModel("wan", (Size(1280, 720),), (5,)), "No preview: clips of 5 s can't be drawn"),
    ],
)
def test_what_the_engine_cannot_draw_is_said_before_it_is_asked_for(
    drawn: Any, commands: RecordingCommands, model: VideoModel, words: str
) -> None:
    drawn.panel.set_connection(replace(GATEWAY, models=(model,)))
    drawn.type(FOX)

    assert drawn.text("previewNote").startswith(words)
    assert preview_of(drawn).accessibleDescription().startswith(words)
    assert (False, True) == (preview_of(drawn).isEnabled(), drawn.button.isEnabled())
    drawn.press("previewButton")
    assert [] == commands.of("previews.make")


def test_a_last_frame_cannot_be_drawn_and_that_is_said(drawn: Any, commands: RecordingCommands) -> None:
    both = (ImageSlot(), ImageSlot(ImageRole.LAST, field="last_frame"))
    model = VideoModel("kling", (Size(1280, 720),), (4,), images=both)
    drawn.panel.set_connection(replace(GATEWAY, models=(model,)))
    drawn.type(FOX)
    last = InputImage(path=PICTURE.path, role=ImageRole.LAST)
    drawn.panel.replace_draft(replace(drawn.panel.draft(), others=(last,)))
    commands.answer("pictures.look_at", facts(last))

    assert drawn.text("previewNote").startswith("No preview: only a first frame can be drawn")
