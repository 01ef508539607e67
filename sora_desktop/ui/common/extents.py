"""How large things are beside words: what has room for words grows with them."""

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.theme import FONT_PIXELS


def enlarged(pixels: int, widget: QWidget) -> int:
    """So many pixels where text has its usual size, and as many more as the text of `widget` is larger."""
    return grown(pixels, widget.font())


def grown(pixels: int, font: QFont) -> int:
    """The same beside text in `font`."""
    return max(pixels, round(pixels * QFontInfo(font).pixelSize() / FONT_PIXELS))
