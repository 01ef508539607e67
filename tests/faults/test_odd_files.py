"""60 lives of a clip whose bytes are odd; `scripts/soak files` lives 10,000, and brings some of them home for real."""

import pytest

from tests.faults.lives import live
from tests.faults.odd_files import OddFiles


@pytest.mark.timeout(600)  # it computes all the time: on a busy machine that takes long
@pytest.mark.parametrize("part", range(2))
def test_no_good_clip_is_refused_and_no_cut_one_is_taken_for_whole(part: int) -> None:
    live(OddFiles, examples=30, steps=6, part=part)
