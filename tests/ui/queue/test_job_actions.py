"""What can be done with a job in each state."""

from dataclasses import replace
from typing import Any

import pytest

from sora_desktop.base.sentences import message
from sora_desktop.domain.job import MAY_BE_ASKED, NEEDS_PERSON, Billed, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.refusal import Refused
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.ui.common.job_words import Around
from sora_desktop.ui.queue.job_actions import (
    NO_ACTION_BY_INTENTION,
    TAKES_ID,
    JobAction,
    actions,
    label,
    menu_actions,
    question,
)
from tests.support.rows import rows
from tests.ui.samples import FREE, SERVICE, job

LISTING = ServiceRef.of(replace(SERVICE, lists_jobs=True))


@rows("state", JobState)
def test_every_state_has_an_action_or_none_by_intention(state: JobState) -> None:
    """Where there is none the job comes to its next state by itself, and soon."""
    goes_on = {JobState.CANCELLING, JobState.FETCHING, JobState.VERIFYING}

    assert bool(actions(job(1, state, clip_id="clip-1"))) is (state not in goes_on)
    assert goes_on == NO_ACTION_BY_INTENTION


@rows("state", JobState)
def test_every_action_has_words(state: JobState) -> None:
    one = job(1, state, clip_id="clip-1", remote_id="remote-1", held=True, kept_bytes=1, answer="{}")
    around = Around(twin_id="job-2", unchecked=message("The end of the file is cut off."))

    assert all(label(action, one) for action in menu_actions(one, around))


@pytest.mark.parametrize("state", sorted(NEEDS_PERSON))
def test_what_needs_a_person_offers_first_what_costs_nothing(state: Any) -> None:
    for service in (ServiceRef.of(SERVICE), LISTING):
        free = (JobAction.CHECK, JobAction.FETCH, JobAction.PASTE_ID)
        assert actions(job(1, state, service=service, remote_id="remote-1"))[0] in free


def test_a_lost_job_can_be_asked_about_again_before_it_is_paid_for_again() -> None:
    assert actions(job(1, JobState.LOST, remote_id="remote-1"))[:2] == (JobAction.CHECK, JobAction.RETRY)


def test_a_service_without_a_list_is_not_asked_whether_a_job_arrived() -> None:
    """There the person looks at the service's own records, so that the id is what is asked for first."""
    assert actions(job(1, JobState.UNKNOWN)) == (JobAction.PASTE_ID, JobAction.RETRY, JobAction.DISMISS)
    assert actions(job(1, JobState.UNKNOWN, service=LISTING))[:2] == (JobAction.CHECK, JobAction.PASTE_ID)


@pytest.mark.parametrize("state", sorted(MAY_BE_ASKED))
def test_an_end_at_a_service_that_knows_the_id_can_be_asked_about_again(state: Any) -> None:
    """Asking is free, and some of them live after all."""
    assert JobAction.CHECK in actions(job(1, state, remote_id="remote-1"))
    assert JobAction.CHECK not in actions(job(1, state))


@pytest.mark.parametrize("state", [JobState.UNKNOWN, JobState.NOT_FOUND])
def test_one_without_an_id_is_looked_for_again_where_there_is_a_list(state: JobState) -> None:
    assert JobAction.CHECK in actions(job(1, state, service=LISTING))
    assert JobAction.CHECK not in actions(job(1, state))


@rows("state", JobState)
def test_an_id_can_be_pasted_for_whatever_may_have_arrived_without_one(state: JobState) -> None:
    takes = {JobState.UNKNOWN, JobState.NOT_FOUND, JobState.DISMISSED}

    assert (JobAction.PASTE_ID in actions(job(1, state))) is (state in takes)
    assert takes == TAKES_ID


@rows("state", JobState)
def test_what_a_service_answered_can_be_read_in_every_state(state: JobState) -> None:
    assert JobAction.ANSWER in menu_actions(job(1, state, answer='{"weird": 1}'))
    assert JobAction.ANSWER not in menu_actions(job(1, state))


def test_what_is_here_of_a_clip_can_be_kept_as_it_is() -> None:
    assert JobAction.KEEP in actions(job(1, JobState.FETCH_FAILED, kept_bytes=1))
    assert JobAction.KEEP not in actions(job(1, JobState.FETCH_FAILED))
    assert question(JobAction.KEEP, job(1, JobState.FETCH_FAILED, kept_bytes=1)) is None


def test_a_clip_that_could_not_be_checked_can_be_fetched_again_and_a_whole_one_needs_it_not() -> None:
    done = job(1, JobState.DONE, clip_id="clip-1")

    assert JobAction.FETCH in actions(done, Around(unchecked=message("The end of the file is cut off.")))
    assert JobAction.FETCH not in actions(done)


