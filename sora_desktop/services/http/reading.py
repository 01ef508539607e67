"""A service's answer, read once for all that ask it: without the key, and off the loop where that takes long."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sora_desktop.services.http.redact import hide, hide_in_bytes, hide_in_words
from sora_desktop.services.json.documents import read_documents
from sora_desktop.services.wire import Answer

T = TypeVar("T")

_LARGE = 16 * 1024
_turn = threading.Lock()
"""One large answer after another: each thread more that works is one more before the loop has its turn again."""


async def read_answer(answer: Answer, key: str) -> Answer:
    """`answer` with its JSON read, and with nothing left of `key` in body, headers and JSON."""
    return await understood(answer, lambda: _read(answer, key))


async def understood(answer: Answer, read: Callable[[], T]) -> T:
    """What `read` makes of `answer`, which may hold a whole clip."""
    return read() if len(answer.body) <= _LARGE else await asyncio.to_thread(_in_turn, read)


def _in_turn(read: Callable[[], T]) -> T:
    with _turn:
        return read()


def _read(answer: Answer, key: str) -> Answer:
    return replace(
        answer,
        headers={hide(name, key): hide(value, key) for name, value in answer.headers.items()},
        body=hide_in_bytes(answer.body, key),
        broken=hide_in_words(answer.broken, key),
        parsed=read_documents(answer.body, lambda text: hide(text, key)),
    )
