"""Finding an unknown job in a service's list: adopt only where it can be no other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.services.wire import RemoteState, RemoteStatus
from sora_desktop.studio.jobs.reconcile import FoundJobs, Match, match
from tests.support.formats import NATIVE
from tests.support.rows import rows

SENT = datetime(2026, 11, 1, 12, tzinfo=UTC)
MODEL = CATALOG[0]
JOB = Job(
    id="ours",
    request=Request("a fox in snow", MODEL, MODEL.settle_size(None), 4),
    service=ServiceRef("c", "C", "https://example.com", NATIVE),
    format=NATIVE,
    state=JobState.UNKNOWN,
    created_at=SENT,
    cost=Cost(Decimal("0.4")),
    submitted_at=SENT,
)
SAME = RemoteStatus(
    RemoteState.RUNNING,
    id="video_1",
    model=MODEL.id,
    prompt="a fox in snow",
    seconds=4,
    size="1280x720",
    created_at=SENT + timedelta(seconds=2),
)


@rows(
    "leaves_out",
    [{}, {"prompt": ""}, {"seconds": None}, {"size": ""}, {"created_at": None}, {"model": ""}],
    ids=["nothing", "prompt", "seconds", "size", "created_at", "model"],
)
def test_one_job_that_can_be_it_is_adopted_whatever_the_list_leaves_out(leaves_out: dict[str, Any]) -> None:
    assert match(JOB, [replace(SAME, **leaves_out)], frozenset()) == Match(FoundJobs.ONE, "video_1")


@rows(
    ("differs", "found"),
    [
        ({"model": "sora2-portrait-4s"}, FoundJobs.NONE),
        ({"id": ""}, FoundJobs.NONE),
        ({"prompt": "a wolf in snow", "created_at": SENT - timedelta(hours=1)}, FoundJobs.NONE),
        ({"prompt": "a wolf in snow"}, FoundJobs.UNCLEAR),
        ({"prompt": "a fox in snow, cinematic, 4k, golden hour"}, FoundJobs.UNCLEAR),
        ({"created_at": SENT - timedelta(hours=1)}, FoundJobs.UNCLEAR),
        ({"created_at": SENT + timedelta(hours=8)}, FoundJobs.UNCLEAR),
    ],
    ids=str,
)
def test_what_differs_in_prompt_or_time_is_never_adopted_and_is_reason_to_ask(
    differs: dict[str, Any], found: FoundJobs
) -> None:
    timed = replace(JOB, submitted_at_service=SENT)

    assert match(timed, [replace(SAME, **differs)], frozenset()).found is found


@pytest.mark.parametrize("differs", [{}, {"model": ""}, {"model": "", "seconds": None, "size": ""}], ids=str)
def test_one_of_which_the_list_tells_neither_words_nor_time_is_not_adopted_but_is_reason_to_ask(
    differs: dict[str, Any],
) -> None:
    """It may be an old one, or another person's: some lists tell an id and a state, and nothing else."""
    bare = replace(SAME, prompt="", created_at=None, **differs)

    assert match(JOB, [bare], frozenset()) == Match(FoundJobs.SEVERAL)


@pytest.mark.parametrize("prompt", ["  a fox in snow ", "a fox\nin  snow", "a fox in sno…", "a fox in sno..."])
def test_a_prompt_that_the_list_trims_or_visibly_cuts_is_the_same(prompt: str) -> None:
    timed = replace(JOB, submitted_at_service=SENT)

    assert match(timed, [replace(SAME, prompt=prompt)], frozenset()) == Match(FoundJobs.ONE, "video_1")


@pytest.mark.parametrize(("words", "found"), [(30, FoundJobs.ONE), (3, FoundJobs.UNCLEAR)])
def test_a_prompt_that_the_list_cuts_without_a_word_is_the_same_where_it_is_long(words: int, found: FoundJobs) -> None:
    long = replace(JOB, request=replace(JOB.request, prompt="a fox in deep snow " * 40), submitted_at_service=SENT)
    listed = replace(SAME, prompt=" ".join(("a fox in deep snow " * 40).split()[:words]))

    assert match(long, [listed], frozenset()).found is found


@pytest.mark.parametrize("prompt", ["", JOB.request.prompt])
@pytest.mark.parametrize("away", [timedelta(days=-1), timedelta(hours=1), timedelta(days=365)])
def test_where_no_clock_can_be_trusted_one_of_another_time_is_neither_adopted_nor_proof_that_nothing_arrived(
    away: timedelta, prompt: str
) -> None:
    """Our clock may have been set between submission and look."""
    there = replace(SAME, created_at=SENT + away, prompt=prompt)

    assert match(JOB, [there], frozenset()).found is FoundJobs.UNCLEAR


def test_where_the_services_clock_was_known_ours_may_say_what_it_likes() -> None:
    timed = replace(JOB, submitted_at=SENT - timedelta(days=1), submitted_at_service=SENT)

    assert match(timed, [SAME], frozenset(), timedelta(days=7)) == Match(FoundJobs.ONE, "video_1")


@pytest.mark.parametrize("skew", [timedelta(minutes=-10), timedelta(minutes=10), timedelta(days=-1), timedelta(days=1)])
def test_a_service_whose_clock_is_off_is_judged_by_its_own_clock(skew: timedelta) -> None:
    there = replace(SAME, created_at=SENT + skew + timedelta(seconds=2), prompt="")

    assert match(JOB, [there], frozenset(), skew) == Match(FoundJobs.ONE, "video_1")


@pytest.mark.parametrize("differs", [{"seconds": 8}, {"size": "720x1280"}], ids=["seconds", "size"])
def test_a_job_of_another_shape_is_not_adopted_but_is_reason_to_ask(differs: dict[str, Any]) -> None:
    assert match(JOB, [replace(SAME, **differs)], frozenset()).found is FoundJobs.SEVERAL


def test_ids_that_belong_to_other_jobs_are_left_out() -> None:
    twin = replace(SAME, id="video_2")

    assert match(JOB, [SAME, twin], frozenset({"video_2"})) == Match(FoundJobs.ONE, "video_1")
    assert match(JOB, [SAME, twin], frozenset({"video_1", "video_2"})) == Match(FoundJobs.NONE)


def test_two_that_could_be_it_are_left_to_a_person_and_a_repeated_page_is_one() -> None:
    assert match(JOB, [SAME, replace(SAME, id="video_2")], frozenset()).found is FoundJobs.SEVERAL
    assert match(JOB, [SAME, SAME], frozenset()) == Match(FoundJobs.ONE, "video_1")


def test_the_id_of_another_model_of_the_service_speaks_against_also_where_a_person_added_it() -> None:
    there = [replace(SAME, model="own-model")]

    assert match(JOB, there, frozenset()) == Match(FoundJobs.ONE, "video_1")
    assert match(JOB, there, frozenset(), models=frozenset({MODEL.id, "own-model"})) == Match(FoundJobs.NONE)
