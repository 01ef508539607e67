"""Drops and pastes: what is read out of what browsers, file managers and clipboards hand over."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from sora_desktop.ui.compose.drops import (
    Dragged,
    FileDrop,
    FilesDrop,
    LinkDrop,
    PixelsDrop,
    WrongDrop,
    is_picture_rather_than_text,
    may_be_picture,
    read_drop,
    what_is_dragged,
)

LINK = "https://pictures.example.com/fox.png?size=large"
PNG = b"\x89PNG bytes as a browser hands them over"


def urls(*addresses: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(address) for address in addresses])
    return mime


def html(page: str) -> QMimeData:
    mime = QMimeData()
    mime.setHtml(page)
    return mime


def pixels() -> QMimeData:
    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#b5502c"))
    mime = QMimeData()
    mime.setImageData(image)
    return mime


def test_a_file_is_read_as_its_path() -> None:
    assert FileDrop(Path("/pictures/fox plate.png")) == read_drop(urls("file:///pictures/fox%20plate.png"))


def test_a_file_manager_may_name_this_machine() -> None:
    assert FileDrop(Path("/pictures/fox.png")) == read_drop(urls("file://localhost/pictures/fox.png"))


@pytest.mark.parametrize(
    "url",
    ["file://evil/share/fox.png", "FILE://EVIL/fox.png", "file:////evil/share/fox.png", "file:///%5C%5Cevil/x.png"],
)
def test_a_file_of_another_computer_is_not_opened(url: str) -> None:
    """Merely looking at it would send this person's password to that computer, on some systems."""
    drop = read_drop(urls(url))

    assert isinstance(drop, WrongDrop)
    assert "another computer" in str(drop.reason)
    assert not is_picture_rather_than_text(urls(url))


def test_a_drop_with_both_a_file_and_a_link_is_the_file() -> None:
    assert FileDrop(Path("/pictures/fox.png")) == read_drop(urls(LINK, "file:///pictures/fox.png"))


def test_several_files_are_pictures_each_in_the_order_of_their_numbers() -> None:
    names = ("shot 10.png", "shot 9.JPG", "shot 1.webp", "shot 9.JPG")
    drop = read_drop(urls(LINK, *(f"file:///pictures/{name}" for name in names)))

    assert isinstance(drop, FilesDrop)
    assert FilesDrop(
        tuple(Path("/pictures", name) for name in ("shot 1.webp", "shot 9.JPG", "shot 10.png"))
    ) == replace(drop, left_out=0)


def test_what_is_no_picture_by_its_name_is_left_out_of_several_and_counted() -> None:
    two = read_drop(urls(*(f"file:///p/{name}" for name in ("a.png", "b.png", ".DS_Store", "notes.txt"))))
    one = read_drop(urls("file:///p/a.png", "file:///p/Thumbs.db"))
    none = read_drop(urls("file:///p/a.txt", "file:///p/b.txt"))

    assert FilesDrop((Path("/p/a.png"), Path("/p/b.png")), left_out=2) == two
    assert FileDrop(Path("/p/a.png")) == one
    assert isinstance(none, WrongDrop)


@pytest.mark.parametrize("names", [("film.mp4",), ("film.MOV",), ("a.webm", "b.mkv")])
def test_a_film_is_none_and_what_can_be_done_with_it_is_said(names: tuple[str, ...]) -> None:
    mime = urls(*(f"file:///p/{name}" for name in names))
    drop = read_drop(mime)

    assert isinstance(drop, WrongDrop)
    assert "Save one of its frames as a picture" in str(drop.reason)
    assert Dragged(1, is_film=True) == what_is_dragged(mime)


def test_while_it_is_dragged_only_kinds_and_names_are_looked_at() -> None:
    words = QMimeData()
    words.setText("a fox")
    page = html("<img src='https://example.com/fox.png'>")

    assert [None, None] == [what_is_dragged(words), what_is_dragged(page)]
    assert Dragged(2) == what_is_dragged(urls("file:///p/a.png", "file:///p/b.png", "file:///p/c.txt"))
    assert [Dragged(), Dragged()] == [what_is_dragged(urls(LINK)), what_is_dragged(pixels())]


