"""How large things are beside words: what has room for words grows with them."""

from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.theme import FONT_PIXELS


def enlarged(pixels: int, widget: QWidget) -> int:
    """So many pixels where text has its usual size, and as many more as the text of `widget` is larger."""
    return max(pixels, round(pixels * QFontInfo(widget.font()).pixelSize() / FONT_PIXELS))
