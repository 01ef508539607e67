"""Connections survive restarts without their keys."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.base.sentences import Message
from sora_desktop.domain.connection import ConnectionKind, KeyPlace, engine_connection
from sora_desktop.domain.errors import StorageError
from sora_desktop.store.connections import load_connections, save_connections
from tests.store import values
from tests.store.limits import no_file_longer_than
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
