"""A job on the stage: what a person sees until its clip is there, and who takes the place of whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.job_words import ALONE
from sora_desktop.ui.stage.job_screen import JobScreen, StagedJob, time_words
from sora_desktop.ui.stage.panel import StagePanel
from tests.support.finding import child
from tests.ui.samples import film_clip, job, request
from tests.ui.stages import player, surface

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TALL = Size(720, 1280)


def running(**changes: object) -> Job:
    return replace(job(1, JobState.RUNNING, accepted_at=NOW - timedelta(seconds=108)), **changes)  # type: ignore[arg-type]


def staged(one: Job, usual: float | None = None) -> StagedJob:
    return StagedJob(one, ALONE, usual)


def words(stage: StagePanel) -> list[str]:
    return [line.words for line in child(stage, JobScreen)._lines]


@pytest.mark.parametrize(
    ("usual", "said"),
    [(None, "1:48"), (150.0, "1:48, about 0:42 left"), (90.0, "1:48, longer than the usual 1:30")],
)
def test_the_time_left_is_what_was_learned_and_nothing_where_nothing_was(usual: float | None, said: str) -> None:
    assert said == time_words(staged(running(), usual), NOW)


def test_only_a_running_job_has_a_time_left() -> None:
    assert "1:48" == time_words(staged(running(state=JobState.QUEUED), 150.0), NOW)


def test_a_job_shows_its_state_and_time_and_no_percentage_that_no_service_said(stage: StagePanel) -> None:
    stage.show_job(staged(running(), 150.0))
    child(stage, JobScreen).now = lambda: NOW
    child(stage, JobScreen)._arrange()

    assert ["Running", "1:48, about 0:42 left"] == words(stage)
    assert (None, running()) == (stage.clip, stage.job)

    stage.show_job(staged(running(progress=0.62), 150.0))
    assert "Running 62%" == words(stage)[0]


def test_the_frame_of_a_job_is_where_its_clip_then_plays(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    made = film_clip(tmp_path, size=Size(160, 90))
    stage.show_job(staged(running()))
    before = surface(stage).picture_rect().toAlignedRect()
    stage.show_clip(made, play=True)
    qtbot.waitUntil(lambda: stage.frames_shown > 0)

    assert before == surface(stage).picture_rect().toAlignedRect()
    assert not child(stage, JobScreen).isVisible()
    assert (made, None) == (stage.clip, stage.job)


def test_its_picture_is_the_one_that_is_sent(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    sent = tmp_path / "sent.png"
    Image.new("RGB", (720, 1280), (200, 30, 30)).save(sent)
    wanted = replace(request(), size=TALL, images=(InputImage(path=tmp_path / "given.png"),))
    stage.show_job(staged(running(request=wanted, input_paths=(sent,))))
    assert QSize(720, 1280) == surface(stage).image.size()

    qtbot.waitUntil(lambda: surface(stage).image.pixelColor(360, 640) == QColor(200, 30, 30))


def test_a_reference_is_no_frame_of_the_clip(tmp_path: Path) -> None:
    first, other = InputImage(path=Path("a.png")), InputImage(path=Path("b.png"), role=ImageRole.REFERENCE)
    both = replace(request(), images=(other, first))
    paths = (tmp_path / "b.png", tmp_path / "a.png")

    assert paths[1] == staged(running(request=both, input_paths=paths)).picture
    assert staged(running(request=replace(both, images=(other,)), input_paths=paths[:1])).picture is None


@pytest.mark.parametrize("state", [JobState.REFUSED, JobState.UNKNOWN, JobState.NO_ANSWER])
def test_how_it_ended_is_said_in_its_place_and_leads_to_the_queue(
    qtbot: QtBot, stage: StagePanel, state: JobState
) -> None:
    wanted: list[str] = []
    stage.queue_wanted.connect(wanted.append)
    stage.show_job(staged(running()))
    stage.show_job(staged(running(state=state, ended_at=NOW)))
    said = words(stage)
    qtbot.mouseClick(child(stage, QPushButton, "stageJobButton"), Qt.MouseButton.LeftButton)

    assert said[0][0] in "✕?"
    assert len(said) > 2
    assert ["job-1"] == wanted


def test_with_little_room_the_state_and_the_button_stay(stage: StagePanel, qtbot: QtBot) -> None:
    stage.show_job(staged(running(state=JobState.REFUSED, ended_at=NOW)))
    screen = child(stage, JobScreen)
    for height in (560, 330, 250, 215):
        stage.resize(700, height)
        qtbot.waitUntil(lambda: screen.height() == surface(stage).height())
        assert words(stage)[0] == "✕ Refused"
        assert screen.rect().contains(screen.button.geometry()), height


def test_on_a_large_stage_its_words_grow(stage: StagePanel) -> None:
    stage.show_job(staged(running()))
    small = child(stage, JobScreen)._lines[0].pixels
    stage.resize(3400, 2000)

    assert child(stage, JobScreen)._lines[0].pixels > 1.5 * small


def test_it_is_heard_once_and_without_the_seconds_that_pass(stage: StagePanel) -> None:
    stage.show_job(staged(running(), 150.0))
    name = surface(stage).accessibleName()
    child(stage, JobScreen)._arrange()

    assert name == surface(stage).accessibleName()
    assert ("Running" in name, "Usually takes 2:30" in name) == (True, True)
    interface = QAccessible.queryAccessibleInterface(surface(stage))
    assert QAccessible.Role.Graphic == interface.role()
    assert name == interface.text(QAccessible.Text.Name)


def test_the_picture_of_a_clip_has_a_role_and_its_prompt_as_name(stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    interface = QAccessible.queryAccessibleInterface(surface(stage))

    assert (QAccessible.Role.Graphic, "A red fox runs through snow") == (
        interface.role(),
        interface.text(QAccessible.Text.Name),
    )


def test_a_clip_that_a_person_picked_and_that_plays_is_watched(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> None:
    one = film_clip(tmp_path, frames=96)
    stage.show_clip(one, play=True)
    qtbot.waitUntil(lambda: player(stage).is_playing)
    assert not stage.is_watched

    stage.pick_clip(one)
    assert stage.is_watched

    stage.show_job(staged(running()))
    assert not stage.is_watched
    assert not stage.is_in_use

    stage.pick_job(staged(running()))
    assert stage.is_in_use


def test_nothing_of_the_clip_before_can_be_done_with_a_job(stage: StagePanel, tmp_path: Path) -> None:
    stage.show_clip(film_clip(tmp_path), play=False)
    height = stage._foot.height()
    stage.show_job(staged(running()))
    left = [
        each.accessibleName()
        for each in stage._foot.findChildren(QWidget)
        if each.isVisible() and each.accessibleName()
    ]

    assert [] == left
    assert height == stage._foot.height()
    assert player(stage).duration == 0
