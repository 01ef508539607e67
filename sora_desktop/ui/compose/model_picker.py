"""The list of models that fit, drawn as cards: shape, id, size and length, price."""

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.shapes import Shape
from sora_desktop.ui.common.lines import elided
from sora_desktop.ui.common.mirroring import mirrored_exactly
from sora_desktop.ui.common.spoken_list import SpokenList
from sora_desktop.ui.common.viewports import give_viewport
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.item_models import CARD_ROLE, MODEL_ROLE, ModelCard, ModelList
from sora_desktop.ui.language import one_line, tr
from sora_desktop.ui.theme import FOCUS_WIDTH, Colours, ThemeKeeper

_INSET = 3
_PADDING = 7
_LEADING = 1.12
_SHAPE_COLUMN = 40
_SHAPES = {Shape.LANDSCAPE: (18.0, 11.0), Shape.PORTRAIT: (10.0, 17.0), Shape.SQUARE: (14.0, 14.0)}
_SMALLEST_ROWS = 2
_TALLEST_ROWS = 20
"""No window has room for more, and each is measured."""

Index = QModelIndex | QPersistentModelIndex


class ModelDelegate(QStyledItemDelegate):
    """Draws a ModelCard; all text is drawn as it is, never as markup."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        card: ModelCard = index.data(CARD_ROLE)
        lines = 3 if card.note else 2
        line = _line_height(QFontMetrics(option.font))
        return QSize(160, lines * line + 2 * _PADDING + 2 + _heading_height(card, line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: ModelCard = index.data(CARD_ROLE)
        colours = self._theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if card.heading:
            rect = _paint_heading(painter, rect, option, card, colours)
        _paint_ground(painter, rect, option.state, colours, last=index.row() == index.model().rowCount() - 1)
        _paint_shape(painter, rect, card.shape, colours, option.direction)
        _paint_words(painter, rect, option, card, colours)
        painter.restore()


def _line_height(metrics: QFontMetrics) -> int:
    return round(metrics.lineSpacing() * _LEADING)


def _heading_height(card: ModelCard, line: int) -> int:
    return line + _PADDING if card.heading else 0


def _paint_heading(
    painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, card: ModelCard, colours: Colours
) -> QRectF:
    """Above the first card of a kind; the room that is left for the card."""
    metrics = QFontMetrics(option.font)
    height = _heading_height(card, _line_height(metrics))
    words = mirrored_exactly(QRectF(rect.left() + 10, rect.top(), rect.width() - 20, height), rect, option.direction)
    painter.setFont(option.font)
    painter.setPen(QColor(colours.muted))
    shown = elided(metrics, card.heading, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return rect.adjusted(0, height, 0, 0)


def _paint_ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag, colours: Colours, *, last: bool) -> None:
    inner = rect.adjusted(_INSET, _INSET - 1, -_INSET, -_INSET)
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected or state & QStyle.StateFlag.State_MouseOver:
        focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(QColor(colours.accent_soft if selected else colours.hover))
        painter.setPen(QPen(QColor(colours.accent), FOCUS_WIDTH) if focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    if not last:
        painter.setPen(QPen(QColor(colours.line), 1))
        y = rect.bottom() - 0.5
        painter.drawLine(QLineF(rect.left() + 10, y, rect.right() - 10, y))


def _paint_shape(
    painter: QPainter, rect: QRectF, shape: Shape, colours: Colours, direction: Qt.LayoutDirection
) -> None:
    width, height = _SHAPES[shape]
    outline = QRectF(0, 0, width, height)
    column = QRectF(rect.left(), rect.top(), _SHAPE_COLUMN, rect.height())
    outline.moveCenter(mirrored_exactly(column, rect, direction).center())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.muted), 1.5))
    painter.drawRoundedRect(outline, 2, 2)


def _paint_words(
    painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, card: ModelCard, colours: Colours
) -> None:
    metrics = QFontMetrics(option.font)
    line = _line_height(metrics)
    price = card.price or "–"
    price_width = metrics.horizontalAdvance(price)
    words = QRectF(rect.left() + _SHAPE_COLUMN, rect.top() + _PADDING, 0, line)
    words.setRight(rect.right() - 12 - price_width - 10)
    words = mirrored_exactly(words, rect, option.direction)
    painter.setFont(option.font)
    lines = [
        (one_line(card.model.title), colours.text),
        (" · ".join(filter(None, (card.size, card.length, card.id_line))), colours.faint),
        (card.note, colours.muted),
    ]
    for words_of_line, colour in lines:
        painter.setPen(QColor(colour))
        shown = elided(metrics, words_of_line, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        words.translate(0, line)
    painter.setPen(QColor(colours.muted))
    painter.drawText(
        mirrored_exactly(rect.adjusted(0, 0, -12, 0), rect, option.direction),
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        price,
    )


class ModelPicker(SpokenList):
    """As tall as its cards, but for what `show_within` says; scrolling where there is no room for that.

    Signals: `picked(VideoModel)` when a person moves to another card, by mouse or keys.
    """

    picked = Signal(object)

    def __init__(self, theme: ThemeKeeper, models: ModelList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_viewport(self)
        self.setObjectName("modelPicker")
        self.setProperty("role", "field")
        self.setAccessibleName(tr(text.COMPOSE_MODEL_NAME))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(models)
        self.setItemDelegate(ModelDelegate(theme, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(SpokenList.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._models = models
        self._most = 0
        self._by_hand = True
        self.selectionModel().currentChanged.connect(self._moved)
        models.modelReset.connect(self.updateGeometry)
        models.dataChanged.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    def select(self, model: VideoModel | None) -> None:
        """Move to the card of a model (to none where it is not in the list) without a signal."""
        row = self._models.row_of(model.id) if model else -1
        self._by_hand = False
        self.setCurrentIndex(self._models.index(row) if row >= 0 else QModelIndex())
        if row < 0:
            self.clearSelection()
        self._by_hand = True

    def show_within(self, most: int) -> None:
        """Take so many pixels at most, and leave the rest of the form to the prompt."""
        self._most = most
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        whole = self._height_of(min(self._models.rowCount(), _TALLEST_ROWS))
        return QSize(200, min(whole, max(self._most, self.minimumSizeHint().height())) if self._most else whole)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height_of(min(self._models.rowCount(), _SMALLEST_ROWS)))

    def _height_of(self, rows: int) -> int:
        return sum(self.sizeHintForRow(row) for row in range(rows)) + 4

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._by_hand and current.isValid():
            self.picked.emit(current.data(MODEL_ROLE))
