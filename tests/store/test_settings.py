"""Settings survive restarts, and a typo in their file costs one of them at most."""

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.base.sentences import Message
from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.domain.errors import StorageError
from sora_desktop.domain.settings import Settings, Theme
from sora_desktop.store.settings import NOTHING_GOES, load_settings, save_settings
from tests.store.limits import no_file_longer_than
from tests.support.logs import ExpectedLogs


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_settings_come_back_as_they_were_saved(path: Path) -> None:
    settings = Settings(Theme.DARK, play_when_done=False, volume=0, selected_connection="engine")

    save_settings(path, settings)

    assert settings == load_settings(path)
    assert isinstance(load_settings(path).theme, Theme)


def test_a_budget_comes_back_as_it_was_set(path: Path) -> None:
    budget = Budget("EUR", Limits(Decimal("20.50"), 600, None), Limits(None, None, 0))
    save_settings(path, Settings(budget=budget))

    assert budget == load_settings(path).budget


@pytest.mark.parametrize(
    "budget",
    [
        "much",
        {"currency": 3},
        {"day": "none"},
        {"day": {"money": "NaN"}},
        {"day": {"money": -1}},
        {"day": {"money": "-1"}},
        {"batch": {"clips": "4"}},
        {"batch": {"seconds": True}},
        {"batch": {"seconds": -1}},
    ],
)
def test_where_a_budget_cannot_be_read_nothing_is_billed_before_a_person_has_looked(
    path: Path, budget: Any, expect_log: ExpectedLogs
) -> None:
    expect_log("the setting budget makes no sense")
    path.write_text(json.dumps({"budget": budget}))

    assert NOTHING_GOES == load_settings(path).budget


def test_before_the_first_save_all_are_defaults(path: Path) -> None:
    assert Settings() == load_settings(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "purple"), ("theme", 3), ("volume", "loud"), ("volume", True), ("volume", 8.5), ("loop", "no")],
)
def test_a_setting_that_makes_no_sense_takes_its_default(
    path: Path, name: str, value: Any, expect_log: ExpectedLogs
) -> None:
    expect_log(f"the setting {name} makes no sense")
    path.write_text(json.dumps({"play_when_done": False, name: value, "unknown": 1}))

    assert Settings(play_when_done=False) == load_settings(path)


@pytest.mark.parametrize(("value", "kept"), [(-5, 0), (101, 100), (10**30, 100), (55, 55)])
def test_a_number_is_brought_inside_its_limits(path: Path, value: int, kept: int) -> None:
    path.write_text(json.dumps({"volume": value}))

    assert kept == load_settings(path).volume


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_cannot_be_read_is_kept_beside_the_next(path: Path, data: bytes, expect_log: ExpectedLogs) -> None:
    expect_log("the settings cannot be read")
    path.write_bytes(data)

    told = list[Message]()

    save_settings(path, load_settings(path, told.append))

    assert Settings(queue_paused=True) == load_settings(path)
    assert ["settings.json.unreadable"] == [each.values["name"] for each in told]
    assert data == path.with_name("settings.json.unreadable").read_bytes()


def test_json_that_is_no_object_is_no_settings(path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("the settings cannot be read")
    path.write_text("[1, 2]")

    assert Settings(queue_paused=True) == load_settings(path)


def test_where_it_cannot_be_told_whether_the_queue_was_paused_it_is(path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("the setting queue_paused makes no sense")
    path.write_text('{"queue_paused": "maybe"}')

    assert load_settings(path).queue_paused


def test_a_full_disk_leaves_the_old_settings(path: Path) -> None:
    save_settings(path, Settings(volume=5))

    with no_file_longer_than(10), pytest.raises(StorageError, match="can't be written"):
        save_settings(path, replace(Settings(), volume=6))

    assert 5 == load_settings(path).volume


def test_reading_them_before_the_first_paint_imports_nothing_heavy() -> None:
    code = "import sys, sora_desktop.store.settings; print(sorted({'cattrs', 'sqlite3', 'keyring', 'av'} & set(sys.modules)))"

    assert "[]\n" == subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
