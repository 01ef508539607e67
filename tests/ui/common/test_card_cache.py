"""Cards that were painted once are only moved."""

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from sora_desktop.ui.common.card_cache import CardCache

SIZE = QSize(10, 8)


class Painting:
    """Paints one colour, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, painter: QPainter) -> None:
        self.count += 1
        painter.fillRect(0, 0, SIZE.width(), SIZE.height(), QColor("red"))


def draw(cache: CardCache, look: str, paint: Painting) -> QImage:
    page = QImage(40, 30, QImage.Format.Format_RGB32)
    page.fill(QColor("white"))
    painter = QPainter(page)
    cache.draw(painter, QPoint(20, 10), SIZE, look, paint)
    painter.end()
    return page


@pytest.mark.usefixtures("qapp")
def test_a_card_is_painted_once_for_each_look() -> None:
    cache, paint = CardCache(), Painting()

    pages = [draw(cache, look, paint) for look in ("plain", "plain", "selected", "plain")]

    assert paint.count == 2
    assert [page.pixelColor(20, 10).name() for page in pages] == ["#ff0000"] * 4
    assert [page.pixelColor(19, 10).name() for page in pages] == ["#ffffff"] * 4


@pytest.mark.usefixtures("qapp")
def test_after_a_change_of_everything_cards_are_painted_anew() -> None:
    cache, paint = CardCache(), Painting()
    draw(cache, "plain", paint)
    cache.clear()

    draw(cache, "plain", paint)

    assert paint.count == 2


def test_the_oldest_cards_make_room(qapp: QApplication) -> None:
    cache, paint = CardCache(room=2 * 4 * SIZE.width() * SIZE.height()), Painting()
    for look in ("a", "b", "c", "b", "c", "a"):
        draw(cache, look, paint)

    assert paint.count == 4
