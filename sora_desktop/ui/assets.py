"""Icons, style sheets, translations and the sample image, from the wheel or from the source tree."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import sora_desktop

ICON_SIZE = 18
"""Side of an icon in a button, in device-independent pixels."""

_SCALES = (1.0, 1.5, 2.0, 3.0)
_DISABLED_OPACITY = 0.38


@cache
def resources_dir() -> Path:
    """`sora_desktop/resources` in an installed wheel, `resources` beside the package in the source tree."""
    package = Path(sora_desktop.__file__).parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


@cache
def read_text(name: str) -> str:
    return (resources_dir() / name).read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int = ICON_SIZE, scale: float = 1.0, *, opacity: float = 1.0) -> QPixmap:
    """`resources/icons/<name>.svg` in `colour` (`#rrggbb`); `scale` is the device pixel ratio."""
    drawing = QSvgRenderer(read_text(f"icons/{name}.svg").replace("currentColor", colour).encode())
    side = round(size * scale)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(opacity)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def icon(name: str, colour: str, size: int = ICON_SIZE) -> QIcon:
    """An icon in one colour, sharp at the usual scales, paler where its control is disabled.

    Made anew after a change of theme; needs the application.
    """
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, colour, size, scale))
        made.addPixmap(pixmap(name, colour, size, scale, opacity=_DISABLED_OPACITY), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """The icon of the window and of its task bar entry."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("sora-desktop", "#ffffff", size))
    return made
