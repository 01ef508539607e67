"""The jobs as a list of the window."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from sora_desktop.base.sentences import message
from sora_desktop.domain.events import (
    ClipAdded,
    ClipChanged,
    ClipRemoved,
    JobAdded,
    JobChanged,
    JobRemoved,
    QueuePaused,
)
from sora_desktop.domain.job import Billed, Job, JobState, WaitsFor
from sora_desktop.studio.jobs.turns import WAITS_FOR_TWIN
from sora_desktop.ui.queue.item_models import JOB_ROLE, STATE_ROLE, JobList
from sora_desktop.ui.queue.job_counts import Sort
from sora_desktop.ui.window.top_bar import summary
from tests.ui.samples import FREE, NOON, clip, job


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


IN_ORDER = [
    job(4, JobState.RUNNING),
    job(8, JobState.FETCHING),
    job(3, JobState.WAITING),
    job(7, JobState.WAITING),
    job(6, JobState.UNKNOWN),
    job(2, JobState.WAITING, held=True),
    job(9, JobState.DONE),
    job(1, JobState.REFUSED),
]
"""What runs, what is next, what needs a person, what has ended: the newest of the last two on top."""


def test_what_runs_stands_first_then_what_is_next_what_needs_a_person_and_what_has_ended(jobs: JobList) -> None:
    jobs.reset(sorted(IN_ORDER, key=lambda each: each.created_at))
    assert [each.id for each in IN_ORDER] == ids(jobs)

    jobs.reset([])
    for each in sorted(IN_ORDER, key=lambda each: each.created_at):
        jobs.apply(JobAdded(each))
    assert [each.id for each in IN_ORDER] == ids(jobs)


def test_a_job_goes_to_where_it_stands_by_its_state(jobs: JobList) -> None:
    jobs.reset([job(1, JobState.DONE), job(2, JobState.RUNNING), job(3, JobState.WAITING)])
    orders = []
    for state in (JobState.SUBMITTING, JobState.UNKNOWN, JobState.QUEUED, JobState.DONE):
        jobs.apply(JobChanged(job(3, state)))
        orders.append(ids(jobs))

    assert [["job-2", "job-3", "job-1"]] * 3 + [["job-2", "job-3", "job-1"]] == orders
    jobs.apply(JobChanged(job(2, JobState.UNKNOWN)))
    assert ["job-2", "job-3", "job-1"] == ids(jobs)
    jobs.apply(JobChanged(job(2, JobState.DONE)))
    assert ["job-3", "job-2", "job-1"] == ids(jobs)


def test_the_order_is_the_same_however_it_came_about(jobs: JobList) -> None:
    """Against sorting all of them anew, over hundreds of steps."""
    random = Random(2)
    for step in range(600):
        number = random.randrange(20)
        one = job(
            number,
            random.choice(list(JobState)),
            created_at=NOON + timedelta(seconds=number // 4),
            held=random.random() < 0.2,
            position=float(number + (30 if random.random() < 0.2 else 0)),
        )
        jobs.apply(random.choice((JobAdded(one), JobChanged(one), JobChanged(one), JobRemoved(one.id))))
        if step % 20 == 0:
            again = JobList()
            again.reset(sorted(jobs.newest_first(), key=lambda each: each.position))
            assert ids(again) == ids(jobs)


def test_a_row_tells_id_state_word_job_and_a_sentence(jobs: JobList) -> None:
    one = job(1, JobState.NOT_FOUND)
    jobs.reset([one])
    index = jobs.index(0)

    assert index.data(Qt.ItemDataRole.UserRole) == "job-1"
    assert index.data(STATE_ROLE) == "not_found"
    assert type(index.data(STATE_ROLE)) is str
    assert index.data(JOB_ROLE) == one
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "A red fox runs through snow. Sora 2 · Studio service · 4 s. "
        "Not found at the service. not billed. The service's list doesn't show this job. "
        "You may have been billed anyway: check your records at the service."
    )
    assert index.data() == index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_change_reaches_the_row_of_its_job(jobs: JobList) -> None:
    jobs.reset([job(1), job(2)])
    jobs.apply(JobChanged(job(1, JobState.RUNNING, progress=0.5)))

    assert ["running", "queued"] == [jobs.index(row).data(STATE_ROLE) for row in range(2)]
    assert jobs.job("job-1") == job(1, JobState.RUNNING, progress=0.5)


def test_progress_alone_names_one_role_and_tells_no_new_counts(jobs: JobList) -> None:
    """So a view paints one card anew and lays nothing out."""
    jobs.reset([job(1, JobState.RUNNING)])
    changed, counted = watch(jobs.dataChanged), watch(jobs.counts_changed)

    jobs.apply(JobChanged(job(1, JobState.RUNNING, progress=0.5)))

    assert [[JOB_ROLE]] == [roles for _, _, roles in changed]
    assert counted == []


@pytest.mark.parametrize("changes", [{"state": JobState.FAILED}, {"reason": message("why")}])
def test_what_may_change_the_height_of_a_card_names_every_role(jobs: JobList, changes: Any) -> None:
    jobs.reset([job(1, JobState.RUNNING)])
    changed = watch(jobs.dataChanged)

    jobs.apply(JobChanged(replace(job(1, JobState.RUNNING), **changes)))

    assert [[]] == [roles for _, _, roles in changed]


@pytest.mark.parametrize(
    "changes",
    [{"state": JobState.QUEUED}, {"clip_id": "clip-1"}, {"remote_id": "remote-1"}, {"billed": Billed.YES}],
)
def test_what_changes_only_the_words_of_a_card_lays_nothing_out(jobs: JobList, changes: Any) -> None:
    jobs.reset([job(1, JobState.RUNNING)])
    changed = watch(jobs.dataChanged)

    jobs.apply(JobChanged(replace(job(1, JobState.RUNNING), **changes)))

    [roles] = [roles for _, _, roles in changed]
    assert {JOB_ROLE, STATE_ROLE, Qt.ItemDataRole.AccessibleTextRole} <= set(roles)
    assert Qt.ItemDataRole.SizeHintRole not in roles


def test_a_removed_job_leaves_and_the_others_are_still_found(jobs: JobList) -> None:
    jobs.reset([job(1), job(2), job(3)])
    jobs.apply(JobRemoved("job-2"))

    assert ["job-1", "job-3"] == ids(jobs)
    assert [1, 0] == [jobs.index_of("job-3").row(), jobs.index_of("job-1").row()]
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

    assert (jobs.count(Sort.ACTIVE), jobs.count(Sort.NEEDS_PERSON)) == (7, 3)


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


def test_counts_are_kept_as_jobs_come_change_and_go(jobs: JobList) -> None:
    """Against counting them all anew, over two thousand steps."""
    random = Random(1)
    for step in range(2_000):
        one = job(random.randrange(40), random.choice(list(JobState)), held=random.random() < 0.3, cost=FREE)
        event = random.choice((JobAdded(one), JobChanged(one), JobChanged(one), JobRemoved(one.id)))
        jobs.apply(event)
        if step % 50 == 0:
            again = JobList()
            again.reset(list(jobs))
            assert [again.count(sort) for sort in Sort] == [jobs.count(sort) for sort in Sort]


def test_a_held_job_needs_a_person_and_stands_in_no_line(jobs: JobList) -> None:
    jobs.reset([job(1, JobState.WAITING, held=True, position=1.0), job(2, JobState.WAITING, position=2.0)])
    ahead = [jobs.ahead(each) for each in jobs]
    counts = [jobs.count(sort) for sort in (Sort.ACTIVE, Sort.WAITING, Sort.NEEDS_PERSON)]
    words = summary(jobs, paused=False)
    jobs.apply(JobChanged(job(1, JobState.WAITING, position=1.0)))

    assert ([1, 1, 1], "1 waiting") == (counts, words)
    assert ([0, None], 0) == (ahead, jobs.count(Sort.NEEDS_PERSON))
    assert [0, 1] == [jobs.ahead(each) for each in jobs]


def test_a_twin_knows_the_unknown_job_that_it_waits_for_for_as_long_as_that_is_so(jobs: JobList) -> None:
    other = replace(job(3).request, prompt="a hen")
    jobs.reset([job(1, JobState.SUBMITTING), job(2, JobState.WAITING), job(3, JobState.WAITING, request=other)])
    changed = watch(jobs.dataChanged)

    jobs.apply(JobChanged(job(1, JobState.UNKNOWN)))
    assert ["job-1", "", ""] == [jobs.around(each).twin_id for each in jobs]
    assert [True, True, True] == [jobs.has_reason(each) is (each.id != "job-3") for each in jobs]
    assert ("job-2", []) in [(index.data(Qt.ItemDataRole.UserRole), roles) for index, _, roles in changed]

    jobs.apply(
        JobChanged(job(2, JobState.WAITING, reason=WAITS_FOR_TWIN, waits_for=WaitsFor.TWIN))
    )  # the job keeps it longer than it is so
    jobs.apply(JobChanged(job(1, JobState.QUEUED)))
    assert [False, False, False] == [jobs.has_reason(each) for each in jobs]
    assert ["", "", ""] == [jobs.around(each).twin_id for each in jobs]


def test_the_job_of_a_clip_that_could_not_be_checked_says_so(jobs: JobList, tmp_path: Path) -> None:
    finding = message("The end of the file is cut off.")
    odd = clip(tmp_path, unchecked=finding)
    jobs.reset([job(1, JobState.DONE, clip_id="clip-1")], [odd])
    [done] = jobs

    assert finding == jobs.around(done).unchecked
    jobs.apply(ClipAdded(replace(odd, unchecked=None)))
    assert jobs.around(done).unchecked is None
    jobs.apply(ClipChanged(odd))
    assert finding == jobs.around(done).unchecked
    jobs.apply(ClipRemoved("clip-1"))
    assert (None, False) == (jobs.around(done).unchecked, jobs.has_reason(done))
