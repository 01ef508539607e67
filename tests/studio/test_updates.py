"""New versions are told of, once a day, to those who want it; what is not signed by the app's makers is as if it were not there."""

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sora_desktop.base.release_source import FILE_NAME, ReleaseSource, read_source
from sora_desktop.domain.events import Event, Notice, Offer, SettingsChanged
from sora_desktop.domain.release import UpdateNews
from sora_desktop.domain.settings import Settings
from sora_desktop.services.http import transport as transport_module
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.releases import FEED_LIMIT, signature_address
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.settings import SettingsKeeper
from sora_desktop.studio.updates import Updates
from tests.servers.encrypted import EXPIRED, OF_ANOTHER, of_client, of_server
from tests.servers.http_server import HttpServer, Received, Reply
from tests.support.until import until

KEY = Ed25519PrivateKey.generate()
START = datetime(2026, 11, 28, 12, tzinfo=UTC)


def release(version: str = "99.0", number: int = 7, **changes: Any) -> bytes:
    told = {"number": number, "version": version, "notes": "New.", "page": "https://example.com/get", **changes}
    return json.dumps(told).encode()


def signed(data: bytes, key: Ed25519PrivateKey = KEY) -> bytes:
    return base64.b64encode(key.sign(data)) + b"\n"


@dataclass
class Publisher:
    """What lies at the feed's address. `moved`: where a question for the feed is led to."""

    feed: bytes = field(default_factory=release)
    signature: bytes | None = None
    status: int = 200
    moved: str = ""

    def answer(self, asked: Received) -> Reply:
        if asked.target.endswith(".sig"):
            return Reply(body=signed(self.feed) if self.signature is None else self.signature)
        if self.moved and asked.target == "/feed.json":
            return Reply(302, {"Location": self.moved})
        return Reply(self.status, body=self.feed)


class SetClock(Clock):
    """Shows what a test sets."""

    def __init__(self) -> None:
        self.shown = START

    def now(self) -> datetime:
        return self.shown


@dataclass
class Desk:
    """What looks for new versions, and what it told."""

    folder: Path
    publisher: Publisher
    server: HttpServer
    clock: SetClock = field(default_factory=SetClock)
    heard: list[Event] = field(default_factory=list)
    settings: SettingsKeeper | None = None

    @property
    def asked(self) -> int:
        """How often the feed was asked for."""
        return sum(each.target == "/feed.json" for each in self.server.seen)

    def notices(self) -> list[str]:
        return [str(each.text) for each in self.heard if isinstance(each, Notice)]

    @asynccontextmanager
    async def updates(self, *, wanted: bool = True, source: ReleaseSource | None = None) -> Any:
        bus = EventBus()
        bus.subscribe(self.heard.append)
        settings = SettingsKeeper(self.folder / "settings.json", Settings(updates=wanted), bus)
        async with Transport() as carries:
            found = source or ReleaseSource(f"https://localhost:{self.server.port}/feed.json", public_key())
            made = Updates(found, self.folder / "releases.json", carries, settings, bus, self.clock)
            self.settings = settings
            yield made
            await made.close()

    async def ask(self, **how: Any) -> UpdateNews:
        async with self.updates(**how) as updates:
            news: UpdateNews = await updates.news(wanted=True)
            return news


def public_key(key: Ed25519PrivateKey = KEY) -> bytes:
    return key.public_key().public_bytes_raw()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(transport_module, "_tls_context", of_client)
    publisher = Publisher()
    with HttpServer(publisher.answer, tls=of_server()) as server:
        yield Desk(tmp_path, publisher, server)


