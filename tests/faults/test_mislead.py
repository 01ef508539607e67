"""60 lives with a service that misleads in every way; `scripts/soak mislead` lives 10,000."""

import pytest

from tests.faults.lives import live
from tests.faults.mislead import MisleadMachine


@pytest.mark.timeout(600)  # it computes all the time: on a busy machine that takes long
@pytest.mark.parametrize("part", range(3))
def test_however_a_service_misleads_no_charge_is_hidden_and_no_clip_is_given_up(part: int) -> None:
    live(MisleadMachine, examples=20, steps=12, part=part)
