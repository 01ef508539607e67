"""Image URLs: fetched from the public internet alone, at the address that was judged, without credentials.

The server is a real one on loopback; the gate is told which loopback addresses count as public.
"""

import contextlib
import socketserver
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.engine.fetch import ImageFetcher, _tls_context
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.order import ImageSource
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

    def opened(found: Sequence[str]) -> Sequence[str]:
        return () if any(map(is_private, found)) else found

    return ImageFetcher(is_private=is_private, opened=opened, resolve=resolve, limit=limit, patience=patience)


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


class Dripping(socketserver.ThreadingTCPServer):
    """Says `first`, and then `drop`, where there is one, again and again until the other side has enough."""

    daemon_threads = True
    first, drop = b"", b""


class Drip(socketserver.BaseRequestHandler):
    server: Dripping

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self.request.sendall(self.server.first)
            while self.server.drop and not threading.Event().wait(0.002):
                self.request.sendall(self.server.drop)
            while self.request.recv(4096):
                continue


@contextlib.contextmanager
def dripping(first: bytes, drop: bytes) -> Iterator[str]:
    with Dripping((PUBLIC, 0), Drip) as server:
        server.first, server.drop = first, drop
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"{HOST}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 O", b"K"),
        (OK + b"X-Long: ", b"x"),
        (OK + b"\r\n", b"x"),
        (OK + b"Content-Length: 1000000\r\n\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_a_server_that_drips_is_given_up_in_time_whatever_it_drips(scheme: str, first: bytes, drop: bytes) -> None:
    """A byte now and then is enough for a socket's own time-out to begin anew."""
    with dripping(first, drop) as place, pytest.raises(RequestError, match=r"too slowly|does not answer"):
        fetcher(patience=0.3, limit=1 << 20).fetch(source(f"{scheme}://{place}/"))


def test_a_name_server_that_says_nothing_is_given_up_in_time() -> None:
    speaks = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        speaks.wait()
        return [PUBLIC]

    try:
        with pytest.raises(RequestError, match="too slowly"):
            ImageFetcher(resolve=resolve, patience=0.05).fetch(source("http://silent.example/x"))
    finally:
        speaks.set()


def test_where_one_address_does_not_answer_the_next_is_asked() -> None:
    with pictures() as (_, base):
        addresses = ["127.0.0.3", PUBLIC]
        got = ImageFetcher(is_private=lambda _: False, opened=tuple, resolve=lambda _host, _port: addresses)

        assert b"picture" == got.fetch(source(f"{base}/picture"))


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "0.0.0.0", "10.0.0.1", "100.64.0.1", "169.254.169.254", "192.168.1.1", "203.0.113.7"),  # noqa: S104 -- an address to refuse
        *("224.0.0.1", "240.0.0.1", "::", "::1", "fe80::1%eth0", "fd00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::5db8:d70e", "2002:7f00:1::", "2001::1"),
    ],
)
def test_a_name_that_leads_to_no_public_address_is_refused(address: str) -> None:
    """The same guard as the app's."""
    with pytest.raises(RequestError) as caught:
        ImageFetcher(resolve=lambda _host, _port: [address]).fetch(source("http://rebinding.example/x"))

    assert "private_image_url" == caught.value.code


def test_a_broken_environment_stops_no_secure_fetch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "gone" / "keys.log"))
    context = _tls_context()

    assert len(context.get_ca_certs()) > 50
    assert context.keylog_filename is None


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
