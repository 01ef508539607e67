"""The composer as a person uses it: real keys, clicks and drops; commands are written down."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QShortcut,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QScrollArea, QWidget

from sora_desktop.base.sentences import message
from sora_desktop.domain.budget import Asked, Spend
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import KeyPlace, engine_connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.image import Fit, FitMode, ImageVerdict
from sora_desktop.domain.parameters import Parameter, ParameterKind
from sora_desktop.domain.pricing import Doubt, PictureWhen, Price, PriceList, PriceUnit
from sora_desktop.domain.request import Request, edited
from sora_desktop.domain.shapes import Shape
from sora_desktop.domain.told import Told
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.over_budget import ask_over_budget
from sora_desktop.ui.compose.drops import FileDrop, LinkDrop
from sora_desktop.ui.compose.item_models import CARD_ROLE
from sora_desktop.ui.compose.reference_field import ReferenceField
from sora_desktop.ui.compose.request_form import RequestForm
from sora_desktop.ui.compose.request_sheet import RequestSheet
from sora_desktop.ui.compose.sentences import COMPOSE_SAMPLE
from sora_desktop.ui.compose.shown_picture import ZoneState
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import DARK, style_sheet
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.composer import BY_ID, CTRL, FOX, GATEWAY, PICTURE, Screen, facts


def submitted(commands: RecordingCommands) -> Request:
    """The request of the only submission."""
    [(request, _connection, _count)] = commands.of("jobs.submit")
    assert isinstance(request, Request)
    return request


def test_what_is_typed_and_picked_is_what_is_submitted(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.press("orientation-portrait")
    screen.press("duration-8")
    screen.pick("sora2-pro-1080p")
    screen.count.setValue(3)
    screen.press("generateButton")

    wanted = Request(FOX, BY_ID["sora2-pro-1080p"], BY_ID["sora2-pro-1080p"].settle_size(Shape.PORTRAIT), 8)
    assert [(wanted, "gateway", 3)] == commands.of("jobs.submit")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_in_the_prompt_generates_and_adds_no_line(
    screen: Any, commands: RecordingCommands, key: Any
) -> None:
    screen.type(FOX)
    screen.qtbot.keyClick(screen.prompt, key, CTRL)

    assert FOX == submitted(commands).prompt
    assert FOX == screen.panel.draft().prompt


def test_what_an_input_method_still_composes_is_part_of_what_is_submitted(
    screen: Any, commands: RecordingCommands
) -> None:
    screen.type("a fox in ")
    QApplication.sendEvent(screen.prompt, QInputMethodEvent("雪", []))
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_Return, CTRL)

    assert "a fox in 雪" == submitted(commands).prompt


def test_ctrl_enter_works_from_the_list_of_models_too(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.qtbot.keyClick(screen.picker, Qt.Key.Key_Return, CTRL)

    assert FOX == submitted(commands).prompt


def test_enter_alone_writes_a_new_line(screen: Any, commands: RecordingCommands) -> None:
    screen.type("a")
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_Return)
    screen.type("b")

    assert "a\nb" == screen.panel.draft().prompt
    assert [] == commands.of("jobs.submit")


def test_tab_leaves_the_prompt(screen: Any) -> None:
    screen.prompt.setFocus()
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_Tab)

    assert "" == screen.panel.draft().prompt
    assert screen.zone is screen.panel.focusWidget()


def test_tab_goes_through_every_control_once_and_generate_is_last(screen: Any) -> None:
    screen.type(FOX)
    screen.prompt.setFocus()
    seen = [screen.panel.focusWidget().objectName()]
    while (focused := tab(screen)) not in seen:
        seen.append(focused)

    stops = [
        "promptEdit",
        "imageDropZone",
        "orientation-landscape",
        "duration-4",
        "modelPicker",
        "showRequestButton",
        "snippetsButton",
        "presetsButton",
        "countSpin",
        "generateButton",
    ]
    assert stops == seen


def tab(screen: Screen) -> str:
    screen.qtbot.keyClick(screen.panel.focusWidget(), Qt.Key.Key_Tab)
    return screen.panel.focusWidget().objectName()


def test_an_empty_prompt_turns_generate_off_and_says_what_is_missing(screen: Any, commands: RecordingCommands) -> None:
    screen.type("   ")

    assert not screen.button.isEnabled()
    assert "Describe what you want to see." == screen.text("problemLabel")
    assert "Describe what you want to see." == screen.button.toolTip()
    assert "Describe what you want to see." == screen.button.accessibleDescription()
    assert [] == screen.complaints
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_Return, CTRL)
    assert [] == commands.of("jobs.submit")


def test_40_000_characters_stay_whole_and_the_problem_says_by_how_much(screen: Any) -> None:
    screen.panel.open_draft(Draft("x" * 40_000))

    sentence = "The prompt is 8,000 characters too long. The limit is 32,000."
    assert 40_000 == len(screen.panel.draft().prompt)
    assert (sentence, [sentence]) == (screen.text("problemLabel"), screen.complaints)
    assert not screen.button.isEnabled()
    assert "40,000 / 32,000" in [label.text() for label in screen.panel.findChildren(PlainLabel)]


@pytest.mark.parametrize(("written", "shown"), [(28_799, False), (28_800, True), (32_001, True)])
def test_the_counter_counts_near_the_limit(screen: Any, written: int, shown: bool) -> None:
    screen.panel.open_draft(Draft("x" * written))

    counted = f"{written:,} / 32,000" in [label.text() for label in screen.panel.findChildren(PlainLabel)]
    assert shown is counted


def test_where_nothing_is_paid_the_sample_is_one_click(screen: Any, commands: RecordingCommands) -> None:
    screen.panel.set_connection(engine_connection())
    screen.panel.open_sample()
    picture = screen.panel.draft().image
    assert [] == commands.of("jobs.submit")

    commands.answer("pictures.look_at", facts(picture))
    [(request, connection, count)] = commands.of("jobs.submit")

    assert (tr(COMPOSE_SAMPLE), picture, "engine", 1) == (request.prompt, request.images[0], connection, count)


def test_a_sample_whose_picture_is_refused_is_not_drawn(screen: Any, commands: RecordingCommands) -> None:
    screen.panel.set_connection(engine_connection())
    screen.panel.open_sample()
    commands.answer("pictures.look_at", facts(screen.panel.draft().image, ImageVerdict.UNREADABLE))
    screen.panel.set_image(None)

    assert [] == commands.of("jobs.submit")


def test_the_sample_fills_the_form_and_gives_way_to_what_was_there(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    told: list[bool] = []
    screen.panel.replaced.connect(told.append)
    screen.panel.open_sample()
    draft = screen.panel.draft()

    assert told[-1]
    assert tr(COMPOSE_SAMPLE) == draft.prompt
    assert draft.image is not None
    assert draft.image.path is not None
    assert draft.image.path.is_file()
    screen.panel.put_back()
    assert (FOX, None) == (screen.panel.draft().prompt, screen.panel.draft().image)


def test_orientation_and_seconds_narrow_the_list(screen: Any) -> None:
    screen.press("orientation-portrait")
    assert ["sora2-portrait-4s", "sora2-portrait-8s", "sora2-portrait-12s"] == screen.listed[:3]
    screen.press("duration-20")
    assert ["sora2-pro-720p", "sora2-pro-1080p", "sora2-pro-true-1080p"] == screen.listed
    screen.press("duration-20")
    assert ["sora2-portrait-4s", "sora2-portrait-8s", "sora2-portrait-12s"] == screen.listed[:3]
    screen.press("showAllModels")
    assert [model.id for model in CATALOG] == screen.listed


def test_what_nobody_chose_is_the_models_own_default_and_leaves_the_list_whole(
    screen: Any, commands: RecordingCommands
) -> None:
    screen.type(FOX)
    screen.pick("sora2-pro-720p")
    screen.press("generateButton")

    request = submitted(commands)
    assert (Shape.LANDSCAPE, 4, True, True) == (
        request.shape,
        request.seconds,
        request.sends_size,
        request.sends_seconds,
    )
    assert 9 == len(screen.listed)


def test_what_a_models_id_fixes_is_shown_and_not_sent(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.pick("sora2-portrait-12s")
    screen.press("generateButton")

    request = submitted(commands)
    assert (Shape.PORTRAIT, 12) == (request.shape, request.seconds)
    assert (False, False) == (request.sends_size, request.sends_seconds)
    fixed = child(screen.panel, QPushButton, "duration-12")
    assert ("true", True) == (fixed.property("settled"), fixed.isChecked())


def test_where_no_model_fits_it_says_so_and_one_press_shows_all(screen: Any) -> None:
    screen.type(FOX)
    screen.press("duration-20")
    screen.panel.set_connection(replace(GATEWAY, models=CATALOG[:3]))
    assert screen.find(QPushButton, "duration-20").isChecked()

    assert "No model of “Gateway” makes clips of 20 s." == screen.text("problemLabel")
    assert not screen.button.isEnabled()
    screen.press("showAllModels")
    assert ("", True, 3) == (screen.text("problemLabel"), screen.button.isEnabled(), len(screen.listed))
    assert screen.panel.findChild(QPushButton, "duration-20") is None


def test_the_price_is_said_in_words(screen: Any) -> None:
    assert "about $0.40" == screen.text("costLabel")
    screen.count.setValue(2)
    assert "about $0.80" == screen.text("costLabel")
    screen.pick("sora2-portrait-4s")
    assert "price unknown" == screen.text("costLabel")
    screen.panel.set_connection(engine_connection())
    assert "free" == screen.text("costLabel")


def test_the_button_says_how_many_it_makes_and_what_all_of_them_cost(screen: Any) -> None:
    assert "Generate · $0.40" == screen.button.text()
    screen.count.setValue(4)
    assert ("Generate 4 · $1.60", "Generate 4 · $1.60") == (screen.button.text(), screen.button.accessibleName())
    screen.pick("sora2-portrait-4s")
    assert "Generate 4" == screen.button.text()
    screen.count.setValue(1)
    screen.panel.set_connection(engine_connection())
    assert "Preview · free" == screen.button.text()


def test_the_price_is_that_of_the_request_with_its_parameters(screen: Any) -> None:
    audio = Parameter("audio", ParameterKind.YES_NO, default=True)
    model = replace(BY_ID["sora2-landscape-4s"], parameters=(audio,))
    prices = (Price(model.id, Decimal("0.10")), Price(model.id, Decimal("0.25"), when=(("audio", True),)))
    screen.panel.set_connection(replace(GATEWAY, models=(model,), prices=PriceList(prices=prices)))

    assert "Generate · $1.00" == screen.button.text()


def test_the_price_changes_as_soon_as_a_picture_is_dropped_and_taken_away(screen: Any) -> None:
    model = BY_ID["sora2-landscape-4s"]
    lines = (Price(model.id, Decimal("0.10")), Price(model.id, Decimal("0.25"), pictures=(PictureWhen(),)))
    screen.panel.set_connection(replace(GATEWAY, prices=PriceList(prices=lines)))
    screen.type(FOX)
    assert "about $0.40" == screen.text("costLabel")
    screen.panel.set_image(PICTURE)
    assert ("about $1.00", "Generate · $1.00") == (screen.text("costLabel"), screen.button.text())

    assert "$1.00" == card_price(screen), "the card says the same as the button"

    screen.panel.set_image(None)
    assert "about $0.40" == screen.text("costLabel")


def test_a_price_that_may_be_more_is_said_as_the_least_wherever_it_stands_and_why(screen: Any) -> None:
    model = BY_ID["sora2-landscape-4s"]
    line = Price(model.id, Decimal("0.40"), PriceUnit.JOB, doubts=(Doubt.UNIT, Doubt.GROUP))
    screen.panel.set_connection(replace(GATEWAY, models=(model,), prices=PriceList(prices=(line,))))
    label = screen.find(PlainLabel, "costLabel")

    assert ("at least $0.40", "Generate · at least $0.40") == (label.text(), screen.button.text())
    assert "at least $0.40" == card_price(screen)
    assert "per second or per clip" in label.toolTip()
    assert "group of accounts" in label.accessibleDescription()


def card_price(screen: Screen) -> str:
    """The price on the card of the picked model."""
    return str(screen.picker.currentIndex().data(CARD_ROLE).price)


def test_an_unknown_price_leads_to_where_it_is_entered(screen: Any) -> None:
    wanted: list[tuple[Any, ...]] = []
    screen.panel.price_wanted.connect(lambda *what: wanted.append(what))
    label = screen.find(PlainLabel, "costLabel")
    link = screen.find(QAbstractButton, "costLink")
    assert link.isHidden()
    screen.pick("sora2-portrait-4s")
    screen.qtbot.mouseClick(link, Qt.MouseButton.LeftButton, pos=link.rect().center())
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        screen.qtbot.keyClick(link, key)
    pressed = QAccessible.queryAccessibleInterface(link)
    pressed.actionInterface().doAction("Press")
    screen.qtbot.waitUntil(lambda: len(wanted) == 4)

    assert [(GATEWAY, "sora2-portrait-4s")] * 4 == wanted
    assert QAccessible.Role.Button == pressed.role()
    assert ("Price: price unknown", "Enter the price of this model") == (
        link.accessibleName(),
        link.accessibleDescription(),
    )
    assert label.rect() == link.geometry()


def test_above_the_budget_a_person_is_asked_and_the_same_jobs_go_once_they_agree(
    screen: Any, commands: RecordingCommands
) -> None:
    screen.type(FOX)
    screen.press("generateButton")
    [(request, connection, count)] = commands.of("jobs.submit")
    commands.budget_question.connect(lambda question: ask_over_budget(question, screen.panel, commands))
    asked = Asked("USD", Spend(Decimal("0.40"), 4, 1))
    commands.fail("jobs.submit", OverBudgetError(message("This comes to a lot."), asked))
    sheet = screen.panel.window().findChild(ConfirmSheet)
    assert sheet is not None
    assert [] == commands.notices
    assert any("This comes to a lot." == label.text() for label in sheet.findChildren(PlainLabel))
    sheet.accept()

    assert (request, connection, count, {"agreed": asked}) == commands.of("jobs.submit")[-1]


def test_takes_go_from_one_to_eight(screen: Any) -> None:
    screen.count.setValue(99)
    assert 8 == screen.count.value()
    screen.qtbot.keyClick(screen.count, Qt.Key.Key_Up)
    assert 8 == screen.count.value()
    screen.count.setValue(0)
    assert 1 == screen.count.value()


def test_a_connection_without_its_key_turns_generate_off(screen: Any) -> None:
    screen.type(FOX)
    screen.panel.set_connection(replace(GATEWAY, key_place=KeyPlace.MISSING))

    assert "“Gateway” needs its key before anything can be sent." == screen.text("problemLabel")
    assert not screen.button.isEnabled()


def test_before_there_is_a_connection_nothing_can_be_sent_and_what_is_typed_stays(
    bare: Screen, commands: RecordingCommands
) -> None:
    bare.type(FOX)
    bare.qtbot.keyClick(bare.prompt, Qt.Key.Key_Return, CTRL)
    assert (False, "Getting ready…") == (bare.button.isEnabled(), bare.text("problemLabel"))

    bare.panel.set_connection(GATEWAY)
    assert (True, FOX) == (bare.button.isEnabled(), bare.panel.draft().prompt)
    assert [] == commands.of("jobs.submit")


def test_a_double_click_makes_one_submission(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.qtbot.mouseClick(screen.button, Qt.MouseButton.LeftButton)
    screen.qtbot.mouseDClick(screen.button, Qt.MouseButton.LeftButton)
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_Return, CTRL)

    assert 1 == len(commands.of("jobs.submit"))
    assert not screen.button.takes_presses


def test_after_generate_the_form_stays_and_the_next_press_is_soon_possible(
    screen: Any, commands: RecordingCommands
) -> None:
    screen.type(FOX)
    screen.press("generateButton")
    with screen.qtbot.waitSignal(screen.panel.generated):
        commands.answer("jobs.submit", True)

    assert (FOX, "In the queue") == (screen.panel.draft().prompt, screen.button.text())
    screen.qtbot.waitUntil(lambda: screen.button.takes_presses)
    screen.press("generateButton")
    assert 2 == len(commands.of("jobs.submit"))
    commands.answer("jobs.submit", True)
    screen.qtbot.waitUntil(lambda: screen.button.text() == "Generate · $0.40")


def test_one_gesture_makes_one_job_however_fast_it_is_taken(screen: Any, commands: RecordingCommands) -> None:
    """The second click of a double click, and the keys right after it, find Generate off."""
    screen.type(FOX)
    screen.press("generateButton")
    commands.answer("jobs.submit", True)
    screen.qtbot.mouseDClick(screen.button, Qt.MouseButton.LeftButton)
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_Return, CTRL)

    assert (1, False) == (len(commands.of("jobs.submit")), screen.button.takes_presses)


def test_a_key_that_is_held_down_generates_nothing_more(screen: Any, commands: RecordingCommands) -> None:
    """What repeats a key by itself is no wish of a person, in the prompt as anywhere else in the form."""
    screen.type(FOX)
    for target in (screen.prompt, screen.count):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, CTRL, "", autorep=True)
        QApplication.sendEvent(target, held)

    assert ([], FOX) == (commands.of("jobs.submit"), screen.panel.draft().prompt)
    assert not any(shortcut.autoRepeat() for shortcut in screen.panel.findChildren(QShortcut))


def test_the_keyboard_stays_at_generate_all_the_while(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.button.setFocus()
    screen.qtbot.keyClick(screen.button, Qt.Key.Key_Space)
    at_once = screen.panel.focusWidget()
    commands.answer("jobs.submit", True)

    assert [screen.button] * 2 == [at_once, screen.panel.focusWidget()]


def test_a_submission_that_was_not_taken_leaves_the_form_ready(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.press("generateButton")
    with screen.qtbot.assertNotEmitted(screen.panel.generated):
        commands.fail("jobs.submit", InputError("no"))

    assert (True, FOX, "Generate · $0.40") == (
        screen.button.isEnabled(),
        screen.panel.draft().prompt,
        screen.button.text(),
    )


def test_generate_by_keyboard_keeps_the_keyboard(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.button.setFocus()
    screen.qtbot.keyClick(screen.button, Qt.Key.Key_Space)
    commands.fail("jobs.submit", InputError("no"))

    assert screen.button is screen.panel.focusWidget()


def test_a_picture_is_looked_at_before_it_can_be_sent(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.panel.set_image(PICTURE)
    assert (False, "Checking the picture…", []) == (
        screen.button.isEnabled(),
        screen.text("problemLabel"),
        screen.complaints,
    )

    commands.answer("pictures.look_at", facts(PICTURE))
    screen.press("generateButton")
    assert PICTURE == submitted(commands).image


def test_the_fit_that_was_chosen_is_part_of_the_request(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.panel.set_image(PICTURE)
    commands.answer("pictures.look_at", facts(PICTURE))
    screen.press("fitButton")
    screen.press("fit-blur")
    screen.press("generateButton")

    assert replace(PICTURE, fit=Fit(FitMode.BLUR)) == submitted(commands).image


@pytest.mark.parametrize(
    ("drop", "verdict", "sentence"),
    [
        (
            FileDrop(Path("/pictures")),
            ImageVerdict.NOT_A_FILE,
            "That is a folder. Drop a single picture.",
        ),
        (
            FileDrop(Path("/a.png")),
            ImageVerdict.NOT_AN_IMAGE,
            "This isn't a picture that can be used. Use PNG, JPEG, WebP, HEIC or AVIF.",
        ),
        (FileDrop(Path("/a.png")), ImageVerdict.EMPTY, "The picture file is empty."),
        (
            LinkDrop("ftp://example.com/a.png"),
            ImageVerdict.BAD_URL,
            "That isn't the web address of a picture. It starts with http:// or https://.",
        ),
    ],
)
def test_a_picture_that_would_be_refused_is_refused_here_in_words(
    screen: Any, commands: RecordingCommands, drop: FileDrop | LinkDrop, verdict: ImageVerdict, sentence: str
) -> None:
    screen.type(FOX)
    child(screen.panel, ReferenceField).slot.take(drop)
    [(image,)] = commands.of("pictures.look_at")
    commands.answer("pictures.look_at", facts(image, verdict))

    assert ([sentence], sentence) == (screen.complaints, screen.text("problemLabel"))
    assert (False, ZoneState.REFUSED, FOX) == (
        screen.button.isEnabled(),
        screen.zone.state,
        screen.panel.draft().prompt,
    )

    screen.press("imageRemoveButton")
    assert ([], True) == (screen.complaints, screen.button.isEnabled())


def test_a_local_picture_is_judged_anew_when_the_connection_changes(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    screen.panel.set_image(PICTURE)
    commands.answer("pictures.look_at", facts(PICTURE))
    screen.panel.set_connection(replace(GATEWAY, local_image=LocalImage.REFUSE))
    assert ["“Gateway” only takes pictures from a public web address, not from this computer."] == screen.complaints

    screen.panel.set_connection(GATEWAY)
    assert ([], True) == (screen.complaints, screen.button.isEnabled())


def test_a_picture_pasted_into_the_prompt_goes_to_the_drop_zone(screen: Any, commands: RecordingCommands) -> None:
    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#b5502c"))
    QGuiApplication.clipboard().setImage(image)
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_V, CTRL)

    assert ["pasted picture.png"] == [name for _data, name in commands.of("pictures.adopt")]
    assert "" == screen.panel.draft().prompt


def test_nothing_is_sent_while_a_pasted_picture_is_being_taken_in(screen: Any, commands: RecordingCommands) -> None:
    screen.type(FOX)
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG")
    QGuiApplication.clipboard().setMimeData(mime)
    screen.panel.paste_image()
    assert (False, "Adding the picture…") == (screen.button.isEnabled(), screen.text("problemLabel"))

    commands.fail("pictures.adopt", InputError("no"))
    assert screen.button.isEnabled()


def test_words_pasted_into_the_prompt_stay_words(screen: Any, commands: RecordingCommands) -> None:
    QGuiApplication.clipboard().setText("https://example.com is where a fox lives")
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_V, CTRL)

    assert "https://example.com is where a fox lives" == screen.panel.draft().prompt
    assert [] == commands.of("pictures.look_at")


def test_a_request_comes_back_whole_with_its_picture_and_can_be_sent_again(
    screen: Any, commands: RecordingCommands
) -> None:
    earlier = Request(
        FOX,
        BY_ID["sora2-pro-1080p"],
        BY_ID["sora2-pro-1080p"].settle_size(Shape.PORTRAIT),
        16,
        (replace(PICTURE, fit=Fit(FitMode.PAD)),),
    )
    screen.panel.restore(earlier)
    commands.answer("pictures.look_at", facts(PICTURE))
    screen.press("generateButton")

    assert earlier == submitted(commands)


HEN = edited(
    Request("a hen", BY_ID["sora2-landscape-8s"], BY_ID["sora2-landscape-8s"].settle_size(None), 8), clip_id="c"
)
WITH_PICTURE = replace(HEN, images=(PICTURE,))


def empty(screen: Screen) -> None:
    for _ in range(len("a hen")):
        screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_Backspace)


def write_over(screen: Screen) -> None:
    screen.qtbot.keyClick(screen.prompt, Qt.Key.Key_A, CTRL)
    screen.type("f")


@pytest.mark.parametrize("renew", [empty, write_over])
@pytest.mark.parametrize(("earlier", "expected"), [(HEN, None), (WITH_PICTURE, HEN.origin)])
def test_what_is_written_anew_comes_from_nowhere_unless_a_picture_is_left(
    screen: Any, commands: RecordingCommands, renew: Any, earlier: Request, expected: Any
) -> None:
    screen.panel.restore(earlier)
    if earlier.images:
        commands.answer("pictures.look_at", facts(PICTURE))
    assert HEN.origin == screen.panel.draft().origin

    renew(screen)
    screen.type(FOX)
    screen.press("generateButton")

    assert expected == submitted(commands).origin


def test_what_is_only_changed_still_comes_from_there_and_so_does_what_undo_brings_back(screen: Any) -> None:
    undo, redo = (screen.prompt.document().undo, screen.prompt.document().redo)
    screen.type(FOX)
    screen.panel.restore(HEN)
    screen.type(" in the yard")
    assert HEN.origin == screen.panel.draft().origin

    screen.panel.restore(HEN)
    undo()
    undo_origin = screen.panel.draft().origin
    redo()

    assert (HEN.origin, HEN.origin) == (undo_origin, screen.panel.draft().origin)


def test_composing_a_word_at_its_end_writes_nothing_anew(screen: Any) -> None:
    """Qt tells of a composed letter as if the whole paragraph were another one."""
    screen.panel.restore(HEN)
    screen.prompt.moveCursor(QTextCursor.MoveOperation.End)
    for composed in ("n", "ni", "你"):
        QApplication.sendEvent(screen.prompt, QInputMethodEvent(composed, []))

    assert HEN.origin == screen.panel.draft().origin


def test_a_picture_that_goes_last_takes_along_where_it_came_from(screen: Any) -> None:
    screen.panel.restore(WITH_PICTURE)
    empty(screen)
    screen.panel.set_image(None)

    assert screen.panel.draft().origin is None


def test_a_request_whose_model_fixes_its_values_comes_back_with_the_list_whole(screen: Any) -> None:
    screen.panel.restore(
        Request(FOX, BY_ID["sora2-portrait-8s"], BY_ID["sora2-portrait-8s"].settle_size(Shape.PORTRAIT), 8)
    )

    assert ("sora2-portrait-8s", 9) == (screen.picked, len(screen.listed))


def test_a_model_that_this_connection_does_not_offer_is_not_replaced_unasked(
    screen: Any, commands: RecordingCommands
) -> None:
    screen.panel.set_connection(replace(GATEWAY, models=CATALOG[:6]))
    screen.panel.restore(Request(FOX, BY_ID["sora2-pro-720p"], BY_ID["sora2-pro-720p"].settle_size(Shape.LANDSCAPE), 4))

    sentence = "“Gateway” doesn't offer the model sora2-pro-720p."
    assert ([sentence], sentence, False) == (
        screen.complaints,
        screen.text("problemLabel"),
        screen.button.isEnabled(),
    )
    screen.pick("sora2-landscape-4s")
    assert ([], True) == (screen.complaints, screen.button.isEnabled())


def test_switching_the_connection_keeps_the_form(screen: Any) -> None:
    screen.type(FOX)
    screen.press("orientation-portrait")
    screen.pick("sora2-portrait-8s")
    screen.panel.set_connection(engine_connection())

    assert (FOX, "sora2-portrait-8s", 6) == (screen.panel.draft().prompt, screen.picked, len(screen.listed))


def fill_whole_form(screen: Screen, commands: RecordingCommands) -> None:
    """As much stands in it as there can."""
    screen.panel.setStyleSheet(style_sheet(DARK))
    screen.panel.open_draft(Draft("x" * 40_000))
    screen.panel.set_image(PICTURE)
    commands.answer("pictures.look_at", facts(PICTURE))
    screen.press("fitButton")


@pytest.mark.parametrize("height", [652, 852])
def test_generate_stays_in_sight_however_much_stands_in_the_form(
    screen: Any, commands: RecordingCommands, height: int
) -> None:
    fill_whole_form(screen, commands)
    screen.panel.resize(344, height)
    screen.qtbot.waitUntil(lambda: screen.panel.height() == height)

    bottom = screen.button.mapTo(screen.panel, screen.button.rect().bottomRight())
    assert screen.panel.rect().contains(bottom)
    assert screen.panel.minimumSizeHint().width() <= 344


def test_at_no_height_does_the_form_make_room_for_a_scroll_bar_and_take_it_back(
    screen: Any, commands: RecordingCommands
) -> None:
    """Parts whose height depended on more than their width came and went with the bar, until the program ended."""
    fill_whole_form(screen, commands)
    form = child(screen.panel, RequestForm)
    area = child(screen.panel, QScrollArea)
    heights = []
    for height in range(560, 860):
        screen.panel.resize(344, height)
        QApplication.sendPostedEvents()
        heights.append((form.width() - area.viewport().width(), form.heightForWidth(form.width()) > form.height()))

    assert {(0, False)} == set(heights)
    assert area.verticalScrollBar().maximum() == 0


def test_every_control_that_takes_the_keyboard_has_a_name(screen: Any) -> None:
    screen.panel.standing.tell("Paused.", "Resume")
    nameless = [
        widget
        for widget in screen.panel.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and not widget.objectName().startswith("qt_")
    ]

    assert [] == nameless


def test_the_request_can_be_seen_before_it_is_sent_and_is_not_sent_by_that(
    screen: Any, commands: RecordingCommands
) -> None:
    screen.type(FOX)
    screen.press("showRequestButton")
    ((asked, connection_id),) = commands.of("inside.of_request")
    commands.answer("inside.of_request", "curl -X POST x")
    sheet = child(screen.panel, RequestSheet)

    assert (FOX, "gateway") == (asked.prompt, connection_id)
    assert "curl -X POST x" == sheet.page.toPlainText()
    sheet.copy_button.click()
    assert "curl -X POST x" == QGuiApplication.clipboard().text()
    assert [] == commands.of("jobs.submit")
    sheet.close()


def test_a_model_that_nobody_vouches_for_is_offered_once_a_person_picks_it(
    screen: Any, commands: RecordingCommands
) -> None:
    mystery = replace(BY_ID["sora2-pro-720p"], id="mystery")
    sure = BY_ID["sora2-landscape-4s"]
    screen.panel.set_connection(replace(GATEWAY, models=(sure,), told=Told((sure,), (mystery,))))
    screen.pick("mystery")

    assert [("gateway", "mystery")] == commands.of("connections.find_model")