def test_a_link_from_a_browser_is_read_with_its_query() -> None:
    assert LinkDrop(LINK) == read_drop(urls(LINK))


def test_a_picture_dragged_out_of_a_page_is_its_own_address_and_not_that_of_the_page_it_leads_to() -> None:
    mime = urls("https://example.com/article")
    mime.setHtml(f'<a href="https://example.com/article"><img alt="" src="{LINK}"></a>')

    assert LinkDrop(LINK) == read_drop(mime)


def test_a_picture_written_into_a_page_is_its_bytes() -> None:
    page = f'<img src="data:image/jpeg;base64,{b64encode(PNG).decode()}">'

    assert PixelsDrop(PNG, "pasted picture.jpg") == read_drop(html(page))


def test_a_picture_written_into_a_link_is_its_bytes() -> None:
    mime = QMimeData()
    mime.setText(f"data:image/png;base64,{b64encode(PNG).decode()}")

    assert PixelsDrop(PNG, "pasted picture.png") == read_drop(mime)


def test_firefox_hands_a_link_over_with_its_title() -> None:
    mime = QMimeData()
    mime.setData("text/x-moz-url", f"{LINK}\nA red fox".encode("utf-16-le"))

    assert LinkDrop(LINK) == read_drop(mime)


def test_a_copied_address_is_a_link() -> None:
    mime = QMimeData()
    mime.setText(f" {LINK}\n")

    assert LinkDrop(LINK) == read_drop(mime)


def test_a_link_of_another_scheme_is_handed_on_to_be_refused_with_its_reason() -> None:
    assert LinkDrop("ftp://example.com/fox.png") == read_drop(urls("ftp://example.com/fox.png"))


def test_picture_bytes_are_taken_as_they_are_before_any_link() -> None:
    mime = urls(LINK)
    mime.setData("image/png", PNG)

    assert PixelsDrop(PNG, "pasted picture.png") == read_drop(mime)


def test_pixels_become_a_png(qapp: QApplication) -> None:
    drop = read_drop(pixels())

    assert isinstance(drop, PixelsDrop)
    read_back = QImage.fromData(drop.data)
    assert (8, 4, "#b5502c") == (read_back.width(), read_back.height(), read_back.pixelColor(3, 2).name())


@pytest.mark.parametrize("words", ["a red fox", "fox: red", "http://", "https://two words.example.com", "http://[::1"])
def test_plain_words_are_no_picture(words: str) -> None:
    mime = QMimeData()
    mime.setText(words)

    assert isinstance(read_drop(mime), WrongDrop)


def test_a_paste_of_nothing_says_what_to_copy() -> None:
    drop = read_drop(QMimeData(), pasted=True)

    assert isinstance(drop, WrongDrop)
    assert "There is no picture to paste. Copy a picture or its link first." == str(drop.reason)


@pytest.mark.parametrize(
    "page", ["<img>", '<img src="">', '<img src="relative.png">', "<p>words</p>", "<img src='data:,'>"]
)
def test_a_page_without_a_usable_picture_is_none(page: str) -> None:
    assert isinstance(read_drop(html(page)), WrongDrop)


def test_in_the_prompt_pixels_and_files_are_pictures_but_words_and_cells_of_a_table_stay_text(
    qapp: QApplication,
) -> None:
    words = QMimeData()
    words.setText("a red fox")
    cells = pixels()
    cells.setText("1\t2")

    assert [True, True, False, False] == [
        is_picture_rather_than_text(mime) for mime in (pixels(), urls("file:///pictures/fox.png"), words, cells)
    ]


def test_something_without_words_links_or_pixels_is_not_even_considered() -> None:
    mime = QMimeData()
    mime.setData("application/x-other", b"1")

    assert not may_be_picture(mime)
