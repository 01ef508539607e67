"""What a person is writing is never lost: not by a restart, a crash, another prompt, or a picture that changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import Snapshot
from sora_desktop.domain.image import Fit, FitMode, ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.job import JobState
from sora_desktop.domain.request import Request
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.ui.compose.prompt_edit import PromptEdit
from sora_desktop.ui.compose.shown_picture import ZoneState
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.settings_writer import DraftWriter
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import sample_job
from tests.ui.composer import BY_ID, FOX, GATEWAY, Screen

PICTURE = InputImage(path=Path("/pictures/fox.png"), fit=Fit(FitMode.CROP, 0.2, 0.8))
HEN = Request(
    "a hen in the yard", BY_ID["sora2-landscape-8s"], BY_ID["sora2-landscape-8s"].settle_size(Shape.LANDSCAPE), 8
)
WHOLE = Draft(FOX, PICTURE, "as chosen", Shape.PORTRAIT, 12, "sora2-pro-1080p", 3)
CHANGED = "The picture's file has changed since you chose it. Use it as it is now, choose another one, or remove it."
UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


SIZE = Size(4032, 3024)


def seen(digest: str, size: Size = SIZE) -> ImageFacts:
    return ImageFacts(PICTURE, ImageVerdict.OK, size, digest=digest)


@pytest.fixture
def restored(bare: Screen) -> Screen:
    """A composer at the next start: the draft first, then a studio with its connection."""
    bare.panel.open_draft(WHOLE)
    bare.panel.set_connection(GATEWAY)
    bare.panel.look_at_picture()
    return bare


# ---------------------------------------------------------------- over a restart


def test_the_whole_form_comes_back(restored: Screen, commands: RecordingCommands) -> None:
    commands.answer("pictures.look_at", seen("as chosen"))

    assert WHOLE == restored.panel.draft()
    assert ("sora2-pro-1080p", 3, ZoneState.GOOD) == (restored.picked, restored.count.value(), restored.zone.state)
    restored.press("generateButton")
    wanted = Request(
        FOX, BY_ID["sora2-pro-1080p"], BY_ID["sora2-pro-1080p"].settle_size(Shape.PORTRAIT), 12, (PICTURE,)
    )
    assert [(wanted, "gateway", 3)] == commands.of("jobs.submit")


def test_before_the_studio_is_there_the_form_stands_and_nothing_is_asked(
    bare: Screen, commands: RecordingCommands
) -> None:
    bare.panel.open_draft(WHOLE)

    assert (WHOLE, ZoneState.BUSY) == (bare.panel.draft(), bare.zone.state)
    assert [] == commands.said
    assert not bare.button.isEnabled()


def test_a_restored_picture_is_looked_at_again_before_anything_can_go_out(
    restored: Screen, commands: RecordingCommands
) -> None:
    assert [(PICTURE,)] == commands.of("pictures.look_at")
    assert (False, "Checking the picture…") == (restored.button.isEnabled(), restored.text("problemLabel"))

    commands.answer("pictures.look_at", seen("as chosen"))
    assert restored.button.isEnabled()


def test_a_picture_that_vanished_is_shown_and_said_and_holds_generate_until_it_is_removed(
    restored: Screen, commands: RecordingCommands
) -> None:
    commands.answer("pictures.look_at", ImageFacts(PICTURE, ImageVerdict.NOT_FOUND))

    gone = "The picture is gone. Add it again."
    assert ([gone], gone, False) == (restored.complaints, restored.text("problemLabel"), restored.button.isEnabled())
    assert (ZoneState.REFUSED, PICTURE) == (restored.zone.state, restored.panel.draft().image)
    assert "fox.png" in restored.zone.accessibleName()

    restored.press("imageRemoveButton")
    assert ([], None, True) == (restored.complaints, restored.panel.draft().image, restored.button.isEnabled())


def test_a_picture_that_came_back_meanwhile_is_found_when_the_person_does(
    restored: Screen, commands: RecordingCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.answer("pictures.look_at", ImageFacts(PICTURE, ImageVerdict.NOT_FOUND))
    monkeypatch.setattr(type(restored.panel), "isActiveWindow", lambda _panel: True)
    QApplication.sendEvent(restored.panel, QEvent(QEvent.Type.ActivationChange))
    commands.answer("pictures.look_at", seen("as chosen"))

    assert ([], True) == (restored.complaints, restored.button.isEnabled())


def test_a_picture_that_changed_is_shown_as_it_is_now_and_not_sent_before_the_person_takes_it(
    restored: Screen, commands: RecordingCommands
) -> None:
    commands.answer("pictures.look_at", seen("another"))

    assert ([CHANGED], CHANGED, False) == (
        restored.complaints,
        restored.text("problemLabel"),
        restored.button.isEnabled(),
    )
    assert "as chosen" == restored.panel.draft().picture_digest, "a second restart must say it, too"

    restored.press("pictureAcceptButton")
    assert ([], True, "another") == (
        restored.complaints,
        restored.button.isEnabled(),
        restored.panel.draft().picture_digest,
    )
    assert not restored.find(QPushButton, "pictureAcceptButton").isVisible()


@pytest.mark.parametrize("way", ["drop", "remove"])
def test_a_changed_picture_is_also_settled_by_dropping_or_removing_it(
    restored: Screen, commands: RecordingCommands, way: str
) -> None:
    commands.answer("pictures.look_at", seen("another"))
    if way == "drop":
        restored.panel.set_image(PICTURE)
        commands.answer("pictures.look_at", seen("another"))
    else:
        restored.press("imageRemoveButton")

    assert ([], True) == (restored.complaints, restored.button.isEnabled())


def test_a_model_that_the_connection_offers_no_more_is_named_and_not_replaced(bare: Screen) -> None:
    bare.panel.open_draft(Draft(FOX, model="sora-9-retired"))
    bare.panel.set_connection(GATEWAY)

    told = "“Gateway” doesn't offer the model sora-9-retired."
    assert (told, False) == (bare.text("problemLabel"), bare.button.isEnabled())
    assert "sora-9-retired" == bare.panel.draft().model


def test_once_all_is_restored_another_connection_offers_its_nearest_model(bare: Screen) -> None:
    bare.panel.open_draft(Draft(FOX, model="sora2-pro-1080p"))
    bare.panel.set_connection(GATEWAY)
    bare.panel.set_connection(replace(GATEWAY, id="small", models=(BY_ID["sora2-pro-720p"],)))

    assert ("sora2-pro-720p", True) == (bare.picked, bare.button.isEnabled())


def opened_window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, draft: Draft) -> MainWindow:
    made = MainWindow(commands, theme, Settings(), draft=draft, library_folder=Path("/clips"))
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    return made


def test_what_another_window_wrote_meanwhile_takes_the_place_of_what_was_read_before_it(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands
) -> None:
    window = opened_window(qtbot, theme, commands, Draft("the first words"))
    window.load(Snapshot((), (), (GATEWAY,), "gateway", (), Settings(), draft=Draft("the last words")))

    assert "the last words" == window.compose.draft().prompt
    assert "the first words" not in {draft.prompt for (draft,) in commands.of("drafts.keep")}


def test_what_was_typed_before_the_studio_was_there_stays(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands
) -> None:
    window = opened_window(qtbot, theme, commands, Draft("a fox"))
    child(window.compose, PromptEdit).insertPlainText(" in snow")
    window.load(Snapshot((), (), (GATEWAY,), "gateway", (), Settings(), draft=Draft("a fox")))

    assert "a fox in snow" == window.compose.draft().prompt
    assert "a fox in snow" == commands.of("drafts.keep")[-1][0].prompt


# ---------------------------------------------------------------- written as it is written


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda screen: screen.type("!"), {"prompt": "!"}),
        (lambda screen: screen.press("orientation-portrait"), {"shape": Shape.PORTRAIT}),
        (lambda screen: screen.press("duration-8"), {"seconds": 8}),
        (lambda screen: screen.pick("sora2-pro-720p"), {"model": "sora2-pro-720p"}),
        (lambda screen: screen.count.setValue(5), {"takes": 5}),
        (lambda screen: screen.panel.set_image(PICTURE), {"image": PICTURE}),
    ],
)
def test_each_change_of_the_form_is_told(
    screen: Screen, change: Callable[[Screen], None], kept: dict[str, Any]
) -> None:
    told: list[Draft] = []
    screen.panel.draft_changed.connect(lambda: told.append(screen.panel.draft()))
    change(screen)

    assert kept == {name: getattr(told[-1], name) for name in kept}


def test_who_writes_on_without_a_pause_is_written_down_all_the_same(commands: RecordingCommands) -> None:
    """The clock runs from the first change: one that started anew with each would never ring."""
    draft = [Draft("a")]
    writer = DraftWriter(commands, lambda: draft[0])
    writer.open()
    draft[0] = Draft("ab")
    writer.note_change()
    clock = writer.findChild(QTimer)
    assert clock is not None
    started = clock.timerId()
    writer.note_change()

    assert (started, True) == (clock.timerId(), clock.isActive())
    clock.timeout.emit()
    assert [(Draft("ab"),)] == commands.of("drafts.keep")


def test_nothing_is_written_before_the_studio_is_there_nor_twice_nor_after_its_end(commands: RecordingCommands) -> None:
    draft = [Draft("a")]
    writer = DraftWriter(commands, lambda: draft[0])
    draft[0] = Draft("ab")
    writer.note_change()
    writer.write()
    assert [] == commands.said

    writer.open()
    writer.write()
    assert [(Draft("ab"),)] == commands.of("drafts.keep")

    draft[0] = Draft("the last word")
    writer.stop()
    writer.note_change()
    writer.write()
    assert [(Draft("ab"),), (Draft("the last word"),)] == commands.of("drafts.keep")


# ---------------------------------------------------------------- replaced, and put back


@pytest.fixture
def written(screen: Screen, commands: RecordingCommands) -> Screen:
    """A whole form that a person has filled in."""
    screen.type(FOX)
    screen.press("orientation-portrait")
    screen.press("duration-12")
    screen.pick("sora2-pro-1080p")
    screen.count.setValue(3)
    screen.panel.set_image(PICTURE)
    commands.answer("pictures.look_at", seen("as chosen"))
    assert WHOLE == screen.panel.draft()
    return screen


def press(screen: Screen, keys: QKeySequence.StandardKey) -> None:
    screen.qtbot.keySequence(screen.prompt, QKeySequence(keys))


def test_undo_brings_back_the_whole_form_that_another_prompt_took_the_place_of(
    written: Screen, commands: RecordingCommands
) -> None:
    written.panel.restore(HEN)
    assert ("a hen in the yard", None, "sora2-landscape-8s") == (
        written.panel.draft().prompt,
        written.panel.draft().image,
        written.picked,
    )

    press(written, UNDO)
    commands.answer("pictures.look_at", seen("as chosen"))
    assert (WHOLE, True, ZoneState.GOOD) == (written.panel.draft(), written.button.isEnabled(), written.zone.state)


def test_redo_brings_the_other_prompt_with_what_was_chosen_for_it_meanwhile(written: Screen) -> None:
    written.panel.restore(HEN)
    written.count.setValue(7)
    written.type(" at noon")
    with_hen = written.panel.draft()
    for keys in (UNDO, UNDO, REDO, REDO):
        press(written, keys)

    assert with_hen == written.panel.draft()


def test_what_is_typed_before_an_undo_does_not_come_between(written: Screen, commands: RecordingCommands) -> None:
    written.panel.restore(HEN)
    written.type(" at noon")
    press(written, UNDO)
    press(written, UNDO)
    commands.answer("pictures.look_at", seen("as chosen"))

    assert WHOLE == written.panel.draft()


def test_several_replacements_come_back_one_after_another(written: Screen) -> None:
    written.panel.restore(HEN)
    with_hen = written.panel.draft()
    written.panel.restore(replace(HEN, prompt="a third", seconds=8))
    press(written, UNDO)
    first = written.panel.draft()
    press(written, UNDO)

    assert (with_hen, WHOLE) == (first, written.panel.draft())


def test_an_undo_within_one_prompt_leaves_the_choices_alone(written: Screen) -> None:
    written.panel.restore(HEN)
    written.count.setValue(7)
    written.type(" at noon")
    press(written, UNDO)

    assert (HEN.prompt, 7) == (written.panel.draft().prompt, written.panel.draft().takes)


def test_put_back_works_also_after_more_was_written(written: Screen) -> None:
    written.panel.restore(HEN)
    written.type(" at noon")
    with_hen = written.panel.draft()
    written.panel.put_back()
    assert WHOLE == written.panel.draft()

    press(written, UNDO)
    assert with_hen == written.panel.draft()


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> MainWindow:
    made = MainWindow(commands, theme, Settings(), draft=WHOLE, library_folder=Path("/clips"))
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.show()
    made.load(Snapshot((), (), (GATEWAY,), "gateway", (), Settings()))
    commands.answer("pictures.look_at", seen("as chosen"))
    return made


def notice_button(window: MainWindow, words: str) -> QPushButton:
    return next(each for each in window.notices.findChildren(QPushButton) if each.text() == words)


@pytest.mark.parametrize(
    "replaces",
    [
        lambda window: window.stage.use_again.emit(HEN),
        lambda window: window.library.use_again.emit(HEN),
        lambda window: window.queue.edit_requested.emit(replace(sample_job(state=JobState.WAITING), request=HEN)),
    ],
    ids=["the stage", "the library", "a waiting job"],
)
def test_whatever_takes_the_place_of_what_is_written_offers_to_put_it_back(
    window: MainWindow, qtbot: QtBot, replaces: Callable[[MainWindow], None]
) -> None:
    replaces(window)
    assert HEN.prompt == window.compose.draft().prompt
    assert ["Your previous text made room for this request. Ctrl+Z brings it back."] == [
        str(each.text) for each in window.notices.notices
    ]

    qtbot.mouseClick(notice_button(window, "Bring my text back"), Qt.MouseButton.LeftButton)
    assert (WHOLE, ()) == (window.compose.draft(), window.notices.notices)


def test_the_offer_goes_when_the_keys_have_put_it_back(window: MainWindow, qtbot: QtBot) -> None:
    window.stage.use_again.emit(HEN)
    qtbot.keySequence(child(window, PromptEdit, "promptEdit"), QKeySequence(UNDO))

    assert (WHOLE, ()) == (window.compose.draft(), window.notices.notices)


def test_the_offer_stays_until_somebody_has_seen_it(window: MainWindow) -> None:
    window.stage.use_again.emit(HEN)

    assert [] == [timer for timer in window.notices.findChildren(QTimer) if timer.isActive()]


def test_where_nothing_was_written_nothing_is_offered(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands
) -> None:
    window = MainWindow(commands, theme, Settings(), library_folder=Path("/clips"))
    qtbot.addWidget(window, before_close_func=MainWindow.prepare_to_close)
    window.stage.use_again.emit(HEN)

    assert () == window.notices.notices


def test_the_last_words_are_written_when_the_window_is_taken_down(
    window: MainWindow, commands: RecordingCommands
) -> None:
    child(window.compose, PromptEdit).insertPlainText(" and goes")
    window.prepare_to_close()

    assert f"{FOX} and goes" == commands.of("drafts.keep")[-1][0].prompt


# ---------------------------------------------------------------- a picture that changed since it was shown


def press_generate_and_be_refused(screen: Screen, commands: RecordingCommands) -> None:
    screen.press("generateButton")
    commands.fail("jobs.submit", InputError("no"))


def test_a_picture_that_changed_is_looked_at_again_by_itself_and_goes_out_with_the_next_press(
    written: Screen, commands: RecordingCommands
) -> None:
    press_generate_and_be_refused(written, commands)
    assert ZoneState.BUSY == written.zone.state
    commands.answer("pictures.look_at", seen("another", Size(1920, 1080)))

    told = (
        "The picture's file has changed from 4032\u00a0×\u00a03024 to 1920\u00a0×\u00a01080. "
        "Press Generate again to use it."
    )
    assert [told] == written.complaints
    assert (True, "another") == (written.button.isEnabled(), written.panel.draft().picture_digest)
    written.press("generateButton")
    assert 2 == len(commands.of("jobs.submit"))


def test_a_picture_that_changed_and_is_as_large_as_before_is_said_to_be_another(
    written: Screen, commands: RecordingCommands
) -> None:
    press_generate_and_be_refused(written, commands)
    commands.answer("pictures.look_at", seen("another"))

    assert [
        "The picture's file has changed, and this is how it looks now. Press Generate again to use it."
    ] == written.complaints


def test_a_picture_that_vanished_since_it_was_shown_says_so_in_its_slot(
    written: Screen, commands: RecordingCommands
) -> None:
    press_generate_and_be_refused(written, commands)
    commands.answer("pictures.look_at", ImageFacts(PICTURE, ImageVerdict.NOT_FOUND))

    assert (["The picture is gone. Add it again."], ZoneState.REFUSED, False) == (
        written.complaints,
        written.zone.state,
        written.button.isEnabled(),
    )


def test_a_refusal_that_is_not_about_the_picture_leaves_it_as_it_is(
    written: Screen, commands: RecordingCommands
) -> None:
    press_generate_and_be_refused(written, commands)
    commands.answer("pictures.look_at", seen("as chosen"))

    assert ([], True, WHOLE) == (written.complaints, written.button.isEnabled(), written.panel.draft())


def test_the_digest_of_a_picture_that_is_dropped_is_kept_with_the_draft(
    screen: Screen, commands: RecordingCommands
) -> None:
    screen.panel.set_image(PICTURE)
    assert "" == screen.panel.draft().picture_digest

    commands.answer("pictures.look_at", seen("as dropped"))
    assert "as dropped" == screen.panel.draft().picture_digest
