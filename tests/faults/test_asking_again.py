"""What a service puts off, denies or forgets: how often it is sent again, and how long it is asked about."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from sora_desktop.domain.evidence import HELD
from sora_desktop.domain.job import Billed, Job
from sora_desktop.studio.jobs.turns import WAITS_FOR_TWIN
from tests.faults.conftest import MoveIn
from tests.faults.small_house import SmallHouse
from tests.faults.wire import Fate, MadeJob, Wire

HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
def house(move_in: MoveIn) -> Iterator[SmallHouse]:
    house = move_in()
    yield house
    house.wire.fates.clear()


def test_a_service_that_says_later_for_ever_is_sent_to_eleven_times_and_then_a_person_is_asked(
    move_in: MoveIn,
) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.extend([Fate.PACED_WITHOUT_WORD] * 100)
    (job,) = house.generate("a fox")
    house.passes(DAY)
    held = house.job(job)

    assert ("waiting", True) == (house.state(job), held.held)
    assert len(house.wire.posts) <= 11
    assert held.reason == HELD


def test_the_pauses_between_sendings_double_up_to_ten_minutes(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.extend([Fate.PACED_WITHOUT_WORD] * 100)
    house.generate("a fox")
    house.passes(DAY)
    times = [post.at for post in house.wire.posts]
    pauses = [round((later - earlier).total_seconds()) for earlier, later in pairwise(times)]

    assert [15, 30, 60, 120, 240, 480, 600] == pauses[:7]


AWAY = [timedelta(days=-400), timedelta(days=-1), timedelta(days=1), timedelta(days=400)]


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("away", AWAY, ids=str)
def test_a_clock_that_is_set_holds_no_job_sooner(move_in: MoveIn, away: timedelta, restarts: bool) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.extend([Fate.PACED_WITHOUT_WORD] * 2)
    (job,) = house.generate("a fox")
    house.passes(20)
    if restarts:
        house.crash()
    house.clock.set_wrong_by = away
    if restarts:
        house.open()
    house.passes(100)

    assert ("done", False, 3) == (house.state(job), house.job(job).held, len(house.wire.posts))


@pytest.mark.parametrize("away", AWAY[1:3], ids=str)
def test_a_clock_that_is_set_holds_no_job_later(move_in: MoveIn, away: timedelta) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.extend([Fate.PACED_WITHOUT_WORD] * 2)
    (job,) = house.generate("a fox")
    house.passes(20)
    house.clock.set_wrong_by = away
    house.wire.down = True
    house.passes(0.9 * HOUR)
    before = house.job(job).held
    house.passes(0.2 * HOUR)

    assert ("waiting", False, True) == (house.state(job), before, house.job(job).held)
    house.wire.down = False


@pytest.mark.parametrize("away", AWAY, ids=str)
def test_a_clock_that_is_set_ends_no_asking(house: SmallHouse, away: timedelta) -> None:
    house.wire.ends.append("failed")
    (fox,) = house.generate("a fox")
    house.passes(120)
    house.fetcher.fails = True
    (owl,) = house.generate("an owl")
    house.passes(120)
    before = (house.state(fox), house.state(owl))
    house.clock.set_wrong_by = away
    house.passes(10 * HOUR)
    house.wire.made[house.job(fox).remote_id or ""].ends_as = "completed"
    house.fetcher.fails = False
    house.passes(0.6 * HOUR)

    assert (("failed", "fetch_failed"), "done", "done") == (before, house.state(fox), house.state(owl))


@pytest.mark.parametrize("away", [timedelta(days=-2), timedelta(days=2)], ids=str)
def test_a_clock_that_is_set_before_a_start_loses_nothing_and_sends_nothing_again(
    house: SmallHouse, away: timedelta
) -> None:
    house.wire.ends.append("failed")
    (failed,) = house.generate("a fox")
    house.passes(120)
    house.fetcher.fails = True
    (not_fetched,) = house.generate("an owl")
    house.passes(120)
    house.wire.lag = 30
    house.wire.fates.extend([Fate.LOST_RESET, Fate.ACCEPTED, Fate.PACED_WITHOUT_WORD])
    jobs = (failed, not_fetched, *(house.generate(prompt)[0] for prompt in ("a wolf", "a bear", "a hare")))
    house.passes(1)
    before = [house.state(job) for job in jobs]
    house.wire.made[house.job(failed).remote_id or ""].ends_as = "completed"
    house.crash()
    house.clock.set_wrong_by = away
    house.open()
    house.passes(300)

    assert ["failed", "fetch_failed", "unknown", "running", "waiting"] == before
    assert ["done"] * 5 == [house.state(job) for job in jobs]
    assert (6, 5) == (len(house.wire.posts), len(house.wire.made))


def test_a_held_job_goes_out_when_a_person_sends_it_on(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.extend([Fate.PACED_WITHOUT_WORD] * 12)
    (job,) = house.generate("a fox")
    house.passes(DAY)
    house.wire.fates.clear()
    house.does("send_on", job)
    house.passes(60)

    assert ("done", 1) == (house.state(job), len(house.wire.charges_of(job.id)))


def test_a_held_job_does_not_hold_back_the_others(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.extend([Fate.PACED_WITHOUT_WORD] * 12)
    (fox,) = house.generate("a fox")
    house.passes(DAY)
    house.wire.fates.clear()
    (owl,) = house.generate("an owl")
    house.passes(60)

    assert ("waiting", "done") == (house.state(fox), house.state(owl))


def test_a_service_that_charges_and_says_later_is_found_out_by_its_list_before_the_next_sending(
    move_in: MoveIn,
) -> None:
    house = move_in()
    house.wire.fates.append(Fate.LOST_PACED)
    (job,) = house.generate("a fox")
    house.passes(HOUR)

    assert ("done", 1, 1) == (house.state(job), len(house.wire.charges_of(job.id)), len(house.wire.posts))


def test_a_service_that_was_off_the_line_is_no_service_that_says_later(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.down = True
    (job,) = house.generate("a fox")
    house.passes(2 * HOUR)
    house.wire.down = False
    house.passes(60)

    assert ("done", False) == (house.state(job), house.job(job).held)


def test_a_job_that_its_service_lists_only_after_ten_minutes_is_found_all_the_same(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.lag = 600
    house.wire.fates.append(Fate.LOST_TIMEOUT)
    (job,) = house.generate("a fox")
    house.passes(300)
    before = (house.state(job), house.job(job).billed)
    house.passes(HOUR)

    assert (("not_found", Billed.UNKNOWN), "done") == (before, house.state(job))


def test_a_job_that_was_given_up_is_asked_about_at_the_next_start(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.ends.append("failed")
    (job,) = house.generate("a fox")
    house.passes(120)
    before = house.state(job)
    house.crash()
    house.wire.made[house.job(job).remote_id or ""].ends_as = "completed"
    house.open()
    house.passes(30)

    assert ("failed", "done") == (before, house.state(job))


@pytest.mark.parametrize("ends", ["failed", "expired", "cancelled"])
def test_a_job_that_lives_after_all_is_found_by_itself_within_half_an_hour_for_a_day(
    house: SmallHouse, ends: str
) -> None:
    house.wire.ends.append(ends)
    (job,) = house.generate("a fox")
    house.passes(20 * HOUR)
    before = house.state(job)
    house.wire.made[house.job(job).remote_id or ""].ends_as = "completed"
    house.passes(0.6 * HOUR)

    assert before in ("failed", "expired")
    assert "done" == house.state(job)


def test_a_job_that_ended_badly_is_left_alone_after_a_day(house: SmallHouse) -> None:
    house.wire.ends.append("failed")
    (job,) = house.generate("a fox")
    house.passes(2 * DAY)
    looks = house.wire.looks
    house.passes(2 * DAY)

    assert ("failed", looks) == (house.state(job), house.wire.looks)


def test_a_person_may_ask_about_a_bad_end_at_once(house: SmallHouse) -> None:
    house.wire.ends.append("failed")
    (job,) = house.generate("a fox")
    house.passes(120)
    house.wire.made[house.job(job).remote_id or ""].ends_as = "completed"
    house.does("check_again", job)
    house.passes(20)

    assert "done" == house.state(job)


def test_a_failure_is_believed_when_it_is_said_twice(house: SmallHouse) -> None:
    house.wire.ends.append("failed")
    (job,) = house.generate("a fox")
    while house.job(job).doubt is None:
        house.passes(0.5)
    first = (house.state(job), house.job(job).doubt)
    house.wire.made[house.job(job).remote_id or ""].ends_as = "completed"
    house.passes(30)

    assert ("running", "failed", "done") == (first[0], first[1].news if first[1] else "", house.state(job))


def test_a_service_without_a_list_is_not_asked_for_one_again(house: SmallHouse) -> None:
    house.wire.has_list = False
    house.wire.fates.extend([Fate.LOST_TIMEOUT, Fate.LOST_TIMEOUT])
    (fox,) = house.generate("a fox")
    house.passes(HOUR)
    (owl,) = house.generate("an owl")
    house.passes(DAY)

    assert ("unknown", "unknown", 1) == (house.state(fox), house.state(owl), house.wire.lists)
    assert "no list" in str(house.job(fox).reason)


def test_a_twin_of_an_unknown_job_says_what_it_waits_for(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.append(Fate.LOST_TIMEOUT)
    _, second = house.generate("a fox", 2)
    house.passes(60)

    assert ("waiting", WAITS_FOR_TWIN) == (house.state(second), house.job(second).reason)


def test_a_twin_says_what_it_waits_for_although_the_disk_is_full(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.append(Fate.LOST_RESET)
    _, twin = house.generate("a fox in snow", 2)
    house.rows.full = True
    house.passes(60)

    assert ("waiting", WAITS_FOR_TWIN) == (house.state(twin), house.job(twin).reason)


def test_one_id_for_two_jobs_is_noticed_and_the_second_is_unknown(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False, can_cancel=True)
    house.wire.fates.extend([Fate.ACCEPTED, Fate.TAKEN_TWICE])
    (fox,) = house.generate("a fox")
    house.passes(1)
    (owl,) = house.generate("an owl")
    house.passes(1)
    states = (house.state(fox), house.state(owl))
    house.passes(HOUR)

    assert (("running", "unknown"), "done") == (states, house.state(fox))
    assert "id of another one" in str(house.job(owl).reason)


def test_a_clip_that_could_not_be_fetched_is_fetched_again_by_itself_every_ten_to_thirty_minutes_for_a_day(
    house: SmallHouse,
) -> None:
    house.fetcher.fails = True
    (job,) = house.generate("a fox")
    house.passes(3 * DAY)
    pauses = [later - earlier for earlier, later in pairwise(house.fetcher.tries)]

    assert "fetch_failed" == house.state(job)
    assert 48 <= len(pauses) <= 150
    assert 500 <= min(pauses) <= max(pauses) <= 1900
    assert house.fetcher.tries[-1] <= house.fetcher.tries[0] + DAY + HOUR
    assert 1 == len(house.wire.posts)


def test_a_clip_that_its_service_hands_out_hours_later_comes_home_by_itself(house: SmallHouse) -> None:
    house.fetcher.fails = True
    (job,) = house.generate("a fox")
    house.passes(5 * HOUR)
    house.fetcher.fails = False
    house.passes(HOUR / 2)

    assert ("done", 1) == (house.state(job), len(house.wire.charges_of(job.id)))


class _NamesPlaces(Wire):
    """Of what failed it names a place; `begins` is what the clip's own address answers, None for 404."""

    begins: bytes | None = None
    glances = 0

    def _body(self, made: MadeJob, *, with_prompt: bool) -> dict[str, Any]:
        place = {"video_url": f"https://service.example/v1/videos/{made.id}/content?fresh={self.looks}"}
        return {**super()._body(made, with_prompt=with_prompt), **(place if self.status_of(made) == "failed" else {})}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/content"):
            return await super().handle_async_request(request)
        self.glances += 1
        return httpx.Response(404) if self.begins is None else httpx.Response(200, content=self.begins)


