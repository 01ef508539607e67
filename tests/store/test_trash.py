"""What is deleted can be taken back, and what cannot be moved to the trash stays."""

from pathlib import Path

import pytest

from sora_desktop.domain.errors import NoTrashError
from sora_desktop.store import trash
from sora_desktop.store.trash import move_to_trash


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder on the volume of the test's files, so that its trash is the one that is used."""
    monkeypatch.setattr("send2trash.plat_other.HOMETRASH_B", bytes(tmp_path / "home" / "Trash"), raising=False)
    return tmp_path / "home"


def test_files_are_moved_and_those_that_are_gone_are_passed_over(home: Path, tmp_path: Path) -> None:
    clip, sidecar = tmp_path / "clip.mp4", tmp_path / "clip.json"
    clip.write_bytes(b"mp4")
    sidecar.write_bytes(b"{}")

    move_to_trash([clip, tmp_path / "gone.jpg", sidecar])

    assert not clip.exists()
    assert not sidecar.exists()
    assert {b"mp4", b"{}"} == {path.read_bytes() for path in (home / "Trash" / "files").iterdir()}


def test_what_the_system_refuses_is_said_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"mp4")

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(trash, "send2trash", refuse)

    with pytest.raises(NoTrashError, match="Nothing was deleted"):
        move_to_trash([clip])

    assert b"mp4" == clip.read_bytes()
