"""Pictures in places of nearly their shape."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from sora_desktop.ui.common.covering import fitting, paint_covering


@pytest.mark.parametrize(
    ("place", "shape", "expected"),
    [
        (QRect(3, 4, 320, 180), QSize(1280, 720), QRect(3, 4, 320, 180)),
        (QRect(0, 0, 107, 60), QSize(320, 183), QRect(0, 0, 107, 60)),
        (QRect(0, 0, 60, 100), QSize(1024, 1792), QRect(0, 0, 60, 100)),
        (QRect(0, 0, 320, 180), QSize(720, 1280), QRect(109, 0, 101, 180)),
    ],
)
def test_what_misses_an_edge_by_a_rounding_fills_its_place(place: QRect, shape: QSize, expected: QRect) -> None:
    assert expected == fitting(place, shape)


def test_a_picture_that_fills_a_place_of_nearly_its_shape_is_cut_and_not_stretched(qtbot: QtBot) -> None:
    """A square in the middle of the picture stays one, and no pixel of the place is left free."""
    picture = QPixmap(200, 104)
    picture.fill(QColor("#2040c0"))
    painter = QPainter(picture)
    painter.fillRect(80, 32, 40, 40, QColor("#ffffff"))
    painter.end()
    made = QImage(200, 100, QImage.Format.Format_RGB32)
    made.fill(QColor("#ff0000"))
    painter = QPainter(made)
    paint_covering(painter, made.rect(), picture)
    painter.end()
    white = [(x, y) for x in range(200) for y in range(100) if made.pixelColor(x, y) == QColor("#ffffff")]
    across, down = {x for x, _ in white}, {y for _, y in white}

    assert (40, 40) == (len(across), len(down))
    assert all(made.pixelColor(*corner) == QColor("#2040c0") for corner in ((0, 0), (199, 0), (0, 99), (199, 99)))
