"""One owner of a data folder at all times: windows, commands and an engine that outlives a crash, as real processes."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop import app
from sora_desktop.app import WindowRun, make_application
from sora_desktop.store.lock import own
from sora_desktop.store.paths import Paths
from sora_desktop.ui.window.single_instance import Doorbell
from tests.servers.service import FakeService
from tests.support.drive import Hand
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.mp4 import asked_mp4
from tests.support.patience import patient
from tests.support.until import until
from tests.support.window_process import AnewWindowProcess, WindowProcess, owners, service_environment, wait_until_free

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
IN_USE = "already has this data folder open"
FREE = ("--model", "sora2-landscape-4s", "--prompt", "a fox in snow")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the owners of a lock are read from /proc")


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        yield running


def generate(data_dir: Path, service: FakeService) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(data_dir), "generate", *FREE]
    environment = {**os.environ, **service_environment(service)}
    out = str(data_dir / "out.mp4")
    return subprocess.Popen([*command, "-o", out], stderr=subprocess.PIPE, text=True, env=environment)


def test_a_second_start_raises_the_first_window_and_ends(tmp_path: Path, service: FakeService) -> None:
    with AnewWindowProcess(tmp_path, **service_environment(service)) as first:
        first.ask("wait_open")
        with AnewWindowProcess(tmp_path, **service_environment(service)) as second:
            assert (second.end(), second.faults()) == (0, [])
        assert first.ask("raised") == 1
        assert owners(tmp_path) == [first.pid]
        first.ask("generate", prompt="a fox in snow")
        assert first.ask("wait_states", states=["done"]) == ["done"]
        first.order("close")
        assert (first.end(), first.faults()) == (0, [])
    assert owners(tmp_path) == []


def test_of_two_starts_at_one_instant_one_is_the_owner_and_the_other_raises_it(
    tmp_path: Path, service: FakeService
) -> None:
    surroundings = service_environment(service)
    with WindowProcess(tmp_path, **surroundings) as one, WindowProcess(tmp_path, **surroundings) as other:
        loser = WindowProcess.first_to_end(one, other)
        winner = other if loser is one else one
        assert loser.end() == 0
        winner.ask("wait_open")
        assert owners(tmp_path) == [winner.pid]
        assert winner.ask("raised") == 1


def test_after_a_crash_a_start_owns_the_folder_and_can_be_raised(tmp_path: Path, service: FakeService) -> None:
    """The lock file and the doorbell's socket of the dead one are still there."""
    with WindowProcess(tmp_path, **service_environment(service)) as first:
        first.ask("wait_open")
        first.kill()
    with WindowProcess(tmp_path, **service_environment(service)) as second:
        second.ask("wait_open")
        assert owners(tmp_path) == [second.pid]
        with WindowProcess(tmp_path, **service_environment(service)) as third:
            assert third.end() == 0
        assert second.ask("raised") == 1


def test_a_command_beside_an_open_window_stops_with_a_sentence_and_the_window_goes_on(
    tmp_path: Path, service: FakeService
) -> None:
    with WindowProcess(tmp_path, **service_environment(service)) as window:
        window.ask("wait_open")
        service.stall()
        window.ask("generate", prompt="from the window")
        command = generate(tmp_path, service)
        _, said = command.communicate(timeout=patient())
        assert (command.returncode, IN_USE in said, "Traceback" in said) == (1, True, False)
        assert owners(tmp_path) == [window.pid]
        service.finish(service.only_job().id)
        assert window.ask("wait_states", states=["done"]) == ["done"]
    assert [charge.prompt for charge in service.money.charges] == ["from the window"]


