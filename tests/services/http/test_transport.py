"""How the four clients behave: patience, bounds, proxies, encryption."""

import asyncio
import ssl
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from sora_desktop.base.sentences import Bytes, message
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import NotSentError, UnreachableError
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http import answer_reader
from sora_desktop.services.http import transport as transport_module
from sora_desktop.services.http.transport import Role, Transport
from tests.servers.http_server import Framing, HttpServer, Reply
from tests.support.formats import UNIALL
from tests.support.until import until

REQUEST = Request("A cat", CATALOG[5], CATALOG[5].settle_size(Shape.PORTRAIT), 12)


@pytest.mark.parametrize("framing", Framing)
async def test_a_body_beyond_the_limit_is_broken_off_and_says_so(
    monkeypatch: pytest.MonkeyPatch, framing: Framing
) -> None:
    monkeypatch.setattr(answer_reader, "ANSWER_LIMIT", 1 << 20)
    body = b'{"id": "gen_1", "data": "' + b"A" * (2 << 20) + b'"}'
    with HttpServer(lambda _: Reply(200, {}, body, framing)) as server:
        async with Transport() as transport:
            answer = await transport.answer(Role.ASK, "GET", server.base_url)

    assert (answer.status, answer.broken) == (200, message("Its answer is larger than {size}.", size=Bytes(1 << 20)))
    assert len(answer.body) < (1 << 20) + (256 << 10)
    assert answer.documents == ({"id": "gen_1"},)


async def test_an_answer_that_drips_for_ever_ends_with_the_time_for_a_whole_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(transport_module._WHOLE_SECONDS, Role.ASK, 0.05)
    with HttpServer(lambda _: Reply(200, {}, b"{", length=1000)) as server:
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(server.base_url))
            with pytest.raises(UnreachableError, match="too long"):
                await client.status("a", UNIALL)


async def test_a_service_that_does_not_speak_tls_was_never_sent_the_key() -> None:
    with HttpServer(lambda _: Reply(200)) as server:
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(server.base_url.replace("http:", "https:"), "sk-x"))
            with pytest.raises(NotSentError):
                await client.submit(REQUEST, (), UNIALL)

        assert server.seen == []


async def test_a_closed_transport_can_be_used_again() -> None:
    with HttpServer(lambda _: Reply(204)) as server:
        async with Transport() as transport:
            first = await transport.answer(Role.ASK, "GET", server.base_url)
            await transport.aclose()
            second = await transport.answer(Role.ASK, "GET", server.base_url)

    assert (first.status, second.status) == (204, 204)


@pytest.mark.parametrize(
    "raw", [b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"HTTP/1.1 200 OK\r\nA B: 1\r\n\r\n"]
)
@pytest.mark.parametrize("role", Role)
async def test_what_is_under_way_ends_when_the_transport_closes(role: Role, raw: bytes) -> None:
    with HttpServer(lambda _: Reply(raw=raw, hold_body=asyncio.Event())) as server:
        async with Transport() as transport:
            asked = asyncio.ensure_future(transport.answer(role, "GET", server.base_url))  # noqa: TID251 -- ended below
            await until(lambda: bool(server.seen))
            await transport.aclose()
            with suppress(httpx.HTTPError):
                assert (await asked).broken


async def test_header_names_of_an_answer_are_lower_case() -> None:
    network = httpx.MockTransport(lambda _: httpx.Response(200, headers={"Retry-After": "7"}))
    async with Transport(network=network) as transport:
        answer = await transport.answer(Role.ASK, "GET", "https://base.example/")

    assert answer.headers["retry-after"] == "7"


def test_variables_of_tls_that_lead_nowhere_stop_nothing_and_no_secret_is_written_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "gone"))
    for keys in (tmp_path, tmp_path / "gone" / "keys.log", tmp_path / "keys.log"):
        monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
        context = transport_module._tls_context.__wrapped__()

        assert len(context.get_ca_certs()) > 50
        assert context.keylog_filename is None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert list(tmp_path.iterdir()) == []


async def test_no_password_of_a_netrc_goes_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\ndefault login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HOME", str(tmp_path))
    with HttpServer(lambda _: Reply(200)) as server:
        async with Transport() as transport:
            for role in Role:
                await transport.answer(role, "GET", server.base_url)

    assert [each.headers for each in server.seen if "authorization" in each.headers] == []
    assert len(server.seen) == len(Role)


_FIRST_REQUEST = """
import asyncio, sys, threading
from sora_desktop.services.http.transport import Role, Transport

class Watch:
    def find_spec(self, name, path, target=None):
        if threading.current_thread() is threading.main_thread():
            late.append(name)

async def answer(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\n{}")

async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.to_thread(int)
    async with Transport() as transport:
        sys.meta_path.insert(0, Watch())
        return await transport.answer(Role.ASK, "GET", f"http://127.0.0.1:{port}/")

late = []
assert asyncio.run(main()).status == 200
print(*late)
"""


def test_the_first_request_loads_nothing_on_the_loop() -> None:
    """Some eighty modules stopped the studio's loop for a tenth of a second and more, when the app had just started."""
    done = subprocess.run([sys.executable, "-c", _FIRST_REQUEST], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