def test_a_held_job_is_first_of_all_sent_on() -> None:
    assert JobAction.SEND_ON == actions(job(1, JobState.WAITING, held=True))[0]
    assert JobAction.SEND_ON not in actions(job(1, JobState.WAITING))


def test_a_twin_that_waits_leads_to_the_one_that_it_waits_for() -> None:
    assert JobAction.TWIN == actions(job(1, JobState.WAITING), Around(twin_id="job-2"))[0]
    assert JobAction.TWIN not in actions(job(1, JobState.WAITING))


@pytest.mark.parametrize("state", [JobState.NO_ANSWER, JobState.FETCH_FAILED, JobState.LOST, JobState.NOT_FOUND])
def test_a_job_whose_clip_never_comes_can_be_taken_off_the_list_after_a_question(state: JobState) -> None:
    asked = question(JobAction.REMOVE, job(1, state))

    assert JobAction.REMOVE in actions(job(1, state))
    assert asked is not None
    assert "may be lost" in asked.hint


@rows("state", [each for each in JobState if JobAction.RETRY in actions(job(1, each))])
def test_what_may_cost_again_is_asked_about_with_its_price(state: Any) -> None:
    asked = question(JobAction.RETRY, job(1, state))

    assert asked is not None
    assert asked.hint == "This is a new job and may cost about $0.80 more."
    assert question(JobAction.RETRY, job(1, state, cost=FREE)) is None


def test_a_price_that_nobody_knows_is_no_reason_not_to_ask() -> None:
    asked = question(JobAction.RETRY, job(1, JobState.FAILED, cost=Cost(None)))

    assert asked is not None
    assert "known" in asked.hint


@rows("state", [each for each in JobState if JobAction.RETRY in actions(job(1, each))])
def test_no_retry_is_offered_while_one_is_under_way(state: Any) -> None:
    assert JobAction.RETRY not in menu_actions(job(1, state), Around(retried=True))


@pytest.mark.parametrize("state", [JobState.UNKNOWN, JobState.NO_ANSWER])
def test_submitting_an_open_job_again_says_that_it_may_be_paid_twice(state: JobState) -> None:
    assert label(JobAction.RETRY, job(1, state)) == "Send again (may cost twice)"


@pytest.mark.parametrize(
    ("billed", "words"),
    [
        (Billed.NO, "Retry"),
        (Billed.YES, "Retry (costs again)"),
        (Billed.UNKNOWN, "Send again (may cost twice)"),
    ],
)
def test_a_retry_says_what_the_first_try_means_for_the_bill(billed: Billed, words: str) -> None:
    assert label(JobAction.RETRY, job(1, JobState.FAILED, billed=billed)) == words


@pytest.mark.parametrize("state", [JobState.UNKNOWN, JobState.FAILED])
def test_what_is_free_is_never_called_paid(state: JobState) -> None:
    assert "pay" not in label(JobAction.RETRY, job(1, state, billed=Billed.UNKNOWN, cost=FREE))


def test_a_finished_job_whose_clip_is_gone_cannot_be_shown() -> None:
    assert JobAction.SHOW in actions(job(1, JobState.DONE, clip_id="clip-1"))
    assert JobAction.SHOW not in actions(job(1, JobState.DONE))


def test_the_services_id_can_be_copied_where_there_is_one() -> None:
    assert JobAction.COPY_ID in menu_actions(job(1, JobState.UNKNOWN, remote_id="remote-1"))
    assert JobAction.COPY_ID not in menu_actions(job(1, JobState.UNKNOWN))


CHANGES = {
    Refused.WORDS: "Change the words",
    Refused.PICTURE: "Change the picture",
    Refused.REQUEST: "Change the request",
    Refused.CLIP: "Change the request",
    Refused.UNSAID: "Change the request",
}


@pytest.mark.parametrize("state", [JobState.REFUSED, JobState.FAILED])
@pytest.mark.parametrize(("part", "words"), CHANGES.items())
def test_what_a_service_refused_is_first_of_all_changed(state: JobState, part: Refused, words: str) -> None:
    refused = job(1, state, refused=part, remote_id="remote-1")

    assert (JobAction.EDIT, words) == (actions(refused)[0], label(JobAction.EDIT, refused))
    assert set(actions(refused)) == set(actions(replace(refused, refused=None)))


def test_a_job_that_lives_after_all_is_none_to_be_changed() -> None:
    assert JobAction.CANCEL == actions(job(1, JobState.RUNNING, refused=Refused.CLIP))[0]
