"""A price may hold only with certain parameters, which a person chooses out of those of its model."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG, ImageRole, ImageSlot
from sora_desktop.domain.parameters import Choice, Parameter, ParameterKind, Scalar
from sora_desktop.domain.pricing import PictureWhen, Price, PriceList
from sora_desktop.ui.connections.price_editor import PriceRow, PriceSheet
from sora_desktop.ui.theme import ThemeKeeper

PARAMETERS = (
    Parameter("seed", ParameterKind.SEED),
    Parameter("audio", ParameterKind.YES_NO, label="Sound"),
    Parameter("quality", ParameterKind.CHOICE, choices=(Choice("std", "Standard"), Choice("pro", "Pro"))),
    Parameter("fps", ParameterKind.WHOLE),
    Parameter("scale", ParameterKind.NUMBER),
)
WAN = replace(CATALOG[6], id="wan", parameters=PARAMETERS)
PLAIN = replace(CATALOG[6], id="plain", images=())
Row = tuple[tuple[str, Scalar], ...]


def row_of(sheet: PriceSheet, at: int = 0) -> PriceRow:
    """The fields of a price, as a person comes to them."""
    row = sheet.editor.pick(at)
    assert row is not None
    return row


@pytest.fixture
def sheet(qtbot: QtBot, theme: ThemeKeeper) -> PriceSheet:
    made = PriceSheet(theme)
    qtbot.addWidget(made)
    return made


def opened(sheet: PriceSheet, *whens: Row) -> PriceSheet:
    prices = tuple(Price("wan", Decimal(number), when=when) for number, when in enumerate(whens, 1))
    sheet.open_for("Mine", PriceList(prices=prices), (WAN, PLAIN))
    return sheet


def saved(sheet: PriceSheet, qtbot: QtBot) -> list[Row]:
    chosen: list[PriceList] = []
    sheet.chosen.connect(chosen.append)
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
    return [price.when for prices in chosen for price in prices.prices]


EVERY: tuple[Row, ...] = (
    (("audio", True),),
    (("audio", False), ("quality", "pro")),
    (("fps", 24),),
    (("scale", 1.5),),
    (("unknown", "x"), ("audio", 1)),
)


def test_conditions_that_nobody_touched_are_saved_as_they_were(sheet: PriceSheet, qtbot: QtBot) -> None:
    assert list(EVERY) == saved(opened(sheet, *EVERY), qtbot)


def test_a_condition_is_added_changed_and_taken_away(sheet: PriceSheet, qtbot: QtBot) -> None:
    conditions = row_of(opened(sheet, ())).conditions
    conditions.add.click()
    conditions.add.click()
    first, second = conditions.lines
    assert ("Sound", "Quality") == (first.parameter.currentText(), second.parameter.currentText())
    assert ["Yes", "No"] == [first.choice.itemText(at).capitalize() for at in range(first.choice.count())]
    first.choice.setCurrentIndex(1)
    second.choice.setCurrentIndex(1)
    chosen: Row = (("audio", False), ("quality", "pro"))
    assert chosen == conditions.when

    second.parameter.setCurrentIndex(2)
    second.field.setText("24")
    numbered: Row = (("audio", False), ("fps", 24))
    assert numbered == conditions.when
    first.remove.click()
    assert [(("fps", 24),)] == saved(sheet, qtbot)


@pytest.mark.parametrize("typed", ["", "many", "2.5"])
def test_a_value_that_is_none_is_said_and_not_saved(sheet: PriceSheet, qtbot: QtBot, typed: str) -> None:
    row = row_of(opened(sheet, (("fps", 24),)))
    row.conditions.lines[0].field.setText(typed)

    assert [] == saved(sheet, qtbot)
    assert "Enter a value for the condition" in sheet.editor.problem.text()


def test_one_parameter_cannot_be_asked_for_twice(sheet: PriceSheet, qtbot: QtBot) -> None:
    row = row_of(opened(sheet, (("audio", True), ("quality", "pro"))))
    row.conditions.lines[1].parameter.setCurrentIndex(0)

    assert [] == saved(sheet, qtbot)


def test_the_same_conditions_in_another_order_are_one_price(sheet: PriceSheet, qtbot: QtBot) -> None:
    both: Row = (("audio", True), ("quality", "pro"))

    assert [] == saved(opened(sheet, both, both[::-1]), qtbot)
    assert "There are two prices for the same model and size." == sheet.editor.problem.text()


def test_a_yes_and_a_no_are_two_prices(sheet: PriceSheet, qtbot: QtBot) -> None:
    assert 3 == len(saved(opened(sheet, (("audio", True),), (("audio", False),), ()), qtbot))


def test_a_model_without_parameters_has_no_conditions_to_offer(sheet: PriceSheet) -> None:
    row = row_of(opened(sheet, ()))
    assert row.conditions.isVisible()

    row.model.setCurrentText("plain")
    assert not row.conditions.isVisible()


BOTH = (PictureWhen("last"), PictureWhen(is_there=False))


def test_a_price_may_hold_only_with_a_picture_or_without_one(sheet: PriceSheet, qtbot: QtBot) -> None:
    slots = (ImageSlot(), ImageSlot(ImageRole.LAST))
    frames = replace(PLAIN, images=slots)
    lines = PriceList(prices=(Price("plain", Decimal(1), pictures=BOTH), Price("plain", Decimal(2))))
    sheet.open_for("Mine", lines, (frames,))
    assert BOTH == row_of(sheet).conditions.pictures
    plain = row_of(sheet, 1)
    plain.conditions.add.click()
    (line,) = plain.conditions.lines
    names = [line.parameter.itemText(at) for at in range(line.parameter.count())]
    assert ["A picture", "First frame", "Last frame"] == names
    line.choice.setCurrentIndex(1)

    chosen: list[PriceList] = []
    sheet.chosen.connect(chosen.append)
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
    assert [BOTH, (PictureWhen(is_there=False),)] == [price.pictures for price in chosen[0].prices]


def test_two_prices_of_which_one_is_for_pictures_are_no_twins(sheet: PriceSheet, qtbot: QtBot) -> None:
    prices = (Price("wan", Decimal(1)), Price("wan", Decimal(2), pictures=(PictureWhen(),)))
    sheet.open_for("Mine", PriceList(prices=prices), (WAN,))

    assert sheet.editor.ready()
