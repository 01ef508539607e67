"""The models: what their cards say, how they are narrowed, and which one is picked."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.pricing import Cost, Price, PriceList, PriceUnit
from sora_desktop.domain.shapes import Shape
from sora_desktop.domain.told import Told
from sora_desktop.ui.common import announcing
from sora_desktop.ui.compose.item_models import (
    CARD_ROLE,
    COST_ROLE,
    ID_ROLE,
    MODEL_ROLE,
    ModelCard,
    ModelList,
    Wishes,
    card_of,
    nearest,
)
from sora_desktop.ui.compose.model_field import ModelField
from sora_desktop.ui.compose.model_picker import ModelPicker
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.finding import child

BY_ID = {model.id: model for model in CATALOG}
PRICES = PriceList(
    prices=(Price("sora2-pro-720p", Decimal("0.3")), Price("sora2-landscape-4s", Decimal("0.4"), PriceUnit.JOB))
)
GATEWAY = Connection("gateway", "Gateway", "https://api.example.com", prices=PRICES, key_place=KeyPlace.SESSION)


def picked(field: ModelField) -> str:
    assert field.picked is not None
    return field.picked.id


def card(
    model_id: str, orientation: Shape | None = None, seconds: int | None = None, connection: Connection = GATEWAY
) -> ModelCard:
    return card_of(BY_ID[model_id], connection, Wishes(orientation, seconds))


@pytest.mark.parametrize(
    ("model_id", "orientation", "seconds", "line"),
    [
        ("sora2-landscape-4s", None, None, "1280 × 720 · 4 s"),
        ("sora2-portrait-12s", None, None, "720 × 1280 · 12 s"),
        ("sora2-pro-720p", None, None, "1280 × 720 · 4 s"),
        ("sora2-pro-720p", Shape.PORTRAIT, 16, "720 × 1280 · 16 s"),
        ("sora2-pro-1080p", None, None, "≈ 1792 × 1024 · 4 s"),
    ],
)
def test_a_card_shows_the_clip_that_would_be_made_now(
    model_id: str, orientation: Shape | None, seconds: int | None, line: str
) -> None:
    made = card(model_id, orientation, seconds)

    assert line == f"{made.size} · {made.length}"


def test_the_model_that_not_every_account_has_says_so() -> None:
    assert ["if your account has it"] == [made.note for made in map(card, BY_ID) if made.note]


def test_prices_are_of_the_clip_that_would_be_made() -> None:
    assert ["$1.20", "$6.00", "$0.40", ""] == [
        card("sora2-pro-720p").price,
        card("sora2-pro-720p", None, 20).price,
        card("sora2-landscape-4s").price,
        card("sora2-portrait-8s").price,
    ]


def test_the_engine_is_free() -> None:
    assert "free" == card("sora2-pro-720p", connection=engine_connection()).price


def test_a_screen_reader_hears_the_whole_card() -> None:
    assert "Sora 2, landscape, 1280 × 720, 4 s, $0.40" == card("sora2-landscape-4s").spoken
    assert card("sora2-pro-true-1080p").spoken.endswith("price unknown, if your account has it")


def test_a_row_gives_id_cost_model_and_card() -> None:
    models = ModelList()
    made = card("sora2-landscape-4s")
    models.reset([made])
    row = models.index(0)

    assert ["sora2-landscape-4s", Cost(Decimal("0.4")), made.model, made, made.spoken] == [
        row.data(role) for role in (ID_ROLE, COST_ROLE, MODEL_ROLE, CARD_ROLE, Qt.ItemDataRole.AccessibleTextRole)
    ]


def test_what_is_assumed_is_told_and_a_hostile_id_is_shown_as_text() -> None:
    models = ModelList()
    hostile = replace(BY_ID["sora2-pro-720p"], id="<img src=x>")
    models.reset([card("sora2-pro-720p"), card_of(hostile, GATEWAY, Wishes())])
    tips = [models.index(row).data(Qt.ItemDataRole.ToolTipRole) for row in range(2)]

    assert (
        "sora2-pro-720p\nAssumed, as the service doesn't say: the size, the lengths, what it makes unless you choose."
        in tips[0]
    )
    assert ">&lt;img src=x&gt;\n" in tips[1]


def test_the_same_models_with_other_lengths_are_changed_in_place(qtbot: QtBot) -> None:
    """Nothing jumps under the mouse: the list is not made anew."""
    models = ModelList()
    models.reset([card("sora2-pro-720p")])

    with qtbot.assertNotEmitted(models.modelReset), qtbot.waitSignal(models.dataChanged):
        models.reset([card("sora2-pro-720p", None, 8)])


@pytest.mark.parametrize(
    ("liked", "orientation", "seconds", "picked"),
    [
        ("sora2-landscape-4s", Shape.PORTRAIT, None, "sora2-portrait-4s"),
        ("sora2-landscape-4s", None, 12, "sora2-landscape-12s"),
        ("sora2-landscape-8s", None, 20, "sora2-pro-720p"),
        ("sora2-pro-1080p", Shape.PORTRAIT, 16, "sora2-pro-1080p"),
        (None, None, None, "sora2-landscape-4s"),
    ],
)
def test_the_nearest_model_to_the_liked_one_is_picked(
    liked: str | None, orientation: Shape | None, seconds: int | None, picked: str
) -> None:
    fits = [model for model in CATALOG if model.fits(orientation, seconds)]
    found = nearest(fits, BY_ID[liked] if liked else None)

    assert found is not None
    assert picked == found.id


@pytest.fixture
def field(qtbot: QtBot, theme: ThemeKeeper) -> ModelField:
    made = ModelField(theme)
    qtbot.addWidget(made)
    made.resize(312, 600)
    made.show()
    made.narrow(GATEWAY, Wishes())
    return made


def test_narrowing_and_widening_again_comes_back_to_the_model_that_the_person_picked(
    qtbot: QtBot, field: ModelField
) -> None:
    row = field.picker.model().index(1, 0)
    qtbot.mouseClick(field.picker.viewport(), Qt.MouseButton.LeftButton, pos=field.picker.visualRect(row).center())
    assert "sora2-landscape-8s" == picked(field)

    field.narrow(GATEWAY, Wishes(None, 20))
    assert "sora2-pro-720p" == picked(field)
    field.narrow(GATEWAY, Wishes())
    assert "sora2-landscape-8s" == picked(field)


def test_the_arrow_keys_pick(qtbot: QtBot, field: ModelField) -> None:
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field.picker, Qt.Key.Key_Down)

    assert "sora2-landscape-8s" == picked(field)
    assert "sora2-landscape-8s" == field.picker.currentIndex().data(ID_ROLE)


def test_narrowing_is_not_taken_for_a_choice_of_the_person(qtbot: QtBot, field: ModelField) -> None:
    with qtbot.assertNotEmitted(field.changed):
        field.narrow(GATEWAY, Wishes(Shape.PORTRAIT, 8))


def test_the_caption_counts_what_fits(field: ModelField) -> None:
    field.narrow(GATEWAY, Wishes(Shape.LANDSCAPE, 4))
    assert "4 of 9 fit" == field._caption.aside.text()
    field.narrow(GATEWAY, Wishes())
    assert "9 models" == field._caption.aside.text()

    field.narrow(replace(GATEWAY, models=CATALOG[:1]), Wishes())
    assert "1 model" == field._caption.aside.text()


def test_where_none_fits_it_says_so_and_offers_all(qtbot: QtBot, field: ModelField) -> None:
    few = replace(GATEWAY, models=CATALOG[:3])
    field.narrow(few, Wishes(Shape.PORTRAIT, 20))
    button = child(field, QPushButton, "showAllModels")

    assert field.picked is None
    assert "No model of “Gateway” makes 9:16 clips of 20 s." == str(field.none_reason)
    assert (False, True) == (field.picker.isVisible(), button.isVisible())
    with qtbot.waitSignal(field.show_all_wanted):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_connection_without_models_says_what_to_do(field: ModelField) -> None:
    field.narrow(replace(GATEWAY, models=()), Wishes())

    assert "“Gateway” offers no models. Add some to the connection." == str(field.none_reason)
    assert not child(field, QPushButton, "showAllModels").isVisible()


def test_the_picker_is_as_tall_as_its_cards_and_shrinks_to_two(field: ModelField) -> None:
    picker = child(field, ModelPicker, "modelPicker")
    nine, two = picker.sizeHint().height(), picker.minimumSizeHint().height()
    field.narrow(GATEWAY, Wishes(Shape.LANDSCAPE, 4))

    assert nine > 2 * picker.sizeHint().height() > 2 * two


def test_all_cards_can_be_drawn_in_a_narrow_column(field: ModelField) -> None:
    field.picker.resize(160, 500)

    assert not field.picker.grab().isNull()


WAN = replace(CATALOG[0], id="wan-2.2", name="Wan", fixes=())
UNSAID = (replace(WAN, id="mystery", name=""), replace(WAN, id="chatty", name=""))
LISTS = replace(GATEWAY, preset="litellm", models=(WAN,), told=Told((WAN,), UNSAID))


def test_what_is_listed_without_a_word_on_what_it_makes_stands_below_a_heading(qtbot: QtBot, field: ModelField) -> None:
    field.narrow(LISTS, Wishes())
    cards = field.picker.model().cards  # type: ignore[attr-defined]
    assert [("wan-2.2", ""), ("mystery", "The service doesn't say what these make"), ("chatty", "")] == [
        (each.model.id, each.heading) for each in cards
    ]
    assert ("1 model", "wan-2.2") == (field._caption.aside.text(), picked(field))
    assert "The service doesn't say what these make" in cards[2].spoken

    with qtbot.waitSignals([field.unvouched_picked, field.changed]):
        field.picker.setCurrentIndex(field.picker.model().index(1, 0))
    assert "mystery" == picked(field)
    assert not field.fits_nothing


def test_none_of_them_is_ever_picked_unasked(field: ModelField) -> None:
    field.narrow(replace(LISTS, models=()), Wishes())

    assert (None, True) == (field.picked, field.fits_nothing)
    assert 2 == field.picker.model().rowCount()


def test_three_thousand_models_are_searched_and_make_no_widget_each(field: ModelField) -> None:
    many = tuple(replace(WAN, id=f"model-{number}", name="") for number in range(3000))
    field.narrow(GATEWAY, Wishes())
    assert field.search.isHidden()
    before = len(field.findChildren(QObject))
    field.narrow(replace(GATEWAY, models=many), Wishes())
    assert (3000, before) == (field.picker.model().rowCount(), len(field.findChildren(QObject)))
    assert not field.search.isHidden()

    first = picked(field)
    field.search.setText("MODEL 2999")
    assert ["model-2999"] == [field.picker.model().index(0, 0).data(ID_ROLE)]
    assert first == picked(field), "a search picks none"
    assert field.card is not None
    field.search.setText("no such")
    assert "No model that fits is called so." == field._none.words.text()


def test_how_many_models_are_found_is_said_once_when_a_person_rests(
    field: ModelField, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(announcing, "announce", lambda _widget, words: said.append(words))
    many = tuple(replace(WAN, id=f"model-{number}", name="") for number in range(30))
    field.narrow(replace(GATEWAY, models=many), Wishes())
    for words in ("m", "model", "model-29"):
        field.search.setText(words)
    qtbot.waitUntil(lambda: len(said) == 1)
    field.search.setText("no such")
    qtbot.waitUntil(lambda: len(said) == 2)

    assert ["1 model found", "No model that fits is called so."] == said
