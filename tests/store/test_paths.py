"""The data folder is made whole, for its person alone."""

from pathlib import Path

from sora_desktop.store.paths import Paths, default_root


def test_every_folder_is_made_and_making_them_again_changes_nothing(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "deep" / "data")

    paths.make()
    (paths.library / "clip.mp4").write_bytes(b"mp4")
    paths.make()

    assert {"library", "thumbnails", "incoming", "inputs", "characters", "engine", "logs"} == {
        path.name for path in paths.root.iterdir()
    }
    assert (paths.library / "clip.mp4").exists()


def test_nobody_else_may_look_inside(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data")
    paths.make()

    assert {0o700} == {path.stat().st_mode & 0o777 for path in (paths.root, *paths.root.iterdir())}


def test_everything_lies_inside_the_root(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    places = [getattr(paths, name) for name in dir(Paths) if isinstance(getattr(Paths, name), property)]

    assert 18 == len(places)
    assert all(place.parent == tmp_path for place in places)


def test_the_default_root_is_named_after_the_app() -> None:
    assert "Sora Desktop" == default_root().name
