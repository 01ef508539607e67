"""Keys and signed links do not get into the log."""

import base64
import io
import json
import logging
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from sora_desktop.services.http.redact import RedactingFilter
from sora_desktop.services.http.transport import Role, Transport

SECRET = 'kR8+/="x_very_secret'


@pytest.fixture
def redacting() -> RedactingFilter:
    made = RedactingFilter()
    made.add_secret(SECRET)
    return made


@pytest.mark.parametrize(
    "spelling",
    [
        SECRET,
        quote(SECRET, safe=""),
        json.dumps(SECRET),
        base64.b64encode(SECRET.encode()).decode(),
        f"Bearer {SECRET}",
        f"{{'authorization': '{SECRET}'}}",
    ],
)
def test_a_known_secret_is_hidden_however_it_is_spelt(redacting: RedactingFilter, spelling: Any) -> None:
    text = redacting.redact(f"before {spelling} after")

    assert SECRET not in text
    assert spelling.removeprefix("Bearer ") not in text
    assert text.startswith("before ")
    assert text.endswith(" after")


@pytest.mark.parametrize(
    "written", ["X-House-Key: abcdef", "{'x-house-key': 'abcdef'}", "(b'X-House-Key', b'abcdef')", "x-house-key=abcdef"]
)
def test_whatever_header_a_format_puts_its_key_in_is_hidden(redacting: RedactingFilter, written: str) -> None:
    assert "abcdef" in redacting.redact(written)

    redacting.add_header("x-house-key")

    assert "abcdef" not in redacting.redact(f"sent {written} and more")
    assert redacting.redact("the x-house-key, then more") == "the x-house-key, then more"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Authorization: Bearer abc.def-ghi", "abc.def-ghi"),
        ("authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("{'Authorization': 'Bearer abcdef'}", "abcdef"),
        ("[(b'authorization', b'Bearer abcdef')]", "abcdef"),
        ("X-Api-Key: abcdef", "abcdef"),
        ('{"api_key": "abcdef"}', "abcdef"),
        ("api-key=abcdef", "abcdef"),
        ("Set-Cookie: session=abcdef; Path=/", "abcdef"),
        ("the key sk-proj-AbC_123 is wrong", "proj-AbC_123"),
        ("https://user:pass@host/x", "user:pass"),
        ("GET https://cdn.example/v.mp4?X-Amz-Signature=abcdef&e=1 200", "abcdef"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(redacting: RedactingFilter, text: str, hidden: str) -> None:
    assert hidden not in redacting.redact(text)


def test_plain_words_stay_as_they_are(redacting: RedactingFilter) -> None:
    text = "Job 7 of https://host.example/v1/videos is queued: 30% (sk)"

    assert redacting.redact(text) == text


def test_a_very_short_secret_does_not_black_out_the_log(redacting: RedactingFilter) -> None:
    redacting.add_secret("a")
    redacting.add_secret("")

    assert redacting.redact("a cat") == "a cat"


def test_message_arguments_and_tracebacks_are_all_redacted(redacting: RedactingFilter) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(redacting)
    error = RuntimeError(f"failed with {SECRET}")
    values = (SECRET, {"authorization": SECRET})
    record = logging.LogRecord(
        "test", logging.ERROR, __file__, 1, "key %s and %s", values, (type(error), error, None), sinfo=f"at {SECRET}"
    )
    handler.handle(record)

    assert SECRET not in stream.getvalue()
    assert "failed with [hidden]" in stream.getvalue()
    assert "at [hidden]" in stream.getvalue()


async def test_httpx_does_not_log_urls(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with Transport(network=httpx.MockTransport(lambda _: httpx.Response(200))) as transport:
        await transport.answer(Role.ASK, "GET", "https://host.example/?signature=abcdef")

    assert "abcdef" not in caplog.text
