"""Icons, style sheets, translations and the sample image, from the wheel or from the source tree."""

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sora_desktop.base.own_files import resources_dir as resources_dir  # noqa: PLC0414 -- it is one of these

ICON_SIZE = 18
"""Side of an icon in a button, in device-independent pixels."""

_DISABLED_OPACITY = 0.6


@cache
def read_text(name: str) -> str:
    return (resources_dir() / name).read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int = ICON_SIZE, scale: float = 1.0, *, opacity: float = 1.0) -> QPixmap:
    """`resources/icons/<name>.svg` in `colour` (`#rrggbb`); `scale` is the device pixel ratio."""
    drawn = _drawn(_drawing(name, colour), size, scale)
    return drawn if opacity == 1.0 else _paler(drawn, opacity)


def _drawing(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(read_text(f"icons/{name}.svg").replace("currentColor", colour).encode())


def _drawn(drawing: QSvgRenderer, size: int, scale: float) -> QPixmap:
    side = round(size * scale)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def _paler(picture: QPixmap, opacity: float) -> QPixmap:
    made = QPixmap(picture.size())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(opacity)
    painter.drawPixmap(made.rect(), picture)
    painter.end()
    made.setDevicePixelRatio(picture.devicePixelRatio())
    return made


def icon(name: str, colour: str, size: int = ICON_SIZE) -> QIcon:
    """An icon in one colour, sharp on every screen that is there, paler where its control is disabled.

    Made anew after a change of theme, which a new screen is too; needs the application.
    """
    made = QIcon()
    drawing = _drawing(name, colour)
    for scale in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
        drawn = _drawn(drawing, size, scale)
        made.addPixmap(drawn)
        made.addPixmap(_paler(drawn, _DISABLED_OPACITY), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """The icon of the window and of its task bar entry."""
    made, drawing = QIcon(), _drawing("sora-desktop", "#ffffff")
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_drawn(drawing, size, 1.0))
    return made
