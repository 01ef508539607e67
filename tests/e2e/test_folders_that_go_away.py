"""Folders that must not be written, are renamed, or go away with their volume under the open window, and come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.service import FakeService
from tests.support.mp4 import asked_mp4
from tests.support.namespaces import Volume, volume
from tests.support.window_process import WindowProcess, service_environment

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
ROOM = "1g"
"""A download leaves half of it free; only what is written takes memory."""


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        running.stall()
        yield running


def close(window: WindowProcess) -> None:
    window.order("close")
    assert (window.end(), window.faults()) == (0, []), "\n".join(window.written())


def begin(window: WindowProcess) -> None:
    """One job is at the service."""
    window.ask("wait_open")
    window.ask("generate", prompt="a fox in snow")
    window.ask("wait_states", states=["queued", "running"])


def may_be_written(disk: Volume, *, may: bool) -> None:
    disk.run("mount", "-o", f"remount,{'rw' if may else 'ro'}", "none", str(disk.inside))


def test_a_data_folder_that_must_not_be_written_is_said_and_opens_as_soon_as_it_may(
    tmp_path: Path, service: FakeService
) -> None:
    surroundings = service_environment(service)
    with volume(tmp_path, ROOM) as disk:
        with WindowProcess(tmp_path, disk, **surroundings) as window:
            begin(window)
            close(window)
        may_be_written(disk, may=False)
        service.finish(service.only_job().id)
        with WindowProcess(tmp_path, disk, **surroundings) as window:
            assert "Read-only file system" in window.ask("wait_not_open")
            may_be_written(disk, may=True)
            window.ask("try_again")
            window.ask("wait_states", states=["done"])
            close(window)
    assert len(service.money.charges) == 1


@pytest.mark.parametrize("folder", ["library", "incoming"])
def test_a_clip_comes_home_as_soon_as_its_folder_can_be_written(
    tmp_path: Path, service: FakeService, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    with (
        volume(tmp_path / folder, ROOM) as disk,
        WindowProcess(tmp_path, disk, **service_environment(service)) as window,
    ):
        begin(window)
        may_be_written(disk, may=False)
        service.finish(service.only_job().id)
        said = window.ask("wait_reason", words="as soon as the folder can be written to")
        may_be_written(disk, may=True)
        window.ask("wait_states", states=["done"])
        close(window)
    assert "You have paid for it." in said
    assert len(service.money.charges) == 1


@pytest.mark.parametrize("folder", ["", "library"])
def test_a_volume_that_goes_away_and_comes_back_costs_no_clip_and_nothing_is_put_in_its_place(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, service: FakeService, folder: str
) -> None:
    """What is left in its place is an empty folder: what is put there is out of sight when the volume is back."""
    place, kept = tmp_path / folder, tmp_path_factory.mktemp("kept")
    place.mkdir(exist_ok=True)
    with volume(place, ROOM) as disk:
        disk.run("mount", "--bind", str(place), str(kept))
        with WindowProcess(tmp_path, disk, **service_environment(service)) as window:
            begin(window)
            disk.run("umount", "-l", str(place))
            service.finish(service.only_job().id)
            window.ask("wait_reason", words="as soon as the folder can be written to")
            assert [] == list(disk.outside.rglob("*.mp4*"))
            disk.run("mount", "--bind", str(kept), str(place))
            window.ask("wait_states", states=["done"])
            close(window)
        assert 1 == len(list((disk.outside if folder else disk.outside / "library").glob("*.mp4")))
    assert len(service.money.charges) == 1


def test_nothing_is_sent_while_the_volume_of_the_library_is_away(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, service: FakeService
) -> None:
    """What waits may lie there already, and an empty folder in its place says nothing of it."""
    place, kept = tmp_path / "library", tmp_path_factory.mktemp("kept")
    place.mkdir()
    with volume(place, ROOM) as disk:
        disk.run("mount", "--bind", str(place), str(kept))
        with WindowProcess(tmp_path, disk, **service_environment(service)) as window:
            window.ask("wait_open")
            disk.run("umount", "-l", str(place))
            window.ask("generate", prompt="a fox in snow")
            window.ask("wait_said", words="The library can't be read")
            assert [] == service.requests("submit")
            disk.run("mount", "--bind", str(kept), str(place))
            window.ask("wait_states", states=["queued", "running"])
            close(window)
    assert 1 == len(service.money.charges)


@pytest.mark.parametrize("back", [True, False])
def test_a_folder_that_is_renamed_under_the_open_window_pays_for_nothing_twice_and_none_is_made_in_its_place(
    tmp_path: Path, service: FakeService, back: bool
) -> None:
    folder, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    with WindowProcess(folder, **service_environment(service)) as window:
        begin(window)
        folder.rename(elsewhere)
        service.finish(service.only_job().id)
        window.ask("wait_reason", words="as soon as the folder can be written to")
        window.ask("press_generate", prompt="a wolf in rain")
        window.ask("wait_ready")  # the press is answered: what is said may be about the first job
        window.ask("wait_said", words="moved or deleted while the app was open")
        assert not folder.exists()
        if back:
            elsewhere.rename(folder)
            window.ask("wait_states", states=["done"])
        close(window)
    with WindowProcess(folder if back else elsewhere, **service_environment(service)) as window:
        window.ask("wait_open")
        assert ["done"] == window.ask("wait_states", states=["done"])
        close(window)
    assert back is folder.exists()
    assert ["a fox in snow"] == [charge.prompt for charge in service.money.charges]
