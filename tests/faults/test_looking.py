"""Unknown jobs at a service that lists its jobs: found, not found, or left to a person, and never guessed."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.job import Billed
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.services.wire import RemoteState, RemoteStatus
from sora_desktop.studio.jobs.reconcile import FoundJobs, match
from tests.faults.conftest import MoveIn
from tests.faults.small_house import BASE_URL, SmallHouse
from tests.faults.wire import Fate, MadeJob
from tests.hostile.examples import examples
from tests.support.formats import NATIVE
from tests.support.samples import NOON, sample_job

FIELDS = {"model": "sora2-landscape-4s", "seconds": "4", "size": "1280x720"}


def lost(house: SmallHouse, prompt: str = "a fox") -> str:
    """The id of a job of ours whose answer was lost."""
    house.wire.fates.append(Fate.LOST_RESET)
    (job,) = house.generate(prompt)
    house.passes(1)
    return job.id


def state(house: SmallHouse, job_id: str) -> str:
    return str(house.ledger[job_id].state)


@pytest.mark.parametrize("lag", [0.0, 30.0, 90.0])
@pytest.mark.parametrize("lists_prompts", [True, False])
def test_a_list_that_lags_finds_it_all_the_same(move_in: MoveIn, lag: float, lists_prompts: bool) -> None:
    house = move_in()
    house.wire.lag, house.wire.lists_prompts = lag, lists_prompts
    job_id = lost(house)
    house.passes(200)

    assert ("done", 1) == (state(house, job_id), len(house.wire.posts))


def test_a_listed_job_that_turns_out_to_be_another_of_ours_leaves_none_in_doubt(move_in: MoveIn) -> None:
    """Both were sent in one moment and only one was made; each look shows that one before its own job has it."""
    house = move_in()
    house.wire.fates += (Fate.BAD_GATEWAY, Fate.LOST_408)
    dropped, made = house.generate("a fox in snow")[0].id, house.generate("a wolf in rain")[0].id
    house.passes(700)

    assert ("done", "not_found") == (state(house, made), state(house, dropped))


def test_an_id_that_a_person_pastes_ends_the_doubt_about_the_other_job(move_in: MoveIn) -> None:
    """Its words were changed by the service, so that the list alone cannot tell which of the two it is."""
    house = move_in()
    house.wire.lag = 20
    house.wire.fates += (Fate.LOST_408, Fate.DROPPED)
    made, dropped = house.generate("a wolf in rain")[0].id, house.generate("a fox in snow")[0].id
    house.passes(2)
    (at_service,) = house.wire.made.values()
    at_service.fields["prompt"] = "A grey wolf, walking slowly through rain"
    house.passes(700)
    assert ("unknown", "unknown") == (state(house, made), state(house, dropped))
    house.run(house.studio.jobs.bind_remote_id(made, at_service.id, although_it_differs=True))
    house.passes(700)

    assert ("done", "not_found") == (state(house, made), state(house, dropped))


def test_a_service_that_is_too_busy_to_list_its_jobs_is_left_alone_for_as_long_as_it_says(move_in: MoveIn) -> None:
    house = move_in()
    asked: list[datetime] = []

    def too_busy(_request: httpx.Request) -> httpx.Response:
        asked.append(house.clock.true_now())
        return httpx.Response(429, headers={"retry-after": "60"})

    with patch.object(house.wire, "_list", too_busy):
        job_id = lost(house)
        house.passes(200)
        assert (state(house, job_id), len(asked)) == ("unknown", 4)
    house.passes(300)

    assert ("done", 1) == (state(house, job_id), len(house.wire.posts))


def test_a_service_that_does_not_know_a_job_for_a_minute_has_not_lost_it(move_in: MoveIn) -> None:
    """It is started anew, or one of its machines has not heard of the job yet."""
    house = move_in()
    (job,) = house.generate("a fox")
    house.passes(5)
    made = dict(house.wire.made)
    house.wire.made.clear()
    house.passes(60)
    assert house.state(job) in ("queued", "running")
    house.wire.made.update(made)
    house.passes(60)

    assert house.state(job) == "done"


def test_a_job_that_a_service_does_not_know_for_minutes_is_lost(move_in: MoveIn) -> None:
    house = move_in()
    (job,) = house.generate("a fox")
    house.passes(5)
    house.wire.made.clear()
    house.passes(150)

    assert (house.state(job), house.job(job).billed) == ("lost", Billed.UNKNOWN)


@pytest.mark.parametrize("minutes", [-10, 10, -1440, 1440])
@pytest.mark.parametrize("has_spoken", [True, False])
def test_a_service_whose_clock_is_off_finds_it_all_the_same(move_in: MoveIn, minutes: int, has_spoken: bool) -> None:
    house = move_in()
    house.wire.skew = timedelta(minutes=minutes)
    if has_spoken:
        house.generate("an owl")
        house.passes(60)
    job_id = lost(house)
    house.passes(200)

    assert ("done", len(house.ledger.jobs())) == (state(house, job_id), len(house.wire.posts))


@pytest.mark.parametrize("away", [timedelta(days=-1), timedelta(days=1), timedelta(days=365)])
@pytest.mark.parametrize("has_spoken", [True, False])
def test_a_clock_that_is_set_before_the_look_makes_nothing_that_was_made_not_found(
    move_in: MoveIn, away: timedelta, has_spoken: bool
) -> None:
    house = move_in()
    house.wire.skew = timedelta(minutes=-10)
    if has_spoken:
        house.generate("an owl")
        house.passes(60)
    house.wire.lag = 20
    job_id = lost(house)
    house.clock.set_wrong_by = away
    house.passes(300)

    assert state(house, job_id) in (("done",) if has_spoken else ("done", "unknown"))
    assert house.ledger[job_id].billed is not Billed.NO


def test_what_did_not_arrive_is_not_found_after_looks_over_two_minutes_and_not_sooner(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.fates.append(Fate.BAD_GATEWAY)
    (job,) = house.generate("a fox")
    house.passes(119)
    assert house.state(job) == "unknown"
    house.passes(61)

    assert ("not_found", Billed.UNKNOWN) == (house.state(job), house.job(job).billed)


def test_asking_again_and_again_does_not_make_a_slow_list_say_that_it_is_not_there(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.lag = 90
    job_id = lost(house)
    for _ in range(20):
        house.run(house.studio.jobs.check_again(job_id))
        house.passes(1)
    assert state(house, job_id) == "unknown"
    house.passes(200)

    assert state(house, job_id) == "done"


def test_a_service_that_cannot_be_asked_is_asked_when_it_is_there_again(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.lag = 30
    job_id = lost(house)
    house.wire.down = True
    house.passes(3600)
    assert state(house, job_id) == "unknown"
    house.wire.down = False
    house.passes(60)

    assert state(house, job_id) == "done"


def test_a_crash_in_the_middle_of_the_looks_begins_them_anew(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.lag = 80
    job_id = lost(house)
    for _ in range(3):
        house.passes(20)
        house.crash()
        house.open()
    house.passes(200)

    assert state(house, job_id) == "done"


def test_two_that_could_be_it_are_asked_about_and_the_pasted_one_is_taken(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.make({**FIELDS, "prompt": "a fox"}, owner="")
    job_id = lost(house)
    house.passes(300)
    assert state(house, job_id) == "unknown"
    assert "shows what could be this job, but not for certain" in str(house.ledger[job_id].reason)
    house.run(house.studio.jobs.bind_remote_id(job_id, "video_1"))
    house.passes(60)

    assert state(house, job_id) == "done"


@pytest.mark.parametrize("lag", [0.0, 90.0])
def test_a_job_that_is_cancelled_as_soon_as_its_id_is_pasted_is_watched_to_its_end(move_in: MoveIn, lag: float) -> None:
    """The life that looked for it in the list has not noticed yet that it is found."""
    house = move_in()
    house.wire.lag = lag
    house.wire.make({**FIELDS, "prompt": "a fox"}, owner="")
    job_id = lost(house)

    async def in_one_go() -> None:
        await house.studio.jobs.bind_remote_id(job_id, "video_1")
        await house.studio.jobs.cancel(job_id)

    house.run(in_one_go())
    house.passes(60)

    assert state(house, job_id) == "done"


def test_a_list_without_prompts_does_not_give_one_job_what_may_be_anothers(move_in: MoveIn) -> None:
    """Two are unknown, one of them arrived: which, the list does not tell."""
    house = move_in()
    house.wire.lists_prompts = False
    house.wire.fates.extend([Fate.BAD_GATEWAY, Fate.LOST_RESET])
    fox, wolf = house.generate("a fox")[0], house.generate("a wolf")[0]
    house.passes(600)

    assert ("unknown", "unknown") == (house.state(fox), house.state(wolf))


@pytest.mark.parametrize("hides_it", [True, False])
def test_what_was_made_for_a_dismissed_job_is_not_given_to_another_request(move_in: MoveIn, hides_it: bool) -> None:
    house = move_in()
    house.wire.lists_prompts, house.wire.lag = False, 25
    house.wire.fates.extend([Fate.LOST_RESET, Fate.BAD_GATEWAY])
    (fox,) = house.generate("a fox")
    house.passes(1)
    house.does("dismiss", fox)
    if hides_it:
        house.does("remove", fox)
    (wolf,) = house.generate("a wolf")
    house.passes(600)

    assert ("unknown", None) == (house.state(wolf), house.job(wolf).remote_id)


def test_a_job_that_is_just_being_sent_is_not_taken_for_an_unknown_one(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.lists_prompts = False
    house.wire.fates.append(Fate.BAD_GATEWAY)
    (fox,) = house.generate("a fox")
    house.passes(25)
    house.wire.after = 30.0
    (wolf,) = house.generate("a wolf")
    house.passes(300)

    assert ("not_found", "done") == (house.state(fox), house.state(wolf))


def test_a_list_whose_pages_repeat_for_ever_proves_nothing(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.repeats_pages = True
    for number in range(5):
        house.wire.make({**FIELDS, "prompt": f"a stranger's {number}"}, owner="")
    house.wire.fates.append(Fate.BAD_GATEWAY)
    (job,) = house.generate("a fox")
    house.passes(600)

    assert ("unknown", Billed.UNKNOWN) == (house.state(job), house.job(job).billed)
    assert "doesn't show whether this job arrived" in str(house.job(job).reason)


def test_a_list_that_does_not_reach_back_far_enough_proves_nothing(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.lag = 25
    job_id = lost(house)
    for number in range(70):
        house.wire.make({**FIELDS, "prompt": f"a stranger's {number}"}, owner="")
    house.passes(300)

    assert state(house, job_id) == "unknown"


def test_an_id_of_another_job_of_ours_is_never_taken_even_off_the_list_and_after_a_restart(move_in: MoveIn) -> None:
    house = move_in()
    (first,) = house.generate("a fox")
    house.passes(60)
    house.does("remove", first)
    house.crash()
    house.open()
    house.wire.fates.append(Fate.BAD_GATEWAY)
    (second,) = house.generate("a fox")
    house.passes(300)

    assert house.state(second) == "not_found"


SERVICE = ServiceRef("c", "C", "https://service.example", NATIVE)
OURS = sample_job(service=SERVICE, submitted_at=NOON, submitted_at_service=NOON)
times = st.integers(-3600, 3600).map(lambda seconds: NOON + timedelta(seconds=seconds))
strangers = st.builds(
    RemoteStatus,
    state=st.just(RemoteState.RUNNING),
    id=st.uuids().map(str),
    model=st.sampled_from(["sora2-landscape-4s", "sora2-portrait-4s", "sora2-landscape-8s", "sora2", ""]),
    prompt=st.sampled_from([OURS.request.prompt, OURS.request.prompt + ".", "a wolf", ""]),
    seconds=st.sampled_from([4.0, 8.0, None]),
    size=st.sampled_from(["1280x720", "720x1280", ""]),
    created_at=times | st.none(),
)


def can_be_ours(status: RemoteStatus) -> bool:
    """Told anew, and in other words than the app's: nothing that the service says of it speaks against it."""
    return (
        status.model in ("sora2-landscape-4s", "sora2", "")
        and status.prompt in (OURS.request.prompt, "")
        and (status.created_at is None or -120 <= (status.created_at - NOON).total_seconds() <= 720)
    )


