"""The local engine as a child process: started when it is needed, restarted when it dies, gone with the app."""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import BinaryIO

from sora_desktop.base.child_processes import app_command, child_environment, end_at_once
from sora_desktop.base.sentences import message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import AppError, EngineError
from sora_desktop.domain.events import Health, Reach
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.tasks import Tasks

log = logging.getLogger(__name__)

START_SECONDS = 20.0
STOP_SECONDS = 0.6
"""It ends in a few milliseconds; what it was making goes on at its next start, also where it is killed."""
RESTARTS = 3
RESTART_WINDOW = 60.0
LOG_LIMIT = 1 << 20
PING_SECONDS = 5.0
PING_LIMIT = 4.0
SILENT_PINGS = 3
"""A child that is in use and leaves so many questions in a row without an answer hangs, and is started anew."""
IN_USE_SECONDS = 120.0
"""So long after a question somebody may still wait for its answer."""
IDLE_SECONDS = 300.0
"""After so long without a question the child is ended; it starts again by itself."""
SILENT = message("The local engine isn't answering. If it stays silent it is restarted, and its clips continue.")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where the running engine is; both change at each start and are never stored."""

    base_url: str
    token: str


def engine_command() -> list[str]:
    return app_command("engine", "--managed")


class EngineProcess:
    """One child at most. `on_health` hears each change of its state, `on_crash` that it ended by itself.

    `ping` asks the child anything at all, and raises where there is no answer.
    """

    def __init__(
        self,
        folder: Path,
        log_path: Path,
        clock: Clock,
        *,
        ping: Callable[[EngineAddress], Awaitable[None]],
        on_health: Callable[[Health], None],
        on_crash: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._log_path = log_path
        self._clock = clock
        self._ping = ping
        self._on_health = on_health
        self._on_crash = on_crash
        self._tasks = Tasks()
        self._starting = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._address: EngineAddress | None = None
        self._starts: list[float] = []
        self._used = clock.monotonic()
        self._closed = False

    async def address(self) -> EngineAddress:
        """Where the engine is, started first if need be. EngineError where it does not start."""
        async with self._starting:
            self._used = self._clock.monotonic()
            if self._address is None:
                self._address = await self._start()
            return self._address

    async def _start(self) -> EngineAddress:
        if self._closed:
            raise EngineError
        self._guard_restarts()
        self._on_health(Health(Reach.STARTING))
        token = secrets.token_urlsafe(32)
        try:
            process = await self._spawn()
            self._process = process
            address = await self._greet(process, token)
        except (OSError, ValueError, KeyError, TypeError, TimeoutError) as error:
            await self._end_child()
            self._fail(repr(error))
            raise EngineError from error
        self._tasks.spawn(self._watch(process), "engine watch")
        self._tasks.spawn(self._end_when_idle(process), "engine idle")
        self._tasks.spawn(self._end_when_silent(process, address), "engine ping")
        self._on_health(Health(Reach.ANSWERS))
        return address

    def _guard_restarts(self) -> None:
        now = self._clock.monotonic()
        self._starts = [start for start in self._starts if now - start < RESTART_WINDOW]
        if len(self._starts) > RESTARTS:
            self._fail("it stopped too often")
            raise EngineError
        self._starts.append(now)

    def _fail(self, why: str) -> None:
        log.warning("the local engine does not start: %s", why)
        self._on_health(
            Health(Reach.NO_ANSWER, message("The local engine doesn't start. Check {path}.", path=self._log_path))
        )

    async def _spawn(self) -> asyncio.subprocess.Process:
        self._folder.mkdir(exist_ok=True)
        with self._open_log() as errors:
            return await asyncio.create_subprocess_exec(
                *engine_command(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=child_environment(),
            )

    def _open_log(self) -> BinaryIO:
        self._log_path.parent.mkdir(exist_ok=True)
        full = self._log_path.exists() and self._log_path.stat().st_size > LOG_LIMIT
        return self._log_path.open("wb" if full else "ab")

    async def _greet(self, process: asyncio.subprocess.Process, token: str) -> EngineAddress:
        if process.stdin is None or process.stdout is None:
            raise ValueError("the child has no pipes")
        hello = {"token": token, "folder": str(self._folder)}
        process.stdin.write(json.dumps(hello).encode() + b"\n")
        async with asyncio.timeout(START_SECONDS):
            await process.stdin.drain()
            line = await process.stdout.readline()
        return EngineAddress(f"http://127.0.0.1:{int(json.loads(line)['port'])}", token)

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        code = await process.wait()
        if self._process is not process:
            return
        self._process = None
        self._address = None
        if not self._closed:
            log.info("the local engine ended by itself with code %s", code)
            self._on_health(Health(Reach.UNTRIED))
            self._on_crash()

    async def _end_when_idle(self, process: asyncio.subprocess.Process) -> None:
        while self._process is process:
            rest = self._used + IDLE_SECONDS - self._clock.monotonic()
            if rest <= 0:
                async with self._starting:
                    await self._end_child()
                return
            await self._clock.sleep(rest)

    async def _end_when_silent(self, process: asyncio.subprocess.Process, address: EngineAddress) -> None:
        """Kill a child that hangs: `_watch` sees it end, and whoever needs it next starts another."""
        silent = 0
        while True:
            await self._clock.sleep(PING_SECONDS)
            if self._process is not process:
                return
            if self._clock.monotonic() - self._used > IN_USE_SECONDS:
                continue
            before, silent = silent, 0 if await self._answers(address) else silent + 1
            if self._process is process and bool(before) is not bool(silent):
                self._on_health(Health(Reach.NO_ANSWER, SILENT) if silent else Health(Reach.ANSWERS))
            if silent >= SILENT_PINGS:
                log.warning("the local engine hangs and is started anew")
                end_at_once(process)
                return

    async def _answers(self, address: EngineAddress) -> bool:
        try:
            async with asyncio.timeout(PING_LIMIT):
                await self._ping(address)
        except (AppError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        self._closed = True
        await self._end_child()
        await self._tasks.close()

    async def _end_child(self) -> None:
        process, self._process, self._address = self._process, None, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            end_at_once(process)
            await process.wait()
