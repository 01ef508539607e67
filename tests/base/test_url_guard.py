"""Which URLs may be opened, as a plain table."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.base.url_guard import (
    PrivateAddressError,
    UnsafeUrlError,
    UrlGuard,
    origin,
    resolve_by_system,
    split_url,
)
from tests.support.rows import rows

PUBLIC = UrlGuard(http=False, private=False)
LOCAL = UrlGuard(http=True, private=True)


@pytest.mark.parametrize(
    "url", ["https://cdn.example/v.mp4?a=1", "https://cdn.example:8443/", "HTTPS://93.184.215.14/"]
)
def test_a_public_https_url_passes_both(url: str) -> None:
    assert PUBLIC.check(url).hostname == LOCAL.check(url).hostname


@rows(
    "url",
    [
        "http://cdn.example/v.mp4",
        "http://127.0.0.1:8000/v.mp4",
        "https://localhost/v",
        "https://LOCALHOST./v",
        "https://nas/v",
        "https://10.1.2.3/v",
        "https://192.168.0.1/v",
        "https://169.254.169.254/latest",
        "https://100.64.0.1/v",
        "https://0.0.0.0/v",
        "https://[::1]/v",
        "https://[fe80::1%25eth0]/v",
        "https://[fd00::1]/v",
        "https://[::ffff:127.0.0.1]/v",
        "https://printer.local/v",
        "https://127.1/v",
        "https://0x7f.1/v",
        "https://0177.0.0.1/v",
        "https://2130706433/v",
        "https://017700000001/v",
        "https://10.1/v",
        "https://１２７.0.0.1/v",
        "https://127。0。0。1/v",
        "https://127.0.0.1./v",
        "https://[::ffff:7f00:1]/v",
        "https://[64:ff9b::7f00:1]/v",
        "https://[2002:7f00:1::]/v",
        "https://[::]/v",
        "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/v",
        "https://localhost.localdomain/v",
        "https://metadata.google.internal/v",
    ],
)
def test_a_private_or_unencrypted_url_passes_the_local_gate_only(url: str) -> None:
    assert LOCAL.check(url).scheme in ("http", "https")
    with pytest.raises(UnsafeUrlError):
        PUBLIC.check(url)


@rows(
    "url",
    [
        "",
        "cdn.example/v.mp4",
        "ftp://cdn.example/v.mp4",
        "file:///etc/passwd",
        "file://evil/share/v.mp4",
        "data:video/mp4;base64,AAAA",
        "javascript:alert(1)",
        "https://",
        "https:///v.mp4",
        "https://user@cdn.example/",
        "https://user:pass@cdn.example/",
        "https://@cdn.example/",
        "https://%31%32%37.0.0.1/",
        "https://cdn.example:99999/",
        "https://[::1/",
        "https://cdn.example/a b",
        "https://cdn.example\\@evil.example/",
        "https://cdn.example/\r\nHost: evil",
        "https://cdn.example/\u202e4pm.v",
        "\\\\server\\share",
    ],
)
def test_what_is_no_plain_web_address_passes_no_gate(url: str) -> None:
    with pytest.raises(UnsafeUrlError):
        LOCAL.check(url)


@rows(
    ("one", "other", "same"),
    [
        ("https://h.example/a", "https://H.example:443/b?c", True),
        ("https://h.example./a", "https://h.example/a", True),
        ("http://h.example/a", "https://h.example/a", False),
        ("https://h.example/a", "https://h.example:444/a", False),
        ("https://h.example/a", "https://h.example.evil/a", False),
        ("https://h.example/a", "https://sub.h.example/a", False),
        ("http://127.0.0.1:1/", "http://localhost:1/", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(one: str, other: str, same: bool) -> None:
    assert (origin(one) == origin(other)) is same


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async def resolve(_host: str, _port: int) -> tuple[str, ...]:
        return ("93.184.215.14", "10.0.0.1")

    parts = split_url("https://both.example/")

    assert await LOCAL.addresses(parts, resolve) == ("93.184.215.14", "10.0.0.1")
    with pytest.raises(PrivateAddressError):
        await PUBLIC.addresses(parts, resolve)


async def test_a_name_that_a_program_on_this_machine_carries_out_may_be_opened_but_its_address_not_be_named() -> None:
    async def resolve(_host: str, _port: int) -> tuple[str, ...]:
        return ("fd00::1", "198.18.0.7")

    assert await PUBLIC.addresses(split_url("https://cdn.example/"), resolve) == ("198.18.0.7",)
    with pytest.raises(PrivateAddressError):
        PUBLIC.check("https://198.18.0.7/")


async def test_the_system_finds_this_machine_and_names_nobody_can_have() -> None:
    assert "127.0.0.1" in await resolve_by_system("127.0.0.1", 80)
    with pytest.raises(OSError, match="no such host"):
        await resolve_by_system("a" * 64 + ".example", 80)


@given(st.text() | st.builds("https://{}".format, st.text()))
def test_any_text_is_let_through_or_refused_and_nothing_else(text: Any) -> None:
    try:
        parts = PUBLIC.check(text)
    except UnsafeUrlError:
        return
    assert parts.scheme == "https"
    assert parts.hostname
