"""Several pictures dropped at once: a clip each, alike otherwise; looked through, taken out, kept, sent all or none."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPushButton

from sora_desktop.domain.draft import BATCH_LIMIT, Draft, DraftPicture
from sora_desktop.domain.errors import OverBudgetError
from sora_desktop.domain.image import Fit, ImageVerdict, InputImage
from sora_desktop.domain.pricing import Price, PriceList, PriceUnit
from tests.support.commands import RecordingCommands
from tests.ui.compose.test_drop_zone import drop, files
from tests.ui.composer import FOX, GATEWAY, Screen, facts

NAMES = ("1.png", "2.png", "3.png")
PATHS = tuple(Path("/pictures", name) for name in NAMES)
EACH = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.80"), PriceUnit.JOB),))


def looked_at(commands: RecordingCommands, screen: Screen, *bad: Path) -> None:
    """Every picture is looked at; those in `bad` are no good."""
    for slot in screen.panel._form.reference.batch.slots:
        image = slot.image
        assert image is not None
        slot._looked(slot._turn, facts(image, ImageVerdict.NOT_AN_IMAGE if image.path in bad else ImageVerdict.OK))


@pytest.fixture
def several(screen: Screen, commands: RecordingCommands) -> Screen:
    """Three good pictures, and a prompt."""
    screen.panel.set_connection(replace(GATEWAY, prices=EACH))
    screen.type(FOX)
    drop(screen.zone, files(*PATHS))
    looked_at(commands, screen)
    return screen


def strip(screen: Screen) -> QListView:
    return screen.find(QListView, "pictureBatch")


def test_each_picture_becomes_a_request_of_its_own_and_all_go_in_one(several: Any, commands: RecordingCommands) -> None:
    several.count.setValue(2)
    assert "Generate 6 · $4.80" == several.button.text()
    several.press("generateButton")
    several.press("generateButton")

    [(requests, connection, count, _agreed)] = commands.of("jobs.submit_each")
    assert (("gateway", 2), [(InputImage(path=path),) for path in PATHS]) == (
        (connection, count),
        [request.images for request in requests],
    )
    assert 1 == len({replace(request, images=()) for request in requests})


def test_the_row_shows_all_and_going_through_it_shows_each_with_its_own_crop(several: Any, qtbot: Any) -> None:
    assert ("1 of 3: one clip each", 3) == (several.text("pictureBatchWords"), strip(several).model().rowCount())
    qtbot.keyClick(strip(several), Qt.Key.Key_Right)
    several.panel._form.reference.slot.set_fit(Fit(focus_x=0.2))

    assert several.zone.accessibleName().startswith("First frame: 2.png")
    assert "2 of 3: one clip each" == several.text("pictureBatchWords")
    fits = [picture.image.fit.focus_x for picture in several.panel.draft().pictures]
    assert [0.5, 0.2, 0.5] == fits


def test_one_is_taken_out_and_one_can_be_kept_alone(several: Any, qtbot: Any, commands: RecordingCommands) -> None:
    qtbot.keyClick(strip(several), Qt.Key.Key_Right)
    qtbot.keyClick(strip(several), Qt.Key.Key_Delete)
    left = [picture.image.path for picture in several.panel.draft().pictures]
    several.find(QPushButton, "pictureBatchOnly").click()

    assert ([PATHS[0], PATHS[2]], InputImage(path=PATHS[2])) == (left, several.panel.draft().image)
    assert not strip(several).isVisible()
    several.press("generateButton")
    assert 1 == len(commands.of("jobs.submit"))


def test_more_pictures_are_added_each_once_and_never_more_than_the_limit(several: Any) -> None:
    drop(several.zone, files(PATHS[0], Path("/pictures/4.png")))
    drop(several.zone, files(Path("/pictures/5.png")))
    five = [picture.image.path for picture in several.panel.draft().pictures]
    drop(several.zone, files(*(Path(f"/more/{number}.png") for number in range(BATCH_LIMIT))))

    assert [*PATHS, Path("/pictures/4.png"), Path("/pictures/5.png")] == five
    assert BATCH_LIMIT == len(several.panel.draft().pictures)
    assert any(f"{BATCH_LIMIT} pictures are the most" in words for words in several.complaints)


def test_several_take_the_place_of_one(screen: Any) -> None:
    drop(screen.zone, files(Path("/pictures/old.png")))
    drop(screen.zone, files(*PATHS))

    assert list(PATHS) == [picture.image.path for picture in screen.panel.draft().pictures]


def test_a_bad_one_holds_all_back_and_is_named_by_its_number(
    screen: Any, commands: RecordingCommands, qtbot: Any
) -> None:
    screen.type(FOX)
    drop(screen.zone, files(*PATHS))
    looking = screen.text("problemLabel")
    looked_at(commands, screen, PATHS[2])

    assert "Checking the picture…" == looking
    assert screen.text("problemLabel").startswith("Picture 3 of 3 can't be used")
    screen.press("generateButton")
    assert [] == commands.of("jobs.submit_each")
    qtbot.keyClick(strip(screen), Qt.Key.Key_End)
    assert "isn't a picture" in screen.text("problemLabel")
    qtbot.keyClick(strip(screen), Qt.Key.Key_Delete)
    assert screen.button.isEnabled()


def test_above_the_budget_the_question_is_about_all_of_them(several: Any, commands: RecordingCommands) -> None:
    asked: list[Any] = []
    commands.budget_question.connect(asked.append)
    several.press("generateButton")
    commands.fail("jobs.submit_each", OverBudgetError("above"))
    asked[0].again(asked[0].error.asked)

    first, second = commands.of("jobs.submit_each")
    assert first[:3] == second[:3]


def test_all_of_them_are_in_the_draft_and_come_back_in_their_order(several: Any, qtbot: Any) -> None:
    qtbot.keyClick(strip(several), Qt.Key.Key_Right)
    kept = several.panel.draft()
    several.panel.replace_draft(Draft("another"))
    alone = strip(several).isVisible()
    several.panel.put_back()

    assert (InputImage(path=PATHS[1]), 1) == (kept.image, kept.image_at)
    assert (list(PATHS), False) == ([each.image.path for each in kept.pictures], alone)
    assert kept == several.panel.draft()
    assert DraftPicture(InputImage(path=PATHS[0])) == kept.more[0]


def test_the_answer_about_a_picture_that_was_taken_out_is_ignored(several: Any) -> None:
    batch = several.panel._form.reference.batch
    gone = batch.slots[1]
    batch.go(1)
    batch.remove()
    gone._looked(gone._turn - 1, facts(InputImage(path=PATHS[1])))

    assert [PATHS[0], PATHS[2]] == [each.image.path for each in several.panel.draft().pictures]
