"""Pictures of the window's states: which are taken, and what changed since the last ones."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

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
