"""Connections: base URLs as people type them, and what is public."""

import pytest

from sora_desktop.domain.connection import Connection, engine_connection, new_connection, normalise_base_url
from sora_desktop.domain.format_facts import Capabilities, FormatFacts, KeyHeader, LocalImage, PictureWays
from tests.support import formats
from tests.support.rows import rows

UNIALL = formats.FACTS[formats.UNIALL]
JOBS = FormatFacts(
    "jobs",
    "Jobs",
    "",
    "/api/v1",
    ("jobs",),
    KeyHeader("x-api-key", ""),
    PictureWays((LocalImage.DATA_URL, LocalImage.REFUSE)),
    Capabilities(can_cancel=True),
)


@rows(
    ("typed", "base"),
    [
        ("https://api.example.com", "https://api.example.com"),
        (" https://api.example.com/ ", "https://api.example.com"),
        ("https://api.example.com/v1", "https://api.example.com"),
        ("https://api.example.com/v1/", "https://api.example.com"),
        ("https://openrouter.example/api/v1", "https://openrouter.example/api"),
        ("https://api.example.com/v1/video/generations", "https://api.example.com"),
        ("https://api.example.com/v1/videos/", "https://api.example.com"),
        ("https://api.example.com/v1/videos/video_123/content", "https://api.example.com"),
        ("https://api.example.com/relay/v1/video/generations/", "https://api.example.com/relay"),
        ("https://api.example.com/videos", "https://api.example.com/videos"),
        ("https://api.example.com/v10", "https://api.example.com/v10"),
        ("https://bücher.example", "https://bücher.example"),
        ("https://उदाहरण.example", "https://उदाहरण.example"),
        ("http://my_box:8000", "http://my_box:8000"),
        ("https://api.example.com.", "https://api.example.com."),
        ("api.example.com", "https://api.example.com"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000"),
        ("localhost:8091/v1", "http://localhost:8091"),
        ("127.0.0.1:8091", "http://127.0.0.1:8091"),
        ("192.168.1.9:8091", "https://192.168.1.9:8091"),
        ("https.example.com", "https://https.example.com"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://API.Example.com:443/Relay/v1", "https://api.example.com/Relay"),
        ("http://api.example.com:", "http://api.example.com"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://api.example.com:443", "http://api.example.com:443"),
    ],
)
def test_a_base_url_may_come_with_or_without_v1_and_slashes(typed: str, base: str) -> None:
    assert normalise_base_url(typed, UNIALL) == base


@rows(
    "typed",
    [
        "",
        "   ",
        "ftp://host",
        "htps://api.example.com",
        "http:/api.example.com",
        "https:api.example.com",
        "https//api.example.com",
        "https;//api.example.com",
        "htps:/api.example.com",
        "https://https://api.example.com",
        "https://https//api.example.com",
        "https",
        "https://not a url",
        "https://api.example.com/v1 or so",
        "https://api..example.com",
        "https://-",
        "https://.",
        "https://exa!mple.com",
        f"https://{'a' * 64}.com",
        "file:///etc/passwd",
        "https://",
        "https://user:key@host",
        "https://h?x=1",
        "https://h#a",
        "http://h:99999",
        "http://h:port",
    ],
)
def test_what_is_no_base_url_is_a_value_error(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        normalise_base_url(typed, UNIALL)


def test_the_engine_is_free_needs_no_key_and_is_never_public() -> None:
    engine = engine_connection()

    assert engine.prices.free
    assert not engine.is_public
    assert Connection("a", "b", "https://example.com").is_public


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("https://api.example.com/api/v1/jobs/j1/result", "https://api.example.com"),
        ("https://api.example.com/relay/api/v1/", "https://api.example.com/relay"),
        ("https://api.example.com/v1", "https://api.example.com/v1"),
        ("https://api.example.com/api/v1/videos", "https://api.example.com/api/v1/videos"),
    ],
)
def test_what_stands_behind_a_base_url_is_a_matter_of_its_format(typed: str, base: str) -> None:
    assert normalise_base_url(typed, JOBS) == base


def test_a_new_connection_is_as_its_format_has_it() -> None:
    new = new_connection(JOBS)

    assert (new.format, new.local_image, new.pictures) == ("jobs", LocalImage.DATA_URL, JOBS.pictures)
    assert new.capabilities == Capabilities(can_cancel=True)


@rows(
    ("header", "typed", "key"),
    [
        (KeyHeader(), "Bearer k1", "k1"),
        (KeyHeader(), " bearer  k1 ", "k1"),
        (KeyHeader(), "k1", "k1"),
        (KeyHeader("x-api-key", ""), "Bearer k1", "k1"),
        (KeyHeader("authorization", "Key"), "key k1", "k1"),
    ],
)
def test_a_key_is_pasted_with_or_without_the_word_before_it(header: KeyHeader, typed: str, key: str) -> None:
    assert header.bare(typed) == key


def test_a_key_goes_in_the_header_of_its_format_and_no_key_in_none() -> None:
    assert KeyHeader().headers("k1") == (("authorization", "Bearer k1"),)
    assert JOBS.key.headers("k1") == (("x-api-key", "k1"),)
    assert JOBS.key.headers("") == ()
