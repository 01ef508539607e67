"""500 lives of the ledger in which everything happens in any order; `scripts/soak` lives 10,000."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.machine import Machine

EXAMPLES = 500


@pytest.mark.timeout(600)  # it computes all the time: on a busy machine that takes long
def test_whatever_happens_in_any_order_nothing_is_paid_twice_and_nothing_is_lost() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
