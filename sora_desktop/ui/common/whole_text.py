"""A text of any length, whole, on as many lines as it needs; laid out once for a width and a font."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

_LINE_BREAK = "\u2028"


class WholeText:
    """Words that may break anywhere where no space is. The one that was laid out last is kept."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._layout = QTextLayout()
        self._height = 0

    def height(self, words: str, font: QFont, width: int) -> int:
        """Pixels that the words need in so many pixels of width."""
        self._lay_out(words, font, width)
        return self._height

    def paint(
        self,
        painter: QPainter,
        at: QPoint,
        words: str,
        font: QFont,
        width: int,
        colour: str,
        *,
        way: Qt.LayoutDirection | None = None,
    ) -> None:
        """`way`: how the words are read, see `reading`; None leaves it to them."""
        self._lay_out(words, font, width, way)
        painter.setPen(QColor(colour))
        self._layout.draw(painter, QPointF(at))

    def _lay_out(self, words: str, font: QFont, width: int, way: Qt.LayoutDirection | None = None) -> None:
        key = (words, font.toString(), width, way)
        if key == self._key:
            return
        self._key = key
        self._layout = QTextLayout(words.replace("\n", _LINE_BREAK), font)
        to_the_left = way is Qt.LayoutDirection.RightToLeft
        option = QTextOption(Qt.AlignmentFlag.AlignRight if to_the_left else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto if way is None else way)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        y = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, y))
            y += line.height()
        self._layout.endLayout()
        self._height = round(y)
