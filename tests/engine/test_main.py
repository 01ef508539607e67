"""The engine as a process: how it starts, what it says, and that it never outlives its parent."""

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sora_desktop.engine.server import bind
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from tests.servers.engine_process import MANAGED, EngineProcess
from tests.servers.hand_renderer import NO_TLS
from tests.support.formats import UNIALL
from tests.support.patience import Patience, patient

LONG = {"model": "sora2-pro-720p", "prompt": "a slow river at dawn", "duration": 20}
SHORT = {"model": "sora2-portrait-4s", "prompt": "a cat runs through grass"}
GONE_SECONDS = 20.0
"""The engine and its renders are gone this long after their parent, on a machine that does much else, too."""


def ask(engine: EngineProcess, method: str, path: str, body: Mapping[str, object] | None = None) -> httpx.Response:
    return httpx.request(
        method, engine.base_url + path, headers=engine.headers, trust_env=False, verify=NO_TLS, json=body
    )


def submit(engine: EngineProcess, body: Mapping[str, object]) -> str:
    return str(ask(engine, "POST", "/v1/video/generations", body).json()["id"])


def until(engine: EngineProcess, job_id: str, *statuses: str, progress: int = 0) -> dict[str, object]:
    """Ask until the job has one of the statuses, and so much progress."""
    patience = Patience()
    while not patience.is_over():
        told = dict(ask(engine, "GET", f"/v1/videos/{job_id}").json())
        if told["status"] in statuses and told["progress"] >= progress:
            return told
        if told["status"] in ("completed", "failed"):
            break
        time.sleep(0.05)
    raise AssertionError(f"{told} did not come to {statuses}: {engine.log.read_text()}")


def children(pid: int) -> list[int]:
    """Direct children of a process."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone_within(pids: list[int], seconds: float) -> list[int]:
    """Which of them still run after so long at the most."""
    patience = Patience(seconds)
    while (left := [pid for pid in pids if alive(pid)]) and not patience.is_over():
        time.sleep(0.01)
    return left


def rendered(folder: Path) -> list[str]:
    """What renders have brought to an end: one that was stopped has not."""
    return [path.name for path in folder.rglob("clip.part")]


def test_it_says_one_line_and_no_more(tmp_path: Path) -> None:
    """Standard output is the port; a render adds nothing to it."""
    engine = EngineProcess(tmp_path / "engine").start()
    until(engine, submit(engine, SHORT), "in_progress", progress=5)
    process = engine.process
    assert process is not None
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    rest = process.stdout.read()

    assert (b"", 0) == (rest, engine.stop())


def test_its_token_is_in_no_argument_and_no_environment(engine: EngineProcess) -> None:
    """It came over standard input alone."""
    assert engine.process is not None
    for name in ("cmdline", "environ"):
        assert engine.token.encode() not in Path(f"/proc/{engine.process.pid}/{name}").read_bytes()


def test_odd_settings_of_proxies_and_tls_do_not_stop_it_or_come_between_it_and_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "socks4://[nonsense")
    for name in ("SSL_CERT_FILE", "SSLKEYLOGFILE"):
        monkeypatch.setenv(name, str(tmp_path / "gone" / "file"))

    async def probe(engine: EngineProcess) -> None:
        async with Transport() as transport:
            await VideoClient(transport, Endpoint(engine.base_url, engine.token)).probe(UNIALL)

    with EngineProcess(tmp_path / "engine") as engine:
        asyncio.run(probe(engine))


def test_it_listens_on_loopback_alone(engine: EngineProcess) -> None:
    """One listening socket, on 127.0.0.1."""
    assert engine.process is not None
    inodes = {str(path.readlink()) for path in Path(f"/proc/{engine.process.pid}/fd").iterdir()}
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes]

    assert [f"0100007F:{engine.port:04X}"] == listening


def test_it_answers_without_a_delay_of_the_line() -> None:
    """asyncio switches Nagle's delay off only on a socket whose protocol is named."""
    with bind(0) as listener:
        assert 6 == listener.proto


def test_it_ends_in_order_when_its_input_ends_while_it_renders(tmp_path: Path) -> None:
    """Exit code 0, the render with it."""
    engine = EngineProcess(tmp_path / "engine").start()
    until(engine, submit(engine, LONG), "in_progress", progress=1)
    assert engine.process is not None
    renders = children(engine.process.pid)

    assert 0 == engine.stop()
    assert (1, [], []) == (len(renders), gone_within(renders, GONE_SECONDS), rendered(tmp_path))


def test_it_ends_in_order_on_sigterm(tmp_path: Path) -> None:
    """As when its input ends."""
    with EngineProcess(tmp_path / "engine") as engine:
        assert engine.process is not None
        engine.process.send_signal(signal.SIGTERM)

        assert 0 == engine.process.wait(patient())


PARENT = """
import subprocess, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.servers.engine_process import EngineProcess
engine = EngineProcess(Path({folder!r})).start()
print(engine.base_url, engine.token, engine.process.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def parent_of_an_engine(folder: Path) -> Iterator[tuple[subprocess.Popen[str], EngineProcess, int]]:
    """A process that started an engine, the engine, and the engine's pid."""
    script = PARENT.format(root=str(Path(__file__).parents[2]), folder=str(folder))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        base_url, token, pid = parent.stdout.readline().split()
        engine = EngineProcess(folder)
        engine.port, engine.token = int(base_url.rpartition(":")[2]), token
        try:
            yield parent, engine, int(pid)
        finally:
            parent.kill()


