"""What follows from what is known: every kind of evidence in every state, and the rules behind the table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.base.sentences import message
from sora_desktop.domain.charge import ChargeSource, Settlement, SettlementWay, Settling
from sora_desktop.domain.evidence import MONEY, SEEN_TWICE, TABLE, Evidence, News, Patience, judge
from sora_desktop.domain.ids import are_akin, is_id
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import FINAL, MAY_BE_ASKED, TRANSITIONS, Billed, Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.refusal import Refused
from tests.support.rows import rows
from tests.support.samples import NOON, sample_job

S, N = JobState, News
AT_ONCE = Patience(gone_looks=1, gone_seconds=0.0)


def a_job(state: JobState, **changes: Any) -> Job:
    billed = Billed.NO if state in (S.WAITING, S.REFUSED) else Billed.UNKNOWN
    return replace(sample_job(), state=state, remote_id="video_1", billed=billed, cost=Cost(Decimal(1)), **changes)


def believed(job: Job, evidence: Evidence) -> Job:
    """What is left of the doubts once the same was seen often enough."""
    for _ in range(4):
        job = judge(job, evidence, NOON, AT_ONCE)
    return job


CLEAR_NOS = (N.NOT_SENT, N.LATER, N.REFUSED)


def test_the_table_has_every_kind_of_evidence() -> None:
    assert set(News) == set(TABLE)


@rows("news", News)
def test_each_kind_of_evidence_moves_a_job_as_the_table_says_and_no_other_way(news: News) -> None:
    first = {state: judge(a_job(state), Evidence(news), NOON, AT_ONCE).state for state in JobState}
    to = {state: TABLE[news].get(state, state) for state in JobState}

    assert {state: state if news in SEEN_TWICE else to[state] for state in JobState} == first
    assert [] == [state for state in JobState if to[state] != state and to[state] not in TRANSITIONS[state]]


@rows("news", News)
def test_what_was_charged_is_never_taken_back_and_what_is_free_never_billed(news: News) -> None:
    paid, free = {"billed": Billed.YES}, {"billed": Billed.NO, "cost": Cost(Decimal(0), free=True)}
    after = {
        state: tuple(believed(replace(a_job(state), **each), Evidence(news)).billed for each in (paid, free))
        for state in JobState
    }

    assert dict.fromkeys(JobState, (Billed.YES, Billed.NO)) == after


@rows("news", News)
def test_not_billed_is_said_only_of_what_was_clearly_refused_or_never_left(news: News) -> None:
    said = {state for state in JobState if believed(a_job(state), Evidence(news)).billed is Billed.NO}
    clear = {(S.SUBMITTING, no) for no in CLEAR_NOS} | {(S.CANCELLING, N.CALLED_OFF)}

    assert {state for state, no in clear if no is news} >= said - {S.WAITING, S.REFUSED}


def test_only_a_clear_no_lets_a_job_wait_to_be_sent_again() -> None:
    again = {(state, news) for news, moves in TABLE.items() for state, to in moves.items() if to is S.WAITING}

    assert {(S.SUBMITTING, N.NOT_SENT), (S.SUBMITTING, N.LATER)} == again


def test_of_a_job_at_its_service_only_a_cancel_that_its_format_vouches_for_says_that_nothing_was_billed() -> None:
    assert {*CLEAR_NOS, N.CALLED_OFF} == {news for news, billed in MONEY.items() if billed is Billed.NO}


@pytest.mark.parametrize("state", [S.DONE, S.REFUSED, S.CANCELLED])
def test_some_ends_are_ends_whatever_is_heard(state: JobState) -> None:
    assert {state} == {believed(a_job(state), Evidence(news)).state for news in News}


@pytest.mark.parametrize("state", sorted(MAY_BE_ASKED))
@pytest.mark.parametrize(("news", "to"), [(N.RUNNING, S.RUNNING), (N.QUEUED, S.QUEUED), (N.FINISHED, S.FETCHING)])
def test_a_job_that_lives_after_all_is_taken_up_again(state: JobState, news: News, to: JobState) -> None:
    job = judge(a_job(state, ended_at=NOON), Evidence(news, remote_id="video_1"), NOON)

    assert (to, None, None) == (job.state, job.ended_at, job.reason)


@pytest.mark.parametrize("news", sorted(SEEN_TWICE))
def test_a_bad_end_is_believed_when_it_is_seen_twice_in_a_row(news: News) -> None:
    once = judge(a_job(S.RUNNING), Evidence(news), NOON)
    better = judge(once, Evidence(N.RUNNING), NOON)
    again = judge(better, Evidence(news), NOON)
    twice = judge(again, Evidence(news), NOON)

    assert [S.RUNNING, S.RUNNING, S.RUNNING, TABLE[news][S.RUNNING]] == [
        job.state for job in (once, better, again, twice)
    ]


def test_one_failure_that_is_followed_by_a_finished_clip_is_none() -> None:
    job = judge(a_job(S.RUNNING), Evidence(N.FAILED, detail="upstream"), NOON)

    assert S.FETCHING is judge(job, Evidence(N.FINISHED, links=("https://cdn.example/a.mp4",)), NOON).state


def test_a_job_is_lost_only_where_its_service_does_not_know_it_often_and_for_long() -> None:
    job = a_job(S.RUNNING)
    for seconds in (0, 1, 2, 3, 119):
        job = judge(job, Evidence(N.GONE, lasting=seconds), NOON)
        assert S.RUNNING is job.state

    assert S.RUNNING is judge(a_job(S.RUNNING), Evidence(N.GONE, lasting=3600), NOON).state
    assert S.LOST is judge(job, Evidence(N.GONE, lasting=120), NOON).state


def test_a_job_that_is_put_off_ten_times_is_sent_once_more_and_then_only_by_a_person() -> None:
    job = a_job(S.SUBMITTING)
    for number in range(11):
        assert (number, False) == (job.laters, job.held)
        job = replace(judge(job, Evidence(N.LATER), NOON), state=S.SUBMITTING)

    assert (11, True) == (job.laters, job.held)


@pytest.mark.parametrize(("minutes", "held"), [(59, False), (60, True)])
def test_a_job_that_is_put_off_for_an_hour_is_sent_only_by_a_person(minutes: int, held: bool) -> None:
    job = replace(judge(a_job(S.SUBMITTING), Evidence(N.LATER), NOON), state=S.SUBMITTING)
    again = judge(job, Evidence(N.LATER, lasting=60.0 * minutes), NOON)

    assert (S.WAITING, held) == (again.state, again.held)


def test_an_answer_about_a_job_of_another_name_is_not_believed_before_it_was_said_in_a_row() -> None:
    stranger = Evidence(N.FINISHED, remote_id="video_of_somebody_else", links=("https://cdn.example/theirs.mp4",))
    job = judge(a_job(S.RUNNING), stranger, NOON)
    mine = judge(judge(job, Evidence(N.RUNNING, remote_id="video_1"), NOON), stranger, NOON)
    said_in_a_row = judge(judge(mine, stranger, NOON), stranger, NOON)

    assert [S.RUNNING, S.RUNNING, S.FETCHING] == [each.state for each in (job, mine, said_in_a_row)]


def test_another_name_that_was_believed_once_is_the_jobs_own_from_then_on() -> None:
    stranger = Evidence(N.QUEUED, remote_id="another-name")
    job = a_job(S.QUEUED)
    for _ in range(3):
        job = judge(job, stranger, NOON)

    assert ("another-name", S.FETCHING) == (
        job.alias,
        judge(job, Evidence(N.FINISHED, remote_id="another-name"), NOON).state,
    )


def test_a_failure_under_another_name_is_believed_after_all() -> None:
    job = a_job(S.RUNNING)
    for _ in range(4):
        job = judge(job, Evidence(N.FAILED, remote_id="another-name"), NOON)

    assert S.FAILED is job.state


def test_links_of_a_finished_job_are_kept_in_their_order() -> None:
    links = ("https://a.example/1.mp4", "https://b.example/2.mp4")
    job = judge(a_job(S.RUNNING), Evidence(N.FINISHED, links=links, expires_at=NOON), NOON)

    assert (links, NOON) == (job.links, job.result_expires_at)


def test_what_a_service_said_without_an_id_stays_with_the_job() -> None:
    why = message("No word.")
    job = judge(a_job(S.SUBMITTING), Evidence(N.NO_WORD, why=why, answer='{"ok":true}'), NOON)

    assert (S.UNKNOWN, why, '{"ok":true}') == (job.state, job.reason, job.answer)


def settled(amount: str, source: ChargeSource = ChargeSource.ANSWER, unit: str = "") -> Settlement:
    return Settlement(Decimal(amount), unit, source, "usage.cost")


@rows("state", JobState)
def test_a_sum_that_was_settled_says_billed_in_every_state_and_moves_nothing(state: JobState) -> None:
    job = judge(a_job(state), Evidence(N.SETTLED, charge=settled("0.42")), NOON)

    assert (state, Billed.YES) == (job.state, job.billed)
    assert [("USD", Decimal("0.42"), NOON)] == [
        (entry.told.unit, entry.told.amount, entry.at) for entry in job.charge.entries
    ]


@rows("news", News)
def test_a_sum_counts_whatever_else_its_answer_proves_and_nothing_takes_it_back(news: News) -> None:
    job = judge(a_job(S.RUNNING), Evidence(news, charge=settled("0.42")), NOON, AT_ONCE)
    given_back = judge(job, Evidence(N.SETTLED, charge=settled("0")), NOON)

    assert [Billed.YES, Billed.YES] == [job.billed, given_back.billed]
    assert [Decimal("0.42"), Decimal(0)] == [entry.told.amount for entry in given_back.charge.entries]


def test_nothing_is_no_proof_that_nothing_was_billed() -> None:
    job = judge(a_job(S.FAILED), Evidence(N.SETTLED, charge=settled("0")), NOON)

    assert (Billed.UNKNOWN, ()) == (job.billed, job.charge.entries)


def test_what_is_free_stays_so_whatever_is_settled_and_the_sum_is_kept() -> None:
    free = replace(a_job(S.RUNNING), billed=Billed.NO, cost=Cost(Decimal(0), free=True))
    job = judge(free, Evidence(N.FINISHED, charge=settled("0.42")), NOON)

    assert (Billed.NO, 1) == (job.billed, len(job.charge.entries))


def test_a_sum_in_an_answer_about_another_job_is_not_this_ones() -> None:
    stranger = Evidence(N.FINISHED, remote_id="video_of_somebody_else", charge=settled("9"))

    assert () == judge(a_job(S.RUNNING), stranger, NOON).charge.entries


def test_a_reason_from_the_books_explains_a_failure_that_has_none_and_nothing_else() -> None:
    books = Evidence(N.SETTLED, detail="The GPU farm is on fire.")
    silent = judge(judge(a_job(S.RUNNING), Evidence(N.FAILED), NOON), Evidence(N.FAILED), NOON)
    explained = judge(silent, books, NOON)

    assert (S.FAILED, silent.billed, silent.ended_at) == (explained.state, explained.billed, explained.ended_at)
    assert "The GPU farm is on fire." in str(explained.reason)
    assert explained == judge(explained, Evidence(N.SETTLED, detail="Another story."), NOON)
    for state in set(JobState) - {S.FAILED}:
        assert judge(a_job(state), books, NOON) == a_job(state), state


def test_units_of_the_service_are_counted_as_its_connection_says() -> None:
    service = replace(sample_job().service, settling=Settling((SettlementWay.NEW_API_TASK,), units_a_dollar=500_000))
    quota = settled("400000", ChargeSource.TASK, "quota")
    job = judge(a_job(S.DONE, service=service), Evidence(N.SETTLED, charge=quota), NOON)

    assert [("USD", Decimal("0.8"))] == [(entry.told.unit, entry.told.amount) for entry in job.charge.entries]


def test_trouble_on_the_line_is_told_where_the_job_is_under_way_and_nowhere_else() -> None:
    trouble = Evidence(N.NOTHING, why=message("No network."))
    told = {state for state in JobState if judge(a_job(state, reason=None), trouble, NOON).reason is not None}

    assert told.isdisjoint(FINAL | {S.UNKNOWN, S.NO_ANSWER, S.FETCH_FAILED})


@given(
    st.sampled_from(JobState),
    st.lists(st.tuples(st.sampled_from(News), st.sampled_from(["", "video_1", "video_2"])), max_size=12),
)
def test_whatever_is_heard_in_whatever_order_the_judge_keeps_to_the_state_table(
    state: JobState, heard: list[tuple[News, str]]
) -> None:
    job, at = a_job(state), datetime(2026, 1, 1, tzinfo=UTC)
    for number, (news, remote_id) in enumerate(heard):
        after = judge(job, Evidence(news, remote_id=remote_id), at + timedelta(minutes=number))
        assert after.state is job.state or after.state in TRANSITIONS[job.state]
        job = after


@rows(
    ("one", "other", "akin"),
    [
        ("video_1", "video_1", True),
        ("video_1", "video_10", False),
        ("task_abc123", "gw/task_abc123", True),
        ("task_abc1234", "task_abc12345", False),
        (
            "video_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDp3YW4yLjI7dmlkZW9faWQ6dmlkZW9fMQ==",
            "video_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDo7dmlkZW9faWQ6dmlkZW9fMQ==",
            True,
        ),
        (
            "video_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDp3YW4yLjI7dmlkZW9faWQ6dmlkZW9fMQ==",
            "video_2",
            False,
        ),
        ("a", "b", False),
    ],
)
def test_ids_of_one_job_are_known_in_their_disguises(one: str, other: str, akin: bool) -> None:
    assert (akin, akin) == (are_akin(one, other), are_akin(other, one))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert are_akin(one, other) == are_akin(other, one)


def test_what_can_be_an_id() -> None:
    assert [True, False, False, False, False] == [is_id(text) for text in ("gen_1=", "", "a b", "..", "a\nb")]


NO_PICTURE, WITH_PICTURE = (), (InputImage(url="https://example.com/fox.png"),)


@pytest.mark.parametrize(("images", "part"), [(NO_PICTURE, Refused.WORDS), (WITH_PICTURE, Refused.REQUEST)])
def test_a_refused_submission_keeps_what_of_it_was_refused_and_says_so(images: Any, part: Refused) -> None:
    job = a_job(S.SUBMITTING)
    job = replace(job, remote_id=None, request=replace(job.request, images=images))
    after = judge(job, Evidence(N.REFUSED, why=message("No."), detail="Flagged", refused=Refused.UNSAID), NOON)

    assert (S.REFUSED, Billed.NO, part) == (after.state, after.billed, after.refused)
    assert ": Flagged. Not billed. Change the " in str(after.reason)


@rows("part", Refused)
def test_a_failed_job_keeps_what_was_refused_and_what_that_costs_stays_open(part: Refused) -> None:
    job = a_job(S.RUNNING)
    job = replace(job, request=replace(job.request, images=WITH_PICTURE))
    after = believed(job, Evidence(N.FAILED, detail="Flagged", refused=part))

    assert (S.FAILED, Billed.UNKNOWN, part) == (after.state, after.billed, after.refused)
    assert "may have been billed" in str(after.reason)


def test_a_job_that_lives_after_all_was_not_refused() -> None:
    failed = believed(a_job(S.RUNNING), Evidence(N.FAILED, refused=Refused.CLIP))

    assert (Refused.CLIP, None) == (failed.refused, believed(failed, Evidence(N.RUNNING)).refused)


def test_a_refusal_that_is_about_no_part_keeps_its_own_sentence() -> None:
    after = judge(a_job(S.SUBMITTING), Evidence(N.REFUSED, why=message("No.")), NOON)

    assert (None, "No.") == (after.refused, str(after.reason))
