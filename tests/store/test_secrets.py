"""Keys lie in the system's key store or in memory, and a key store that hangs holds up nothing."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked, PasswordDeleteError

from sora_desktop.domain.connection import KeyPlace
from sora_desktop.domain.errors import KeyringError
from sora_desktop.store.secrets import ALLOWED, Secrets, load_backend
from sora_desktop.studio.tasks import Tasks
from tests.support.patience import patient

CANARY = "canary-key-5e3a"


class MemoryBackend:
    """A key store that works, as the systems' own do."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], str] = {}
        self.calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        return self.keys.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.keys[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.keys:
            raise PasswordDeleteError
        del self.keys[service, username]


class HangingBackend(MemoryBackend):
    """A locked key store that waits for its password until `opened`."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.opened.wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.opened.wait()
        super().set_password(service, username, password)


class RefusingBackend(MemoryBackend):
    """A key store that is locked, or whose person said no."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service} {CANARY}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(1783, f"The stub received bad data {password}")


@pytest.fixture
def hanging() -> Iterator[HangingBackend]:
    backend = HangingBackend()
    yield backend
    backend.opened.set()


async def test_a_key_is_kept_in_the_key_store_and_found_after_a_restart() -> None:
    backend = MemoryBackend()

    assert KeyPlace.KEYRING is await Secrets(lambda: backend).put("service", CANARY)

    assert CANARY == await Secrets(lambda: backend).get("service")
    assert {("Sora Desktop", "service"): CANARY} == backend.keys


async def test_a_key_is_asked_for_once() -> None:
    backend = MemoryBackend()
    await Secrets(lambda: backend).put("service", CANARY)
    secrets = Secrets(lambda: backend)

    assert [CANARY] * 3 == [await secrets.get("service") for _ in range(3)]
    assert 1 == backend.calls


async def test_an_unknown_connection_has_no_key() -> None:
    secrets = Secrets(MemoryBackend)

    assert await secrets.get("nobody") is None
    assert secrets.trouble is None


async def test_a_forgotten_key_is_gone_from_both_places() -> None:
    backend = MemoryBackend()
    secrets = Secrets(lambda: backend)
    await secrets.put("service", CANARY)

    await secrets.forget("service")
    await secrets.forget("service")

    assert await secrets.get("service") is None
    assert {} == backend.keys
    assert secrets.trouble is None


async def test_an_empty_key_is_no_key() -> None:
    backend = MemoryBackend()
    secrets = Secrets(lambda: backend)
    await secrets.put("service", CANARY)

    assert KeyPlace.MISSING is await secrets.put("service", "")
    assert {} == backend.keys


async def test_without_a_key_store_a_key_is_for_this_session_and_that_is_said() -> None:
    secrets = Secrets(load_backend)

    assert KeyPlace.SESSION is await secrets.put("service", CANARY)

    assert CANARY == await secrets.get("service")
    assert await Secrets(load_backend).get("service") is None
    assert "kept only until you quit" in str(secrets.trouble)


async def test_a_key_store_that_refuses_leaves_the_key_in_this_session_and_out_of_the_words() -> None:
    secrets = Secrets(RefusingBackend)

    assert KeyPlace.SESSION is await secrets.put("service", CANARY)
    assert await secrets.get("other") is None

    assert CANARY == await secrets.get("service")
    assert "KeyringLocked" in str(secrets.trouble)
    assert CANARY not in str(secrets.trouble)


async def test_a_locked_key_store_that_hangs_holds_up_nothing(hanging: HangingBackend) -> None:
    secrets = Secrets(lambda: hanging, limit_seconds=0.05)

    assert KeyPlace.SESSION is await secrets.put("service", CANARY)
    assert "It may be locked" in str(secrets.trouble)
    assert CANARY == await secrets.get("service")
    assert await secrets.get("other") is None
    assert "hasn't answered yet" in str(secrets.trouble)


async def test_while_one_call_hangs_no_second_thread_is_started(hanging: HangingBackend) -> None:
    secrets = Secrets(lambda: hanging, limit_seconds=0.05)
    await secrets.put("service", CANARY)
    before = threading.active_count()

    answers = await asyncio.gather(*(secrets.get(f"other-{number}") for number in range(20)))

    assert [None] * 20 == answers
    assert before == threading.active_count()


async def test_a_key_store_that_is_opened_later_is_used_again(hanging: HangingBackend) -> None:
    secrets = Secrets(lambda: hanging, limit_seconds=0.05)
    await secrets.put("service", CANARY)
    hanging.opened.set()
    stuck = next(thread for thread in threading.enumerate() if thread.name == "key store")
    await asyncio.to_thread(stuck.join)

    assert KeyPlace.KEYRING is await secrets.put("service", CANARY)
    assert secrets.trouble is None


async def test_the_loop_turns_while_the_key_store_is_asked(hanging: HangingBackend) -> None:
    secrets = Secrets(lambda: hanging, limit_seconds=30)
    asking = asyncio.get_running_loop().create_task(secrets.get("service"))
    await asyncio.to_thread(lambda: None)

    hanging.opened.set()

    assert await asking is None


def test_a_hanging_key_store_does_not_hold_up_the_end_of_the_program() -> None:
    code = """
import asyncio, threading
from sora_desktop.store.secrets import Secrets
def load(): threading.Event().wait()
print(asyncio.run(Secrets(load, limit_seconds=0.05).put("a", "b")))
"""
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=patient())

    assert "session" == ended.stdout.strip()


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring", "nonsense"])
def test_a_key_store_that_is_not_on_the_list_is_never_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)

    with pytest.raises(KeyringError):
        load_backend()


def test_without_a_session_bus_there_is_no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")

    with pytest.raises(KeyringError, match="There is none"):
        load_backend()


def test_the_list_names_only_the_systems_own_key_stores() -> None:
    weak = ("plain", "null", "fail", "chain", "alt")

    assert [] == [name for name in ALLOWED if any(word in name.lower() for word in weak)]


def test_importing_the_module_does_not_import_keyring() -> None:
    code = "import sys, sora_desktop.store.secrets; print('keyring' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}

    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)

    assert "False" == ended.stdout.strip()


async def test_a_cancellation_that_comes_with_the_answer_is_not_swallowed(hanging: HangingBackend) -> None:
    """Whoever closes waits for the one who asked: it must end, and not go on with its key."""
    tasks, secrets = Tasks(), Secrets(lambda: hanging)
    asking = tasks.spawn(secrets.get("one"), "asking")
    await asyncio.sleep(0)
    (thread,) = (each for each in threading.enumerate() if each.name == "key store")
    hanging.opened.set()
    thread.join()  # its answer is on its way now, and the next turn of the loop brings it
    asyncio.get_running_loop().call_soon(asking.cancel)
    await asyncio.wait([asking])

    assert asking.cancelled()
