"""The studio keeps what a person is writing, and where earlier versions kept it, it is not kept twice."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sora_desktop.domain.draft import Draft
from sora_desktop.domain.events import Notice
from sora_desktop.domain.settings import Settings
from sora_desktop.store.drafts import load_draft
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import load_settings, save_settings
from sora_desktop.studio import drafts
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.settings import SettingsKeeper
from sora_desktop.studio.tasks import Tasks
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.support.logs import ExpectedLogs

if TYPE_CHECKING:
    from sora_desktop.base.sentences import Message


def kept(data_dir: Path) -> Draft:
    said: list[Message] = []
    draft = load_draft(Paths(data_dir), said.append)
    assert said == []
    return draft


async def test_a_draft_that_was_handed_over_is_on_the_disk_when_the_studio_is_closed(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    tasks = Tasks()
    for number in range(20):
        tasks.spawn(house.studio.drafts.keep(Draft(f"a fox {number}")), "keep")
    await asyncio.sleep(0)

    await house.studio.close()

    assert Draft("a fox 19") == kept(house.data_dir)
    await tasks.close()


async def test_of_drafts_that_come_while_one_is_written_only_the_last_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(drafts, "save_draft", lambda _paths, draft: written.append(draft.prompt))
    keeper = drafts.DraftKeeper(
        Paths(tmp_path), Draft(), SettingsKeeper(tmp_path / "settings.json", Settings(), EventBus())
    )

    await asyncio.gather(*(keeper.keep(Draft(str(number))) for number in range(50)))

    assert "49" == written[-1]
    assert len(written) <= 2


async def test_the_prompt_of_an_earlier_version_leaves_the_settings_with_the_first_draft(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    paths = Paths(tmp_path / "data")
    paths.make()
    save_settings(paths.settings, replace(Settings(), draft="a fox", volume=7))
    house = await open_house(service)

    await house.studio.drafts.keep(Draft("a fox and a hen"))

    assert ("", 7) == (load_settings(paths.settings).draft, load_settings(paths.settings).volume)
    assert Draft("a fox and a hen") == kept(house.data_dir)


async def test_a_draft_that_cannot_be_read_is_said_once_and_kept_beside_the_next(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("the draft cannot be read")
    paths = Paths(tmp_path / "data")
    paths.make()
    paths.draft.write_bytes(b"{")
    house = await open_house(service)

    assert Draft() == (await house.studio.snapshot()).draft
    told = [str(event.text) for event in house.heard if isinstance(event, Notice) and event.topic == "draft file"]
    assert ["What you were writing can't be read. Its file is kept as draft.json.unreadable."] == told


async def test_what_is_kept_now_is_what_a_window_is_told(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    await house.studio.drafts.keep(Draft("a fox"))

    assert Draft("a fox") == (await house.studio.snapshot()).draft
