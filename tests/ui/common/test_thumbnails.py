"""Small pictures that are read in worker threads."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from sora_desktop.ui.common import thumbnails
from sora_desktop.ui.common.thumbnails import Thumbnails

BOX = QSize(64, 36)


def picture(path: Path, size: tuple[int, int] = (320, 180)) -> Path:
    Image.new("RGB", size, (200, 30, 30)).save(path)
    return path


def read(qtbot: QtBot, thumbs: Thumbnails, path: Path) -> QPixmap:
    with qtbot.waitSignal(thumbs.ready):
        assert thumbs.picture(path, BOX) is None
    made = thumbs.picture(path, BOX)
    assert made is not None
    return made


def test_a_picture_is_there_once_it_was_read_and_lies_whole_within_its_box(qtbot: QtBot, tmp_path: Path) -> None:
    thumbs = Thumbnails()

    assert read(qtbot, thumbs, picture(tmp_path / "wide.jpg")).size() == QSize(64, 36)
    assert read(qtbot, thumbs, picture(tmp_path / "tall.jpg", (180, 320))).size() == QSize(20, 36)


def test_a_file_that_is_no_picture_is_asked_for_once(qtbot: QtBot, tmp_path: Path) -> None:
    thumbs = Thumbnails()
    (tmp_path / "broken.jpg").write_bytes(b"no picture")

    assert read(qtbot, thumbs, tmp_path / "broken.jpg").isNull()
    assert read(qtbot, thumbs, tmp_path / "missing.jpg").isNull()


def test_only_so_many_pictures_are_kept(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "ROOM", 2 * 64 * 36 * 4)
    thumbs = Thumbnails()
    paths = [picture(tmp_path / f"{number}.jpg") for number in range(4)]
    for path in paths:
        read(qtbot, thumbs, path)

    assert [True, True, False, False] == [thumbs.picture(path, BOX) is None for path in paths]


def test_what_scrolled_past_is_not_read_before_what_is_seen_now(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "PENDING", 2)
    thumbs = Thumbnails()
    paths = [picture(tmp_path / f"{number}.jpg") for number in range(8)]
    for path in paths:
        thumbs.picture(path, BOX)
    qtbot.waitUntil(lambda: not thumbs._reading)

    assert [0, 1, 6, 7] == [number for number, path in enumerate(paths) if thumbs.picture(path, BOX) is not None]


def test_a_list_that_goes_while_pictures_are_read_breaks_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(20):
        thumbs = Thumbnails()
        thumbs.picture(picture(tmp_path / f"{number}.jpg"), BOX)
        thumbs.deleteLater()
        del thumbs
