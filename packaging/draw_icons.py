"""Draws the icon sets that Windows and macOS want out of the one drawing: python packaging/draw_icons.py

Leaves packaging/windows/sora-desktop.ico and packaging/macos/sora-desktop.icns, which are not kept in the repository.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).parent
DRAWING = HERE.parent / "resources" / "icons" / "sora-desktop.svg"
SIDE = 1024


def drawn() -> Image.Image:
    """The icon as it is drawn, 1024 pixels wide, on nothing."""
    application = QGuiApplication([])
    picture = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, SIDE, SIDE))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    del application
    return Image.open(BytesIO(buffer.data().data()))


def main() -> None:
    icon = drawn()
    icon.save(HERE / "windows" / "sora-desktop.ico", sizes=[(side, side) for side in (16, 24, 32, 48, 64, 128, 256)])
    icon.save(HERE / "macos" / "sora-desktop.icns")


if __name__ == "__main__":
    main()
