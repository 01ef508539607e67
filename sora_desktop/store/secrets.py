"""Keys of connections, in the key store of the system: never in a file of ours, never in a place that is not known.

A key store may be locked and wait for a password for ever, so every call to it runs in a thread of its own with a
time limit. Where there is none that can be used, a key is kept in memory for this session, and the answer says so.
"""

import asyncio
import contextlib
import importlib
import logging
import os
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.connection import KeyPlace
from sora_desktop.domain.errors import KeyringError, NoKeyringError

T = TypeVar("T")

log = logging.getLogger(__name__)

SERVICE = "Sora Desktop"
LIMIT_SECONDS = 10.0

ALLOWED = (
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
)
"""Key stores of the systems themselves. Others (plain text, chains, plug-ins) are never used, not even by configuration."""


_TOO_LONG = 1783
"""What Windows says of a password of more than 2,560 bytes."""

_WORDS = {
    "KeyringLocked": N_("It is locked ({name})."),
    "InitError": N_("It can't be opened ({name})."),
    "PasswordSetError": N_("It refused ({name})."),
    "PromptDismissedException": N_("It is locked, and was not unlocked ({name})."),
}


class Backend(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def load_backend() -> Backend:
    """The key store of this system; KeyringError where there is none that may be used.

    Runs in the worker: the import takes 90 ms, and asking whether a store is there may wait for the desktop's bus.
    """
    chosen = os.environ.get("PYTHON_KEYRING_BACKEND")
    classes = [_backend_class(name) for name in ALLOWED if chosen in (None, name)]
    viable = [each for each in classes if each is not None and each.viable]
    if not viable:
        raise NoKeyringError(message("There is none."))
    backend: Backend = max(viable, key=lambda each: each.priority)()
    return backend


def _backend_class(name: str) -> Any:
    module, _, class_name = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), class_name)
    except (ImportError, AttributeError):  # the backend of another system
        return None


class Secrets:
    """The keys of connections, by connection id. All methods run on one loop.

    `trouble` says why keys are kept for the session only, None while the key store works (or was not asked yet).
    """

    def __init__(self, loader: Callable[[], Backend] = load_backend, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._loader = loader
        self._limit = limit_seconds
        self._backend: Backend | None = None
        self._known: dict[str, str] = {}
        self._stuck: threading.Thread | None = None
        self._turn = asyncio.Lock()
        self.trouble: KeyringError | None = None

    async def get(self, connection_id: str) -> str | None:
        """The key, or None where there is none or the key store does not give it (`trouble` says why)."""
        if connection_id not in self._known:
            try:
                key = await self._ask(lambda backend: backend.get_password(SERVICE, connection_id))
            except KeyringError:
                return None
            if key is None:
                return None
            self._known[connection_id] = key
        return self._known[connection_id]

    async def put(self, connection_id: str, key: str) -> KeyPlace:
        """Keep a key, and say where: in the key store, or in memory for this session. An empty one is forgotten."""
        if not key:
            await self.forget(connection_id)
            return KeyPlace.MISSING
        self._known[connection_id] = key
        try:
            await self._ask(lambda backend: backend.set_password(SERVICE, connection_id, key))
        except KeyringError:
            return KeyPlace.SESSION
        return KeyPlace.KEYRING

    async def forget(self, connection_id: str) -> None:
        """Drop a key from memory and, where it can be reached, from the key store."""
        self._known.pop(connection_id, None)
        with contextlib.suppress(KeyringError):
            await self._ask(lambda backend: _delete(backend, connection_id))

    async def _ask(self, question: Callable[[Backend], T]) -> T:
        """Ask the key store in a thread; KeyringError where it refuses, is absent, or takes too long."""
        async with self._turn:
            try:
                answer = await self._in_thread(question)
            except KeyringError as trouble:
                log.info("the key store cannot be used: %s", trouble.detail)
                self.trouble = trouble
                raise
            self.trouble = None
            return answer

    async def _in_thread(self, question: Callable[[Backend], T]) -> T:
        if self._stuck is not None and self._stuck.is_alive():
            raise KeyringError(message("It hasn't answered yet. It may be waiting for its password."))
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()
        # A thread that never ends must not hold up the end of the program, as one of a pool would.
        thread = threading.Thread(target=self._work, args=(question, loop, outcome), name="key store", daemon=True)
        thread.start()
        try:
            async with asyncio.timeout(self._limit):
                return await outcome
        except asyncio.CancelledError:
            self._stuck = thread
            raise
        except TimeoutError as problem:
            self._stuck = thread
            raise KeyringError(
                message("It takes too long. It may be locked and waiting for its password.")
            ) from problem

    def _work(
        self, question: Callable[[Backend], T], loop: asyncio.AbstractEventLoop, outcome: asyncio.Future[T]
    ) -> None:
        answer: T | None = None
        trouble: KeyringError | None = None
        try:
            self._backend = self._backend or self._loader()
            answer = question(self._backend)
        except KeyringError as problem:
            trouble = problem
        except Exception as problem:  # noqa: BLE001 -- backends raise whatever their system raises; never the key, so only the class is told
            trouble = KeyringError(_words_for(problem))
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, outcome, answer, trouble)


def _words_for(problem: Exception) -> Message | str:
    """What a backend raised, by its class alone: its text may hold the key."""
    name = type(problem).__name__
    if isinstance(problem, OSError) and _TOO_LONG in (problem.errno, *problem.args[:1]):
        return message("The key is too long for it ({name}).", name=name)
    return message(_WORDS[name], name=name) if name in _WORDS else name


def _settle(outcome: "asyncio.Future[Any]", answer: Any, trouble: KeyringError | None) -> None:
    if outcome.done():
        return
    if trouble:
        outcome.set_exception(trouble)
    else:
        outcome.set_result(answer)


def _delete(backend: Backend, connection_id: str) -> None:
    """Forget a key that may not be there: what backends raise for that differs, so it is looked up first."""
    if backend.get_password(SERVICE, connection_id) is not None:
        backend.delete_password(SERVICE, connection_id)
