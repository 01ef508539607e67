"""500 lives of the ledger in which everything happens in any order; `scripts/soak` lives 10,000."""

import pytest

from tests.faults.lives import live
from tests.faults.machine import Machine


@pytest.mark.timeout(600)  # it computes all the time: on a busy machine that takes long
@pytest.mark.parametrize("part", range(4))
def test_whatever_happens_in_any_order_nothing_is_paid_twice_and_nothing_is_lost(part: int) -> None:
    live(Machine, examples=125, steps=14, part=part)
