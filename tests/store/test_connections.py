"""Connections survive restarts without their keys."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.base.sentences import Message
from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace, engine_connection
from sora_desktop.domain.errors import StorageError
from sora_desktop.domain.pricing import Price, PriceList
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.told import Told
from sora_desktop.store.connection_changes import plain_defaults
from sora_desktop.store.connections import load_connections, save_connections
from sora_desktop.store.upgrades import CONNECTION
from tests.store import values
from tests.store.limits import no_file_longer_than
from tests.store.samples_of_versions import SAMPLES
from tests.support.logs import ExpectedLogs


def nobody(told: Message) -> None:
    """For files that can be read: nothing is told."""
    raise AssertionError(told)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "connections.json"


def test_connections_come_back_whole_and_in_their_order(path: Path) -> None:
    connections = [values.connection(id=name) for name in ("b", "a", "c")]

    save_connections(path, connections)

    assert connections == load_connections(path, nobody)


def test_only_those_that_a_person_added_are_saved(path: Path) -> None:
    own = values.connection()

    save_connections(path, [engine_connection(), own, replace(own, kind=ConnectionKind.ENVIRONMENT)])

    assert [own] == load_connections(path, nobody)


def test_before_the_first_save_there_are_none(path: Path) -> None:
    assert [] == load_connections(path, nobody)


def test_a_key_of_one_session_is_missing_in_the_next(path: Path) -> None:
    save_connections(path, [values.connection(key_place=KeyPlace.SESSION), values.connection(id="other")])

    assert [KeyPlace.MISSING, KeyPlace.KEYRING] == [each.key_place for each in load_connections(path, nobody)]


def test_one_that_cannot_be_read_costs_no_other_and_is_kept_in_a_copy(path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("a connection cannot be read")
    save_connections(path, [values.connection(id="a"), values.connection(id="b")])
    entries = json.loads(path.read_text())
    del entries[0]["base_url"]
    path.write_text(json.dumps(entries))

    told = list[Message]()
    assert ["b"] == [each.id for each in load_connections(path, told.append)]
    assert ["Some connections can't be read"] == [str(each).partition(".")[0] for each in told]
    assert entries == json.loads(path.with_name("connections.json.unreadable").read_text())


@pytest.mark.parametrize("text", ["", "{", '"words"', "7"])
def test_a_file_that_is_no_list_is_kept_beside_the_next(path: Path, text: str, expect_log: ExpectedLogs) -> None:
    expect_log("the connections cannot be read")
    path.write_text(text)

    told = list[Message]()
    save_connections(path, load_connections(path, told.append))

    kept = "Your connections can't be read and are kept as connections.json.unreadable. Add them again."
    assert [kept] == [str(each) for each in told]
    assert [] == load_connections(path, nobody)
    assert text == path.with_name("connections.json.unreadable").read_text()


def test_a_full_disk_leaves_the_old_list(path: Path) -> None:
    save_connections(path, [values.connection()])

    with no_file_longer_than(10), pytest.raises(StorageError):
        save_connections(path, [values.connection(), values.connection(id="b")])

    assert [values.connection()] == load_connections(path, nobody)


def test_what_nobody_changed_follows_the_catalogue_and_the_defaults_of_the_app(path: Path) -> None:
    edited = replace(CATALOG[6], default_seconds=8)
    own = replace(CATALOG[0], id="own-model")
    mine = values.connection(models=(*CATALOG[1:6], edited, *CATALOG[7:], own), concurrency=9)
    save_connections(path, [values.connection(id="untouched"), mine])
    arrived = replace(CATALOG[0], id="sora-3")
    faster = replace(CATALOG[6], deadline_seconds=60)

    def later(wire: str) -> Connection:
        models = (*CATALOG[:6], faster, *CATALOG[7:], arrived)
        return replace(plain_defaults(wire), models=models, deadline_seconds=7200)

    untouched, changed = load_connections(path, nobody, later)

    assert later("").models == untouched.models
    assert (4, 7200) == (untouched.concurrency, untouched.deadline_seconds)
    assert (*CATALOG[1:6], replace(faster, default_seconds=8), *CATALOG[7:], arrived, own) == changed.models
    assert 9 == changed.concurrency


def test_a_model_that_a_person_added_stays_theirs_when_the_catalogue_gets_one_of_its_id(path: Path) -> None:
    own = replace(CATALOG[0], id="sora-3", default_seconds=12)
    save_connections(path, [values.connection(models=(*CATALOG, own))])

    def later(wire: str) -> Connection:
        return replace(plain_defaults(wire), models=(*CATALOG, replace(CATALOG[0], id="sora-3")))

    (back,) = load_connections(path, nobody, later)
    assert own == back.model("sora-3")


def test_a_connection_of_the_first_version_whose_models_were_those_of_its_time_has_changed_none() -> None:
    """Written by that version: see `samples`."""
    stored = json.loads((SAMPLES / "2026-11-27" / "connections.json").read_text())

    as_added, _, edited = (CONNECTION.upgraded(entry) for entry in stored)

    assert {"id", "name", "base_url", "format", "key_place", "key_mark"} == as_added.keys()
    assert {"sora2-pro-720p": {"default_seconds": 8}} == edited["models"]["changed"]
    assert ["sora2-portrait-12s"] == edited["models"]["removed"]
    assert ["own-model"] == [model["id"] for model in edited["models"]["added"]]


WAN = VideoModel("wan-2.2", (Size(1280, 704),), (4, 8))
CHAT = replace(WAN, id="chat")
TOLD = Told((WAN,), (CHAT,), PriceList(prices=(Price("wan-2.2", Decimal("0.1")),)))


def as_vllm(_kind: str) -> Connection:
    return replace(plain_defaults("openai-videos"), models=())


def listing(**changes: Any) -> Connection:
    shown = Connection("c", "Box", "http://box.example", "openai-videos", preset="vllm-omni", told=TOLD)
    return replace(shown, models=(WAN,), prices=TOLD.prices or PriceList(), **changes)


def test_what_a_service_told_is_kept_once_and_what_a_person_changed_of_it_beside_it(path: Path) -> None:
    plain, named = listing(), listing()
    named = replace(named, id="d", models=(replace(WAN, name="Wan"), replace(WAN, id="mine")), prices=PriceList("EUR"))
    hidden = replace(plain, id="e", models=())
    save_connections(path, [plain, named, hidden], as_vllm)
    stored = json.loads(path.read_text())

    assert [plain, named, hidden] == load_connections(path, nobody, as_vllm)
    assert "models" not in stored[0]
    assert {"changed": {"wan-2.2": {"name": "Wan"}}, "added": ["mine"]} == {
        "changed": stored[1]["models"]["changed"],
        "added": [each["id"] for each in stored[1]["models"]["added"]],
    }
    assert {"removed": ["wan-2.2"]} == stored[2]["models"]


def test_of_what_a_service_told_that_cannot_be_read_is_asked_for_again_and_nothing_is_said(path: Path) -> None:
    save_connections(path, [listing()], as_vllm)
    (stored,) = json.loads(path.read_text())
    stored["told"]["models"].append({"id": "broken", "sizes": "all"})
    stored["told"]["prices"] = {"prices": 3}
    path.write_text(json.dumps([stored]))
    said: list[Message] = []
    (read,) = load_connections(path, said.append, as_vllm)

    assert ((WAN,), None, []) == (read.told.models, read.told.prices, said)
    odd_ones: tuple[object, ...] = (3, [], {"models": 7}, None)
    for odd in odd_ones:
        path.write_text(json.dumps([{**stored, "told": odd}]))
        (read,) = load_connections(path, said.append, as_vllm)
        assert (Told(), []) == (read.told, said)


def test_what_new_api_was_read_to_charge_per_clip_is_the_least_until_it_is_read_anew() -> None:
    """Only what the list told: a price that a person has set is theirs."""
    line: dict[str, Any] = {"model": "veo-3.1", "amount": "0.4", "unit": "job"}
    second = {"model": "sora-2", "amount": "0.1", "unit": "second"}
    prices = {"currency": "USD", "prices": [line, second]}
    before: dict[str, Any] = {"version": 10, "preset": "new-api", "prices": prices, "told": {"prices": prices}}
    after = CONNECTION.upgraded(before)

    assert [{**line, "doubts": ["unit"]}, second] == after["told"]["prices"]["prices"]
    assert prices == after["prices"]
    for other in ({**before, "preset": "litellm"}, {**before, "told": {"prices": None}}, {**before, "told": None}):
        assert other == CONNECTION.upgraded(other)


def test_how_a_job_is_settled_follows_the_kind_where_it_was_kept_of_a_former_one() -> None:
    books, none = {"ways": ["new-api-task"], "units_a_dollar": 500_000}, {"ways": [], "units_a_dollar": 0}
    former = [("litellm", books), ("openai-videos", books), ("new-api", none)]
    own = [("new-api", books), ("a-kind-of-tomorrow", books), ("", books)]

    for preset, settling in (*former, *own):
        upgraded = CONNECTION.upgraded({"version": 11, "preset": preset, "settling": settling})
        assert ((preset, settling) in own) is ("settling" in upgraded), preset
