"""What stands in the strip: jobs and clips in one line of time."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.library import day_of
from sora_desktop.ui.library.row_window import Entry, entry_of
from sora_desktop.ui.queue.job_rows import JobRows
from sora_desktop.ui.strip.takes import MOST_NOW, NEXT_APART, Take, line_up
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
    rows = JobRows(jobs[::-1])
    return line_up(jobs, [entry_of(each) for each in clips], lambda job: rows.takes(job.id), whole=whole)


def press(*states: JobState, prompt: str = "a fox", when: int = 0) -> list[Job]:
    """Takes of one press of Generate, newest first."""
    made = [
        job(
            when + number,
            state,
            request=request(prompt),
            created_at=NOON + timedelta(seconds=when),
            clip_id=f"job-{when + number}" if state is JobState.DONE else None,
            ended_at=NOON + timedelta(minutes=number),
        )
        for number, state in enumerate(states, 1)
    ]
    return made[::-1]


def clip_of(done: Job) -> Clip:
    made = of(1, done.request.prompt)
    return replace(made, id=done.id, job_id=done.id, added_at=done.ended_at or NOON)


@pytest.mark.parametrize("state", NOW)
def test_what_has_not_ended_comes_before_every_clip(state: JobState) -> None:
    takes = lined([job(2, state), job(1, state)], [of(1, "a"), of(2, "b")])
    in_order = ["job-2", "job-1"] if state is JobState.UNKNOWN else ["job-1", "job-2"]

    assert [*in_order, "clip-1", "clip-2"] == ids(takes)
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
    assert [(2, 2), (1, 2), (1, 1), (1, 1)] == [(take.number, take.count) for take in takes]


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

    takes = line_up([], [entry_of(known), line, blank], lambda _job: (), whole=True)
    assert (["clip-1", "clip-2"], "b", (16, 9)) == (ids(takes), takes[1].prompt, takes[1].shape)


def test_what_runs_stands_first_then_what_needs_a_person_and_of_what_waits_the_next_to_go_out() -> None:
    states = (JobState.RUNNING, JobState.UNKNOWN, JobState.WAITING, JobState.WAITING, JobState.RUNNING)
    jobs = [job(number, state) for number, state in enumerate(states, 1)]

    assert ["job-1", "job-5", "job-2", "job-3", "job-4"] == ids(lined(jobs[::-1], []))


def test_takes_of_one_press_are_one_tile_while_some_run_and_say_which_of_all_they_are() -> None:
    jobs = press(JobState.DONE, JobState.DONE, JobState.RUNNING, JobState.WAITING)
    takes = lined(jobs, [clip_of(jobs[2]), clip_of(jobs[3]), of(9, "a hen")])

    assert ["job-3", "job-4", "job-1", "job-2", "clip-9"] == ids(takes)
    assert [(0, 4), (1, 4), (2, 4), (3, 4), (0, 1)] == [(take.place, take.of) for take in takes]
    assert [(3, 4), (4, 4), (1, 4), (2, 4)] == [(take.number, take.count) for take in takes[:4]]
    assert {None} == {take.day for take in takes[:4]}


def test_takes_of_one_press_stay_one_tile_when_all_have_ended_also_the_one_without_a_clip() -> None:
    jobs = press(JobState.DONE, JobState.REFUSED, JobState.DONE)
    takes = lined(jobs, [clip_of(jobs[0]), clip_of(jobs[2])])

    assert [("job-3", 3), ("job-1", 1), ("job-2", 2)] == [(take.id, take.number) for take in takes]
    assert [(0, 3), (1, 3), (2, 3)] == [(take.place, take.of) for take in takes]
    assert 1 == len({take.day for take in takes})


def test_takes_of_one_press_without_any_clip_are_one_tile_where_the_last_ended() -> None:
    takes = lined(press(JobState.REFUSED, JobState.REFUSED), [of(1, "a hen")])

    assert [("job-2", 0, 2), ("job-1", 1, 2), ("clip-1", 0, 1)] == [(take.id, take.place, take.of) for take in takes]


def test_a_deleted_take_leaves_the_numbers_of_the_others() -> None:
    jobs = press(JobState.DONE, JobState.DONE, JobState.DONE)
    takes = lined(jobs, [clip_of(jobs[0]), clip_of(jobs[2])])

    assert [(3, 3, 2), (1, 3, 2)] == [(take.number, take.count, take.of) for take in takes]


def test_two_presses_of_one_request_that_follow_each_other_count_as_one_stack() -> None:
    jobs = press(JobState.DONE, JobState.DONE, when=10) + press(JobState.DONE)
    takes = lined(jobs, [clip_of(each) for each in jobs])

    assert [(3, 3), (2, 3), (1, 3)] == [(take.number, take.count) for take in takes]


def test_a_long_line_is_one_pile_behind_the_next_ones_so_that_clips_stay_in_sight() -> None:
    waiting = [job(number, JobState.WAITING) for number in range(1, 13)]
    takes = lined([*waiting[::-1], job(0, JobState.RUNNING)], [of(1, "a hen")])
    tiles = [take.id for take in takes if not take.place]

    assert ["job-0", *(f"job-{number}" for number in range(1, NEXT_APART + 2)), "clip-1"] == tiles
    assert [take.id for take in takes[1:-1]] == [each.id for each in waiting]
    assert [False] * (NEXT_APART + 1) == [take.pile for take in takes[: NEXT_APART + 1]]
    assert {(True, 1)} == {(take.pile, take.count) for take in takes[NEXT_APART + 1 : -1]}


def test_of_thousands_that_wait_the_next_to_go_out_are_shown() -> None:
    waiting = [job(number, JobState.WAITING) for number in range(3000, 0, -1)]
    running = job(0, JobState.RUNNING)
    takes = lined([*waiting, running], [])

    assert MOST_NOW == len(takes)
    assert ["job-0", "job-1", "job-2"] == ids(takes)[:3]


def test_what_waits_for_a_person_is_never_left_out() -> None:
    held = replace(job(MOST_NOW + 50, JobState.WAITING), held=True)
    takes = lined([held, *(job(number, JobState.WAITING) for number in range(MOST_NOW + 20, 0, -1))], [])

    assert (held.id, MOST_NOW) == (takes[0].id, len(takes))
