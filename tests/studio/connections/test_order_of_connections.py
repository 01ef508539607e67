"""The order of the saved connections is that of the picker, and is kept."""

from dataclasses import replace

from sora_desktop.domain.connection import Connection
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House


async def order(house: House) -> list[str]:
    return [each.id for each in (await house.studio.snapshot()).connections]


async def test_it_is_kept_over_a_restart_and_what_is_not_named_comes_last(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    plain = Connection("b", "B", "https://b.example.com")
    for name in "bcd":
        await house.studio.connections.save(replace(plain, id=name, name=name), "")
    assert ["engine", CONNECTION_ID, "b", "c", "d"] == await order(house)

    await house.studio.connections.reorder(("d", "b", "gone"))
    expected = ["engine", "d", "b", CONNECTION_ID, "c"]
    assert expected == await order(house)
    await house.studio.connections.save(replace(plain, id="b", name="Another"), "")
    assert expected == await order(house), "a change leaves it where it is"

    await house.studio.close()
    assert expected == await order(await open_house(service, without_key=True))
