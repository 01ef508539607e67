"""A stopped `generate`: what did not go out yet never does."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sora_desktop.store.database import open_database
from sora_desktop.store.jobs import JobStore
from tests.servers.http_server import Reply
from tests.servers.service import FakeService, Fault
from tests.support.forked_programs import IS_POSSIBLE, ForkedProgram, run_app
from tests.support.mp4 import asked_mp4
from tests.support.patience import patient

NOWHERE = "http://127.0.0.1:9"
STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        yield running


def words(tmp_path: Path, out: str) -> list[str]:
    place = ["--data-dir", str(tmp_path / "data")]
    wish = ["--model", "sora2-landscape-4s", "--prompt", "a fox", "-o", str(tmp_path / out)]
    return [*place, "generate", *wish]


def surroundings(service: FakeService, base_url: str = "") -> dict[str, str]:
    return {**os.environ, "SORA_BASE_URL": base_url or service.base_url, "SORA_API_KEY": service.key}


def started(tmp_path: Path, service: FakeService, base_url: str = "", *before: str) -> "subprocess.Popen[str]":
    """`before` is a command that runs it, and starts Python anew."""
    line, told = words(tmp_path, "a.mp4"), surroundings(service, base_url)
    if IS_POSSIBLE and not before:
        return ForkedProgram(line, env=told, stderr=subprocess.PIPE, text=True)
    command = [*before, sys.executable, "-m", "sora_desktop", *line]
    return subprocess.Popen(command, env=told, stderr=subprocess.PIPE, text=True)


def next_start(tmp_path: Path, service: FakeService) -> "subprocess.CompletedProcess[str]":
    """Another one on the same folder: whatever the first one left waiting would go out with it."""
    return run_app(words(tmp_path, "b.mp4"), env=surroundings(service), timeout=patient())


def wait_for(process: "subprocess.Popen[str]", word: str) -> None:
    assert process.stderr is not None
    next(line for line in process.stderr if line.startswith(word))


@pytest.mark.parametrize("how", STOPS)
def test_a_job_that_was_stopped_before_it_was_sent_is_never_paid(
    tmp_path: Path, service: FakeService, how: signal.Signals
) -> None:
    stopped = started(tmp_path, service, NOWHERE)
    wait_for(stopped, "waiting")
    stopped.send_signal(how)
    said = stopped.communicate(timeout=patient())[1]
    again = next_start(tmp_path, service)

    assert (stopped.returncode, again.returncode) == (130, 0), said + again.stderr
    assert "Nothing was sent, and nothing is billed" in said
    assert len(service.money.charges) == 1


def test_a_job_whose_listener_is_gone_before_it_was_sent_is_never_paid(tmp_path: Path, service: FakeService) -> None:
    """As `generate … 2>&1 | head -2`, or a terminal that is closed without a word to its programs."""
    stopped = started(tmp_path, service, NOWHERE)
    wait_for(stopped, "waiting")
    assert stopped.stderr is not None
    stopped.stderr.close()
    again_when_free = stopped.wait(timeout=patient())
    again = next_start(tmp_path, service)

    assert (again_when_free, again.returncode) == (130, 0), again.stderr
    assert len(service.money.charges) == 1


def test_a_command_that_is_started_to_outlive_its_terminal_goes_on_without_it(
    tmp_path: Path, service: FakeService
) -> None:
    service.stall()
    process = started(tmp_path, service, "", "nohup")
    wait_for(process, "queued")
    process.send_signal(signal.SIGHUP)
    service.finish(service.only_job().id)

    process.communicate(timeout=patient())
    assert process.returncode == 0
    assert len(service.money.charges) == 1


@pytest.mark.parametrize("how", STOPS)
def test_what_was_sent_before_a_stop_goes_on_at_its_service_and_is_not_sent_again(
    tmp_path: Path, service: FakeService, how: signal.Signals
) -> None:
    service.stall()
    stopped = started(tmp_path, service)
    wait_for(stopped, "queued")
    stopped.send_signal(how)
    said = stopped.communicate(timeout=patient())[1]
    with closing(open_database(tmp_path / "data" / "ledger.sqlite3")) as database:
        (job,) = JobStore(database).all()

    assert (130, "queued", service.only_job().id) == (stopped.returncode, job.state, job.remote_id), said
    assert "What was sent continues at its service" in said


def test_a_job_that_fails_to_get_through_while_it_is_stopped_is_never_sent(
    tmp_path: Path, service: FakeService
) -> None:
    """It was on its way when the stop came, and surely did not arrive."""
    service.script(Fault.PACE)
    stopped = started(tmp_path, service)
    wait_for(stopped, "submitting")
    stopped.send_signal(signal.SIGTERM)
    said = stopped.communicate(timeout=patient())[1]
    before = len(service.requests("submit"))
    again = next_start(tmp_path, service)

    assert (stopped.returncode, "No charge is known so far" in said) == (130, True), said
    assert before < len(service.requests("submit"))
    assert len(service.money.charges) == 1, again.stderr


def test_a_job_that_was_put_off_is_not_called_unsent_when_it_is_stopped(tmp_path: Path, service: FakeService) -> None:
    service.reply_next("submit", *[Reply(429, {}, b'{"error": {"message": "slow down"}}')] * 9)
    stopped = started(tmp_path, service)
    assert stopped.stderr is not None
    next(line for line in stopped.stderr if "is busy" in line)
    stopped.send_signal(signal.SIGINT)
    said = stopped.communicate(timeout=patient())[1]

    assert "Nothing was sent" not in said
    assert "No charge is known so far" in said


def test_a_clip_is_brought_home_though_nobody_listens_any_more(tmp_path: Path) -> None:
    with FakeService() as service:
        service.clip.data = asked_mp4()
        wish = ["--model", "sora2-landscape-4s", "--prompt", "a fox", "-o", str(tmp_path / "a.mp4")]
        command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(tmp_path / "data"), "generate", *wish]
        up = {**os.environ, "SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key}
        deaf = subprocess.Popen(command, env=up, stderr=subprocess.PIPE)
        assert deaf.stderr is not None
        deaf.stderr.close()
        ended = deaf.wait(timeout=patient())

    assert (ended, (tmp_path / "a.mp4").read_bytes()) == (0, service.clip.data)


def test_a_stop_does_not_claim_to_know_what_became_of_a_request_without_an_answer(
    tmp_path: Path, service: FakeService
) -> None:
    service.reply_next("submit", Reply(hold=asyncio.Event()))
    stopped = started(tmp_path, service)
    wait_for(stopped, "submitting")
    stopped.send_signal(signal.SIGINT)
    said = stopped.communicate(timeout=patient())[1]

    assert "It isn't known yet whether the job arrived" in said
