"""A sample of the cuts; `scripts/soak cuts` makes 200 in each layout and framing, and ten thousand worlds."""

from pathlib import Path

import pytest

from tests.faults.cuts import LAYOUTS, cut_everywhere
from tests.faults.versions import glued
from tests.servers.http_server import Framing

CUTS = 12
WORLDS = 100


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("framing", Framing)
async def test_a_clip_whose_line_is_cut_anywhere_comes_whole_or_is_known_not_to_be(
    tmp_path: Path, layout: str, framing: Framing
) -> None:
    count, wrong = await cut_everywhere(tmp_path, layout, framing, CUTS)

    assert wrong == []
    assert count >= CUTS - 1


async def test_bytes_of_two_versions_of_a_file_are_never_glued_together() -> None:
    assert [] == await glued(range(WORLDS))
