"""One answer, read whole as it comes in. What has come is kept when the rest does not, or breaks the rules of HTTP."""

import asyncio
from contextlib import aclosing
from itertools import chain

import httpx

from sora_desktop.base.sentences import Bytes, Message, message
from sora_desktop.services.http.bodies import CutShortError, chunks, is_identity
from sora_desktop.services.http.inflate import GZIP_START, Layers, inflated
from sora_desktop.services.http.lenient_http import Whole, read_whole
from sora_desktop.services.http.network_errors import network_error_text
from sora_desktop.services.http.overheard import Heard
from sora_desktop.services.json.reader import BYTE_LIMIT, JsonError, read_json
from sora_desktop.services.wire import Answer

ANSWER_LIMIT = 64 << 20
"""The most bytes of an answer that are read: some services put the whole clip into it."""

_MANY = 16
"""Chunks that are joined in a thread: Python lets others work meanwhile."""


class AnswerReader:
    """`heard` is what the line brought. `failure`: why the answer is not one by the rules; None where it is."""

    def __init__(self, heard: Heard) -> None:
        self.failure: Exception | None = None
        self._heard = heard
        self._has_begun = False
        self._is_salvaged = False
        self._is_proxied = False
        self._broken: Message | str = ""
        self._status = 0
        self._headers = httpx.Headers()
        self._chunks: list[bytes] = []
        self._beyond = b""

    async def read(self, response: httpx.Response) -> None:
        """All of it, up to ANSWER_LIMIT. Raises httpx's errors.

        A line that brought more than this answer is closed: the rest would be read as the answer to the next question.
        """
        self.failure = response.extensions.get("refusal")
        self._has_begun, self._is_salvaged = True, self.failure is not None
        self._status, self._headers = response.status_code, response.headers
        self._is_proxied, size = bool(response.extensions.get("proxied")), 0
        try:
            async with aclosing(chunks(response)) as body:
                async for chunk in body:
                    self._chunks.append(chunk)
                    size += len(chunk)
                    if size > ANSWER_LIMIT:
                        self._broken = message("Its answer is larger than {size}.", size=Bytes(ANSWER_LIMIT))
                        break
        except CutShortError as error:
            self._broken = network_error_text(error)
        whole = read_whole(self._heard.data)
        self._beyond = self._body_beyond_its_end(whole)
        if whole.behind and (line := response.extensions.get("network_stream")):
            await line.aclose()

    def fail(self, error: Exception) -> None:
        """It ended with `error`; what was heard on the line may say more than what was read before."""
        self.failure = error
        if not self._heard.data:
            return
        head, body, _ = read_whole(self._heard.data)
        headers = self._headers if self._has_begun else httpx.Headers(list(head.headers))
        body = _unpacked(body, headers)
        if self._has_begun and len(body) <= sum(map(len, self._chunks)):
            return
        if not self._has_begun:
            self._status, self._headers = head.status, headers
        self._has_begun, self._is_salvaged, self._chunks = True, True, [body]

    def is_worth_reading(self, *, paid: bool) -> bool:
        """Whether it counts in spite of its failure.

        All that came of a paid request's does. A question's has to be whole JSON, and good where it broke the rules.
        """
        is_good = not self._is_salvaged or 200 <= self._status < 300
        return self._has_begun and (paid or (is_good and self._is_whole_json()))

    def _is_whole_json(self) -> bool:
        """Whether what came is an object or a list to its last bracket: such a text tells its own end."""
        if sum(map(len, self._chunks)) > BYTE_LIMIT:
            return False
        try:
            return isinstance(read_json(b"".join(self._chunks)), dict | list)
        except JsonError:
            return False

    async def answer(self) -> Answer:
        """What was read, whole or not."""
        body = b"".join(self._chunks) if len(self._chunks) < _MANY else await asyncio.to_thread(b"".join, self._chunks)
        if body.startswith(GZIP_START):  # compressed, and no header says so
            body = await asyncio.to_thread(inflated, body, ANSWER_LIMIT)
        return Answer(
            self._status,
            {name.lower(): value for name, value in self._headers.items()},
            body,
            proxied=self._is_proxied,
            broken=self._broken or (network_error_text(self.failure) if self.failure else ""),
            salvaged=self._is_salvaged,
            beyond=self._beyond if self.failure is None else b"",
        )

    def _body_beyond_its_end(self, whole: Whole) -> bytes:
        """The body with what came behind its told end; b"" where nothing did."""
        is_told = is_identity(self._headers) and not whole.head.is_chunked
        return whole.body if is_told and whole.behind.strip() else b""


def _unpacked(body: bytes, headers: httpx.Headers) -> bytes:
    """A body that is short, and that compression may have made so: no more of it than an answer may hold."""
    layers, whole = Layers(headers), bytearray()
    for piece in chain(layers.feed(body), layers.finish()):
        whole += piece
        if len(whole) > BYTE_LIMIT:
            break
    return bytes(whole)
