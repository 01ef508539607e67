"""What was asked of a service about a job, and what it answered, for a person who wants to see it."""

from datetime import datetime

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass

BODY_LIMIT = 16_000
"""So many characters of an answer are kept."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer, without keys and signatures.

    `at` is when it was asked (UTC), `seconds` how long the answer took. `place` is the path below the base URL, or the
    whole address where that is another one. `status` is 0 where nobody answered; `trouble` then says why, or what is
    wrong with the answer. `body` is the start of the answer as text, "" where it is none, and `length` its bytes.
    `repeats`: so many like it came right before, and were not kept.
    """

    at: datetime
    method: str
    place: str
    status: int = 0
    seconds: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    length: int = 0
    trouble: Message | None = None
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Inside:
    """All that there is to see of a job beside the job itself.

    `request` is what is sent, as a curl command without the key, "" where it cannot be made any more, and
    `no_request` says why. `exchanges` are in their order.
    """

    request: str = ""
    no_request: Message | None = None
    exchanges: tuple[Exchange, ...] = ()