@examples(250, derandomize=True)
@given(listed=st.lists(strangers, max_size=12), bound=st.integers(0, 3))
def test_in_whatever_list_no_other_job_is_taken_for_ours(listed: list[RemoteStatus], bound: int) -> None:
    taken = frozenset(status.id for status in listed[:bound])
    found = match(OURS, listed, taken)
    could_be = [status for status in listed if can_be_ours(status) and status.id not in taken]

    if found.found is FoundJobs.ONE:
        assert found.remote_id in [status.id for status in could_be]
        assert sum(_fits(status) for status in could_be) == 1
    elif found.found is FoundJobs.NONE:
        assert could_be == []


def _fits(status: RemoteStatus) -> bool:
    return status.seconds in (4.0, None) and status.size in ("1280x720", "")


@pytest.mark.parametrize("word", ["已完成", "all_done"])
def test_a_clip_whose_end_has_a_word_that_nobody_knows_is_fetched_at_the_deadline(move_in: MoveIn, word: str) -> None:
    house = move_in(deadline_seconds=300)
    house.wire.ends.append(word)
    named = house.wire._body

    def with_a_link(made: MadeJob, *, with_prompt: bool) -> dict[str, Any]:
        return {**named(made, with_prompt=with_prompt), "video_url": f"{BASE_URL}/files/a.mp4"}

    with patch.object(house.wire, "_body", with_a_link):
        (job,) = house.generate("a fox")
        house.passes(290)
        early = house.state(job)
        house.passes(60)

    assert (early, house.state(job)) == ("running", "done")


def test_a_job_that_runs_in_a_known_word_is_not_taken_for_finished_for_its_link(move_in: MoveIn) -> None:
    house = move_in(deadline_seconds=300)
    house.wire.ends.append("processing")
    named = house.wire._body

    def with_a_link(made: MadeJob, *, with_prompt: bool) -> dict[str, Any]:
        return {**named(made, with_prompt=with_prompt), "url": f"{BASE_URL}/previews/a.mp4"}

    with patch.object(house.wire, "_body", with_a_link):
        (job,) = house.generate("a fox")
        house.passes(400)

    assert "no_answer" == house.state(job)