def test_a_killed_parent_takes_engine_and_render_with_it(tmp_path: Path) -> None:
    """kill -9 leaves no process and no open port."""
    with parent_of_an_engine(tmp_path / "engine") as (parent, engine, pid):
        until(engine, submit(engine, LONG), "in_progress", progress=1)
        renders = children(pid)
        parent.kill()
        parent.wait()

        assert (1, [], []) == (len(renders), gone_within([pid, *renders], GONE_SECONDS), rendered(tmp_path))
        with pytest.raises(httpx.ConnectError):
            ask(engine, "GET", "/health")


def test_a_killed_engine_takes_its_render_with_it_and_makes_it_after_the_next_start(tmp_path: Path) -> None:
    """The finished clip is served as before; the caught job is made again; nothing is made twice over."""
    engine = EngineProcess(tmp_path / "engine").start()
    done = submit(engine, SHORT)
    until(engine, done, "completed")
    clip = ask(engine, "GET", f"/v1/videos/{done}/content").content
    caught = submit(engine, LONG)
    until(engine, caught, "in_progress", progress=1)
    assert engine.process is not None
    renders = children(engine.process.pid)
    engine.kill()
    assert ([], []) == (gone_within(renders, GONE_SECONDS), rendered(tmp_path))

    with engine:
        assert clip == ask(engine, "GET", f"/v1/videos/{done}/content").content
        until(engine, caught, "in_progress", progress=1)
        assert 200 == ask(engine, "DELETE", f"/v1/videos/{caught}").status_code
        assert engine.process is not None
        assert [] == gone_within(children(engine.process.pid), GONE_SECONDS)


def test_renders_step_back_behind_the_window(tmp_path: Path) -> None:
    """They and the engine run at a lower priority than what started them."""
    with EngineProcess(tmp_path / "engine") as engine:
        until(engine, submit(engine, LONG), "in_progress", progress=1)
        assert engine.process is not None
        (render,) = children(engine.process.pid)
        own, served, rendered = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, engine.process.pid, render))

        assert own < served < rendered


def test_two_renders_at_once_are_the_most(tmp_path: Path) -> None:
    """Of four jobs two wait."""
    with EngineProcess(tmp_path / "engine") as engine:
        ids = [submit(engine, LONG) for _ in range(4)]
        for job_id in ids[:2]:
            until(engine, job_id, "in_progress", progress=1)

        assert ["queued", "queued"] == [until(engine, job_id, "queued")["status"] for job_id in ids[2:]]
        assert engine.process is not None
        assert 2 == len(children(engine.process.pid))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"no json\n",
        b"[]\n",
        b'"text"\n',
        b"{}\n",
        b'{"token": "a-token-that-is-long-enough"}\n',
        b'{"token": "short", "folder": "/tmp/x"}\n',
        b'{"token": "a-token-that-is-long-enough", "folder": "relative"}\n',
        b'{"token": "a-token-that-is-long-enough", "folder": 7}\n',
        b'{"token": 1234567890123456789, "folder": "/tmp/x"}\n',
    ],
)
def test_a_bad_greeting_starts_nothing(line: bytes) -> None:
    """Exit code 2, nothing on standard output, one line that does not repeat what was sent."""
    ended = subprocess.run(MANAGED, input=line, capture_output=True, timeout=patient(), check=False)

    assert (2, b"", 1) == (ended.returncode, ended.stdout, len(ended.stderr.splitlines()))
    assert b"long-enough" not in ended.stderr


def test_one_folder_has_one_engine(tmp_path: Path) -> None:
    """A second one waits for the first to end, and serves then."""
    first = EngineProcess(tmp_path / "engine").start()
    second = EngineProcess(tmp_path / "engine")
    with subprocess.Popen(MANAGED, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps({"token": second.token, "folder": str(second.folder)}).encode() + b"\n")
        process.stdin.flush()
        assert b"another engine still works" in process.stderr.readline()
        assert 200 == ask(first, "GET", "/health").status_code
        first.stop()
        second.port = json.loads(process.stdout.readline())["port"]

        assert 200 == ask(second, "GET", "/health").status_code


def test_it_stands_alone_with_a_token_file(tmp_path: Path) -> None:
    """One line names the base URL and the file, which only its owner may read and which goes with the engine."""
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(tmp_path), "engine"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline().split()
        base_url = next(word for word in said if word.startswith("http://127.0.0.1:"))
        token_file = Path(said[-1])
        token = token_file.read_text().strip()
        answer = httpx.get(f"{base_url}/health", headers={"Authorization": f"Bearer {token}"}, trust_env=False)
        mode = stat.S_IMODE(token_file.stat().st_mode)
        process.send_signal(signal.SIGINT)
        code = process.wait(patient())

    assert (200, 0o600, 0, False) == (answer.status_code, mode, code, token_file.exists())


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """Exit code 2 and a sentence; no token file is left."""
    with bind(0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(tmp_path), "engine", "--port", port]
        ended = subprocess.run(command, capture_output=True, timeout=patient(), check=False)

    assert (2, b"") == (ended.returncode, ended.stdout)
    assert f"port {port} cannot be had".encode() in ended.stderr
    assert [] == list(tmp_path.rglob("token"))
