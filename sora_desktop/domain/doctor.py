"""What an examination of a connection found, one finding a question. All of it is free but what a clip proves."""

from enum import StrEnum

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass


class Check(StrEnum):
    """What is looked at, in the order in which it is told."""

    REACHABLE = "reachable"
    TLS = "tls"
    PROXY = "proxy"
    CLOCK = "clock"
    KEY = "key"
    FORMAT = "format"
    ROUTES = "routes"
    MODELS = "models"
    LIST = "list"
    DELETE = "delete"
    RANGE = "range"
    COMPRESSION = "compression"
    MADE = "made"
    PICTURE = "picture"
    LENGTH = "length"
    FRAME = "frame"


PROVEN = (Check.MADE, Check.PICTURE, Check.LENGTH, Check.FRAME)
"""What only a clip proves, which may cost something."""
FREE = tuple(check for check in Check if check not in PROVEN)


class Verdict(StrEnum):
    """CAREFUL: it works, with something that a person should know. NOT_TRIED: nothing was asked, or nothing can be told."""

    OK = "ok"
    CAREFUL = "careful"
    BAD = "bad"
    NOT_TRIED = "not-tried"


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` say what was found, and what to do where there is something."""

    check: Check
    verdict: Verdict
    words: Message
