"""Words on one line. They are cut before they are laid out: what cannot be seen is neither measured nor painted.

A prompt may have a megabyte, and shaping text takes time for each of its letters.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from sora_desktop.ui.common.reading import read_as, reads

_NARROW = 2
"""Pixels: no letter that a person reads is narrower."""
_AT_LEAST = 16


def cut(words: str, width: int, *, middle: bool = False) -> str:
    """As much of `words` as could be seen on a line of `width` pixels, with an ellipsis where there is more."""
    most = max(width // _NARROW, _AT_LEAST)
    if len(words) <= most:
        return words
    return f"{words[: most // 2]}…{words[-most // 2 :]}" if middle else f"{words[:most]}…"


def elided(metrics: QFontMetrics, words: str, width: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """`words` as they fit on a line of `width` pixels."""
    return metrics.elidedText(cut(words, width, middle=mode is Qt.TextElideMode.ElideMiddle), mode, width)


def paint_line(
    painter: QPainter, place: QRect, words: str, font: QFont, colour: str, *, way: Qt.LayoutDirection | None = None
) -> None:
    """`way`: how a stranger's words are read, see `reading`."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = elided(QFontMetrics(font), words, place.width())
    with read_as(painter, way):
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def smaller(font: QFont, factor: float = 0.89) -> QFont:
    """The like for what stands beside the main words."""
    small = QFont(font)
    small.setPixelSize(max(9, round((font.pixelSize() if font.pixelSize() > 0 else 13) * factor)))
    return small


def paint_lines(painter: QPainter, place: QRect, words: str, font: QFont, colour: str, *, lines: int = 2) -> None:
    """A stranger's words: break after each line as they allow; the last ends in an ellipsis where there is more."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    at = QRect(place.left(), place.top(), place.width(), metrics.height())
    with read_as(painter, reads(words)):
        for line in broken(words, font, place.width(), lines):
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, line)
            at.translate(0, metrics.lineSpacing())


def broken(words: str, font: QFont, width: int, lines: int) -> list[str]:
    """Words on so many lines at most, of `width` pixels."""
    words = cut(words, lines * width).strip()
    made: list[str] = []
    while words and len(made) < lines - 1:
        length = _first_line(words, font, width)
        made.append(words[:length].strip())
        words = words[length:].strip()
    return [*made, elided(QFontMetrics(font), words, width)] if words else made


def _first_line(words: str, font: QFont, width: int) -> int:
    """How many characters stand on it. Qt counts UTF-16 units, Python whole characters."""
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    units = line.textLength() if line.isValid() else 0
    layout.endLayout()
    return len(words.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))
