"""A service's answer, read once for all that ask it: without the key, and off the loop where that takes long."""

import asyncio
from dataclasses import replace

from sora_desktop.api.documents import read_documents
from sora_desktop.api.redact import hide, hide_in_bytes
from sora_desktop.api.wire import Answer

_LARGE = 128 * 1024


async def read_answer(answer: Answer, key: str) -> Answer:
    """`answer` with its JSON read, and with nothing left of `key` in body, headers and JSON."""
    if len(answer.body) <= _LARGE:
        return _read(answer, key)
    return await asyncio.to_thread(_read, answer, key)


def _read(answer: Answer, key: str) -> Answer:
    return replace(
        answer,
        headers={name: hide(value, key) for name, value in answer.headers.items()},
        body=hide_in_bytes(answer.body, key),
        parsed=read_documents(answer.body, lambda text: hide(text, key)),
    )