async def test_a_newer_version_is_told_once_with_its_notes_and_where_it_is_to_be_had(desk: Desk) -> None:
    desk.publisher.feed = release(notes={"en": "New <b>things</b>.", "de": "Neues."})
    news = await desk.ask()
    desk.clock.shown += timedelta(days=2)
    await desk.ask()

    assert news.release is not None
    assert ("99.0", "New <b>things</b>.", "https://example.com/get") == (
        news.release.version,
        news.release.notes_in("en_US"),
        news.release.page,
    )
    assert ["Version 99.0 is out."] == desk.notices()
    assert [Offer.RELEASE] == [each.offer for each in desk.heard if isinstance(each, Notice)]
    assert 2 == desk.asked


async def test_what_is_asked_tells_nothing_of_the_person(desk: Desk) -> None:
    await desk.ask()

    for asked in desk.server.seen:
        assert "GET" == asked.method
        assert b"" == asked.body
        assert {"host", "user-agent", "accept", "accept-encoding", "connection"} >= {
            name.lower() for name in asked.headers
        }


async def test_this_version_and_an_older_one_are_no_news(desk: Desk) -> None:
    for number, version in enumerate(("0.0.1", "0.1.0"), 1):
        desk.publisher.feed = release(version, number)
        desk.clock.shown += timedelta(days=2)
        assert (await desk.ask()).release is None
    assert [] == desk.notices()


async def test_it_is_asked_once_a_day_at_most_also_after_a_new_start_and_when_it_failed(desk: Desk) -> None:
    desk.publisher.status = 500
    await desk.ask()
    desk.clock.shown += timedelta(hours=23)
    await desk.ask()
    assert 1 == desk.asked

    desk.clock.shown += timedelta(hours=2)
    await desk.ask()
    assert 2 == desk.asked
    desk.clock.shown -= timedelta(days=300)  # the clock was wrong, and is put back
    await desk.ask()
    assert 3 == desk.asked


async def test_nobody_who_does_not_want_it_is_asked_for(desk: Desk) -> None:
    async with desk.updates(wanted=False) as updates:
        await updates.begin()
        await updates.begin()
        assert UpdateNews() == await updates.news(wanted=False)
        assert 0 == desk.asked
        assert desk.settings is not None
        await desk.settings.change(updates=True)
        await until(lambda: desk.notices() == ["Version 99.0 is out."], what=lambda: "the notice")

    assert 1 == desk.asked
    assert any(isinstance(each, SettingsChanged) for each in desk.heard)


MALLORY = Ed25519PrivateKey.generate()
NOT_TRUSTED: dict[str, dict[str, object]] = {
    "another's signature": {"signature": signed(release(), MALLORY)},
    "a signature of something else": {"signature": signed(release("1.0"))},
    "no signature": {"signature": b""},
    "a signature that is none": {"signature": b"<html>not found</html>"},
    "a signature without end": {"signature": b"A" * 1_000_000},
    "garbage": {"feed": b"\xff\x00garbage"},
    "a page to sign in": {"feed": b"<html>Welcome to the Wi-Fi</html>"},
    "ten megabytes": {"feed": b" " * 10_000_000 + release()},
    "a little too much": {"feed": b" " * FEED_LIMIT + release()},
    "a list": {"feed": b"[]"},
    "nothing": {"feed": b""},
    "a version that is none": {"feed": release("the newest")},
    "a number that is none": {"feed": release(number=True)},
    "a page over http": {"feed": release(page="http://example.com/get")},
    "a page that is a file": {"feed": release(page="file:///etc/passwd")},
    "notes that are none": {"feed": release(notes=[1])},
    "a missing part": {"feed": b'{"number": 1, "version": "99.0"}'},
    "brackets without end": {"feed": b"[" * 100_000},
    "an error": {"status": 503},
    "not there": {"status": 404},
    "another place": {"moved": "https://127.0.0.1:1/feed.json"},
    "an unencrypted place": {"moved": "http://localhost/feed.json"},
    "a file": {"moved": "file:///etc/passwd"},
    "a circle": {"moved": "/feed.json"},
}


