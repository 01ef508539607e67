"""Pictures of the window's states: which are taken, and what changed since the last ones."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from benchmarks.compare import Change, compared
from sora_desktop.domain.settings import Theme
from sora_desktop.tour.album import LANGUAGES, SIZES, USUAL_SIZE, Look, OddAlbumError, read_album, take_album
from sora_desktop.tour.states import STATES
from sora_desktop.ui.language import set_language


def test_without_words_every_state_is_taken_in_the_usual_dress() -> None:
    looks = list(read_album("", "", "", "", "").looks())

    assert [Look(state, theme=theme) for theme in (Theme.DARK, Theme.LIGHT) for state in STATES] == looks


def test_all_is_every_language_and_size_and_a_list_is_what_it_names() -> None:
    album = read_album("playing,about", "all", "light", "100,200", "all")

    assert (LANGUAGES, (Theme.LIGHT,), (1.0, 2.0)) == (album.languages, album.themes, album.texts)
    assert (*SIZES, USUAL_SIZE) == album.sizes
    assert "playing-de-light-200-1000x620" in {look.name for look in album.looks()}


@pytest.mark.parametrize("words", [("walking", "", ""), ("", "fr", ""), ("", "", "blue")])
def test_a_word_that_names_nothing_is_said_with_what_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str, str]
) -> None:
    with pytest.raises(OddAlbumError):
        read_album(*words, "", "")

    assert 2 == take_album(tmp_path / "out", *words, "", "")
    assert ": there is " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_state_is_taken_with_the_sheet_that_lies_over_the_window(qapp: QApplication, tmp_path: Path) -> None:
    code = take_album(tmp_path, "about", "ar_XB", "dark", "", "1000x620")
    set_language(qapp, "en")

    picture = QImage(str(tmp_path / "about-ar_XB-dark-100-1000x620.png"))
    assert (0, 1000, 620) == (code, picture.width(), picture.height())


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
