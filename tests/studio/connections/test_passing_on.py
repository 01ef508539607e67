"""Connections in a file that is handed on: all that they have, and never a key."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.errors import InputError, StorageError
from sora_desktop.domain.wire_options import WireOptions
from tests.servers.service import CANARY, FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House


async def named(house: House, name: str) -> Connection:
    return next(each for each in (await house.studio.snapshot()).connections if each.name == name)


async def test_what_is_exported_comes_back_as_a_new_connection_that_wants_its_key(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    own = replace(CATALOG[0], id="mine")
    house = await open_house(service, models=(*CATALOG[1:], own), concurrency=7)
    path = tmp_path / "shared.json"
    path.write_text("something older")
    assert 1 == await house.studio.connections.export_connections(path)
    assert CANARY not in path.read_text()

    assert 1 == await house.studio.connections.import_connections(path)
    was, now = await named(house, "Fake"), await named(house, "Fake (2)")
    assert (KeyPlace.MISSING, "") == (now.key_place, now.key_mark)
    assert now.id not in ("", CONNECTION_ID)
    assert replace(was, id=now.id, name=now.name, key_place=now.key_place, key_mark="") == now


async def test_an_entry_that_contradicts_itself_is_told_and_nothing_is_added(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    odd = replace(CATALOG[0], id="odd", wire=WireOptions(seconds_field="prompt"))
    house = await open_house(service, models=(odd,))
    path = tmp_path / "shared.json"
    await house.studio.connections.export_connections(path)
    before = (await house.studio.snapshot()).connections
    with pytest.raises(InputError, match=r"contradicts itself.*model odd.*already means something else"):
        await house.studio.connections.import_connections(path)
    with pytest.raises(InputError, match="“prompt” already means something else"):
        await house.submit(model=odd)

    assert before == (await house.studio.snapshot()).connections
    assert [] == service.requests("submit")


async def test_a_file_with_no_connection_adds_none_and_is_left_alone(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, expect_log: object
) -> None:
    house = await open_house(service)
    path = tmp_path / "odd.json"
    before = (await house.studio.snapshot()).connections
    odd = {"id": "a", "name": "Odd", "base_url": "https://me:secret@example.com", "format": "uniall", "version": 2}
    for content in ("[]", json.dumps([odd])):
        path.write_text(content)
        with pytest.raises(InputError, match="no connections in this file"):
            await house.studio.connections.import_connections(path)
    with pytest.raises(InputError, match="can't be read"):
        await house.studio.connections.import_connections(tmp_path / "gone.json")
    with pytest.raises(StorageError):
        await house.studio.connections.export_connections(tmp_path / "no" / "such.json")

    assert before == (await house.studio.snapshot()).connections
    assert ["odd.json"] == [each.name for each in tmp_path.glob("odd*")]