@pytest.mark.parametrize("what", NOT_TRUSTED)
async def test_what_cannot_be_trusted_is_quiet_and_logged_and_said_in_the_settings(
    desk: Desk, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for name, value in NOT_TRUSTED[what].items():
        setattr(desk.publisher, name, value)

    news = await desk.ask()

    assert (True, None, START) == (news.failed, news.release, news.asked_at)
    assert [] == desk.notices()
    assert "new versions could not be looked for" in caplog.text
    assert len(caplog.text) < 3000


async def test_an_expired_certificate_and_one_of_another_are_not_trusted(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, pair in enumerate((EXPIRED, OF_ANOTHER)):
        monkeypatch.setattr(transport_module, "_tls_context", lambda pair=pair: of_client(pair))
        (tmp_path / str(number)).mkdir()
        with HttpServer(desk.publisher.answer, tls=of_server(pair)) as server:
            one = Desk(tmp_path / str(number), desk.publisher, server)
            assert (await one.ask()).failed
            assert [] == server.seen


async def test_nobody_is_asked_without_encryption(desk: Desk) -> None:
    with HttpServer(desk.publisher.answer) as plain:
        source = ReleaseSource(f"{plain.base_url}/feed.json", public_key())
        assert (await desk.ask(source=source)).failed
        assert [] == plain.seen


async def test_a_place_of_the_same_makers_is_followed(desk: Desk) -> None:
    desk.publisher.moved = "/there/feed-2.json"

    assert (await desk.ask()).release is not None


async def test_what_was_told_earlier_is_not_believed_again(desk: Desk) -> None:
    """Somebody who hides a mending version plays back what was signed before it."""
    await desk.ask()
    desk.publisher.feed = release("98.0", number=6)
    desk.clock.shown += timedelta(days=2)

    news = await desk.ask()

    assert (True, "99.0") == (news.failed, news.release and news.release.version)
    desk.publisher.feed = release("99.1", number=8)
    desk.clock.shown += timedelta(days=2)
    assert ["99.1"] == [each.version for each in [(await desk.ask()).release] if each]


@pytest.mark.parametrize(
    "kept", [b"", b"{", b'{"asked_at": 7}', b"[]", b'{"asked_at": null, "failed": false, "number": "x"}']
)
async def test_a_memory_that_cannot_be_read_is_made_anew(desk: Desk, kept: bytes) -> None:
    (desk.folder / "releases.json").write_bytes(kept)

    assert (await desk.ask()).release is not None


async def test_a_build_without_a_feed_asks_nobody(desk: Desk) -> None:
    async with Transport() as carries:
        bus = EventBus()
        settings = SettingsKeeper(desk.folder / "settings.json", Settings(updates=True), bus)
        made = Updates(None, desk.folder / "releases.json", carries, settings, bus, desk.clock)
        await made.begin()

        assert UpdateNews() == await made.news(wanted=True)
        await made.close()


def test_the_signature_lies_beside_the_feed() -> None:
    assert "https://a.example/x/feed.json.sig?b=1" == signature_address("https://a.example/x/feed.json?b=1")


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ({"feed": "https://a.example/f", "key": base64.b64encode(bytes(32)).decode()}, True),
        ({"feed": "http://a.example/f", "key": base64.b64encode(bytes(32)).decode()}, False),
        ({"feed": "https://a.example/f", "key": base64.b64encode(bytes(31)).decode()}, False),
        ({"feed": "https://a.example/f", "key": "not a key"}, False),
        ({"feed": "https://me:secret@a.example/f", "key": base64.b64encode(bytes(32)).decode()}, False),
        ({"feed": "https://a.example/f"}, False),
        ([], False),
    ],
)
def test_what_a_build_says_holds_or_is_as_if_it_said_nothing(
    tmp_path: Path, told: object, holds: bool, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_source(tmp_path) is None
    (tmp_path / FILE_NAME).write_text(json.dumps(told))

    assert holds is (read_source(tmp_path) is not None)
