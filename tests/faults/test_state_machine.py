"""100 lives of the ledger in which everything happens in any order; `scripts/soak` lives 10,000."""

import pytest

from sora_desktop.domain.job import JobState
from tests.faults.lives import live
from tests.faults.machine import Machine
from tests.faults.wire import Fate


@pytest.mark.timeout(600)  # it computes all the time: on a busy machine that takes long
@pytest.mark.parametrize("part", range(4))
def test_whatever_happens_in_any_order_nothing_is_paid_twice_and_nothing_is_lost(part: int) -> None:
    live(Machine, examples=25, steps=14, part=part)


def test_a_list_that_was_put_back_from_the_middle_of_a_sending_is_gone_on_with() -> None:
    """The journal knows of a second sending that cost nothing; what the list says of the first comes late."""
    life = Machine()
    life.begin(
        lists_jobs=False,
        honours_keys=False,
        lists_prompts=False,
        can_cancel=False,
        lag=0.0,
        skew=0,
        concurrency=1,
        count=1,
        fates=[Fate.PACED],
        then=0.0,
    )
    try:
        life.back_up_the_ledger()
        life.network(down=True)
        life.crash(seconds=0.3)
        life.restore_the_ledger()

        assert [JobState.UNKNOWN] == [job.state for job in life.rows()]
        assert life.house.studio._parts.custody.concern is None
    finally:
        life.teardown()
