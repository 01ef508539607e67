"""What there is to know of a clip: what it cost can be entered, also off the list, and tags are typed there."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.connection import ENGINE_NAME
from sora_desktop.domain.events import JobOffListChanged
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.ui.common.clip_jobs import ClipJobs
from sora_desktop.ui.common.clip_words import seconds_words
from sora_desktop.ui.common.labels import ElidedLabel
from sora_desktop.ui.language import Language, current, speak
from sora_desktop.ui.library.clip_facts import ClipFacts
from sora_desktop.ui.library.tag_sheet import TagSheet
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import FREE, clip, job

DONE = replace(job(1, JobState.DONE), cost=Cost(Decimal("0.40")), billed=Billed.YES)


@pytest.fixture
def facts(qtbot: QtBot) -> ClipFacts:
    made = ClipFacts()
    qtbot.addWidget(made)
    made.resize(400, 500)
    return made


def told(facts: ClipFacts) -> list[str]:
    return [label.text() for label in facts.findChildren(ElidedLabel) if not label.isHidden()]


def tags(facts: ClipFacts) -> QLineEdit:
    return child(facts, QLineEdit, "clipTags")


def test_what_it_cost_stands_there_with_a_way_to_enter_it(facts: ClipFacts, tmp_path: Path) -> None:
    asked: list[object] = []
    facts.charge_wanted.connect(asked.append)
    facts.show_clip(clip(tmp_path), DONE)
    assert any("$0.40" in words for words in told(facts))
    child(facts, QPushButton, "factsCharge").click()
    assert [clip(tmp_path)] == asked


@pytest.mark.parametrize("known", [None, replace(DONE, cost=FREE)])
def test_nothing_is_entered_for_what_is_free_or_unknown(facts: ClipFacts, tmp_path: Path, known: Job | None) -> None:
    facts.show_clip(clip(tmp_path), known)

    assert facts.findChild(QPushButton, "factsCharge") is None


def test_tags_are_typed_and_kept_once_a_person_goes_on(facts: ClipFacts, tmp_path: Path) -> None:
    taken: list[tuple[str, tuple[str, ...]]] = []
    facts.tagged.connect(lambda clip, tags: taken.append((clip.id, tags)))
    first = clip(tmp_path, tags=("winter",))
    facts.show_clip(first, DONE)
    assert "winter" == tags(facts).text()

    tags(facts).editingFinished.emit()
    assert [] == taken, "what is the same is not said"
    tags(facts).setText("winter,  Client A ,")
    facts.show_clip(first, replace(DONE, billed=Billed.UNKNOWN))
    assert "winter,  Client A ," == tags(facts).text(), "news of its job take nothing that is being typed"
    facts.show_clip(clip(tmp_path, 2), None)
    assert [("clip-1", ("winter", "Client A"))] == taken, "another clip came before it was left"
    assert "" == tags(facts).text()


def test_tags_that_came_from_elsewhere_are_shown(facts: ClipFacts, tmp_path: Path) -> None:
    facts.show_clip(clip(tmp_path), None)
    facts.show_clip(clip(tmp_path, tags=("<b>x</b>",)), None)

    assert "<b>x</b>" == tags(facts).text()


def test_several_clips_are_given_tags_at_once_and_keep_their_others(
    qtbot: QtBot, commands: RecordingCommands, tmp_path: Path
) -> None:
    both = [clip(tmp_path, 1, tags=("winter", "a")), clip(tmp_path, 2, tags=("b", "Winter"))]
    sheet = TagSheet(commands, both)
    qtbot.addWidget(sheet)
    assert "winter" == sheet.tags.field.text()
    sheet.tags.field.setText("Client A")
    sheet.save.click()

    assert [(["clip-1", "clip-2"], ("Client A",), ("winter",))] == commands.of("removals.tags")


Jobs = Callable[[dict[str, Job]], ClipJobs]


@pytest.fixture
def jobs(commands: RecordingCommands, facts: ClipFacts) -> Jobs:
    return lambda listed: ClipJobs(commands, listed.get, facts)


def test_a_job_of_the_list_is_known_and_one_off_it_is_asked_for_once(
    jobs: Jobs, commands: RecordingCommands, tmp_path: Path
) -> None:
    assert DONE == jobs({"job-1": DONE}).of(clip(tmp_path))
    off_list = jobs({})
    heard: list[object] = []
    off_list.told.connect(lambda: heard.append(None))
    assert (None, None) == (off_list.of(clip(tmp_path)), off_list.of(clip(tmp_path)))
    assert [("job-1",)] == commands.of("charges.of_job")

    commands.answer("charges.of_job", DONE)
    assert (DONE, 1) == (off_list.of(clip(tmp_path)), len(heard))
    dearer = replace(DONE, cost=Cost(Decimal(2)))
    off_list.apply(JobOffListChanged(replace(dearer, id="job-1")))
    assert (Cost(Decimal(2)), 2) == ((off_list.of(clip(tmp_path)) or DONE).cost, len(heard))


def test_where_no_job_is_on_record_it_is_said_and_the_engines_clips_are_free(
    jobs: Jobs, commands: RecordingCommands, tmp_path: Path
) -> None:
    off_list, found = jobs({}), list[Job]()
    off_list.find(clip(tmp_path), found.append)
    commands.answer("charges.of_job", None)
    assert [] == found
    assert ["The job that this clip came from isn't on record here, so nothing can be entered for it."] == [
        str(notice.text) for notice in commands.notices
    ]
    own = clip(tmp_path, 2)
    free = replace(own, recipe=replace(own.recipe, connection_name=ENGINE_NAME))
    assert (True, False) == (off_list.may_have_cost(own), off_list.may_have_cost(free))


@pytest.mark.parametrize(
    ("locale", "length", "rate"),
    [
        ("en_US", "4.5 s", "23.976"),
        ("de_DE", "4,5 s", "23,976"),
        ("es_ES", "4,5 s", "23,976"),
        ("pt_BR", "4,5 s", "23,976"),
    ],
)
def test_length_and_rate_are_written_as_the_language_has_numbers(
    facts: ClipFacts, tmp_path: Path, locale: str, length: str, rate: str
) -> None:
    before = current()
    speak(Language(QLocale(locale)))
    film = clip(tmp_path)
    film = replace(film, media=replace(film.media, seconds=4.52, fps=24000 / 1001, video_codec="h264"))
    facts.show_clip(film, None)
    said = [label.text() for label in facts.findChildren(ElidedLabel)]
    whole = [seconds_words(seconds) for seconds in (4.0, 4.04, 12.96)]
    speak(before)

    assert length in said
    assert any(rate in words for words in said)
    assert ["4 s", "4 s", "13 s"] == whole
