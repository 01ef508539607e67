"""Key stores that are locked, hang, refuse or are not there: the window stays alive, and says where the key is."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from keyring.errors import InitError, KeyringLocked, PasswordSetError
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.store.secrets import Backend, Secrets, load_backend
from sora_desktop.studio import build
from tests.servers.service import CANARY, FakeService
from tests.store.test_secrets import HangingBackend, MemoryBackend
from tests.support.canary import no_key_leaves
from tests.support.drive import Hand, in_window
from tests.support.formats import UNIALL
from tests.support.loops import RunGui
from tests.support.mp4 import asked_mp4
from tests.support.patience import PATIENCE_SECONDS, patient
from tests.support.quick_studio import no_engine_in_vain, quick_studio, with_engine
from tests.support.until import until

__all__ = ["no_engine_in_vain", "no_key_leaves", "quick_studio", "with_engine"]

HANGS_AFTER_SECONDS = 0.4
"""A key store that says nothing is given up after so long; one that answers has all the time that it needs."""
SESSION = "its key is kept only until you quit Sora Desktop"
IN_STORE = "Saved in the key store. Type to replace it."
IN_SESSION = "Kept until you quit. Type to replace it."


class Refusing(MemoryBackend):
    """Raises this at each question, with the key in its words, as real ones do."""

    def __init__(self, error: Callable[[str], Exception]) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._error(password)


class TakesNone(Refusing):
    """Gives what it has, and takes nothing."""

    def get_password(self, service: str, username: str) -> str | None:
        return MemoryBackend.get_password(self, service, username)


FAULTS: dict[str, tuple[Callable[[], Backend], str]] = {
    "locked": (lambda: Refusing(lambda key: KeyringLocked(f"locked: {key}")), "It is locked"),
    "not unlocked": (lambda: Refusing(lambda key: InitError(f"Failed to unlock for {key}")), "can't be opened"),
    "denied": (lambda: TakesNone(lambda key: PasswordSetError(f"denied {key}")), "It refused"),
    "too long": (lambda: TakesNone(lambda key: OSError(1783, f"The stub received bad data {key}")), "too long"),
    "broken": (lambda: TakesNone(ZeroDivisionError), "ZeroDivisionError"),
}


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        yield running


UseStore = Callable[..., None]


@pytest.fixture
def use_store(monkeypatch: pytest.MonkeyPatch) -> UseStore:
    """`use_store(loader)`: studios that are opened from now on have this key store, which may hang."""

    def use(loader: Callable[[], Backend], *, hangs: bool = False) -> None:
        limit = patient(HANGS_AFTER_SECONDS if hangs else PATIENCE_SECONDS)
        monkeypatch.setattr(build, "Secrets", partial(Secrets, loader, limit))

    return use


async def the_key_works(hand: Hand) -> None:
    hand.type_prompt("a fox in snow")
    await hand.generate()
    await hand.job_in("done")


def what_the_sheet_says(hand: Hand) -> str:
    sheet = hand.window.sheets.connection
    sheet.open_for(hand.window.connections.selected)
    said = str(sheet.form.key.field.placeholderText())
    sheet.reject()
    return said


def kept(hand: Hand) -> Connection:
    (connection,) = (each for each in hand.window.connections.connections if each.name == "Gateway")
    return connection


def test_a_key_store_that_works_is_said_and_keeps_the_key_for_the_next_start(
    run_gui: RunGui, tmp_path: Path, service: FakeService, use_store: UseStore
) -> None:
    store = MemoryBackend()
    use_store(lambda: store)

    async def first(hand: Hand) -> None:
        await hand.add_connection("Gateway", service.base_url, UNIALL, CANARY)
        assert "in your system's key store" in hand.everything_said()
        assert what_the_sheet_says(hand) == IN_STORE
        await the_key_works(hand)

    async def second(hand: Hand) -> None:
        await until(lambda: kept(hand).key_place is KeyPlace.KEYRING, what="the key is found")
        await the_key_works(hand)

    in_window(run_gui, tmp_path / "data", first)
    in_window(run_gui, tmp_path / "data", second)
    assert [CANARY] == list(store.keys.values())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_key_store_that_refuses_is_said_in_words_and_the_key_works_for_this_session(
    run_gui: RunGui, tmp_path: Path, service: FakeService, use_store: UseStore, fault: str
) -> None:
    store, words = FAULTS[fault]
    use_store(store)

    async def story(hand: Hand) -> None:
        await hand.add_connection("Gateway", service.base_url, UNIALL, CANARY)
        assert SESSION in hand.everything_said()
        assert words in hand.everything_said()
        assert what_the_sheet_says(hand) == IN_SESSION
        await the_key_works(hand)

    in_window(run_gui, tmp_path / "data", story)


def test_without_any_key_store_the_key_works_for_this_session_and_is_asked_for_at_the_next_start(
    run_gui: RunGui, tmp_path: Path, service: FakeService, use_store: UseStore
) -> None:
    use_store(load_backend)

    async def first(hand: Hand) -> None:
        await hand.add_connection("Gateway", service.base_url, UNIALL, CANARY)
        assert SESSION in hand.everything_said()
        assert what_the_sheet_says(hand) == IN_SESSION
        await the_key_works(hand)

    async def second(hand: Hand) -> None:
        await until(lambda: kept(hand).key_place is KeyPlace.MISSING, what="the key is gone")
        assert what_the_sheet_says(hand) == "Paste the key"
        await until(lambda: "needs its key" in hand.health() + hand.everything_said(), what="it says so")

    in_window(run_gui, tmp_path / "data", first)
    in_window(run_gui, tmp_path / "data", second)


def test_while_a_key_store_hangs_the_window_lives_and_says_so_in_time(
    run_gui: RunGui, tmp_path: Path, service: FakeService, use_store: UseStore
) -> None:
    """A person goes on writing while it waits for its password, and the loop of the window turns."""
    store = HangingBackend()
    use_store(lambda: store, hangs=True)
    turns = 0

    async def story(hand: Hand) -> None:
        nonlocal turns
        adding = hand.bridge.spawn(hand.add_connection("Gateway", service.base_url, UNIALL, CANARY), "add a connection")
        while not adding.done():
            await asyncio.sleep(0.005)
            turns += 1
            QTest.keyClicks(hand.find(QPlainTextEdit, "promptEdit"), " ")
        await adding
        await until(lambda: SESSION in hand.everything_said(), what="where the key is")
        assert "It may be locked and waiting for its password" in hand.everything_said()
        await the_key_works(hand)

    try:
        in_window(run_gui, tmp_path / "data", story)
    finally:
        store.opened.set()
    assert turns > 10


@pytest.mark.usefixtures("with_engine")
def test_a_key_store_that_hangs_at_the_start_is_said_and_holds_up_nothing_else(
    run_gui: RunGui, tmp_path: Path, service: FakeService, use_store: UseStore
) -> None:
    working, hanging = MemoryBackend(), HangingBackend()

    async def first(hand: Hand) -> None:
        await hand.add_connection("Gateway", service.base_url, UNIALL, CANARY)

    async def second(hand: Hand) -> None:
        await until(lambda: "doesn't hand over your keys" in hand.everything_said(), what="why the key is not there")
        assert "waiting for its password" in hand.everything_said()
        hand.window.wishes.select_connection("engine")
        hand.type_prompt("a fox in snow")
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        await hand.job_in("done")

    use_store(lambda: working)
    in_window(run_gui, tmp_path / "data", first)
    use_store(lambda: hanging, hangs=True)
    try:
        in_window(run_gui, tmp_path / "data", second)
    finally:
        hanging.opened.set()
