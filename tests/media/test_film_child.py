"""A film that did not pass the check is looked at in a child: the same answers, and none of its troubles."""

import sys
from pathlib import Path

import pytest

from sora_desktop.domain.errors import MediaError
from sora_desktop.media.film_child import look_in_child, picture_in_child
from sora_desktop.media.film_look import look_at_film, picture_at
from tests.support.films import Film, make_film


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_film(tmp_path / "clip.mp4", Film(codec_options={"preset": "ultrafast"}, count=4, full_range=None))


@pytest.mark.usefixtures("true_children")
def test_it_is_seen_as_in_this_process(film: Path) -> None:
    assert look_at_film(film) == look_in_child(film)
    assert picture_at(film, 41_667) == picture_in_child(film, 41_667)


def test_what_is_no_film_is_refused_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "page.mp4").write_bytes(b"<html>" * 100)

    for ask in (look_in_child, lambda path: picture_in_child(path, 0)):
        with pytest.raises(MediaError):
            ask(tmp_path / "page.mp4")


@pytest.mark.parametrize(
    "does",
    [
        "kill -SEGV $$",
        "echo '{\"bytes\": 0}'",
        'printf \'{"bytes": 4, "colours": [1, 1, 1, true]}\\nfour\'',
        'printf \'{"bytes": 8, "colours": [1, "one", 1, null]}\\neightbyt\'',
        'printf \'{"bytes": 8, "colours": 7}\\neightbyt\'',
    ],
)
def test_a_child_that_was_taken_over_can_only_give_answers_of_the_right_shape(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    script = tmp_path / "child"
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))

    for ask in (look_in_child, lambda path: picture_in_child(path, 0)):
        with pytest.raises(MediaError):
            ask(film)
