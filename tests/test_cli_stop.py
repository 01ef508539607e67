"""A stopped `generate`: what did not go out yet never does."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.http_server import Reply
from tests.servers.service import FakeService
from tests.support.mp4 import small_mp4


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_job_that_was_stopped_before_it_was_sent_is_never_paid(tmp_path: Path, how: signal.Signals) -> None:
    def command(out: str) -> list[str]:
        place = ["--data-dir", str(tmp_path / "data")]
        wish = ["--model", "sora2-landscape-4s", "--prompt", "a fox", "-o", str(tmp_path / out)]
        return [sys.executable, "-m", "sora_desktop", *place, "generate", *wish]

    with FakeService() as service:
        service.clip.data = small_mp4(1280, 720, 4.0)
        up = {**os.environ, "SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key}
        down = {**up, "SORA_BASE_URL": "http://127.0.0.1:9"}
        stopped = subprocess.Popen(command("a.mp4"), env=down, stderr=subprocess.PIPE, text=True)
        assert stopped.stderr is not None
        next(line for line in stopped.stderr if line.startswith("waiting"))
        stopped.send_signal(how)
        said = stopped.communicate(timeout=90)[1]
        again = subprocess.run(command("b.mp4"), env=up, check=False, capture_output=True, text=True, timeout=180)

        assert (stopped.returncode, again.returncode) == (130, 0), said + again.stderr
        assert "Nothing was sent, nothing is billed" in said
        assert len(service.money.charges) == 1


def test_a_job_that_was_put_off_is_not_called_unsent_when_it_is_stopped(tmp_path: Path) -> None:
    with FakeService() as service:
        service.reply_next("submit", *[Reply(429, {}, b'{"error": {"message": "slow down"}}')] * 9)
        place = ["--data-dir", str(tmp_path / "data")]
        wish = ["--model", "sora2-landscape-4s", "--prompt", "a fox", "-o", str(tmp_path / "a.mp4")]
        command = [sys.executable, "-m", "sora_desktop", *place, "generate", *wish]
        up = {**os.environ, "SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key}
        stopped = subprocess.Popen(command, env=up, stderr=subprocess.PIPE, text=True)
        assert stopped.stderr is not None
        next(line for line in stopped.stderr if "is busy" in line)
        stopped.send_signal(signal.SIGINT)
        said = stopped.communicate(timeout=90)[1]

    assert "Nothing was sent" not in said
    assert "nothing is known to be billed" in said


def test_a_clip_is_brought_home_though_nobody_listens_any_more(tmp_path: Path) -> None:
    with FakeService() as service:
        service.clip.data = small_mp4(1280, 720, 4.0)
        wish = ["--model", "sora2-landscape-4s", "--prompt", "a fox", "-o", str(tmp_path / "a.mp4")]
        command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(tmp_path / "data"), "generate", *wish]
        up = {**os.environ, "SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key}
        deaf = subprocess.Popen(command, env=up, stderr=subprocess.PIPE)
        assert deaf.stderr is not None
        deaf.stderr.close()
        ended = deaf.wait(timeout=180)

    assert (ended, (tmp_path / "a.mp4").read_bytes()) == (0, service.clip.data)
