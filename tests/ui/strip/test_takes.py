"""What stands in the strip: jobs and clips in one line of time."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.library import day_of
from sora_desktop.ui.library.row_window import Entry, entry_of
from sora_desktop.ui.strip.takes import MOST_NOW, Take, line_up
from tests.ui.samples import NOON, clip, job, request

HERE = Path("/clips")
ENDED_BADLY = (
    JobState.REFUSED,
    JobState.FAILED,
    JobState.EXPIRED,
    JobState.LOST,
    JobState.NOT_FOUND,
    JobState.CANCELLED,
)
NOW = (JobState.WAITING, JobState.SUBMITTING, JobState.QUEUED, JobState.RUNNING, JobState.FETCHING, JobState.UNKNOWN)


def of(number: int, prompt: str) -> Clip:
    """Made so many minutes before noon."""
    made = clip(HERE, number)
    return replace(made, recipe=replace(made.recipe, request=request(prompt)))


def ids(takes: list[Take]) -> list[str]:
    return [take.id for take in takes]


def lined(jobs: list[Job], clips: list[Clip], *, whole: bool = True) -> list[Take]:
    return line_up(jobs, [entry_of(each) for each in clips], whole=whole)


@pytest.mark.parametrize("state", NOW)
def test_what_has_not_ended_comes_before_every_clip(state: JobState) -> None:
    takes = lined([job(2, state), job(1, state)], [of(1, "a"), of(2, "b")])

    assert ["job-2", "job-1", "clip-1", "clip-2"] == ids(takes)
    assert [None, None] == [take.day for take in takes[:2]]


@pytest.mark.parametrize("state", ENDED_BADLY)
def test_a_job_that_ended_without_a_clip_stands_where_its_clip_would(state: JobState) -> None:
    between = job(1, state, ended_at=NOON - timedelta(minutes=2))
    takes = lined([between], [of(1, "a"), of(3, "b")])

    assert ["clip-1", "job-1", "clip-3"] == ids(takes)
    assert takes[1].day == takes[0].day


def test_a_job_whose_clip_is_there_has_no_row_of_its_own_and_one_whose_clip_was_deleted_has_none() -> None:
    done = job(1, JobState.DONE, clip_id="clip-1")

    assert ["clip-1"] == ids(lined([done], [of(1, "a")]))
    assert [] == ids(lined([done], []))


def test_a_clip_that_is_fetched_again_stands_once() -> None:
    kept = replace(of(1, "a"), id="job-1", job_id="job-1")

    assert ["job-1"] == ids(lined([job(1, JobState.FETCHING)], [kept]))


def test_takes_of_one_request_that_follow_each_other_are_a_stack() -> None:
    takes = lined([], [of(1, "a fox"), of(2, "a fox"), of(3, "a hen"), of(4, "a fox")])

    assert [(0, 2), (1, 2), (0, 1), (0, 1)] == [(take.place, take.of) for take in takes]
    assert [2, 1, 1, 1] == [take.number for take in takes]


def test_a_refused_take_stands_before_the_stack_that_came_meanwhile() -> None:
    refused = job(1, JobState.REFUSED, ended_at=NOON - timedelta(seconds=90))
    takes = lined([refused], [of(1, "a fox"), of(2, "a fox")])

    assert ["job-1", "clip-1", "clip-2"] == ids(takes)


def test_what_ended_before_the_last_clip_that_is_here_waits_for_the_older_ones() -> None:
    old = job(1, JobState.FAILED, ended_at=NOON - timedelta(days=1))

    assert ["clip-1"] == ids(lined([old], [of(1, "a")], whole=False))
    assert ["clip-1", "job-1"] == ids(lined([old], [of(1, "a")]))


def test_a_row_that_is_not_read_yet_is_told_by_its_line_and_a_blank_one_is_left_out() -> None:
    known = of(1, "a")
    line = Entry(ClipLine("clip-2", day_of(known), "b", 4.0))
    blank = Entry(ClipLine("", day_of(known)))

    takes = line_up([], [entry_of(known), line, blank], whole=True)
    assert (["clip-1", "clip-2"], "b", (16, 9)) == (ids(takes), takes[1].prompt, takes[1].shape)


def test_of_thousands_that_wait_the_next_to_go_out_are_shown() -> None:
    waiting = [job(number, JobState.WAITING) for number in range(3000, 0, -1)]
    running = job(0, JobState.RUNNING)
    takes = lined([*waiting, running], [])

    assert MOST_NOW == len(takes)
    assert ["job-2", "job-1", "job-0"] == ids(takes)[-3:]


def test_what_waits_for_a_person_is_never_left_out() -> None:
    held = replace(job(MOST_NOW + 50, JobState.WAITING), held=True)
    takes = lined([held, *(job(number, JobState.WAITING) for number in range(MOST_NOW + 20, 0, -1))], [])

    assert (held.id, MOST_NOW) == (takes[0].id, len(takes))
