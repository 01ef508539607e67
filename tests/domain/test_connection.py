"""Connections: base URLs as people type them, and what is public."""

import pytest

from sora_desktop.domain.connection import Connection, engine_connection, normalise_base_url


@pytest.mark.parametrize(
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
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://API.Example.com:443/Relay/v1", "https://api.example.com/Relay"),
        ("http://api.example.com:", "http://api.example.com"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://api.example.com:443", "http://api.example.com:443"),
    ],
)
def test_a_base_url_may_come_with_or_without_v1_and_slashes(typed: str, base: str) -> None:
    assert normalise_base_url(typed) == base


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "ftp://host",
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
        normalise_base_url(typed)


def test_the_engine_is_free_needs_no_key_and_is_never_public() -> None:
    engine = engine_connection()

    assert engine.prices.free
    assert not engine.is_public
    assert Connection("a", "b", "https://example.com").is_public
