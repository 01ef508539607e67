"""What a job says on screen."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sora_desktop.base.sentences import message
from sora_desktop.domain.charge import Charge, ChargeSource, Settlement
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import ACTIVE, Billed, JobState
from sora_desktop.domain.pricing import Cost, Doubt
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.job_words import (
    TONES,
    Around,
    billed_words,
    clock,
    elapsed_seconds,
    money_words,
    reason_words,
    sentence,
    state_detail,
    state_line,
    state_words,
    tone,
)
from tests.support.rows import rows
from tests.ui.samples import FREE, NOON, job, request

ENDED = [state for state in JobState if state not in ACTIVE]


@rows("state", JobState)
def test_every_state_has_words_of_its_own(state: JobState) -> None:
    words = state_words(job(1, state))

    assert words
    assert [state] == [each for each, said in text.QUEUE_STATES.items() if said == words]


@pytest.mark.parametrize("state", ENDED)
@pytest.mark.parametrize(
    ("billed", "cost", "words"),
    [
        (Billed.NO, Cost(Decimal("0.8")), "not billed"),
        (Billed.YES, Cost(Decimal(8), "credits"), "billed about 8\u00a0credits"),
        (Billed.YES, Cost(Decimal("0.004")), "billed about $0.004"),
        (Billed.YES, Cost(Decimal("0.00001")), "billed about $0.0001"),
        (Billed.YES, Cost(Decimal("0.8")), "billed about $0.80"),
        (Billed.UNKNOWN, Cost(Decimal("0.8")), "maybe billed $0.80"),
        (Billed.YES, Cost(Decimal("0.8"), doubts=(Doubt.UNIT,)), "billed at least $0.80"),
        (Billed.UNKNOWN, Cost(Decimal("0.8"), doubts=(Doubt.UNIT,)), "maybe billed $0.80 or more"),
        (Billed.UNKNOWN, Cost(Decimal("1.5"), "EUR"), "maybe billed €1.50"),
        (Billed.YES, Cost(None), "billed, price unknown"),
        (Billed.UNKNOWN, Cost(None), "maybe billed"),
        (Billed.YES, FREE, "free"),
    ],
)
def test_every_end_says_what_it_means_for_the_bill(state: Any, billed: Billed, cost: Any, words: str) -> None:
    ended = job(1, state, billed=billed, cost=cost)

    assert billed_words(ended) == words
    assert state_detail(ended, NOON) == words
    assert words in sentence(ended)


def charged(*amounts: str) -> Charge:
    charge = Charge()
    for amount in amounts:
        charge = charge.with_settlement(Settlement(Decimal(amount), "USD", ChargeSource.TASK), NOON)
    return charge


@pytest.mark.parametrize(
    ("charge", "words"),
    [
        (charged("0.37"), "billed $0.37"),
        (charged("0.37", "0.41"), "billed $0.41"),
        (charged("0.37", "0"), "billed $0.37, then given back"),
    ],
)
def test_what_the_service_settled_is_said_in_place_of_the_estimate(charge: Charge, words: str) -> None:
    ended = job(1, JobState.DONE, billed=Billed.YES, cost=Cost(Decimal("0.8")), charge=charge)

    assert words == billed_words(ended)
    assert "free" == billed_words(replace(ended, cost=FREE))


@rows("state", sorted(ACTIVE))
def test_a_job_under_way_says_how_long_it_takes_and_nothing_of_money(state: Any) -> None:
    running = job(1, state, created_at=NOON, accepted_at=NOON, billed=Billed.YES)

    assert state_detail(running, NOON + timedelta(seconds=108)) == "1:48"


def test_what_is_usual_stands_beside_the_time_of_a_running_job() -> None:
    running = job(1, JobState.RUNNING, accepted_at=NOON)

    assert state_detail(running, NOON + timedelta(seconds=108), 150) == "1:48, usually 2:30"


@rows("state", JobState)
def test_the_services_percentage_is_told_only_while_it_works(state: JobState) -> None:
    """`progress` is left at its last value when the clip is fetched; saying it there would be an invention."""
    told = "62%" in state_words(job(1, state, progress=0.62))

    assert told is (state in (JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING))


def test_no_percentage_is_said_where_the_service_says_none() -> None:
    assert state_words(job(1, JobState.RUNNING)) == "Running"


@rows("state", TONES)
def test_a_coloured_state_has_a_symbol_too(state: Any) -> None:
    assert state_line(job(1, state))[:2] in ("? ", "✕ ", "✓ ")


def test_a_clip_that_was_made_after_a_cancel_is_called_so() -> None:
    assert state_words(job(1, JobState.DONE, wanted=False)) == "Made anyway"


def test_a_clip_of_another_size_or_length_is_not_told_as_a_plain_success() -> None:
    other = job(1, JobState.DONE, reason=message("The service made 640 × 360 instead of 1280 × 720."))

    assert (state_line(other), tone(other)) == ("? Done, but not as requested", "warn")
    assert (state_line(job(1, JobState.DONE)), tone(job(1, JobState.DONE))) == ("✓ Done", "ok")


def test_time_counts_from_when_the_service_took_it_until_the_end() -> None:
    sent = job(1, JobState.RUNNING, submitted_at=NOON - timedelta(seconds=5), accepted_at=NOON)
    ended = replace(sent, ended_at=NOON + timedelta(seconds=30))
    later = NOON + timedelta(seconds=90)

    assert [90, 30] == [elapsed_seconds(sent, later), elapsed_seconds(ended, later)]


def test_a_job_that_waits_again_counts_from_when_generate_was_pressed() -> None:
    again = job(1, JobState.WAITING, created_at=NOON, submitted_at=NOON + timedelta(seconds=50))

    assert elapsed_seconds(again, NOON + timedelta(seconds=60)) == 60


def test_a_clock_that_was_set_back_gives_no_negative_time() -> None:
    assert elapsed_seconds(job(1, accepted_at=NOON), NOON - timedelta(days=1)) == 0


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (108, "1:48"), (3723, "1:02:03")])
def test_a_duration_is_written_as_a_clock_has_it(seconds: float, words: str) -> None:
    assert clock(seconds) == words


def test_money_of_an_unknown_price_is_not_written() -> None:
    assert money_words(Cost(None)) == ""


def test_the_reason_of_the_studio_wins_over_the_general_one() -> None:
    told = job(1, JobState.REFUSED, reason=message("The service refused it: {why}.", why="no {braces} here"))

    assert reason_words(told) == "The service refused it: no {braces} here."
    assert reason_words(job(1, JobState.REFUSED)) == text.QUEUE_REASONS[JobState.REFUSED]


def test_a_held_job_is_in_no_line_and_says_so() -> None:
    held = job(1, JobState.WAITING, held=True)

    assert (state_line(held, Around(ahead=None)), tone(held)) == ("? On hold until you send it", "warn")
    assert reason_words(held) == "It is no longer sent automatically. Send it now, or cancel it."
    assert state_detail(held, NOON) == ""
    assert reason_words(replace(held, reason=message("Put off 11 times."))) == "Put off 11 times."


def test_a_twin_says_what_it_waits_for() -> None:
    twin = Around(ahead=1, twin_id="job-2")

    assert reason_words(job(1, JobState.WAITING), twin) == (
        "Waiting until the job before it is settled: the two are identical and could not be told apart."
    )


def test_a_clip_that_is_kept_unchecked_is_no_plain_success_and_says_what_was_found() -> None:
    done = job(1, JobState.DONE, reason=message("the studio's own words"))
    around = Around(unchecked=message("The end of the file is cut off: {count} bytes are missing.", count=12))

    assert (state_line(done, around), tone(done, around)) == ("? Kept, but not checked", "warn")
    assert reason_words(done, around) == (
        "The end of the file is cut off: 12 bytes are missing. "
        "It is kept as received: open it in another app, or download it again."
    )


@pytest.mark.parametrize("state", [JobState.NOT_FOUND, JobState.EXPIRED])
def test_no_general_sentence_says_more_than_is_known(state: JobState) -> None:
    """A list proves presence, never absence; and what ended may have been billed."""
    assert "may have been billed" in reason_words(job(1, state))


def test_a_sentence_is_one_line_without_control_characters() -> None:
    odd = job(
        1, request=request("one\ntwo\t\x1b[31m\u202ethree", images=(InputImage(url="https://example.com/a.png"),))
    )

    assert sentence(odd) == ("one two [31m three. Sora 2 · Studio service · 4 s. with an image. Queued at the service")


def test_no_sentence_of_the_window_claims_what_nobody_knows() -> None:
    """That it was not billed stands in the words for `Billed.NO` alone, which takes proof."""
    claims = re.compile(
        r"nothing (was sent|is billed)|not billed|not arrive|never arrived|not lost|paid for and", re.IGNORECASE
    )
    constants = {name: value for name, value in vars(text).items() if name.isupper()}
    texts = {name: value.values() if isinstance(value, dict) else [value] for name, value in constants.items()}
    claiming = {name for name, values in texts.items() if any(claims.search(str(value)) for value in values)}

    assert {"QUEUE_BILLED", "QUEUE_BILLED_NO_PRICE"} == claiming
    assert all(
        "not billed" not in words[each]
        for words in (text.QUEUE_BILLED, text.QUEUE_BILLED_NO_PRICE)
        for each in (Billed.YES, Billed.UNKNOWN)
    )
