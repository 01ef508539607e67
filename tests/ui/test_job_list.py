"""The jobs as a list of the window."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from sora_desktop.domain.events import JobAdded, JobChanged, JobRemoved, QueuePaused
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.message import message
from sora_desktop.ui.lists.jobs import JOB_ROLE, STATE_ROLE, JobList
from tests.ui.samples import NOON, job


@pytest.fixture
def jobs(qapp: QApplication, qtmodeltester: ModelTester) -> JobList:
    made = JobList()
    qtmodeltester.check(made)
    return made


def ids(jobs: JobList) -> list[str]:
    return [jobs.index(row).data(Qt.ItemDataRole.UserRole) for row in range(jobs.rowCount())]


def watch(signal: SignalInstance) -> list[tuple[Any, ...]]:
    heard: list[tuple[Any, ...]] = []
    signal.connect(lambda *values: heard.append(values))
    return heard


def test_the_newest_job_stands_first(jobs: JobList) -> None:
    jobs.reset([job(1), job(2)])
    jobs.apply(JobAdded(job(3)))

    assert ["job-3", "job-2", "job-1"] == ids(jobs)


def test_a_row_tells_id_state_word_job_and_a_sentence(jobs: JobList) -> None:
    one = job(1, JobState.NOT_FOUND)
    jobs.reset([one])
    index = jobs.index(0)

    assert index.data(Qt.ItemDataRole.UserRole) == "job-1"
    assert index.data(STATE_ROLE) == "not_found"
    assert type(index.data(STATE_ROLE)) is str
    assert index.data(JOB_ROLE) == one
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "A red fox runs through snow. sora2-landscape-4s · Studio service · 4 s. "
        "It never arrived. not billed. The service was asked and does not have it."
    )
    assert index.data() == index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_change_reaches_the_row_of_its_job(jobs: JobList) -> None:
    jobs.reset([job(1), job(2)])
    jobs.apply(JobChanged(job(1, JobState.RUNNING, progress=0.5)))

    assert ["queued", "running"] == [jobs.index(row).data(STATE_ROLE) for row in range(2)]
    assert jobs.job("job-1") == job(1, JobState.RUNNING, progress=0.5)


def test_progress_alone_names_one_role_and_tells_no_new_counts(jobs: JobList) -> None:
    """So a view paints one card anew and lays nothing out."""
    jobs.reset([job(1, JobState.RUNNING)])
    changed, counted = watch(jobs.dataChanged), watch(jobs.counts_changed)

    jobs.apply(JobChanged(job(1, JobState.RUNNING, progress=0.5)))

    assert [[JOB_ROLE]] == [roles for _, _, roles in changed]
    assert counted == []


@pytest.mark.parametrize("changes", [{"state": JobState.FAILED}, {"reason": message("why")}, {"clip_id": "clip-1"}])
def test_what_changes_the_words_of_a_card_names_every_role(jobs: JobList, changes: Any) -> None:
    jobs.reset([job(1, JobState.RUNNING)])
    changed = watch(jobs.dataChanged)

    jobs.apply(JobChanged(replace(job(1, JobState.RUNNING), **changes)))

    assert [[]] == [roles for _, _, roles in changed]


def test_a_removed_job_leaves_and_the_others_are_still_found(jobs: JobList) -> None:
    jobs.reset([job(1), job(2), job(3)])
    jobs.apply(JobRemoved("job-2"))

    assert ["job-3", "job-1"] == ids(jobs)
    assert [0, 1] == [jobs.index_of("job-3").row(), jobs.index_of("job-1").row()]
    assert not jobs.index_of("job-2").isValid()
    assert jobs.job("job-2") is None


def test_news_of_a_job_that_is_not_on_the_list_changes_nothing(jobs: JobList) -> None:
    """A removal and a late change may cross."""
    jobs.reset([job(1)])
    for event in (JobChanged(job(2)), JobRemoved("job-2"), QueuePaused(True)):
        jobs.apply(event)

    assert ["job-1"] == ids(jobs)


def test_a_job_that_is_added_twice_stands_once(jobs: JobList) -> None:
    jobs.apply(JobAdded(job(1)))
    jobs.apply(JobAdded(job(1, JobState.RUNNING)))

    assert ["running"] == [jobs.index(row).data(STATE_ROLE) for row in range(jobs.rowCount())]


def test_counts_are_of_what_is_under_way_and_of_what_needs_a_person(jobs: JobList) -> None:
    jobs.reset([job(number, state) for number, state in enumerate(JobState)])

    assert (jobs.active_count, jobs.needs_person_count) == (7, 3)


def test_the_usual_time_is_learned_from_finished_jobs_of_the_same_kind(jobs: JobList) -> None:
    def done(number: int, seconds: int, **changes: Any) -> Job:
        ended = NOON + timedelta(seconds=seconds)
        return job(number, JobState.DONE, accepted_at=NOON, ended_at=ended, **changes)

    longer = replace(job(0).request, seconds=8)
    jobs.reset([done(1, 100), done(2, 150), done(3, 900, request=longer)])
    assert jobs.usual_seconds(job(9)) == 125

    jobs.apply(JobAdded(job(4)))
    jobs.apply(JobChanged(done(4, 160)))
    assert jobs.usual_seconds(job(9)) == 150


def test_without_a_finished_job_of_that_kind_nothing_is_usual(jobs: JobList) -> None:
    jobs.reset([job(1, JobState.FAILED, accepted_at=NOON, ended_at=NOON)])

    assert jobs.usual_seconds(job(9)) is None
