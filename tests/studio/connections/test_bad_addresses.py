"""What a person is told of an address where no service can be used: by the sheet, by its test, and by an examination.

Each situation is a real socket of this machine. The three have to agree, say what to do, and ask nothing that costs.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.doctor import FREE, Check, Finding, Verdict
from sora_desktop.domain.events import Reach
from sora_desktop.services.http import transport
from sora_desktop.studio.studio import Studio
from tests.servers.encrypted import EXPIRED, OF_ANOTHER, of_client, of_server
from tests.servers.http_server import HttpServer, Received, Reply
from tests.servers.proxy import Manner, Proxy
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.support.formats import NATIVE

KEY = "sk-typed-and-not-saved"
NOBODY = "no-such-host.invalid"
PUBLIC = "https://api.example.com"
Patch = pytest.MonkeyPatch


@contextmanager
def web_page(_patch: Patch) -> Iterator[str]:
    with HttpServer(lambda _: Reply.of_page()) as server:
        yield server.base_url


@contextmanager
def nothing(_patch: Patch) -> Iterator[str]:
    with HttpServer(lambda _: Reply(200)) as gone:
        address = gone.base_url
    yield address


@contextmanager
def unknown_name(patch: Patch) -> Iterator[str]:
    def look_up(host: str, *rest: Any, **more: Any) -> Any:
        if host in (NOBODY, NOBODY.encode()):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return truly(host, *rest, **more)

    truly = socket.getaddrinfo
    patch.setattr(socket, "getaddrinfo", look_up)
    yield f"https://{NOBODY}"


def encrypted(
    served: Callable[[], ssl.SSLContext], trusted: Callable[[], ssl.SSLContext] | None = None
) -> Callable[[Patch], AbstractContextManager[str]]:
    @contextmanager
    def situation(patch: Patch) -> Iterator[str]:
        if trusted is not None:
            patch.setattr(transport, "_tls_context", trusted)
        with HttpServer(lambda _: Reply.of_page(), tls=served()) as server:
            yield f"https://localhost:{server.port}"
            assert [] == server.seen, "nothing is sent where the line is not safe"

    return situation


@contextmanager
def proxy_with_a_password(patch: Patch) -> Iterator[str]:
    with Proxy(manner=Manner.WANTS_LOGIN) as proxy:
        patch.setenv("https_proxy", proxy.url)
        yield PUBLIC
        assert {f"CONNECT {PUBLIC.removeprefix('https://')}:443"} == set(proxy.asked)
        assert KEY.encode() not in proxy.heard


@contextmanager
def wants_a_key(_patch: Patch) -> Iterator[str]:
    refused = {"error": {"message": "Incorrect API key provided.", "code": "invalid_api_key"}}
    with HttpServer(lambda _: Reply.of_json(refused, 401)) as server:
        yield server.base_url


@contextmanager
def something_else(_patch: Patch) -> Iterator[str]:
    def answer(request: Received) -> Reply:
        return Reply.of_json({"detail": "Not Found"}, 404 if request.path != "/" else 200)

    with HttpServer(answer) as server:
        yield server.base_url


@dataclass(frozen=True)
class Row:
    """`said` stands in what each of the three says; `bad` are the findings that are wrong, `todo` is in the first of them."""

    name: str
    situation: Callable[[Patch], AbstractContextManager[str]]
    said: str
    reach: Reach
    bad: Check
    todo: str
    key: str = KEY


ROWS = (
    Row("a web page", web_page, "web page", Reach.NOT_THE_FORMAT, Check.FORMAT, "base URL"),
    Row("nothing listens", nothing, "Nothing answers", Reach.NO_ANSWER, Check.REACHABLE, "Is the service running?"),
    Row("no such name", unknown_name, "No server has this name", Reach.NO_ANSWER, Check.REACHABLE, "Check the address"),
    Row(
        "a certificate of its own",
        encrypted(of_server),
        "comes from nobody whom this computer trusts",
        Reach.NO_ANSWER,
        Check.TLS,
        "add it to those that your system trusts",
    ),
    Row(
        "an expired certificate",
        encrypted(lambda: of_server(EXPIRED), lambda: of_client(EXPIRED)),
        "certificate has expired",
        Reach.NO_ANSWER,
        Check.TLS,
        "has to renew it",
    ),
    Row(
        "a certificate of another",
        encrypted(lambda: of_server(OF_ANOTHER), lambda: of_client(OF_ANOTHER)),
        "is for another address",
        Reach.NO_ANSWER,
        Check.TLS,
        "Use the address that the certificate is made out to",
    ),
    Row(
        "a proxy that wants a password",
        proxy_with_a_password,
        "It asks for a user name and password",
        Reach.NO_ANSWER,
        Check.PROXY,
        "system's settings",
    ),
    Row("a wrong key", wants_a_key, "doesn't accept the key", Reach.WRONG_KEY, Check.KEY, "Copy the whole key again"),
    Row(
        "no key where one is wanted",
        wants_a_key,
        "The service wants a key",
        Reach.WRONG_KEY,
        Check.KEY,
        "Untick",
        key="",
    ),
    Row("another kind of server", something_else, "not in this format", Reach.NOT_THE_FORMAT, Check.FORMAT, "format"),
)


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)


async def told_of(studio: Studio, draft: Connection, key: str) -> tuple[str, Reach, str, dict[Check, Finding]]:
    recognised = await studio.connections.recognise(draft, key)
    health = await studio.connections.try_out(draft, key)
    found = await studio.connections.examine(draft, key)
    return str(recognised.trouble), health.reach, str(health.detail), {each.check: each for each in found}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_an_address_where_no_service_can_be_used_is_told_as_what_it_is(
    open_house: OpenHouse, native_service: FakeService, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    house = await open_house(native_service)
    with row.situation(monkeypatch) as address:
        draft = Connection("new", "New", address, NATIVE, key_place=KeyPlace.MISSING)
        looked, reach, tested, found = await told_of(house.studio, draft, row.key)

    wrong = {check for check, each in found.items() if each.verdict is Verdict.BAD}
    assert (row.reach, {row.bad}) == (reach, wrong)
    assert row.said in looked
    assert row.said in tested
    words = str(found[row.bad].words)
    assert row.todo in words
    assert row.said in words or row.bad is Check.FORMAT
    for each in found.values():
        is_true = each.check in (Check.REACHABLE, Check.TLS, Check.PROXY, Check.CLOCK, Check.COMPRESSION)
        assert each.verdict is not Verdict.OK or is_true, f"nobody knows that {each}"
    assert list(FREE) == list(found)
    assert not [each for each in found.values() if "billed" in str(each.words)]
