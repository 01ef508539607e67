"""What `generate` hands over at the end, where the service does not hand out the clip."""

from pathlib import Path

import pytest

from sora_desktop import cli
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse, no_engine_in_vain, no_key_leaves, open_house, service

__all__ = ["no_engine_in_vain", "no_key_leaves", "open_house", "service"]


async def test_where_the_half_of_a_clip_lies_that_could_not_be_fetched_is_said(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service.clip.cuts.extend([len(service.clip.data) // 2] * 1000)
    service.clip.ranges = service.clip.ranges.IGNORED
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")
    code = await cli._deliver(house.studio, failed, tmp_path / "out.mp4")
    said = capsys.readouterr().err

    assert code == cli.NEEDS_A_LOOK
    assert f"What came of it is kept: {await house.studio.jobs.kept_file(job.id)}." in said
    assert not (tmp_path / "out.mp4").exists()
