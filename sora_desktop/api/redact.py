"""Keeps keys and signed links out of the log: one filter, put on every handler."""

import base64
import json
import logging
import re
from urllib.parse import quote

_HIDDEN = "[hidden]"
_SHORTEST_SECRET = 6

_PATTERNS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s'\",;]+"), r"\1 " + _HIDDEN),
    (
        re.compile(
            r"(?i)(['\"]?(?:proxy-)?(?:authorization|api[-_]?key|x-api-key|x-amz-security-token|set-cookie|cookie)['\"]?"
            r"\s*[:=]\s*)(?!(?:bearer|basic)\b)(b?['\"][^'\"]*['\"]|[^\s,;'\"]+)"
        ),
        r"\1" + _HIDDEN,
    ),
    (re.compile(r"\bsk-[A-Za-z0-9_*.-]{3,}"), "sk-" + _HIDDEN),
    (re.compile(r"(?i)\b(https?://)[^\s/@'\"]+@"), r"\1" + _HIDDEN + "@"),
    (re.compile(r"(?i)\b(https?://[^\s?'\"<>]+)\?[^\s'\"<>]*"), r"\1?" + _HIDDEN),
)


class RedactingFilter(logging.Filter):
    """Replaces, in message and traceback: the secrets it was told of, `sk-…`, credentials in headers and URLs,
    and the query of every URL (signatures live there). It never drops a record.
    """

    def __init__(self) -> None:
        super().__init__()
        self._secrets: frozenset[str] = frozenset()

    def add_secret(self, secret: str) -> None:
        """Hide `secret` from now on, also URL-, JSON- and base64-encoded. Very short ones hide too much: left out."""
        if len(secret) >= _SHORTEST_SECRET:
            self._secrets |= _spellings(secret)

    def redact(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        for pattern, hidden in _PATTERNS:
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


def _spellings(secret: str) -> frozenset[str]:
    data = secret.encode("utf-8", "replace")
    plain = base64.b64encode(data).decode()
    return frozenset({secret, quote(secret, safe=""), json.dumps(secret)[1:-1], plain, plain.rstrip("=")})


def quiet_http_logs() -> None:
    """httpx logs whole URLs at INFO, signatures and all."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
