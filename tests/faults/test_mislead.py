"""300 lives with a service that misleads in every way; `scripts/soak mislead` lives 10,000."""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.mislead import MisleadMachine

EXAMPLES = 100


@pytest.mark.timeout(600)  # it computes all the time: on a busy machine that takes long
@pytest.mark.parametrize("part", range(3))
def test_however_a_service_misleads_no_charge_is_hidden_and_no_clip_is_given_up(part: int) -> None:
    run_state_machine_as_test(
        seed(part)(type("Part", (MisleadMachine,), {})),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=12,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