def failed_with_a_place(move_in: MoveIn) -> tuple[SmallHouse, _NamesPlaces, Job]:
    house = move_in(wire=_NamesPlaces)
    assert isinstance(house.wire, _NamesPlaces)
    house.wire.ends.append("failed")
    (job,) = house.generate("a fox")
    house.passes(120)
    return house, house.wire, job


def test_the_places_of_a_failed_job_are_asked_a_few_times_and_not_for_ever(move_in: MoveIn) -> None:
    house, wire, job = failed_with_a_place(move_in)
    first = wire.glances
    house.passes(2 * DAY)

    assert ("failed", 2, 4) == (house.state(job), first, wire.glances)


@pytest.mark.parametrize("what", ["waits", "restarts", "asks"])
def test_a_failed_job_whose_place_shows_the_clip_later_comes_home(move_in: MoveIn, what: str) -> None:
    house, wire, job = failed_with_a_place(move_in)
    before = house.state(job)
    wire.begins = b"\0\0\0\x18ftypmp42" + bytes(600)
    if what == "restarts":
        house.crash()
        house.open()
    if what == "asks":
        house.does("check_again", job)
    house.passes(HOUR if what == "waits" else 60)

    assert ("failed", "done", Billed.UNKNOWN) == (before, house.state(job), house.job(job).billed)
