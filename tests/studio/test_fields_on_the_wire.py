"""A catalogue entry that would write over what the format itself says is refused before anything is sent."""

from dataclasses import replace

import pytest

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.parameters import Parameter, ParameterKind, ParameterValue
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID
from tests.support.formats import UNIALL
from tests.support.pictures import write_picture


@pytest.mark.parametrize("used", ["prompt", "duration", "image_url.detail"])
async def test_nothing_is_sent_of_a_parameter_in_a_field_of_the_format(
    open_house: OpenHouse, service: FakeService, used: str
) -> None:
    house = await open_house(service)
    connection = next(each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID)
    odd = Parameter("style", ParameterKind.TEXT, field=used)
    model = VideoModel("m", (Size(1280, 720),), (4,), parameters=(odd,))
    await house.studio.connections.save(replace(connection, format=UNIALL, models=(model,)), None)
    request = Request("a fox", model, model.sizes[0], 4, parameters=(ParameterValue("style", "noir"),))

    with pytest.raises(InputError, match=f"its field “{used}” has another use there"):
        await house.studio.jobs.submit(request, CONNECTION_ID)

    assert [] == service.money.charges


async def test_the_fields_of_the_sister_format_count_where_a_picture_goes_as_a_file(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    connection = next(each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID)
    odd = Parameter("frame", ParameterKind.TEXT, field="size")
    model = VideoModel("m", (Size(1280, 720),), (4,), parameters=(odd,))
    await house.studio.connections.save(replace(connection, format=UNIALL, models=(model,)), None)
    file = InputImage(path=write_picture(house.data_dir / "fox.png"))
    request = Request("a fox", model, model.sizes[0], 4, (file,), (ParameterValue("frame", "large"),))

    with pytest.raises(InputError, match="its field “size” has another use there"):
        await house.studio.jobs.submit(request, CONNECTION_ID)

    assert [] == service.money.charges
