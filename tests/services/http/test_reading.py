"""A service's answer as it is handed on: without the key, its JSON read once, on the loop only where it is short."""

import asyncio
import json
import threading

import pytest

from sora_desktop.services.http import reading
from sora_desktop.services.http.reading import read_answer
from sora_desktop.services.wire import Answer
from tests.servers.service import CANARY


async def test_the_key_is_in_no_part_of_the_answer() -> None:
    body = json.dumps({"error": f"bad key {CANARY}"}).encode()
    answer = await read_answer(Answer(401, {"x-key": CANARY}, body), CANARY)

    assert (answer.status, answer.headers, answer.documents) == (
        401,
        {"x-key": "[the key]"},
        ({"error": "bad key [the key]"},),
    )
    assert CANARY.encode() not in answer.body


@pytest.mark.parametrize(("size", "on_the_loop"), [(1000, True), (1 << 20, False)])
async def test_a_large_answer_is_read_off_the_loop(
    monkeypatch: pytest.MonkeyPatch, size: int, on_the_loop: bool
) -> None:
    threads: list[threading.Thread] = []

    def noted(data: bytes, key: str) -> bytes:
        threads.append(threading.current_thread())
        return data

    monkeypatch.setattr(reading, "hide_in_bytes", noted)
    body = json.dumps({"id": "gen_1", "data": "A" * size}).encode()
    answer = await read_answer(Answer(200, {}, body), "")

    assert answer.documents == ({"id": "gen_1", "data": "A" * size},)
    assert (threads == [threading.main_thread()]) is on_the_loop


async def test_a_large_answer_is_read_while_no_other_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread that works is one more before the loop has its turn again."""
    alone: list[bool] = []

    def noted(data: bytes, key: str) -> bytes:
        alone.append(reading._turn.locked())
        return data

    monkeypatch.setattr(reading, "hide_in_bytes", noted)
    body = json.dumps({"id": "gen_1", "data": "A" * (1 << 20)}).encode()
    await asyncio.gather(*(read_answer(Answer(200, {}, body), "") for _ in range(3)))

    assert alone == [True, True, True]
