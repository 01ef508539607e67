"""Presets and snippets are kept under their names, in an order of a person's own, and what goes can come back."""

import json
from dataclasses import replace

import pytest

from sora_desktop.domain.errors import InputError, StorageError
from sora_desktop.domain.events import Notice, PresetsChanged
from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.snippet import Snippet
from sora_desktop.store import named_list
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import House
from tests.support.logs import ExpectedLogs
from tests.support.until import until


def preset(name: str, seconds: int = 8) -> FormPreset:
    return FormPreset("", name, "own", seconds=seconds)


async def names(house: House) -> list[str]:
    return [each.name for each in (await house.studio.snapshot()).presets]


async def test_they_are_there_at_the_next_start_in_their_order(open_house: OpenHouse, service: FakeService) -> None:
    first = await open_house(service)
    kept = [await first.studio.presets.save(preset(name)) for name in ("one", "two", "three")]
    dolly = await first.studio.snippets.save(Snippet("", "camera: slow dolly in", "慢推镜头 \u202eabc"))
    await first.studio.presets.reorder([kept[2].id, kept[0].id])
    await first.studio.close()
    second = await open_house(service)

    assert ["three", "one", "two"] == await names(second)
    assert (dolly,) == (await second.studio.snapshot()).snippets
    assert [PresetsChanged] * 4 == [type(event) for event in first.heard if isinstance(event, PresetsChanged)]


async def test_a_removed_one_comes_back_in_its_place(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    kept = [await house.studio.presets.save(preset(name)) for name in ("one", "two", "three")]
    await house.studio.presets.remove(kept[1].id)
    assert ["one", "three"] == await names(house)
    await house.studio.removals.take_back_last()

    assert ["one", "two", "three"] == await names(house)


async def test_one_that_is_written_over_can_be_had_again(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    before = await house.studio.presets.save(preset("Mine"))
    now = await house.studio.presets.save(preset(" mine ", 12))
    assert (before.id, [now]) == (now.id, list((await house.studio.snapshot()).presets))
    (gone,) = (await house.studio.snapshot()).removals
    assert "The preset “mine” is updated." == str(gone.text)
    await house.studio.removals.take_back(gone.id)

    assert (before,) == (await house.studio.snapshot()).presets


async def test_a_name_is_one_s_own(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    one, two = [await house.studio.presets.save(preset(name)) for name in ("one", "two")]
    with pytest.raises(InputError, match="has this name"):
        await house.studio.presets.save(replace(two, name="One"))
    with pytest.raises(InputError, match="Give it a name"):
        await house.studio.presets.save(replace(one, name=" \n "))
    renamed = await house.studio.presets.save(replace(one, name="first"))

    assert (one.id, ["first", "two"], ()) == (renamed.id, await names(house), (await house.studio.snapshot()).removals)


async def test_where_the_disk_refuses_all_is_as_it_was(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await open_house(service)
    one = await house.studio.presets.save(preset("one"))

    def refuse(*_: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(named_list, "write_atomically", refuse)
    with pytest.raises(StorageError):
        await house.studio.presets.remove(one.id)

    assert (["one"], ()) == (await names(house), (await house.studio.snapshot()).removals)


async def test_what_cannot_be_read_stays_in_the_file_and_what_a_newer_version_wrote_too(
    open_house: OpenHouse, service: FakeService, expect_log: ExpectedLogs
) -> None:
    expect_log("of presets.json cannot be read")
    expect_log("presets.json cannot be read: no JSON")
    first = await open_house(service)
    await first.studio.close()
    file = first.data_dir / "presets.json"
    newer = {"version": 9, "id": "1", "name": "newer", "camera": {"lens": 35}}
    file.write_text(json.dumps([newer, {"name": 7}, "no preset"]))
    second = await open_house(service)
    await until(lambda: any("can't be read" in str(e.text) for e in second.heard if isinstance(e, Notice)), what="told")
    await second.studio.presets.save(preset("mine"))

    entries = json.loads(file.read_text())
    assert ["newer", "mine", 7] == [each["name"] for each in entries[:3]]
    assert ({"lens": 35}, 9, "no preset") == (entries[0]["camera"], entries[0]["newest"], entries[3])
    await second.studio.close()
    file.write_text("{broken")
    third = await open_house(service)

    assert [] == await names(third)
    assert [b"{broken"] == [each.read_bytes() for each in third.data_dir.glob("presets*") if each != file]
