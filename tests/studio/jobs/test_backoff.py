"""Pauses between looks: soon after the end of a clip, and with few questions."""

from random import Random

import pytest

from sora_desktop.studio.jobs.backoff import RETRY_AFTER_LIMIT, Backoff

PACE = Backoff()


def looks_until(seconds: float, random: Random) -> tuple[int, float]:
    """How many looks a clip of this length takes, and how long after its end it is seen."""
    age, count = 0.0, 0
    while True:
        count += 1
        if age >= seconds:
            return count, age - seconds
        age += PACE.look(age, local=False, random=random)


def test_clips_of_20_to_300_s_are_seen_soon_with_a_third_of_the_questions_of_asking_each_second() -> None:
    random = Random(7)
    lengths = [random.uniform(20, 300) for _ in range(400)]
    seen = [looks_until(length, random) for length in lengths]
    asked_each_second = sum(int(length) + 1 for length in lengths)

    assert sum(delay for _, delay in seen) / len(seen) - 0.5 <= 3.0
    assert sum(count for count, _ in seen) <= asked_each_second / 3


def test_the_local_engine_is_asked_often_and_costs_nothing() -> None:
    assert PACE.look(100.0, local=True, random=Random(1)) == PACE.local


@pytest.mark.parametrize("times", [1_024, 1_025, 5_000, 10**9])
def test_an_outage_of_thousands_of_failures_has_the_longest_pause(times: int) -> None:
    calm = Backoff(jitter=0.0)

    assert calm.failure_limit == calm.after_failure(times, local=False, random=Random(1))
    assert calm.latest == calm.put_off(times, None)


def test_pauses_after_failures_double_up_to_a_limit() -> None:
    calm = Backoff(jitter=0.0)
    pauses = [calm.after_failure(failures, local=False, random=Random(1)) for failures in range(1, 9)]

    assert pauses == [2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0]


@pytest.mark.parametrize(("said", "pause"), [(0.0, 0.0), (7.5, 7.5), (10_000.0, RETRY_AFTER_LIMIT), (-3.0, 0.0)])
def test_the_services_own_word_wins_within_limits(said: float, pause: float) -> None:
    assert PACE.after_failure(4, local=False, random=Random(1), retry_after=said) == pause
