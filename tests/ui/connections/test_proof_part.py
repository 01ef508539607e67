"""The doctor's second button has its price on it, asks once where that is unknown or too much, and shows what was proved."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.budget import Asked, Spend
from sora_desktop.domain.catalog import ImageSlot, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.events import ProofChanged, Snapshot
from sora_desktop.domain.pricing import Cost, Price, PriceList
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.over_budget import ask_over_budget
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.sheet import ConnectionSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.formats import FACTS, NATIVE

FORMAT = FACTS[NATIVE]
MODEL = VideoModel("sora-2", (Size(1280, 720),), (4, 8), images=(ImageSlot(),))
SAVED = Connection(
    "saved",
    "Fake",
    "https://api.example.com",
    NATIVE,
    models=(MODEL,),
    prices=PriceList(prices=(Price("sora-2", Decimal("0.10")),)),
    key_place=KeyPlace.KEYRING,
    pictures=FORMAT.pictures,
    body=FORMAT.body,
    file_body=FORMAT.body,
    local_image=FORMAT.pictures.local[0],
)
FREE = (Finding(Check.REACHABLE, Verdict.OK, message("The service answers.")),)
UNDER_WAY = (Finding(Check.MADE, Verdict.NOT_TRIED, message("The clip is on its way: see the queue.")),)
PROVED = (
    Finding(Check.MADE, Verdict.OK, message("The clip is in your library.")),
    Finding(
        Check.PICTURE, Verdict.BAD, message("The picture did not arrive.").about(todo=message("Choose another way."))
    ),
)
Open = Callable[..., ConnectionSheet]


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    return ConnectionList()


@pytest.fixture
def examined(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, connections: ConnectionList) -> Open:
    """The sheet of a connection, after the free examination."""

    def opened(connection: Connection = SAVED) -> ConnectionSheet:
        there = (engine_connection(), connection)
        connections.load(Snapshot((), (), there, "engine", (), Settings(), formats=tuple(FACTS.values())))
        sheet = ConnectionSheet(commands, connections, theme)
        qtbot.addWidget(sheet)
        commands.budget_question.connect(lambda question: ask_over_budget(question, sheet, commands))
        sheet.open_for(connection)
        commands.answer("proofs.findings", ())
        qtbot.mouseClick(sheet.extras.examine_button, Qt.MouseButton.LeftButton)
        commands.answer("connections.examine", FREE)
        return sheet

    return opened


SHOWN = Asked("USD", Spend(Decimal("0.40"), 4, 1))


def press(qtbot: QtBot, sheet: ConnectionSheet) -> None:
    qtbot.mouseClick(sheet.extras.proof.button, Qt.MouseButton.LeftButton)


def agree(sheet: QWidget) -> str:
    (asked,) = sheet.findChildren(QWidget, "confirmSheet")
    yes = asked.findChild(QPushButton, "confirmYes")
    assert isinstance(yes, QPushButton)
    yes.click()
    return asked.accessibleName()


def test_the_price_is_on_the_button_and_what_is_sent_beside_it(
    examined: Open, commands: RecordingCommands, qtbot: QtBot
) -> None:
    part = (sheet := examined()).extras.proof

    assert ("Prove with one clip · $0.40", True) == (part.button.text(), part.button.isEnabled())
    assert "with a marked picture: sora-2, 1280 × 720, 4 s." in part.hint.text()
    press(qtbot, sheet)
    press(qtbot, sheet)
    assert [("saved", Cost(Decimal("0.40")))] == commands.of("proofs.prove"), "one press, one clip"


def test_any_model_can_be_proved_at_its_own_price(examined: Open, commands: RecordingCommands, qtbot: QtBot) -> None:
    dear = replace(MODEL, id="veo-3")
    prices = PriceList(prices=(*SAVED.prices.prices, Price("veo-3", Decimal("0.40"))))
    part = (sheet := examined(replace(SAVED, models=(MODEL, dear), prices=prices))).extras.proof
    part.model.field.choose("veo-3")

    assert "Prove with one clip · $1.60" == part.button.text()
    press(qtbot, sheet)
    assert [("saved", Cost(Decimal("1.60")), {"model_id": "veo-3"})] == commands.of("proofs.prove")


@pytest.mark.parametrize(
    ("changes", "words", "is_on"),
    [
        ({"prices": PriceList()}, "Prove with one clip · price unknown", True),
        ({"prices": PriceList(free=True)}, "Prove with one clip · free", True),
        ({"prices": PriceList("credits", (Price("sora-2", Decimal(5)),))}, "Prove with one clip · 20\xa0credits", True),
        ({"models": ()}, "Prove with one clip", False),
        ({"key_place": KeyPlace.MISSING}, "Prove with one clip", False),
    ],
)
def test_what_the_button_says_of_other_connections(
    examined: Open, changes: dict[str, object], words: str, is_on: bool
) -> None:
    part = examined(replace(SAVED, **changes)).extras.proof  # type: ignore[arg-type]

    assert (words, is_on) == (part.button.text(), part.button.isEnabled())


def test_an_unknown_price_is_asked_about_once(examined: Open, commands: RecordingCommands, qtbot: QtBot) -> None:
    sheet = examined(replace(SAVED, prices=PriceList()))
    press(qtbot, sheet)
    commands.fail("proofs.prove", OverBudgetError(message("The price of this clip is unknown."), SHOWN))

    assert "Make one clip at an unknown price?" == agree(sheet)
    assert ("saved", Cost(None), {"agreed": SHOWN}) == commands.of("proofs.prove")[-1]


def test_above_the_budget_a_person_says_yes_or_nothing_is_sent(
    examined: Open, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet = examined()
    press(qtbot, sheet)
    commands.fail("proofs.prove", OverBudgetError(message("This comes to $0.40; your budget is $0.10."), SHOWN))
    assert sheet.extras.proof.button.isEnabled()

    assert "Go over your budget?" == agree(sheet)
    assert ("saved", Cost(Decimal("0.40")), {"agreed": SHOWN}) == commands.of("proofs.prove")[-1]


def test_a_person_who_agrees_agrees_to_the_price_that_was_shown_when_they_were_asked(
    examined: Open, commands: RecordingCommands, qtbot: QtBot
) -> None:
    """The prices of the service are read anew while the question stands there."""
    sheet = examined()
    press(qtbot, sheet)
    commands.fail("proofs.prove", OverBudgetError(message("This comes to $0.40; your budget is $0.10."), SHOWN))
    dearer = replace(SAVED, prices=PriceList(prices=(Price("sora-2", Decimal(5)),)))
    sheet.extras.proof.offer(dearer, is_changed=False)

    agree(sheet)
    assert ("saved", Cost(Decimal("0.40")), {"agreed": SHOWN}) == commands.of("proofs.prove")[-1]


def test_what_went_wrong_stands_beside_the_button(examined: Open, commands: RecordingCommands, qtbot: QtBot) -> None:
    sheet = examined()
    press(qtbot, sheet)
    commands.fail("proofs.prove", InputError(message("Its price is $0.80 by now.")))

    part = sheet.extras.proof
    assert ("Its price is $0.80 by now.", "caution") == (part.hint.text(), part.hint.property("role"))
    assert part.button.isEnabled()


def test_while_the_clip_is_on_its_way_there_is_no_second_one_and_then_it_says_what_it_proved(
    examined: Open, commands: RecordingCommands, connections: ConnectionList, qtbot: QtBot
) -> None:
    sheet = examined()
    press(qtbot, sheet)
    connections.apply(ProofChanged("saved", UNDER_WAY))
    commands.answer("proofs.prove")
    part = sheet.extras.proof
    assert not part.button.isEnabled()

    connections.apply(ProofChanged("another", ()))
    connections.apply(ProofChanged("saved", PROVED))
    assert part.button.isEnabled()
    assert ["Test clip: fine", "Picture: not right"] == [line.accessibleName() for line in part.lines]
    assert "The picture did not arrive. Choose another way." == part.lines[1].words.text()


def test_what_an_earlier_clip_proved_stands_there_when_the_sheet_opens(
    examined: Open, commands: RecordingCommands
) -> None:
    sheet = examined()
    sheet.reject()
    sheet.open_for(SAVED)
    assert not sheet.extras.proof.isVisible()

    commands.answer("proofs.findings", PROVED)
    assert sheet.extras.proof.isVisible()
    assert 2 == len(sheet.extras.proof.lines)


def test_a_connection_that_is_changed_is_saved_before_it_is_proved(
    examined: Open, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet = examined()
    sheet.form.name.field.setText("Another")
    assert not sheet.extras.proof.isVisible()

    qtbot.mouseClick(sheet.extras.examine_button, Qt.MouseButton.LeftButton)
    commands.answer("connections.examine", FREE)
    part = sheet.extras.proof
    assert part.isVisible()
    assert not part.button.isEnabled()
    assert part.hint.text().startswith("Save the connection before you prove it")
