"""Keeps keys and signed links out of the log: one filter, put on every handler."""

import base64
import json
import logging
import re
from dataclasses import replace
from functools import cache, lru_cache
from html import escape
from urllib.parse import quote

from sora_desktop.base.sentences import Foreign, Message
from sora_desktop.services.http.disguise import SHORTEST_SECRET, disguises

_HIDDEN = "[hidden]"
_PIECE = 1024 * 1024
_KEPT = 128 * 1024
_LONGEST = 16_000
"""Characters of one record that are looked through, and logged; what a stranger sends may be endless."""


def _header_pattern(names: str) -> re.Pattern[str]:
    """A header as it stands in logs, after a colon, or in Python's own spelling of a mapping or of a pair."""
    return re.compile(
        rf"(?i)(['\"]?(?:{names})(?:['\"]?\s*[:=]|['\"]\s*,)\s*)(?!(?:bearer|basic)\b)(b?['\"][^'\"]*['\"]|[^\s,;'\"]+)"
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Made for the first record: a start compiles none."""
    return (
        (re.compile(r"(?i)\b(bearer|basic)\s+[^\s'\",;]+"), r"\1 " + _HIDDEN),
        (
            _header_pattern(
                r"(?:proxy-)?(?:authorization|api[-_]?key|x-api-key|x-amz-security-token|set-cookie|cookie)"
            ),
            r"\1" + _HIDDEN,
        ),
        (re.compile(r"\bsk-[A-Za-z0-9_*.-]{3,}"), "sk-" + _HIDDEN),
        (re.compile(r"(?i)\b(https?:(?:\\?/){2})[^\s/@'\"\\]+@"), r"\1" + _HIDDEN + "@"),
        (re.compile(r"(?i)\b(https?:(?:\\?/){2}[^\s?'\"<>]{1,4000})\?[^\s'\"<>]*"), r"\1?" + _HIDDEN),
    )


class RedactingFilter(logging.Filter):
    """Replaces, in message and traceback: the secrets it was told of, `sk-…`, credentials in headers and URLs,
    and the query of every URL (signatures live there). It never drops a record.
    """

    def __init__(self) -> None:
        super().__init__()
        self._secrets: frozenset[str] = frozenset()
        self._plain: frozenset[str] = frozenset()
        self._headers: dict[str, re.Pattern[str]] = {}

    def add_secret(self, secret: str) -> None:
        """Hide `secret` from now on, also URL-, JSON- and base64-encoded. Very short ones hide too much: left out."""
        if len(secret) >= SHORTEST_SECRET:
            self._secrets |= _spellings(secret)
            self._plain |= {secret}

    def add_header(self, name: str) -> None:
        """Hide what stands behind the name of this header from now on: it carries keys."""
        self._headers[name.lower()] = _header_pattern(re.escape(name.lower()))

    def redact(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        is_long, text = len(text) > _LONGEST, text[: 2 * _LONGEST]
        for secret in self._plain:
            text = hide(text, secret, _HIDDEN)
        if is_long:  # after the secrets, so that none is cut in two and left behind
            text = f"{text[:_LONGEST]}…"
        for pattern in self._headers.values():
            text = pattern.sub(r"\1" + _HIDDEN, text)
        for pattern, hidden in _patterns():
            text = pattern.sub(hidden, text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.redact(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True


def hide(text: str, key: str, instead: str = "[the key]") -> str:
    """`text` of a service without its own key, however it is disguised: some repeat it in their errors.

    What stands in its place holds a space, so that a URL with the key in it is none that could be used. A key of less
    than six characters is not looked for.
    """
    if len(key) < SHORTEST_SECRET:
        return text
    parts, at = [], 0
    for start, end in disguises(text, key):
        parts += [text[at:start], instead]
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def hide_in_words(words: Message | str, key: str) -> Message | str:
    """The like for a sentence of ours that quotes a service, with all that belongs to it."""
    return _hidden_in(words, key) if isinstance(words, Message) else hide(words, key)


def _hidden_in(words: Message, key: str) -> Message:
    values = {name: hide(value, key) if isinstance(value, str) else value for name, value in words.values.items()}
    detail = words.detail
    return replace(
        words,
        values=values,
        detail=_hidden_in(detail, key) if isinstance(detail, Message) else detail and Foreign(hide(detail, key)),
        money=words.money and _hidden_in(words.money, key),
        more=tuple(_hidden_in(each, key) for each in words.more),
        todo=words.todo and _hidden_in(words.todo, key),
    )


def hide_in_bytes(data: bytes, key: str) -> bytes:
    """The like for bytes that are kept: the plain spellings in all of them, disguises in the first _KEPT."""
    data = without_key(key, data)
    head = data[:_KEPT].decode("utf-8", "surrogateescape")
    hidden = hide(head, key)
    return data if hidden == head else hidden.encode("utf-8", "surrogateescape") + data[_KEPT:]


def without_key(key: str, data: bytes) -> bytes:
    """`data` without the plain spellings of a key. A long one is looked through piece by piece, as this stops all else."""
    if len(key) < SHORTEST_SECRET:
        return data
    for spelling in sorted(_spellings(key), key=len, reverse=True):
        if _stands_in(spelling.encode(), data):
            data = data.replace(spelling.encode(), b"[the key]")
    return data


def _stands_in(wanted: bytes, data: bytes) -> bool:
    return any(data.find(wanted, at, at + _PIECE + len(wanted)) >= 0 for at in range(0, len(data), _PIECE))


@lru_cache(maxsize=16)
def _spellings(secret: str) -> frozenset[str]:
    """The ways in which a secret is written down; base64 has three, by where in a longer text it stands."""
    data = secret.encode("utf-8", "replace")
    whole = base64.b64encode(data).decode()
    parts = {base64.b64encode(bytes(shift) + data).decode()[4 if shift else 0 : -4] for shift in range(3)}
    standard = {whole, whole.rstrip("="), *parts}
    coded = standard | {each.replace("+", "-").replace("/", "_") for each in standard}
    plain = {
        secret,
        secret.replace("/", "\\/"),
        quote(secret, safe=""),
        quote(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        escape(secret),
    }
    return frozenset(each for each in plain | coded | {data.hex()} if len(each) >= SHORTEST_SECRET)


def quiet_http_logs() -> None:
    """httpx logs whole URLs at INFO, signatures and all."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
