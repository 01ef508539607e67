"""The window is gone within two seconds after it was told to close, whatever hangs, and nothing is lost by it."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers.http_server import Reply
from tests.servers.personalities import RemoteJob
from tests.servers.service import FakeService
from tests.support.mp4 import asked_mp4
from tests.support.namespaces import fill, silent_names, volume
from tests.support.window_process import END_SECONDS, WindowProcess, service_environment

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
LARGE = 3_500_000_000
FOREIGN_FILES = 50_000


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        running.polls = 1
        yield running


def close_in_time(window: WindowProcess) -> None:
    window.order("close")
    assert (window.end(END_SECONDS), window.faults()) == (0, []), "\n".join(window.written())


def listed(folder: Path, scratch: Path) -> list[tuple[str, str | None]]:
    """State and id of each job as the ledger has them, read from a copy in `scratch`."""
    scratch.mkdir()
    for file in folder.glob("ledger.sqlite3*"):
        shutil.copy(file, scratch)
    with closing(sqlite3.connect(scratch / "ledger.sqlite3")) as database:
        return database.execute("SELECT state, remote_id FROM jobs ORDER BY number").fetchall()


def test_with_a_name_server_that_says_nothing(tmp_path: Path) -> None:
    elsewhere = {"SORA_BASE_URL": "http://service.example", "SORA_API_KEY": "sk-canary", "SORA_FORMAT": "uniall"}
    with WindowProcess(tmp_path, silent_names(), **elsewhere) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="a fox in snow")
        window.ask("wait_states", states=["submitting"])
        close_in_time(window)


def test_with_a_job_list_that_another_program_holds(tmp_path: Path, service: FakeService) -> None:
    with WindowProcess(tmp_path, **service_environment(service)) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="a fox in snow")
        window.ask("wait_states", states=["done"])
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            close_in_time(window)


def test_while_a_large_download_is_looked_through(tmp_path: Path, service: FakeService) -> None:
    """Its bytes are all here, and their sum is worked out: it takes longer than anybody waits."""
    surroundings = service_environment(service)
    data = service.clip.data
    service.reply_next("file", Reply(200, {"ETag": service.clip.etags[0]}, data[: len(data) // 2], length=len(data)))
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="a fox in snow")
        window.ask("wait_half_fetched", jobs=1)
        window.kill()
    (part,) = (tmp_path / "incoming").glob("*.part")
    os.truncate(part, LARGE)
    note = part.with_name(f"{part.name}.json")
    known = json.loads(note.read_text()) if note.exists() else {"source": "", "etag": "", "modified": ""}
    note.write_text(json.dumps({**known, "total": LARGE, "offset": LARGE, "whole": True, "sha256": "", "told": True}))
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        window.ask("wait_states", states=["fetching", "verifying"])
        close_in_time(window)
    assert LARGE == part.stat().st_size


def test_with_a_pipe_in_the_place_of_a_sidecar(tmp_path: Path, service: FakeService) -> None:
    (tmp_path / "library").mkdir(parents=True)
    (tmp_path / "library" / "stranger.mp4").write_bytes(b"mp4")
    os.mkfifo(tmp_path / "library" / "stranger.json")
    with WindowProcess(tmp_path, **service_environment(service)) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="a fox in snow")
        window.ask("wait_states", states=["done"])
        close_in_time(window)


def test_with_fifty_thousand_files_of_strangers_in_the_library(tmp_path: Path, service: FakeService) -> None:
    library = tmp_path / "library"
    library.mkdir(parents=True)
    (library / "one.mp4").write_bytes(b"mp4")
    (library / "one.json").write_bytes(b"{")
    for number in range(FOREIGN_FILES // 2):
        os.link(library / "one.mp4", library / f"{number}.mp4")
        os.link(library / "one.json", library / f"{number}.json")
    with WindowProcess(tmp_path, **service_environment(service)) as window:
        window.ask("wait_open")
        close_in_time(window)
    shutil.rmtree(library)


def test_with_a_disk_that_does_not_answer(tmp_path: Path, service: FakeService) -> None:
    """Neither a flush nor a commit comes back: what was committed before is there at the next start."""
    surroundings = service_environment(service)
    service.stall()
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="a fox in snow")
        window.ask("wait_states", states=["queued", "running"])
        window.ask("hang")
        close_in_time(window)
    service.finish(service.only_job().id)
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        assert window.ask("wait_states", states=["done"]) == ["done"]
    assert len(service.money.charges) == len(service.requests("submit")) == 1


def test_with_a_full_disk_and_an_id_that_is_nowhere_but_in_memory(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, service: FakeService
) -> None:
    """Room was taken for it before the job was sent: it is there at the next start, and nothing is paid twice."""
    surroundings = service_environment(service)
    service.lists = False  # it could be found there
    service.stall()
    with volume(tmp_path, "24m") as disk:

        def filled(_: RemoteJob, reply: Reply) -> Reply:
            fill(disk.outside)
            return reply

        with WindowProcess(tmp_path, disk, **surroundings) as window:
            window.ask("wait_open")
            service.twists["submit"] = filled
            window.ask("generate", prompt="a fox in snow")
            window.ask("wait_states", states=["queued", "running"])
            close_in_time(window)
        assert listed(disk.outside, tmp_path_factory.mktemp("read") / "ledger") == [("submitting", None)]
        (disk.outside / "filler").unlink()
        disk.grow("1g")  # a download leaves half a gigabyte free
        service.finish(service.only_job().id)
        with WindowProcess(tmp_path, disk, **surroundings) as window:
            window.ask("wait_open")
            assert window.ask("wait_states", states=["done"]) == ["done"]
            close_in_time(window)
    assert len(service.money.charges) == len(service.requests("submit")) == 1
