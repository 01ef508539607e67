"""One of several choices: mouse, keys, marks."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.shapes import Shape
from sora_desktop.ui.common.segmented import Segment, Segmented
from sora_desktop.ui.compose.wish_row import WishRow, wish_words
from sora_desktop.ui.theme import DARK, ThemeKeeper, style_sheet

BY_ID = {model.id: model for model in CATALOG}


@pytest.fixture
def choices(qtbot: QtBot, theme: ThemeKeeper) -> Segmented:
    made = Segmented(
        theme,
        "Seconds",
        [Segment(None, "Any", "any", "any"), Segment(4, "4", "four", "4 seconds"), Segment(8, "8", "8", "8")],
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_first_choice_is_on_from_the_start_and_exactly_one_is_on(qtbot: QtBot, choices: Segmented) -> None:
    assert choices.value is None

    qtbot.mouseClick(choices.button(4), Qt.MouseButton.LeftButton)

    assert 4 == choices.value
    assert [False, True, False] == [choices.button(value).isChecked() for value in (None, 4, 8)]


def test_the_arrow_keys_choose(qtbot: QtBot, choices: Segmented) -> None:
    choices.button(None).setFocus()
    with qtbot.waitSignal(choices.chosen) as told:
        qtbot.keyClick(choices.button(None), Qt.Key.Key_Right)

    assert [4] == told.args
    assert choices.button(4) is choices.focusWidget()


def test_setting_a_value_tells_nobody_and_an_unknown_one_changes_nothing(qtbot: QtBot, choices: Segmented) -> None:
    with qtbot.assertNotEmitted(choices.chosen):
        choices.set_value(8)
        choices.set_value(5)

    assert 8 == choices.value


def test_a_button_says_of_what_it_is_a_choice(choices: Segmented) -> None:
    assert "Seconds: 4 seconds" == choices.button(4).accessibleName()


def test_what_need_not_be_chosen_shows_what_comes_of_it_and_a_second_press_takes_a_choice_back(
    qtbot: QtBot, theme: ThemeKeeper
) -> None:
    made = Segmented(theme, "Seconds", [Segment(4, "4", "four", "4"), Segment(8, "8", "eight", "8")], optional=True)
    qtbot.addWidget(made)
    made.settle(8, "The model makes 8 s.")

    def on() -> list[bool]:
        return [button.isChecked() for button in made._buttons]

    assert (None, [False, True], "true") == (made.value, on(), made.button(8).property("settled"))
    made.button(8).click()
    made.settle(8, "The model makes 8 s.")
    assert (8, [False, True], "false") == (made.value, on(), made.button(8).property("settled"))
    with qtbot.waitSignal(made.chosen) as told:
        made.button(8).click()
    assert [None] == told.args
    assert made.value is None


@pytest.fixture
def wishes(qtbot: QtBot, theme: ThemeKeeper) -> WishRow:
    made = WishRow(theme)
    qtbot.addWidget(made)
    made.setStyleSheet(style_sheet(DARK))
    made.resize(312, 80)
    made.show()
    return made


def settled(wishes: WishRow) -> dict[str, str]:
    """The marked buttons, each with its reason."""
    fields = (wishes.shape_field, wishes.seconds_field)
    buttons = [button for field in fields for button in field.choices._buttons]
    return {
        button.objectName(): button.accessibleDescription()
        for button in buttons
        if button.property("settled") == "true"
    }


def test_what_a_models_id_fixes_is_marked_without_narrowing_the_list(wishes: WishRow) -> None:
    wishes.show_settled(BY_ID["sora2-portrait-8s"])

    assert {"orientation-portrait", "duration-8"} == set(settled(wishes))
    assert settled(wishes)["duration-8"].startswith("sora2-portrait-8s always makes 8 s.")
    assert (None, None) == (wishes.shape, wishes.seconds)
    assert "from the model" == wishes.seconds_field._caption.aside.text()


def test_what_a_model_makes_without_a_choice_is_marked(wishes: WishRow) -> None:
    wishes.show_settled(BY_ID["sora2-pro-720p"])

    assert {"orientation-landscape", "duration-4"} == set(settled(wishes))
    assert "from the model" == wishes.seconds_field._caption.aside.text()


def test_a_chosen_value_that_the_model_leaves_open_needs_no_mark(wishes: WishRow) -> None:
    wishes.want(Shape.PORTRAIT, 16)
    wishes.show_settled(BY_ID["sora2-pro-720p"])

    assert {} == settled(wishes)
    assert "" == wishes.seconds_field._caption.aside.text()


def test_without_a_model_nothing_is_marked(wishes: WishRow) -> None:
    wishes.show_settled(BY_ID["sora2-portrait-8s"])
    wishes.show_settled(None)

    assert {} == settled(wishes)


def test_long_words_put_the_two_above_each_other(qtbot: QtBot, wishes: WishRow) -> None:
    assert wishes.seconds_field.y() == wishes.shape_field.y()
    for button in wishes.seconds_field.choices._buttons:
        button.setText("Beliebig viele")

    qtbot.waitUntil(lambda: wishes.seconds_field.y() > wishes.shape_field.geometry().bottom())


@pytest.mark.parametrize(
    ("orientation", "seconds", "words"),
    [
        (Shape.PORTRAIT, 20, "9:16 clips of 20 s"),
        (Shape.PORTRAIT, None, "9:16 clips"),
        (None, 20, "clips of 20 s"),
    ],
)
def test_a_wish_in_words(orientation: Shape | None, seconds: int | None, words: str) -> None:
    assert words == wish_words(orientation, seconds)
