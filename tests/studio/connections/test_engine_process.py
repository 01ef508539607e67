"""The local engine as a child: one that dies, hangs or talks nonsense, with small programs in its place."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sora_desktop.domain.errors import EngineError, UnreachableError
from sora_desktop.domain.events import Health, Reach
from sora_desktop.studio.connections import engine_process
from sora_desktop.studio.connections.engine_process import EngineAddress, EngineProcess
from tests.support.clock import HandClock
from tests.support.logs import ExpectedLogs
from tests.support.until import until

pytestmark = pytest.mark.usefixtures("with_engine")
GOOD = "print(json.dumps({'port': os.getpid()}), flush=True)\nsys.stdin.read()"
"""It says its process id in place of a port: so a test knows who answered."""
WATCHES = 2
"""Who waits for the clock while a child runs: the watch over its idleness, and the one over its answers."""


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@dataclass
class Keeper:
    """An `EngineProcess`, what it told, and what its pings meet."""

    folder: Path
    patch: pytest.MonkeyPatch
    clock: HandClock = field(default_factory=HandClock)
    health: list[Health] = field(default_factory=list)
    crashes: int = 0
    pings: int = 0
    answers: bool = True

    def __post_init__(self) -> None:
        self.process = EngineProcess(
            self.folder / "engine",
            self.folder / "engine.log",
            self.clock,
            ping=self._ping,
            on_health=self.health.append,
            on_crash=self._crashed,
        )

    def program(self, source: str) -> None:
        """What is started from now on; each start leaves a line."""
        started = f"open({str(self.folder / 'starts')!r}, 'a').write(str(os.getpid()) + chr(10))"
        script = f"import json, os, sys\n{started}\nsys.stdin.readline()\n{source}"
        self.patch.setattr(engine_process, "engine_command", lambda: [sys.executable, "-S", "-c", script])

    @property
    def starts(self) -> int:
        return len((self.folder / "starts").read_text().splitlines())

    @property
    def reach(self) -> list[Reach]:
        return [health.reach for health in self.health]

    async def pid(self) -> int:
        return int((await self.process.address()).base_url.rpartition(":")[2])

    async def ping_once(self, *, asked_meanwhile: bool = True) -> None:
        """Let the time of one ping pass; the child is in use."""
        await self.rest()
        before = self.pings
        if asked_meanwhile:
            await self.process.address()
        self.clock.pass_time(engine_process.PING_SECONDS)
        await until(lambda: self.pings > before, what="the child is asked")

    async def rest(self) -> None:
        """Both watches wait for the clock."""
        await until(lambda: self.clock.parked == WATCHES, what=f"both rest, not {self.clock.parked}")

    async def _ping(self, _address: EngineAddress) -> None:
        self.pings += 1
        if not self.answers:
            raise UnreachableError("nothing came")

    def _crashed(self) -> None:
        self.crashes += 1


@pytest.fixture
async def keeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Keeper]:
    made = Keeper(tmp_path, monkeypatch)
    made.program(GOOD)
    yield made
    await made.process.close()


async def test_it_is_started_once_and_gone_when_it_is_closed(keeper: Keeper) -> None:
    pid = await keeper.pid()

    assert (await keeper.pid(), keeper.starts) == (pid, 1)
    await keeper.process.close()
    assert is_gone(pid)
    assert keeper.reach == [Reach.STARTING, Reach.ANSWERS]
    assert keeper.crashes == 0


@pytest.mark.parametrize(
    "source",
    [
        "print('Traceback: this is no line of ours', flush=True)",
        "print('[1, 2]', flush=True)",
        "print('null', flush=True)",
        "print('{}', flush=True)",
        "print(json.dumps({'port': 'x'}), flush=True)",
        "print('x' * 200_000, flush=True)",
        "sys.exit(3)",
        "os.abort()",
    ],
)
async def test_an_engine_that_talks_nonsense_or_ends_at_once_is_an_error_with_a_sentence(
    keeper: Keeper, source: str, expect_log: ExpectedLogs
) -> None:
    expect_log("the local engine does not start")
    keeper.program(source)

    with pytest.raises(EngineError, match="doesn't start"):
        await keeper.process.address()
    assert keeper.reach == [Reach.STARTING, Reach.NO_ANSWER]
    assert "engine.log" in str(keeper.health[-1].detail)


async def test_an_engine_that_cannot_be_started_at_all_is_an_error_with_a_sentence(
    keeper: Keeper, expect_log: ExpectedLogs, tmp_path: Path
) -> None:
    expect_log("the local engine does not start")
    keeper.patch.setattr(engine_process, "engine_command", lambda: [str(tmp_path / "nowhere")])

    with pytest.raises(EngineError):
        await keeper.process.address()


async def test_it_is_restarted_three_times_a_minute_and_no_more_until_the_minute_is_over(
    keeper: Keeper, expect_log: ExpectedLogs
) -> None:
    expect_log("it stopped too often")
    expect_log("the local engine does not start")
    keeper.program("sys.exit(3)")
    for _ in range(10):
        with pytest.raises(EngineError):
            await keeper.process.address()
    assert keeper.starts == 1 + engine_process.RESTARTS

    keeper.program(GOOD)
    keeper.clock.pass_time(engine_process.RESTART_WINDOW)
    assert await keeper.pid() > 0
    assert keeper.reach[-1] is Reach.ANSWERS


async def test_an_engine_that_is_killed_is_told_and_started_again_by_who_needs_it(keeper: Keeper) -> None:
    first = await keeper.pid()
    os.kill(first, signal.SIGKILL)
    await until(lambda: keeper.crashes == 1, what="it is told")

    assert keeper.reach[-1] is Reach.UNTRIED
    assert await keeper.pid() != first


async def test_an_engine_that_hangs_while_it_is_needed_is_killed_after_three_silent_questions(
    keeper: Keeper, expect_log: ExpectedLogs
) -> None:
    expect_log("the local engine hangs")
    first = await keeper.pid()
    os.kill(first, signal.SIGSTOP)
    keeper.answers = False
    await keeper.ping_once()
    await until(lambda: keeper.reach[-1] is Reach.NO_ANSWER, what="the health says so")
    assert "isn't answering" in str(keeper.health[-1].detail)
    for _ in range(engine_process.SILENT_PINGS - 1):
        await keeper.ping_once()
    await until(lambda: keeper.crashes == 1, what="it is killed, and that is told")

    keeper.answers = True
    assert await keeper.pid() != first
    assert keeper.reach[-1] is Reach.ANSWERS


async def test_an_engine_that_answers_again_in_time_is_left_alone(keeper: Keeper) -> None:
    first = await keeper.pid()
    for answers in (False, False, True, False, False, True):
        keeper.answers = answers
        await keeper.ping_once()
    await keeper.rest()

    assert (await keeper.pid(), keeper.crashes) == (first, 0)
    assert keeper.reach[2:] == [Reach.NO_ANSWER, Reach.ANSWERS, Reach.NO_ANSWER, Reach.ANSWERS]


async def test_an_engine_that_hangs_is_noticed_while_all_wait_for_its_answer(
    keeper: Keeper, expect_log: ExpectedLogs
) -> None:
    """They ask it nothing more meanwhile."""
    expect_log("the local engine hangs")
    await keeper.pid()
    keeper.answers = False
    for _ in range(engine_process.SILENT_PINGS):
        await keeper.ping_once(asked_meanwhile=False)
    await until(lambda: keeper.crashes == 1, what="it is killed")


async def test_an_engine_that_nobody_needs_is_not_asked_and_ends_after_a_while(keeper: Keeper) -> None:
    keeper.answers = False
    pid = await keeper.pid()
    await keeper.rest()
    keeper.clock.pass_time(engine_process.IN_USE_SECONDS + 1)
    await keeper.rest()
    keeper.clock.pass_time(engine_process.IDLE_SECONDS)
    await until(lambda: is_gone(pid), what="it is ended")

    assert (keeper.pings, keeper.crashes) == (0, 0)


async def test_closing_waits_no_longer_for_an_engine_that_hangs_than_for_any_other(keeper: Keeper) -> None:
    pid = await keeper.pid()
    os.kill(pid, signal.SIGSTOP)
    await keeper.process.close()

    assert is_gone(pid)
    with pytest.raises(EngineError):
        await keeper.process.address()
