"""What an answer says that a job cost, however it is written, and what is no sum."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.charge import ChargeSource, Settlement
from sora_desktop.services.parsing import charges
from sora_desktop.services.parsing.answers import read_status, read_submitted
from sora_desktop.services.wire import Answer
from tests.support.rows import rows

S = ChargeSource
BASE = "https://video.example.com"
NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def answer(body: Any, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, json.dumps(body).encode())


@rows(
    ("value", "amount", "unit"),
    [
        (0.4, "0.4", ""),
        ("0.40", "0.4", ""),
        (2, "2", ""),
        ("$1.25", "1.25", "USD"),
        ("3.20 cny", "3.2", "CNY"),
        ("12 Credits", "12", "credits"),
        (0.1 + 0.2, "0.3", ""),
        ("1e-3", "0.001", ""),
        (0, "0", ""),
        ("0.0", "0", ""),
        (400000, "400000", ""),
    ],
)
def test_a_sum_is_read_as_it_may_be_written(value: Any, amount: str, unit: str) -> None:
    assert (Decimal(amount), unit) == charges.read_amount(value)


@rows(
    "value",
    [
        *(-0.4, "-1", "NaN", float("nan"), float("inf"), "Infinity", 1e300, "1e999", 10**40, True, None, [], {}, ""),
        *("None", "free", "0x10", "1,5", "1 2", "1" * 60, "٣", "0.4 dollars and more"),
    ],
)
def test_what_is_no_sum_says_nothing(value: Any) -> None:
    assert charges.read_amount(value) is None


@given(st.one_of(st.floats(), st.integers(), st.text(max_size=60), st.booleans(), st.none()))
def test_whatever_stands_there_no_sum_is_below_nothing_or_without_end(value: Any) -> None:
    found = charges.read_amount(value)

    assert found is None or (found[0].is_finite() and 0 <= found[0] < Decimal(10) ** 12)


DONE = {"id": "video_1", "status": "completed"}


@rows(
    ("body", "told"),
    [
        ({**DONE, "usage": {"cost": 0.42}}, Settlement(Decimal("0.42"), "", S.ANSWER, "usage.cost")),
        ({**DONE, "usage": {"total_cost": "0.42"}}, Settlement(Decimal("0.42"), "", S.ANSWER, "usage.total_cost")),
        ({**DONE, "cost": "$0.42"}, Settlement(Decimal("0.42"), "USD", S.ANSWER, "cost")),
        ({**DONE, "cost": {"amount": 3, "currency": "cny"}}, Settlement(Decimal(3), "CNY", S.ANSWER, "cost")),
        ({**DONE, "usage": {"cost": 3, "currency": "CNY"}}, Settlement(Decimal(3), "CNY", S.ANSWER, "usage.cost")),
        ({**DONE, "credits_cost": 23.04}, Settlement(Decimal("23.04"), "credits", S.ANSWER, "credits_cost")),
        (
            {"code": "success", "data": {"task_id": "task_1", "status": "SUCCESS", "quota": 400000, "data": DONE}},
            Settlement(Decimal(400000), "quota", S.TASK, "quota"),
        ),
        ({"data": DONE, "usage": {"cost": 0.42}}, Settlement(Decimal("0.42"), "", S.ANSWER, "usage.cost")),
        ({**DONE, "usage": {"total_tokens": 0}}, None),
        ({**DONE, "usage": {"cost": -1}, "cost": "NaN"}, None),
        ({**DONE, "usage": [1], "quota": {}}, None),
        # what is reserved for a job that is not done may be given back, and so may what a failed one was to cost
        ({"id": "video_1", "status": "in_progress", "usage": {"cost": 0.42}}, None),
        ({"data": {"task_id": "task_1", "status": "IN_PROGRESS", "quota": 400000}}, None),
        ({"data": {"task_id": "task_1", "status": "FAILURE", "fail_reason": "no", "quota": 400000}}, None),
    ],
)
def test_an_answer_about_a_job_that_is_done_tells_what_was_settled(body: Any, told: Settlement | None) -> None:
    assert told == read_status(answer(body), BASE).charge


@rows(("cost", "told"), [("0.4", Decimal("0.4")), ("0.0", Decimal(0)), ("None", None), ("-1", None), ("nan", None)])
def test_the_answer_to_a_submission_tells_it_in_a_header(cost: str, told: Decimal | None) -> None:
    submitted = read_submitted(answer({"id": "video_1", "status": "queued"}, x_litellm_response_cost=cost), BASE)

    assert (None if told is None else Settlement(told, "USD", S.HEADER, charges.COST_HEADER)) == submitted.charge


def line(quota: Any, seconds: float = 0, **more: Any) -> dict[str, Any]:
    moment = int((NOON + timedelta(seconds=seconds)).timestamp())
    return {"type": 2, "quota": quota, "model_name": "sora-2", "created_at": moment, **more}


@rows(
    ("lines", "amount"),
    [
        ([line(400000)], 400000),
        ([line(400000), line(100, 3600), line(5, model_name="other"), line(7, type=1)], 400000),
        ([line(400000), line(300000, 20)], None),
        ([line(400000), line(300000, 20, content="task task_1, 4 s")], 300000),
        ([line(-4)], None),
        ([line(400000, 3600)], None),
        ([], None),
    ],
)
def test_a_log_tells_the_sum_of_a_job_only_where_it_is_surely_its_own(lines: list[Any], amount: int | None) -> None:
    told = charges.of_log({"success": True, "data": lines}, "task_1", "sora-2", (NOON, NOON))

    assert (None if amount is None else Settlement(Decimal(amount), "quota", S.LOG, "quota")) == told


@rows("document", [None, [], {}, {"data": None}, {"data": {"items": 3}}, {"data": ["x", None]}, "x"])
def test_a_log_of_any_other_shape_tells_nothing(document: Any) -> None:
    assert charges.of_log(document, "task_1", "sora-2", (NOON, NOON)) is None
