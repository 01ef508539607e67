"""Values go to JSON and come back the same, and half-readable JSON costs no more than what is unreadable."""

import json
import math
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.store.codec import Codec, dump, load
from sora_desktop.store.unreadable import UnreadableError
from tests.hostile.examples import examples
from tests.store import values
from tests.support.logs import ExpectedLogs
from tests.support.rows import rows

ROOT = Path("/data")
CODEC = Codec(ROOT)
ANY_TEXT = st.text(st.characters(), max_size=60)  # with NUL, bidi marks and halves of surrogate pairs


def changed(value: object, kind: type, **entries: Any) -> str:
    """The JSON of `value` with other entries."""
    return json.dumps({**json.loads(CODEC.dump(value)), **entries})


@pytest.mark.parametrize("value", [values.job(ROOT), values.clip(ROOT), values.connection()])
def test_a_value_comes_back_the_same(value: Any) -> None:
    back = CODEC.load(CODEC.dump(value), type(value))

    assert value == back


def test_words_come_back_as_the_enum_they_were() -> None:
    back = CODEC.load(CODEC.dump(values.job(ROOT)), Job)

    assert {True} == {isinstance(word, StrEnum) for word in (back.state, back.billed)}
    assert isinstance(back.cost.amount, Decimal)


def test_the_whole_text_of_a_key_is_never_in_a_job() -> None:
    names = {field.name for kind in (Job, Connection, Request, Clip) for field in fields(kind)}

    assert set() == {name for name in names if name in {"key", "api_key", "token", "secret", "password"}}


@given(ANY_TEXT, ANY_TEXT)
@examples(50)
def test_any_text_survives_and_is_text_that_a_file_takes(prompt: str, detail: str) -> None:
    job = values.job(ROOT, request=values.request(ROOT, prompt=prompt), reason=message("{x}", x=detail))

    text = CODEC.dump(job)

    text.encode()
    assert job == CODEC.load(text, Job)


def test_text_of_other_scripts_stays_readable() -> None:
    assert "東京" in CODEC.dump(values.job(ROOT))


def test_paths_inside_the_data_folder_follow_it_when_it_moves() -> None:
    text = CODEC.dump(values.job(ROOT))

    moved = Codec(Path("/elsewhere")).load(text, Job)

    assert "/data" not in text
    assert Path("/elsewhere/inputs/fitted.png") == moved.input_path
    assert moved.request.image is not None
    assert Path("/elsewhere/inputs/kite.png") == moved.request.image.path


def test_paths_outside_the_data_folder_stay_where_they_are() -> None:
    job = values.job(ROOT, input_paths=(Path("/home/ann/kite.png"),))

    assert Path("/home/ann/kite.png") == Codec(Path("/elsewhere")).load(CODEC.dump(job), Job).input_path


def test_a_relative_path_is_written_whole() -> None:
    job = values.job(ROOT, input_paths=(Path("kite.png"),))

    assert Path.cwd() / "kite.png" == CODEC.load(CODEC.dump(job), Job).input_path


def test_file_names_that_are_no_text_survive() -> None:
    job = values.job(ROOT, input_paths=(Path("/home/ann/\udcff.png"),))

    assert job == CODEC.load(CODEC.dump(job), Job)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_json_does_not_know_become_nothing(number: float) -> None:
    job = values.job(ROOT, progress=number, position=number)

    assert replace(job, progress=None, position=0.0) == CODEC.load(CODEC.dump(job), Job)


def test_times_are_written_in_utc() -> None:
    tokyo = datetime(2026, 11, 22, 21, 0, tzinfo=timezone(timedelta(hours=9)))

    assert '"2026-11-22T12:00:00+00:00"' == dump(tokyo)
    assert datetime(2026, 11, 22, 12, 0, tzinfo=UTC) == load('"2026-11-22T12:00:00"', datetime)


def test_values_of_messages_that_are_no_plain_values_become_text() -> None:
    job = values.job(ROOT, reason=message("{path} {cost}", path=Path("/x"), cost=Decimal("0.1")))

    assert message("{path} {cost}", path="/x", cost="0.1") == CODEC.load(CODEC.dump(job), Job).reason


def test_missing_fields_take_their_defaults_and_unknown_ones_are_passed_over() -> None:
    plain = json.loads(CODEC.dump(values.job(ROOT)))
    del plain["attempts"], plain["wanted"]

    job = CODEC.load(json.dumps({**plain, "from_the_future": {"x": [1]}}), Job)

    assert values.job(ROOT, attempts=0, wanted=True) == job


@pytest.mark.parametrize(
    ("field", "entry", "default"),
    [
        ("progress", "a quarter", None),
        ("attempts", True, 0),
        ("wanted", "false", True),
        ("billed", "perhaps", "no"),
        ("ended_at", "tomorrow", None),
        ("reason", {"values": {}}, None),
        ("input_paths", 7, ()),
    ],
)
def test_a_field_that_makes_no_sense_costs_only_itself(
    field: str, entry: Any, default: Any, expect_log: ExpectedLogs
) -> None:
    expect_log(f"Job.{field} could not be read")

    job = CODEC.load(changed(values.job(ROOT), Job, **{field: entry}), Job)

    assert default == getattr(job, field)
    assert values.job(ROOT).remote_id == job.remote_id


@rows(
    "text",
    ["", "{", "[]", "null", "7", '{"id": "x"}', "[" * 100_000, b"\xff\xfe\x00", '{"id": ' + "9" * 5000 + "}"],
)
def test_what_is_no_job_is_said_to_be_none(text: str | bytes) -> None:
    with pytest.raises(UnreadableError):
        CODEC.load(text, Job)


@pytest.mark.parametrize("entry", ["flying", None, 3])
def test_a_job_without_a_state_is_no_job(entry: Any) -> None:
    with pytest.raises(UnreadableError, match="JobState"):
        CODEC.load(changed(values.job(ROOT), Job, state=entry), Job)


def test_why_something_is_unreadable_does_not_repeat_what_it_holds() -> None:
    with pytest.raises(UnreadableError) as caught:
        CODEC.load(changed(values.job(ROOT), Job, created_at=["a secret prompt"]), Job)

    assert "secret" not in str(caught.value)


def test_infinite_amounts_and_numbers_are_refused(expect_log: ExpectedLogs) -> None:
    expect_log("Job.progress could not be read")
    text = CODEC.dump(values.job(ROOT)).replace('"progress": 0.25', '"progress": 1e999')

    assert CODEC.load(text, Job).progress is None
    with pytest.raises(UnreadableError):
        load('"Infinity"', Decimal)


def test_every_state_is_written_as_its_word_of_the_table() -> None:
    words = [json.loads(CODEC.dump(values.job(ROOT, state=state)))["state"] for state in JobState]

    assert [state.value for state in JobState] == words


def test_models_and_services_that_are_equal_are_kept_once() -> None:
    one, other = (CODEC.load(CODEC.dump(values.job(ROOT, number)), Job) for number in (1, 2))

    assert one.service is other.service
    assert one.request.model is other.request.model


def test_what_is_kept_once_does_not_grow_without_end() -> None:
    codec = Codec(ROOT)
    for number in range(1200):
        codec.load(codec.dump(ServiceRef(f"service-{number}", "Service", "https://service.example")), ServiceRef)

    assert len(codec._seen) <= 500
