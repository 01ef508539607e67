"""Backups, copies, deleted locks and other volumes, with windows as real processes: nothing is paid twice, and it is said."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.service import FakeService
from tests.support.mp4 import asked_mp4
from tests.support.namespaces import volume
from tests.support.window_process import WindowProcess, service_environment

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
SENT, WAITS = "a fox in snow", "a wolf in rain"


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        running.polls = 1
        yield running


def prompts(service: FakeService) -> list[str]:
    return [charge.prompt for charge in service.money.charges]


def opened(folder: Path, service: FakeService) -> WindowProcess:
    return WindowProcess(folder, **service_environment(service))


def leave_one_waiting(folder: Path, service: FakeService) -> None:
    """One clip is made, and another job waits in a queue that is not paused at the next start."""
    with opened(folder, service) as window:
        window.ask("wait_open")
        window.ask("generate", prompt=SENT)
        window.ask("wait_states", states=["done"])
        window.ask("pause", paused=True)
        window.ask("generate", prompt=WAITS)
        window.order("close")
        assert window.end() == 0
    (folder / "settings.json").unlink()


def go_on(folder: Path, service: FakeService) -> None:
    """The next start sends what waits."""
    with opened(folder, service) as window:
        window.ask("wait_open")
        window.ask("wait_states", states=["done"])
        window.order("close")
        assert window.end() == 0


def held(folder: Path, service: FakeService, why: str) -> list[str]:
    """A start that sends nothing and says why; the states of its jobs."""
    before = len(service.requests("submit"))
    with opened(folder, service) as window:
        window.ask("wait_open")
        window.ask("wait_said", words=why)
        states = [job["state"] for job in window.ask("jobs")]
        window.order("close")
        assert window.end() == 0
    assert before == len(service.requests("submit"))
    return states


def test_a_ledger_that_was_put_back_from_a_backup_pays_for_nothing_again(tmp_path: Path, service: FakeService) -> None:
    folder, kept = tmp_path / "data", tmp_path / "kept.sqlite3"
    leave_one_waiting(folder, service)
    shutil.copy2(folder / "ledger.sqlite3", kept)
    go_on(folder, service)
    for file in folder.glob("ledger.sqlite3*"):
        file.unlink()
    shutil.copy2(kept, folder / "ledger.sqlite3")

    assert ["done", "done"] == held(folder, service, "The job list is older than what was sent from here")
    with opened(folder, service) as window:
        window.ask("wait_open")
        window.ask("pause", paused=False)
        window.ask("generate", prompt="an owl")
        window.ask("wait_states", states=["done"])
    assert [SENT, WAITS, "an owl"] == prompts(service)


@pytest.mark.parametrize("first", ["copy", "original"])
def test_of_a_folder_and_its_copy_only_one_sends_what_waits_in_both(
    tmp_path: Path, service: FakeService, first: str
) -> None:
    original, copy = tmp_path / "data", tmp_path / "copy"
    leave_one_waiting(original, service)
    shutil.copytree(original, copy)
    if first == "original":
        go_on(original, service)
        assert "waiting" in held(copy, service, "older than what was last sent from this computer")
    else:
        assert "waiting" in held(copy, service, "This data folder is a copy of another one")
        with opened(copy, service) as window:
            window.ask("wait_open")
            window.ask("pause", paused=False)
            window.ask("wait_states", states=["done"])
        assert "waiting" in held(original, service, "a copy of it was used elsewhere")

    assert [SENT, WAITS] == prompts(service)


def test_a_folder_whose_lock_is_deleted_has_no_second_owner_and_pays_for_each_clip_once(
    tmp_path: Path, service: FakeService
) -> None:
    wishes = [f"clip {number}" for number in range(7)]
    with opened(tmp_path, service) as window:
        window.ask("wait_open")
        window.ask("pause", paused=True)
        for wish in wishes:
            window.ask("generate", prompt=wish)
        (tmp_path / "lock").unlink()
        with opened(tmp_path, service) as second:
            assert (second.end(), second.faults()) == (0, [])
        assert window.ask("raised") == 1
        window.ask("press_resume")
        window.ask("wait_said", words="The lock of this data folder was deleted or replaced")
        assert {"waiting"} == {job["state"] for job in window.ask("jobs")}
        window.order("close")
        assert window.end() == 0
    assert [] == prompts(service)
    with opened(tmp_path, service) as window:
        window.ask("wait_open")
        window.ask("pause", paused=False)
        window.ask("wait_states", states=["done"])
    assert wishes == sorted(prompts(service))


def test_a_clip_comes_home_to_a_library_on_another_volume(tmp_path: Path, service: FakeService) -> None:
    (tmp_path / "library").mkdir()
    with volume(tmp_path / "library", "64m") as disk:
        with WindowProcess(tmp_path, disk, **service_environment(service)) as window:
            window.ask("wait_open")
            window.ask("generate", prompt=SENT)
            window.ask("wait_states", states=["done"])
            window.order("close")
            assert window.end() == 0
        clips = {path.suffix: path.read_bytes() for path in disk.outside.iterdir()}

    assert {".mp4", ".json"} == set(clips)
    assert service.clip.data == clips[".mp4"]
    assert ([], []) == (list((tmp_path / "library").iterdir()), list((tmp_path / "incoming").iterdir()))
