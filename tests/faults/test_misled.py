"""What each way of telling leads to at once, and one job under many names, at a service that misleads."""

import pytest

from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import Job
from tests.faults.conftest import MoveIn
from tests.faults.misleading_wire import MisleadingWire, Tale
from tests.faults.small_house import SmallHouse
from tests.faults.tellings import BRINGS_AN_ID, LATER, REFUSALS, Telling, in_order

DAY = 86_400.0
PUTS_OFF_AND_TAKES = (Telling.LATER_WITH_AN_ID, Telling.LATER_WITH_A_CHARGE, Telling.LATER_WITH_A_WORD)


def wire_of(house: SmallHouse) -> MisleadingWire:
    assert isinstance(house.wire, MisleadingWire)
    return house.wire


def sent(house: SmallHouse, telling: Telling, prompt: str = "a fox in snow", *, made: bool = True) -> Job:
    """A job of which the service has just told that."""
    wire_of(house).tales.append(Tale(telling, made))
    (job,) = house.generate(prompt)
    house.passes(0.45)
    return job


@pytest.mark.parametrize("packs_ids", [False, True])
@pytest.mark.parametrize("telling", in_order(BRINGS_AN_ID), ids=lambda each: each.name)
def test_an_id_is_found_wherever_it_stands(move_in: MoveIn, telling: Telling, packs_ids: bool) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    wire_of(house).packs_ids = packs_ids
    job = sent(house, telling)

    assert "video_0" == house.wire.real(house.job(job).remote_id or "")
    house.passes(60)
    assert "done" == house.state(job)


@pytest.mark.parametrize(
    "telling", [Telling.FINISHED_LINK_ONLY, Telling.FINISHED_BASE64_ONLY, Telling.FINISHED_DATA_URL_ONLY]
)
def test_a_clip_that_comes_in_the_answer_needs_no_id(move_in: MoveIn, telling: Telling) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    job = sent(house, telling)
    house.passes(2)

    assert ("done", None, "yes") == (house.state(job), house.job(job).remote_id, house.job(job).billed)


@pytest.mark.parametrize("telling", in_order(REFUSALS), ids=lambda each: each.name)
def test_a_refusal_is_known_by_its_words_at_any_status(move_in: MoveIn, telling: Telling) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    job = sent(house, telling, made=False)

    assert ("refused", "no") == (house.state(job), house.job(job).billed)


@pytest.mark.parametrize("telling", in_order(LATER), ids=lambda each: each.name)
def test_a_plain_later_is_known_by_its_words_at_any_status(move_in: MoveIn, telling: Telling) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    job = sent(house, telling, made=False)

    assert ("waiting", "no", 1) == (house.state(job), house.job(job).billed, house.job(job).laters)


@pytest.mark.parametrize("telling", PUTS_OFF_AND_TAKES, ids=lambda each: each.name)
def test_a_later_that_speaks_of_a_job_or_a_charge_is_not_sent_again(move_in: MoveIn, telling: Telling) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    job = sent(house, telling)
    house.passes(4_000)

    assert ("unknown", "unknown", 1) == (house.state(job), house.job(job).billed, len(house.wire.posts))


def test_a_service_that_tells_of_another_job_for_ever_is_named_as_that_and_nothing_of_it_is_taken(
    move_in: MoveIn,
) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    sent(house, Telling.OUTPUT_TASK_ID, "a wolf")
    job = sent(house, Telling.OUTPUT_TASK_ID)
    wire_of(house).mixes_up = True
    house.passes(100)

    assert ("running", True) == (house.state(job), "answers about a different one" in str(house.job(job).reason))


def test_a_service_that_rewrites_id_and_prompt_at_each_look_ends_in_no_answer_and_nothing_of_it_is_taken(
    move_in: MoveIn,
) -> None:
    """It cannot be told from one that mixes jobs up: a wrong clip would be worse than a question."""
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    job = sent(house, Telling.OUTPUT_TASK_ID)
    wire_of(house).rewrites = True
    house.passes(DAY)

    assert ("no_answer", 1, []) == (house.state(job), len(house.wire.posts), house.fetcher.tries)
    wire_of(house).rewrites = False
    house.does("check_again", job)
    house.passes(60)
    assert "done" == house.state(job)


def test_a_job_that_is_listed_under_another_packed_name_is_not_taken_for_a_second_one(move_in: MoveIn) -> None:
    house = move_in(wire=MisleadingWire)
    wire_of(house).packs_ids = True
    first = sent(house, Telling.OUTPUT_TASK_ID)
    second = sent(house, Telling.BROKEN, made=False)
    house.passes(300)

    assert ("done", "not_found") == (house.state(first), house.state(second))


@pytest.mark.parametrize("prompt", ["a fox in snow", "a wolf in rain"])
def test_the_entry_of_a_job_that_came_without_an_id_is_not_adopted_by_an_equal_unknown_one(
    move_in: MoveIn, prompt: str
) -> None:
    """Whether that one was made, and its own entry only lags, nobody can tell: a person is asked."""
    house = move_in(wire=MisleadingWire)
    first = sent(house, Telling.FINISHED_LINK_ONLY)
    house.passes(60)
    second = sent(house, Telling.BROKEN, prompt, made=False)
    house.passes(300)

    assert ("done", None) == (house.state(first), house.job(first).remote_id)
    assert (None, 1) == (house.job(second).remote_id, len(house.wire.charges_of(first.id)))
    assert house.state(second) in ("unknown", "not_found")


def test_the_packed_name_of_another_job_is_known_as_its_own_in_the_answer_to_a_submission(move_in: MoveIn) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    wire_of(house).packs_ids, wire_of(house).known = True, lambda: {"video_0"}
    first = sent(house, Telling.OUTPUT_TASK_ID)
    second = sent(house, Telling.ANOTHERS_ID, "a wolf")

    assert ("running", "unknown") == (house.state(first), house.state(second))


def test_the_packed_name_of_another_job_cannot_be_pasted(move_in: MoveIn) -> None:
    house = move_in(wire=MisleadingWire, lists_jobs=False)
    wire_of(house).packs_ids = True
    sent(house, Telling.OUTPUT_TASK_ID)
    second = sent(house, Telling.BROKEN, made=False)
    name = house.wire.name_of(house.wire.made["video_0"])

    with pytest.raises(InputError, match="Another of your jobs already has that id"):
        house.does("bind_remote_id", second, name)
