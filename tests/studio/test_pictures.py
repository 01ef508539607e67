"""Reference pictures are kept in the data folder, also where somebody deleted their folder meanwhile."""

import shutil
from pathlib import Path

import pytest

from sora_desktop.domain.errors import UnsavedPictureError
from sora_desktop.domain.image import ReferenceImage
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.support.pictures import write_picture


async def test_the_folder_of_the_pictures_is_made_again_where_somebody_deleted_it(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = ReferenceImage(path=write_picture(tmp_path / "fox.png"))
    shutil.rmtree(house.data_dir / "inputs")

    (job,) = await house.submit(image=image)

    await house.until(job, "done")
    adopted = await house.studio.adopt_image(b"pasted", "pasted.png")
    assert adopted.path is not None
    assert adopted.path.read_bytes() == b"pasted"


async def test_a_picture_that_cannot_be_kept_is_said_with_what_it_costs_and_nothing_is_sent(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = ReferenceImage(path=write_picture(tmp_path / "fox.png"))
    shutil.rmtree(house.data_dir / "inputs")
    (house.data_dir / "inputs").write_text("in the way")

    with pytest.raises(UnsavedPictureError, match=r"picture could not be written.*Nothing was sent, nothing is billed"):
        await house.submit(image=image)
    with pytest.raises(UnsavedPictureError):
        await house.studio.adopt_image(b"pasted", "pasted.png")

    assert service.requests("submit") == []
