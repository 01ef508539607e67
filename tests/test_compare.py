"""What changed between two folders of pictures."""

from pathlib import Path

from PIL import Image

from benchmarks.compare import Change, compared


def picture(path: Path, *, square: int = 0, size: int = 100) -> None:
    made = Image.new("RGB", (size, size), "white")
    made.paste("black", (10, 20, 10 + square, 20 + square))
    path.parent.mkdir(exist_ok=True)
    made.save(path)


def test_what_changed_is_told_as_a_share_and_a_rectangle_with_a_picture_of_it(tmp_path: Path) -> None:
    before, after, out = (tmp_path / each for each in ("before", "after", "out"))
    picture(before / "same.png", square=5)
    picture(after / "same.png", square=5)
    picture(before / "moved.png")
    picture(after / "moved.png", square=10)
    picture(before / "gone.png")
    picture(after / "new.png")
    picture(before / "wider.png")
    picture(after / "wider.png", size=120)

    changes = list(compared(before, after, out))

    assert [
        Change("gone.png", word="gone"),
        Change("moved.png", 0.01, (10, 20, 20, 30)),
        Change("new.png", word="new"),
        Change("wider.png", word="100x100 became 120x120"),
    ] == changes
    assert "moved.png: 1.00% in 10x10 at 10,20" == str(changes[1])
    assert ["moved.png"] == [path.name for path in out.iterdir()]


def test_a_change_that_nobody_sees_is_none(tmp_path: Path) -> None:
    for folder, level in (("before", 100), ("after", 103)):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (4, 4), (level,) * 3).save(tmp_path / folder / "grey.png")

    assert [] == list(compared(tmp_path / "before", tmp_path / "after", tmp_path / "out"))
