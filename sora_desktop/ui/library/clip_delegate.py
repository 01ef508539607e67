"""Paints a clip: its picture at its own shape, its length, two lines of its prompt."""

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
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Shortcut
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.library import ALONE, InStack
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.badges import badge_rect, fitting, paint_badge
from sora_desktop.ui.common.card_cache import CardCache
from sora_desktop.ui.common.clip_words import seconds_words, tip
from sora_desktop.ui.common.covering import is_near, paint_covering
from sora_desktop.ui.common.labels import show_tip
from sora_desktop.ui.common.lines import paint_lines, smaller
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.language import tr
from sora_desktop.ui.library import sentences as library_text
from sora_desktop.ui.library.item_models import CLIP_ROLE, LINE_ROLE, STACK_ROLE
from sora_desktop.ui.theme import DARK, Colours, ThemeKeeper

CORNER = 7
STACKED = 8
"""So far what lies under the top of a stack looks out at its upper end, in pixels."""
_HAND = 6
"""Pixels around the number of takes that a hand may miss it by."""

Index = QModelIndex | QPersistentModelIndex


class ClipDelegate(QStyledItemDelegate):
    """`thumbnail_of` gives the picture of a clip, within a size in device pixels, or None."""

    def __init__(
        self,
        theme: ThemeKeeper,
        thumbnail_of: Callable[[ClipLine, QSize], QPixmap | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbnail_of = thumbnail_of
        self._cards = CardCache()
        self._heights: dict[int, int] = {}
        theme.changed.connect(self._forget)
        self.shown_id = ""
        self.is_unfolded: Callable[[str], bool] = lambda _stack: False

    def _forget(self) -> None:
        """Another appearance, and maybe another font."""
        self._cards.clear()
        self._heights.clear()

    def words_height(self, font: QFont) -> int:
        """What the two lines below the picture need."""
        pixels = font.pixelSize()
        if pixels not in self._heights:
            self._heights[pixels] = 2 * QFontMetrics(smaller(font)).lineSpacing() + 12
        return self._heights[pixels]

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return option.rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: ClipLine = index.data(LINE_ROLE)
        size = option.rect.size()
        place = QRect(0, 0, size.width(), size.height() - self.words_height(option.font))
        picture = self._thumbnail_of(line, place.size() * painter.device().devicePixelRatio())
        look = self._look(line, index, picture, option)
        self._cards.draw(
            painter,
            option.rect.topLeft(),
            size,
            look,
            lambda on_card: self._paint_card(on_card, QRect(QPoint(), size), place, line, picture, look, option),
        )

    def _look(self, line: ClipLine, index: Index, picture: QPixmap | None, option: QStyleOptionViewItem) -> "_Look":
        clip: Clip | None = index.data(CLIP_ROLE)
        in_stack: InStack = index.data(STACK_ROLE) or ALONE
        flags, state = QStyle.StateFlag, option.state
        return _Look(
            clip_id=line.id,
            prompt=line.prompt,
            picture=0 if picture is None else picture.cacheKey(),
            shape=_shape(clip, picture),
            selected=bool(state & flags.State_Selected),
            focused=bool(state & flags.State_HasFocus),
            hovered=bool(state & flags.State_MouseOver),
            shown=line.id == self.shown_id,
            unchecked=clip is not None and clip.unchecked is not None,
            in_stack=in_stack,
            unfolded=in_stack.takes > 1 and self.is_unfolded(in_stack.stack),
        )

    def _paint_card(
        self,
        painter: QPainter,
        card: QRect,
        place: QRect,
        line: ClipLine,
        picture: QPixmap | None,
        look: "_Look",
        option: QStyleOptionViewItem,
    ) -> None:
        colours, font = self._theme.colours, option.font
        painter.setLayoutDirection(option.direction)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shown = _shown_rect(place, look.shape, look.is_stack, option.direction)
        if look.unfolded:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(QRectF(card).adjusted(0, 0, 0, -1), CORNER, CORNER)
        if look.is_stack:
            _paint_below(painter, shown, colours, option.direction)
        _paint_picture(painter, shown, colours, picture)
        words = fitting(badge_words(line, look.in_stack, folded=not look.unfolded), shown, font)
        if words:
            paint_badge(painter, shown, words, font)
        if look.unchecked:
            paint_badge(painter, shown, tr(text.CLIP_UNCHECKED_MARK), font, colour=DARK.warn, at_top=True)
        room = QRect(2, place.bottom() + 6, card.width() - 6, card.bottom() - place.bottom() - 6)
        ink = colours.text if look.selected or look.hovered else colours.muted
        paint_lines(painter, mirrored(room, card, option.direction), one_line(line.prompt), smaller(font), ink)
        _paint_edge(painter, shown, colours, look)

    def badge_at(self, rect: QRect, index: Index, font: QFont, direction: Qt.LayoutDirection, at: QPoint) -> bool:
        """Whether the number of takes is painted here, as a hand hits it."""
        in_stack: InStack = index.data(STACK_ROLE) or ALONE
        if in_stack.takes < 2:
            return False
        line, folded = index.data(LINE_ROLE), not self.is_unfolded(in_stack.stack)
        place = QRect(rect.topLeft(), QSize(rect.width(), rect.height() - self.words_height(font)))
        picture = self._thumbnail_of(line, place.size())
        shape = _shape(index.data(CLIP_ROLE), picture)
        shown = _shown_rect(place, shape, in_stack.is_top and folded, direction)
        words = fitting(badge_words(line, in_stack, folded=folded), shown, font)
        badge = badge_rect(shown, words, font, direction)
        return badge.adjusted(-_HAND, -_HAND, _HAND, _HAND).contains(at)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return False
        clip = index.data(CLIP_ROLE)
        if clip is not None:
            in_stack: InStack = index.data(STACK_ROLE) or ALONE
            hint = tr(library_text.LIBRARY_STACK_HINT, keys=Shortcut("Alt+Down")) if in_stack.takes > 1 else ""
            show_tip(event.globalPos(), "\n".join(filter(None, (tip(clip), hint))), view)
        return clip is not None


@dataclass(frozen=True, slots=True)
class _Look:
    """What the look of a card depends on, beside its size and the appearance; `picture` is 0 until it is read.

    `shape` is width and height of the clip, as far as they are known.
    """

    clip_id: str
    prompt: str
    picture: int
    shape: tuple[int, int]
    selected: bool
    focused: bool
    hovered: bool
    shown: bool
    unchecked: bool
    in_stack: InStack = ALONE
    unfolded: bool = False

    @property
    def is_stack(self) -> bool:
        """Whether others lie below it."""
        return self.in_stack.takes > 1 and self.in_stack.is_top and not self.unfolded


def badge_words(line: ClipLine, in_stack: InStack, *, folded: bool) -> list[str]:
    """Its length; of several takes also how many there are, or which one it is. The shorter for a narrow picture last."""
    length = seconds_words(line.seconds) if line.seconds else ""
    if in_stack.takes < 2:
        return [length]
    if folded:
        takes = tr(library_text.LIBRARY_TAKES, count=in_stack.takes)
        whole = tr(library_text.LIBRARY_TAKES_AND_LENGTH, takes=takes, length=length) if length else takes
        return [whole, takes, f"{in_stack.takes}×"]
    number = tr(library_text.LIBRARY_TAKE, number=in_stack.number, count=in_stack.takes)
    whole = tr(library_text.LIBRARY_TAKES_AND_LENGTH, takes=number, length=length) if length else number
    return [whole, number, f"{in_stack.number}/{in_stack.takes}"]


def _shown_rect(place: QRect, shape: tuple[int, int], is_stack: bool, direction: Qt.LayoutDirection) -> QRect:
    """Where its picture lies; what lies below a stack's top looks out at its upper end."""
    room = place.adjusted(0, STACKED, -STACKED, 0) if is_stack else place
    return mirrored(_picture_rect(room, shape), place, direction)


def _paint_below(painter: QPainter, shown: QRect, colours: Colours, direction: Qt.LayoutDirection) -> None:
    for far in (STACKED, STACKED // 2):
        step = far if direction is not Qt.LayoutDirection.RightToLeft else -far
        below = QRectF(shown).translated(step, -far).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(colours.line_strong), 1))
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(below, CORNER, CORNER)


def _shape(clip: Clip | None, picture: QPixmap | None) -> tuple[int, int]:
    if clip is not None:
        return clip.size.width, clip.size.height
    return (picture.width(), picture.height()) if picture is not None and not picture.isNull() else (16, 9)


def _picture_rect(place: QRect, shape: tuple[int, int]) -> QRect:
    """Whole, as large as fits, where reading begins. One that misses an edge by a rounding goes all the way."""
    size = QSize(*shape).scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    at = QRect(QPoint(place.left(), place.bottom() + 1 - size.height()), size)
    return place if is_near(place.size(), size) else at


def _paint_picture(painter: QPainter, shown: QRect, colours: Colours, picture: QPixmap | None) -> None:
    rounded = QPainterPath()
    rounded.addRoundedRect(QRectF(shown).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
    if picture is None or picture.isNull():
        painter.fillPath(rounded, QColor(colours.raised))
    else:
        painter.save()
        painter.setClipPath(rounded)
        paint_covering(painter, shown, picture)
        painter.restore()


def _paint_edge(painter: QPainter, shown: QRect, colours: Colours, look: _Look) -> None:
    """A strong edge for what is selected, or current by keyboard; a lighter one for what is on the stage."""
    strong = look.selected or look.focused
    colour = colours.accent if strong or look.shown else colours.line_strong if look.hovered else colours.line
    painter.setPen(QPen(QColor(colour), 2 if strong else 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = 1.0 if strong else 0.5
    painter.drawRoundedRect(QRectF(shown).adjusted(inset, inset, -inset, -inset), CORNER, CORNER)
