"""The state table: what may follow what, and nothing else."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.job import ACTIVE, FINAL, NEEDS_PERSON, TRANSITIONS, IllegalMoveError, Job, JobState, move
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from tests.support.formats import UNIALL
from tests.support.rows import rows

S = JobState
DESIGNED = {
    (S.WAITING, S.SUBMITTING),
    (S.WAITING, S.CANCELLED),
    (S.SUBMITTING, S.WAITING),
    (S.SUBMITTING, S.REFUSED),
    (S.SUBMITTING, S.UNKNOWN),
    (S.SUBMITTING, S.QUEUED),
    (S.UNKNOWN, S.QUEUED),
    (S.UNKNOWN, S.NOT_FOUND),
    (S.UNKNOWN, S.DISMISSED),
    *((start, end) for start in (S.QUEUED, S.RUNNING) for end in (S.FAILED, S.EXPIRED, S.LOST, S.NO_ANSWER)),
    *((start, end) for start in (S.QUEUED, S.RUNNING) for end in (S.CANCELLING, S.FETCHING)),
    (S.QUEUED, S.RUNNING),
    (S.RUNNING, S.QUEUED),
    (S.WAITING, S.UNKNOWN),
    (S.SUBMITTING, S.FETCHING),
    (S.UNKNOWN, S.FETCHING),
    *(
        (start, end)
        for start in (S.NO_ANSWER, S.FAILED, S.EXPIRED, S.LOST)
        for end in (S.RUNNING, S.QUEUED, S.FETCHING)
    ),
    *((S.NO_ANSWER, end) for end in (S.FAILED, S.EXPIRED, S.LOST)),
    *((S.NOT_FOUND, end) for end in (S.QUEUED, S.UNKNOWN, S.FETCHING)),
    *((S.DISMISSED, end) for end in (S.QUEUED, S.UNKNOWN, S.FETCHING)),
    *((S.CANCELLING, end) for end in (S.CANCELLED, S.FETCHING, S.FAILED, S.EXPIRED, S.LOST, S.NO_ANSWER)),
    (S.FETCHING, S.VERIFYING),
    (S.FETCHING, S.FETCH_FAILED),
    (S.VERIFYING, S.DONE),
    (S.VERIFYING, S.FETCH_FAILED),
    (S.VERIFYING, S.FETCHING),
    (S.FETCH_FAILED, S.FETCHING),
    (S.FETCH_FAILED, S.DONE),
    (S.DONE, S.FETCHING),
    *((start, S.DONE) for start in (S.WAITING, S.SUBMITTING, S.UNKNOWN, S.NOT_FOUND, S.DISMISSED)),
}


def a_job(state: JobState) -> Job:
    model = CATALOG[0]
    request = Request("a fox", model, model.settle_size(None), 4)
    service = ServiceRef.of(engine_connection())
    return Job("1", request, service, UNIALL, state, datetime(2026, 1, 1, tzinfo=UTC), Cost(Decimal(0)))


@rows("start", list(JobState))
def test_a_job_moves_along_the_table_and_nowhere_else(start: JobState) -> None:
    for end in JobState:
        if (start, end) in DESIGNED:
            assert move(a_job(start), end).state is end
        else:
            with pytest.raises(IllegalMoveError):
                move(a_job(start), end)


def test_nothing_that_was_sent_can_wait_to_be_sent_again_but_for_a_clear_no() -> None:
    assert {start for start, end in DESIGNED if end is S.WAITING} == {S.SUBMITTING}
    assert not {S.WAITING, S.SUBMITTING} & TRANSITIONS[S.UNKNOWN]


def test_every_state_is_active_final_or_waits_for_a_person() -> None:
    assert set(JobState) == ACTIVE | FINAL | NEEDS_PERSON
    assert ACTIVE.isdisjoint(FINAL | NEEDS_PERSON)
    assert FINAL.isdisjoint(NEEDS_PERSON)
