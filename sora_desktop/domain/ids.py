"""The names that a service gives to one job: the same job may be called in more than one way."""

import base64
import binascii
import re
from functools import lru_cache

_LIMIT = 4_096
_SHORTEST = 6
"""So many characters, at least, an id has that is recognized inside another one."""
_INNER_ID = re.compile(r"(?:video|task|job)_id:([^;\s]+)")


def is_id(text: str) -> bool:
    """Whether a text can be a job's id: printable, without spaces, not a step up a path."""
    return 0 < len(text) <= _LIMIT and text.isprintable() and " " not in text and text not in (".", "..")


def are_akin(one: str, other: str) -> bool:
    """Whether two ids speak of the same job: equal, or one written into the other.

    LiteLLM, for one, packs the id of the server behind it into base64, in another way at each answer.
    """
    return any(
        _holds(longer, shorter)
        for first in names_of(one)
        for second in names_of(other)
        for longer, shorter in (
            (first, second),
            (second, first),
        )
    )


def _holds(longer: str, shorter: str) -> bool:
    if longer == shorter:
        return True
    if len(shorter) < _SHORTEST:
        return False
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(shorter)}(?![A-Za-z0-9])", longer) is not None


@lru_cache(maxsize=10_000)
def names_of(text: str) -> frozenset[str]:
    """An id, and the one that is packed into it, if there is one: in two packed ones of a job only that is the same."""
    return frozenset({text, *(_INNER_ID.findall(_unpacked(text)))})


def _unpacked(text: str) -> str:
    packed = text.rpartition("_")[2] if text.count("_") == 1 else text.partition("_")[2] or text
    try:
        data = base64.b64decode(packed.replace("-", "+").replace("_", "/") + "==", validate=False)
        return data.decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
