"""When a job goes out, and when it does not: places, rates, order, "later" from a service, no network, a full disk."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from types import FrameType
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import httpx
import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import InputError, UnsavedJobError
from sora_desktop.domain.job import Billed, JobState
from tests.faults.conftest import MoveIn
from tests.faults.small_house import SmallHouse
from tests.faults.wire import Fate, Post


def pauses(house: SmallHouse) -> list[float]:
    """Seconds between the submissions that left the machine."""
    return [(after.at - before.at).total_seconds() for before, after in pairwise(house.wire.posts)]


def sent(house: SmallHouse) -> list[str]:
    return [post.prompt for post in house.wire.posts]


@pytest.mark.parametrize("places", [1, 2, 3])
def test_no_more_jobs_are_at_a_service_than_its_connection_has_places(move_in: MoveIn, places: int) -> None:
    house = move_in(concurrency=places)
    for number in range(7):
        house.generate(f"prompt {number}")
    most = 0
    for _ in range(400):
        house.passes(0.5)
        most = max(most, len(house.ledger.in_states({JobState.SUBMITTING, JobState.QUEUED, JobState.RUNNING})))

    assert most == places
    assert {"done"} == {house.state(job) for job in house.ledger.jobs()}


def test_jobs_go_out_no_faster_than_their_connection_says(move_in: MoveIn) -> None:
    house = move_in(submissions_per_minute=6)
    for number in range(4):
        house.generate(f"prompt {number}")
    house.passes(120)

    assert len(house.wire.posts) == 4
    assert min(pauses(house)) >= 10.0


@pytest.mark.parametrize(("fate", "seconds"), [(Fate.PACED, 7.0), (Fate.PACED_WITHOUT_WORD, 15.0)])
def test_after_a_429_the_whole_service_is_left_alone_for_as_long_as_it_says(
    move_in: MoveIn, fate: Fate, seconds: float
) -> None:
    house = move_in(concurrency=1)
    house.wire.fates.append(fate)
    first, second = house.generate("first")[0], house.generate("second")[0]
    house.passes(seconds - 0.5)
    assert (sent(house), house.state(first), house.state(second)) == (["first"], "waiting", "waiting")
    assert house.job(first).billed is Billed.NO
    house.passes(120)

    assert ["first", "first", "second"] == sent(house)
    assert seconds <= pauses(house)[0] <= seconds + 1
    assert ("done", "done") == (house.state(first), house.state(second))
    assert len(house.wire.made) == 2


def test_a_service_that_says_again_at_once_is_not_asked_more_than_once_a_second(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.fates.extend([Fate.PACED_AT_ONCE] * 5)
    (job,) = house.generate("first")
    house.passes(60)

    assert min(pauses(house)) >= 1.0
    assert ("done", 6, 1) == (house.state(job), len(house.wire.posts), len(house.wire.made))


def test_what_surely_did_not_leave_goes_out_by_itself_when_the_network_is_back(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.down = True
    (job,) = house.generate("a fox")
    house.passes(300)
    assert (house.state(job), "Nothing was sent" in str(house.job(job).reason)) == ("waiting", True)
    house.wire.down = False
    house.passes(10)

    assert house.state(job) in ("queued", "running")
    assert len(house.wire.made) == 1


def test_a_key_is_made_once_and_kept_over_attempts_and_restarts(move_in: MoveIn) -> None:
    house = move_in(honours_keys=True)
    house.wire.fates.extend([Fate.PACED, Fate.PACED])
    (job,) = house.generate("a fox")
    house.passes(1)
    house.crash()
    house.open()
    house.passes(60)
    (other,) = house.generate("a fox")
    house.passes(60)

    keys = [post.key for post in house.wire.posts]
    assert keys == [job.idempotency_key] * 3 + [other.idempotency_key]
    assert job.idempotency_key != other.idempotency_key


def test_no_key_goes_to_a_service_that_does_not_promise_to_honour_it(move_in: MoveIn) -> None:
    house = move_in(honours_keys=False)
    house.generate("a fox")
    house.passes(60)

    assert [""] == [post.key for post in house.wire.posts]


@pytest.mark.parametrize("fate", [Fate.LOST_IN_PROGRESS, Fate.LOST_DEADLINE])
def test_a_service_that_honours_keys_is_presented_the_same_key_where_it_asks_for_it(
    move_in: MoveIn, fate: Fate
) -> None:
    house = move_in(honours_keys=True, lists_jobs=False)
    house.wire.fates.extend([fate, fate, Fate.NOT_SENT, Fate.PACED])
    (job,) = house.generate("a fox")
    house.passes(120)

    assert house.state(job) == "done"
    assert {post.key for post in house.wire.posts} == {job.idempotency_key}
    assert len(house.wire.made) == 1


@pytest.mark.parametrize("later", [Fate.REFUSED, Fate.NO_MONEY, Fate.LOST_500, Fate.DROPPED])
def test_once_it_may_have_arrived_no_later_refusal_says_that_it_did_not(move_in: MoveIn, later: Fate) -> None:
    house = move_in(honours_keys=True, lists_jobs=False)
    house.wire.fates.extend([Fate.LOST_IN_PROGRESS, later])
    (job,) = house.generate("a fox")
    house.passes(120)

    assert ("unknown", Billed.UNKNOWN) == (house.state(job), house.job(job).billed)


@pytest.mark.parametrize("fate", [Fate.LOST_IN_PROGRESS, Fate.LOST_DEADLINE])
def test_a_service_that_does_not_honour_keys_is_never_presented_anything_twice(move_in: MoveIn, fate: Fate) -> None:
    house = move_in(honours_keys=False, lists_jobs=False)
    house.wire.fates.append(fate)
    (job,) = house.generate("a fox")
    house.passes(600)

    assert (house.state(job), len(house.wire.posts)) == ("unknown", 1)


def test_a_redirect_of_a_submission_is_a_refusal_and_is_not_followed(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.fates.append(Fate.REDIRECTED)
    (job,) = house.generate("a fox")
    house.passes(60)

    assert ("refused", Billed.NO, 1) == (house.state(job), house.job(job).billed, len(house.wire.posts))


def test_a_job_that_is_cancelled_while_it_is_sent_and_did_not_get_there_is_never_sent_again(move_in: MoveIn) -> None:
    house = move_in()
    house.wire.fates.append(Fate.PACED)
    (job,) = house.generate("a fox")
    house.passes(0.1)
    house.does("cancel", job)
    house.passes(60)

    assert ("cancelled", 1, 0) == (house.state(job), len(house.wire.posts), len(house.wire.made))


def test_a_job_that_is_cancelled_while_it_is_sent_is_kept_where_it_is_made_all_the_same(move_in: MoveIn) -> None:
    house = move_in()
    (job,) = house.generate("a fox")
    house.passes(0.1)
    house.does("cancel", job)
    house.passes(60)

    assert ("done", False) == (house.state(job), house.job(job).wanted)


def test_a_job_moved_to_the_front_goes_out_first(move_in: MoveIn) -> None:
    house = move_in(concurrency=1)
    house.do(lambda: house.queue.set_paused(True))
    first, second, third = (house.generate(prompt)[0] for prompt in ("one", "two", "three"))
    house.does("move", third, first.id)
    house.run(house.studio.jobs.move(first.id, None))
    house.do(lambda: house.queue.set_paused(False))
    house.passes(200)

    assert ["three", "two", "one"] == sent(house)
    with pytest.raises(InputError):
        house.does("move", second, first.id)


def test_twins_go_out_one_after_another_each_after_the_id_of_the_one_before(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.before = house.wire.after = 5.0
    house.generate("a fox", 3)
    house.passes(0.1)
    house.generate("a wolf")
    house.passes(60)

    assert [10.0, 10.0] == pauses_of(house, "a fox")
    assert house.broken == []


def pauses_of(house: SmallHouse, prompt: str) -> list[float]:
    at = [post.at for post in house.wire.posts if post.prompt == prompt]
    return [(after - before).total_seconds() for before, after in pairwise(at)]


def test_an_unknown_job_holds_back_its_twins_until_a_person_or_the_list_settles_it(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    house.wire.fates.append(Fate.LOST_500)
    first, second = house.generate("a fox", 2)
    house.passes(3600)
    assert ("unknown", "waiting") == (house.state(first), house.state(second))
    house.does("dismiss", first)
    house.passes(60)

    assert ("dismissed", "done") == (house.state(first), house.state(second))


def test_asking_after_a_job_that_waits_does_not_push_it_out_before_its_turn(move_in: MoveIn) -> None:
    house = move_in()
    house.do(lambda: house.queue.set_paused(True))
    (job,) = house.generate("a fox")
    with pytest.raises(InputError):
        house.does("check_again", job)
    house.passes(60)

    assert ("waiting", []) == (house.state(job), house.wire.posts)


def test_a_job_that_cannot_be_committed_is_not_there_and_not_sent_and_the_person_is_told(move_in: MoveIn) -> None:
    house = move_in()
    house.rows.full = True
    with pytest.raises(UnsavedJobError) as told:
        house.generate("a fox")
    house.rows.full = False
    house.passes(60)

    assert "Nothing was sent, and nothing is billed." in str(told.value)
    assert ((), []) == (house.ledger.jobs(), house.wire.posts)


def test_a_job_whose_sending_cannot_be_committed_waits_for_room_and_then_goes_out_once(move_in: MoveIn) -> None:
    house = move_in()
    house.do(lambda: house.queue.set_paused(True))
    jobs = [*house.generate("a fox", 2), *house.generate("a wolf")]
    house.rows.full = True
    house.do(lambda: house.queue.set_paused(False))
    house.passes(60)
    assert ({"waiting"}, []) == ({house.state(job) for job in jobs}, house.wire.posts)
    house.rows.full = False
    house.passes(60)

    assert {"done"} == {house.state(job) for job in jobs}
    assert len(house.wire.made) == 3


def test_an_id_that_cannot_be_committed_is_kept_in_memory_and_saved_when_there_is_room(move_in: MoveIn) -> None:
    house = move_in()
    (job,) = house.generate("a fox")
    house.passes(0.1)
    house.rows.full = True
    house.passes(5)
    assert house.state(job) in ("queued", "running")
    on_disk = house.rows.get(job.id)
    assert on_disk is not None
    assert on_disk.state is JobState.SUBMITTING
    house.rows.full = False
    house.passes(10)

    saved = house.rows.get(job.id)
    assert saved is not None
    assert saved.remote_id == "video_0"


def test_a_cancelled_job_whose_id_is_not_on_the_disk_yet_is_not_deleted_at_the_service(move_in: MoveIn) -> None:
    """It is charged: after a crash nobody could find it there any more."""
    house = move_in(can_cancel=True)
    house.wire.making = 3000.0
    (job,) = house.generate("a fox")
    house.passes(0.1)
    house.rows.full = True
    house.passes(5)
    house.does("cancel", job)
    house.passes(60)
    assert ("cancelling", []) == (house.state(job), house.wire.deleted)
    house.rows.full = False
    house.passes(60)

    assert ("cancelled", ["video_0"]) == (house.state(job), house.wire.deleted)


@pytest.mark.parametrize("lists_jobs", [True, False])
def test_an_id_that_was_never_committed_before_a_crash_is_found_or_is_unknown(
    move_in: MoveIn, lists_jobs: bool
) -> None:
    house = move_in(lists_jobs=lists_jobs)
    (job,) = house.generate("a fox")
    house.passes(0.1)
    house.rows.gone = True
    house.passes(5)
    house.crash()
    house.open()
    house.passes(300)

    assert house.state(job) == ("done" if lists_jobs else "unknown")
    assert len(house.wire.posts) == 1


def test_an_id_for_which_the_ledger_had_no_room_before_a_crash_is_known_after_it(move_in: MoveIn) -> None:
    house = move_in(lists_jobs=False)
    (job,) = house.generate("a fox")
    house.passes(0.1)
    house.rows.full = True
    house.passes(5)
    house.crash()
    house.open()
    house.passes(300)

    assert ("done", None, False) == (house.state(job), house.custody.concern, house.queue.paused)
    assert 1 == len(house.wire.made)


def test_going_back_to_waiting_needs_no_disk(move_in: MoveIn) -> None:
    """After a 429 on a full disk the job is not stuck in the middle of its sending."""
    house = move_in()
    house.wire.fates.append(Fate.PACED)
    (job,) = house.generate("a fox")
    house.passes(0.1)
    house.rows.full = True
    house.passes(30)
    assert house.state(job) == "waiting"
    house.rows.full = False
    house.passes(60)

    assert (house.state(job), len(house.wire.made)) == ("done", 1)


def test_a_paused_queue_lets_out_nothing_and_what_is_at_the_service_goes_on(move_in: MoveIn) -> None:
    house = move_in()
    (first,) = house.generate("a fox")
    house.passes(1)
    house.do(lambda: house.queue.set_paused(True))
    (second,) = house.generate("a wolf")
    house.passes(100)

    assert ("done", "waiting") == (house.state(first), house.state(second))


@pytest.mark.parametrize(("of_model", "of_connection"), [(None, 600), (600, 3600), (600, 60)])
def test_after_the_deadline_of_its_model_there_is_no_answer_yet_and_never_a_failure(
    move_in: MoveIn, of_model: int | None, of_connection: int
) -> None:
    house = move_in(
        models=(replace(CATALOG[0], deadline_seconds=of_model), *CATALOG[1:]), deadline_seconds=of_connection
    )
    house.wire.making = 3000.0
    (job,) = house.generate("a fox")
    house.passes(590)
    assert house.state(job) == "running"
    house.passes(60)
    assert ("no_answer", Billed.UNKNOWN) == (house.state(job), house.job(job).billed)
    house.wire.making = 0.0
    house.wire.made["video_0"].ready -= timedelta(seconds=3000)
    house.does("check_again", job)
    house.passes(60)

    assert house.state(job) == "done"


def steps_of(work: Callable[[], None]) -> int:
    """How many instructions of Python are run, which tells how the work grows on a machine of any speed."""
    count = 0

    def note(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_twice_as_many_waiting_jobs_are_no_more_work_while_all_places_are_taken(move_in: MoveIn) -> None:
    house = move_in(concurrency=1)
    first, second = house.generate("a fox", 2)
    house.passes(1)
    assert ("running", "waiting") == (house.state(first), house.state(second))
    work = []
    for count in (200, 200):
        house.ledger.add([replace(second, id=uuid4().hex, position=2.0 + number) for number in range(count)])
        work.append(steps_of(lambda: house.do(house.queue.wake)))
    few, many = work

    assert many < 1.1 * few


def test_a_service_that_sends_on_to_where_nobody_answers_is_not_sent_to_again(move_in: MoveIn) -> None:
    """The first place had the whole job, whatever it did with it: "nothing was sent" would be sent again for ever."""
    house = move_in()

    async def sends_on(request: httpx.Request, fields: dict[str, str]) -> httpx.Response:
        if request.url.path.endswith("/"):
            raise httpx.ConnectError("no route")
        house.wire.posts.append(Post(house.wire.now(), fields["prompt"], ""))
        return httpx.Response(307, headers={"location": f"{request.url.path}/"})

    with patch.object(house.wire, "_submit", sends_on):
        (job,) = house.generate("a fox")
        house.passes(3600)

    assert (house.state(job), len(house.wire.posts)) == ("refused", 1)