def test_a_window_beside_a_command_says_so_and_opens_when_it_is_tried_again(
    tmp_path: Path, service: FakeService
) -> None:
    service.stall()
    command = generate(tmp_path, service)
    assert command.stderr is not None
    next(line for line in command.stderr if line.startswith("queued"))
    with WindowProcess(tmp_path, **service_environment(service)) as window:
        assert IN_USE in window.ask("wait_not_open")
        assert owners(tmp_path) == [command.pid]
        service.finish(service.only_job().id)
        command.communicate(timeout=patient())
        wait_until_free(tmp_path)
        assert IN_USE not in window.ask("try_again")
        assert owners(tmp_path) == [window.pid]
        assert [job["state"] for job in window.ask("jobs")] == ["done"]
    assert command.returncode == 0


def test_a_start_while_the_last_window_closes_follows_it(
    run_gui: RunGui, tmp_path: Path, expect_log: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "FIRST_WINDOW_SECONDS", 0.05)
    expect_log("the studio did not open")
    paths = Paths(tmp_path)
    paths.make()
    owner = own(paths)

    async def scenario() -> None:
        run = WindowRun(make_application(), tmp_path)
        hand = Hand(run.window, run.bridge)

        async def look() -> None:
            await until(lambda: not run.window.picker.isEnabled(), what="the window says that it is not open")
            owner.release()
            await hand.ready()
            await until(lambda: IN_USE not in hand.everything_said(), what="the notice is gone")
            run.window.close()

        looking = run.bridge.spawn(look(), "look")
        assert await run.run(None) == 0
        await looking

    run_gui(scenario())


@pytest.mark.parametrize("written", ["", "a fox"], ids=["untouched", "in which a person writes"])
def test_a_start_finds_a_first_window_that_takes_long_to_open(
    run_gui: RunGui, tmp_path: Path, expect_log: ExpectedLogs, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    """It said already that it is not open: it goes once the owner can be raised, and stays where a person writes."""
    monkeypatch.setattr(app, "FIRST_WINDOW_SECONDS", 0.0)
    monkeypatch.setattr(app, "RING_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(app, "LATE_RING_PAUSE_SECONDS", 0.02)
    expect_log("the studio did not open")
    paths = Paths(tmp_path)
    paths.make()
    owner = own(paths)
    rung: list[bool] = []

    async def scenario() -> None:
        run = WindowRun(make_application(), tmp_path)
        hand = Hand(run.window, run.bridge)
        doorbells: list[Doorbell] = []

        async def open_late() -> None:
            await until(lambda: IN_USE in hand.everything_said(), what="the window says that it is not open")
            hand.type_prompt(written)
            doorbells.append(Doorbell(tmp_path))
            doorbells[0].rung.connect(lambda: rung.append(True))
            if written:
                await until(lambda: "find the first window" not in names_of_tasks(), what="it looks no more")
                run.window.close()

        opening = run.bridge.spawn(open_late(), "open late")
        assert await run.run(None) == 0
        assert opening.done() or not written
        doorbells[0].close()

    run_gui(scenario())
    owner.release()
    assert rung == ([] if written else [True])


def names_of_tasks() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks()}


def test_after_a_crash_of_the_window_its_engine_lets_go_and_the_jobs_go_on(tmp_path: Path) -> None:
    """The engine's child outlives the window for a moment and owns the engine's folder until then."""
    with WindowProcess(tmp_path) as first:
        first.ask("wait_open")
        job_id = first.ask("generate", prompt="a fox in snow")
        first.ask("wait_states", states=["queued", "running"])
        old_engine = first.ask("engine_pid")
        os.kill(old_engine, signal.SIGSTOP)
        first.kill()
    with WindowProcess(tmp_path) as second:
        second.ask("wait_open")
        assert owners(tmp_path / "engine") == [old_engine]
        os.kill(old_engine, signal.SIGCONT)
        assert second.ask("wait_states", states=["done"]) == ["done"]
        assert owners(tmp_path) == [second.pid]
        assert owners(tmp_path / "engine") == [second.ask("engine_pid")]
        assert [job["id"] for job in second.ask("jobs")] == [job_id]
        second.ask("play")
        second.order("close")
        assert (second.end(), second.faults()) == (0, [])
