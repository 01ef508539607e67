"""A sample of the cuts; `scripts/soak cuts` makes 200 in each layout and framing."""

from pathlib import Path

import pytest

from tests.faults.cuts import LAYOUTS, cut_everywhere
from tests.servers.http_server import Framing

CUTS = 24


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("framing", Framing)
async def test_a_clip_whose_line_is_cut_anywhere_comes_whole_or_is_known_not_to_be(
    tmp_path: Path, layout: str, framing: Framing
) -> None:
    count, wrong = await cut_everywhere(tmp_path, layout, framing, CUTS)

    assert wrong == []
    assert count >= CUTS - 1
