"""Image URLs: fetched from the public internet alone, at the address that was judged, without credentials.

The server is a real one on loopback; the gate is told which loopback addresses count as public.
"""

from typing import Any

import pytest

from sora_desktop.engine.fetch import ImageFetcher
from sora_desktop.engine.order import ImageSource
from sora_desktop.engine.refusals import RequestError
from tests.servers.pictures import HOST, PUBLIC, pictures


def fetcher(limit: int = 1000, patience: float = 10.0) -> ImageFetcher:
    """127.0.0.1 counts as public, all else on loopback does not."""
    known = {HOST: [PUBLIC], "inside.example": ["127.0.0.2"], "both.example": [PUBLIC, "127.0.0.2"], "none.example": []}

    def resolve(host: str, _port: int) -> list[str]:
        if host not in known:
            raise OSError("no such host")
        return known[host]

    def is_private(host: str) -> bool:
        return host in ("127.0.0.2", "localhost")

    return ImageFetcher(is_private=is_private, resolve=resolve, limit=limit, patience=patience)


def source(url: str) -> ImageSource:
    return ImageSource("image_url", url=url)


def test_a_picture_is_fetched_without_credentials() -> None:
    """The host is named to the server, though the connection goes to the address that was judged."""
    with pictures() as (server, base):
        assert b"picture" == fetcher().fetch(source(f"{base}/picture"))

        seen = server.seen[0]
        assert base.removeprefix("http://") == seen["host"]
        assert {"host", "accept", "accept-encoding"} == set(seen)


def test_redirects_are_followed_and_judged() -> None:
    """A relative one and one to another host are taken; one to a private address is not."""
    with pictures() as (_, base):
        port = base.rpartition(":")[2]
        assert b"picture" == fetcher().fetch(source(f"{base}/to//picture"))
        assert b"picture" == fetcher().fetch(source(f"{base}/to/{base}/to/{base}/picture"))
        for target in ("http://localhost:1/x", "http://inside.example/x", f"http://127.0.0.2:{port}/picture"):
            with pytest.raises(RequestError) as caught:
                fetcher().fetch(source(f"{base}/to/{target}"))
            assert "private_image_url" == caught.value.code


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("status/401", "private_image_url"),
        ("status/403", "private_image_url"),
        ("status/404", "private_image_url"),
        ("status/410", "expired_image_url"),
        ("status/500", "image_url_unreachable"),
        ("status/204", "image_url_unreachable"),
        ("status/302", "image_url_unreachable"),
        ("large", "image_too_large"),
        ("squeezed", "image_url_unreachable"),
        ("cut", "image_url_unreachable"),
        ("nonsense", "image_url_unreachable"),
        ("to/ftp://elsewhere.example/x", "invalid_image_url"),
        ("to/file:///etc/passwd", "invalid_image_url"),
        ("to/http://unknown.example/x", "image_url_unreachable"),
    ],
)
def test_what_cannot_be_had(path: str, code: str) -> None:
    """Each way to fail has its code, and names the field."""
    with pictures() as (_, base), pytest.raises(RequestError) as caught:
        fetcher().fetch(source(f"{base}/{path}"))

    assert (code, "image_url") == (caught.value.code, caught.value.parameter)


def test_a_circle_of_redirects_ends() -> None:
    """Six requests are the most."""
    with pictures() as (server, base):
        with pytest.raises(RequestError):
            fetcher().fetch(source(f"{base}/to/" * 20))

        assert 6 == len(server.seen)


def test_a_picture_that_comes_too_slowly_is_given_up() -> None:
    """The time limit is for all of it together."""
    with pictures() as (_, base), pytest.raises(RequestError) as caught:
        fetcher(patience=0.0).fetch(source(f"{base}/picture"))

    assert "image_url_unreachable" == caught.value.code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://inside.example/x", "private_image_url"),
        ("http://both.example/x", "private_image_url"),
        ("http://none.example/x", "private_image_url"),
        ("http://localhost/x", "private_image_url"),
        ("http://unknown.example/x", "image_url_unreachable"),
        ("https://unknown.example/x", "image_url_unreachable"),
    ],
)
def test_names_are_judged_by_all_their_addresses(url: str, code: str) -> None:
    """One private address among them is enough to refuse: the next look-up may give that one."""
    with pytest.raises(RequestError) as caught:
        fetcher().fetch(source(url))

    assert code == caught.value.code


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0", "[::]", "10.0.0.1", "172.16.0.1", "192.168.1.1"),  # noqa: S104 -- an address to refuse
        *("169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "printer", "nas.local"),
        *("router.lan", "metadata.google.internal", "LOCALHOST.", "app.localhost"),
    ],
)
def test_private_hosts_are_refused_without_a_look_up(host: Any) -> None:
    """The engine's own gate: nothing is resolved and nothing is connected to."""

    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host}:{port} was looked up")

    with pytest.raises(RequestError) as caught:
        ImageFetcher(resolve=resolve).fetch(source(f"http://{host}/x.png"))

    assert "private_image_url" == caught.value.code


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_odd_spellings_of_loopback_are_refused(host: str) -> None:
    """The system's look-up turns them into 127.0.0.1, and that is what is judged."""
    with pytest.raises(RequestError) as caught:
        ImageFetcher().fetch(source(f"http://{host}/x.png"))

    assert "private_image_url" == caught.value.code


def test_a_name_that_cannot_be_a_name_is_out_of_reach() -> None:
    """A label of 70 letters breaks the look-up itself."""
    with pytest.raises(RequestError) as caught:
        ImageFetcher().fetch(source(f"http://{'a' * 70}.example/x.png"))

    assert "image_url_unreachable" == caught.value.code


def test_https_asks_for_the_hosts_own_certificate() -> None:
    """A server without one is out of reach, not trusted."""
    with pictures() as (_, base), pytest.raises(RequestError) as caught:
        fetcher().fetch(source(base.replace("http:", "https:") + "/picture"))

    assert "image_url_unreachable" == caught.value.code
