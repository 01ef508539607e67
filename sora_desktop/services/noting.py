"""Takes down what is asked of a service and what it answers, for who listens."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sora_desktop.base.sentences import Foreign, Message
from sora_desktop.domain.exchange import BODY_LIMIT, Exchange
from sora_desktop.services.wire import Answer

Listener = Callable[[Exchange], None]

_TELLING = (
    "content-type",
    "date",
    "location",
    "retry-after",
    "x-request-id",
    "request-id",
    "x-oneapi-request-id",
    "x-litellm-call-id",
    "cf-ray",
)


class Note:
    """One question, begun now. What is heard has no key in it already."""

    def __init__(self, hears: Listener, method: str, place: str) -> None:
        self._hears = hears
        self._method = method
        self._place = place
        self._at = datetime.now(UTC)
        self._began = time.monotonic()

    def answered(self, answer: Answer) -> None:
        """It was answered."""
        self._tell(
            status=answer.status,
            headers=_telling(answer.headers),
            body=text_of(answer.body),
            length=len(answer.body),
            trouble=answer.broken,
        )

    def came(self, length: int) -> None:
        """So many bytes of a clip came."""
        self._tell(status=200, length=length)

    def failed(self, trouble: Message | str) -> None:
        """Nobody answered, or not with what was asked for."""
        self._tell(trouble=trouble)

    def _tell(
        self,
        *,
        status: int = 0,
        headers: tuple[tuple[str, str], ...] = (),
        body: str = "",
        length: int = 0,
        trouble: Message | str = "",
    ) -> None:
        seconds = time.monotonic() - self._began
        words = _as_sentence(trouble) if trouble else None
        self._hears(Exchange(self._at, self._method, self._place, status, seconds, headers, body, length, words))


def _as_sentence(words: Message | str) -> Message:
    return words if isinstance(words, Message) else Message("", detail=Foreign(words))


def _telling(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, headers[name][:500]) for name in _TELLING if name in headers)


def text_of(body: bytes) -> str:
    """The start of a body as text; "" for one that is none."""
    start = body[:BODY_LIMIT]
    return "" if b"\0" in start else start.decode("utf-8", "replace")
