"""200 lives of a clip whose bytes are odd; `scripts/soak files` lives 10,000, and brings some of them home for real."""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.odd_files import OddFiles

EXAMPLES = 100


@pytest.mark.timeout(600)  # it computes all the time: on a busy machine that takes long
@pytest.mark.parametrize("part", range(2))
def test_no_good_clip_is_refused_and_no_cut_one_is_taken_for_whole(part: int) -> None:
    run_state_machine_as_test(
        seed(part)(type("Part", (OddFiles,), {})),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=6,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
