"""Paints a clip as a card: picture, length, two lines of its prompt."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.plain import one_line
from sora_desktop.ui.lists.clip_words import seconds_words, tip
from sora_desktop.ui.lists.clips import CLIP_ROLE
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.widgets.labels import show_tip

CORNER = 7
_BADGE = QColor(0, 0, 0, 170)

Index = QModelIndex | QPersistentModelIndex


class ClipDelegate(QStyledItemDelegate):
    """`thumbnail_of` gives the picture of a clip, within a size in device pixels, or None."""

    def __init__(
        self,
        theme: ThemeKeeper,
        thumbnail_of: Callable[[Clip, QSize], QPixmap | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbnail_of = thumbnail_of
        self.shown_id = ""

    def words_height(self, font: QFont) -> int:
        """What the two lines below the picture need."""
        return 2 * QFontMetrics(_small(font)).lineSpacing() + 12

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return option.rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        clip: Clip = index.data(CLIP_ROLE)
        card = QRect(option.rect)
        picture = QRect(card.topLeft(), QSize(card.width(), card.height() - self.words_height(option.font)))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, card, option)
        self._paint_picture(painter, card, picture, clip)
        self._paint_badge(painter, picture, seconds_words(clip), option.font)
        words = QRect(card.left() + 8, picture.bottom() + 6, card.width() - 16, card.bottom() - picture.bottom() - 8)
        _paint_two_lines(painter, words, one_line(clip.prompt), _small(option.font), self._ink(option))
        self._paint_edge(painter, card, clip, option)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return False
        show_tip(event.globalPos(), tip(index.data(CLIP_ROLE)), view)
        return True

    def _ink(self, option: QStyleOptionViewItem) -> str:
        colours = self._theme.colours
        return colours.text if option.state & QStyle.StateFlag.State_Selected else colours.muted

    def _paint_ground(self, painter: QPainter, card: QRect, option: QStyleOptionViewItem) -> None:
        colours = self._theme.colours
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(QColor(colours.line_strong if hovered else colours.line), 1))
        painter.setBrush(QColor(colours.hover if hovered else colours.raised))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)

    def _paint_picture(self, painter: QPainter, card: QRect, place: QRect, clip: Clip) -> None:
        """Whole, on the dark of the stage: a portrait clip stands between pillars."""
        rounded = QPainterPath()
        rounded.addRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)
        painter.save()
        painter.setClipPath(rounded)
        painter.fillRect(place, QColor(self._theme.colours.stage))
        picture = self._thumbnail_of(clip, place.size() * painter.device().devicePixelRatio())
        if picture is not None and not picture.isNull():
            at = QRect(place.topLeft(), picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio))
            at.moveCenter(place.center())
            painter.drawPixmap(_filled(at, place), picture)
        painter.restore()

    def _paint_badge(self, painter: QPainter, picture: QRect, words: str, font: QFont) -> None:
        tiny = _small(font, 0.82)
        metrics = QFontMetrics(tiny)
        badge = QRect(0, 0, metrics.horizontalAdvance(words) + 10, metrics.height() + 2)
        badge.moveBottomRight(picture.bottomRight() - QPoint(4, 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_BADGE)
        painter.drawRoundedRect(badge, 4, 4)
        painter.setFont(tiny)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_edge(self, painter: QPainter, card: QRect, clip: Clip, option: QStyleOptionViewItem) -> None:
        """A strong edge for what is selected, or current by keyboard, or on the stage."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if not (selected or focused or clip.id == self.shown_id):
            return
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2 if selected or focused else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), CORNER, CORNER)


def _filled(at: QRect, place: QRect) -> QRect:
    """A picture that misses the edge by a rounding goes all the way."""
    return place if abs(at.width() - place.width()) <= 2 and abs(at.height() - place.height()) <= 2 else at


def _small(font: QFont, factor: float = 0.89) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(9, round((font.pixelSize() if font.pixelSize() > 0 else 13) * factor)))
    return small


def _paint_two_lines(painter: QPainter, place: QRect, words: str, font: QFont, colour: str) -> None:
    """Break after the first line as words allow; the second ends in an ellipsis where there is more."""
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(place.width())
    length = line.textLength() if line.isValid() else 0
    layout.endLayout()
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    rest = metrics.elidedText(words[length:].strip(), Qt.TextElideMode.ElideRight, place.width())
    y = place.top() + metrics.ascent()
    painter.drawText(place.left(), y, words[:length].rstrip())
    painter.drawText(place.left(), y + metrics.lineSpacing(), rest)
