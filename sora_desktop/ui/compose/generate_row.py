"""The foot of the composer: how many takes, what they cost, and Generate."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from sora_desktop.base.sentences import Shortcut
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import COUNT_LIMIT
from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.job_words import doubt_words, figure_of, money_words
from sora_desktop.ui.common.labels import PlainLabel, set_look, set_tip
from sora_desktop.ui.common.lines import elided
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import keys_on_a_button, tr
from sora_desktop.ui.theme import FOCUS_WIDTH, ThemeKeeper

_FEEDBACK_MILLISECONDS = 1600
_SPIN_WIDTH = 24
_LEAST_MARGIN = 8


class TakesField(QFrame):
    """Up and Down change it; the buttons are for the mouse. Signals: `changed(int)`."""

    changed = Signal(int)

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self._spin = QSpinBox()
        self._spin.setObjectName("countSpin")
        self._spin.setProperty("role", "bare")
        self._spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._spin.setRange(1, COUNT_LIMIT)
        self._spin.setAccessibleName(tr(text.COMPOSE_TAKES_NAME))
        self._spin.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._spin.setMinimumWidth(enlarged(_SPIN_WIDTH, self))
        self._spin.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._spin.setLayoutDirection(
            Qt.LayoutDirection.LeftToRight
        )  # else the style sheet leaves no room for the number
        self._spin.installEventFilter(self)
        self._fewer = self._button(theme, "minus", text.COMPOSE_TAKES_FEWER)
        self._more = self._button(theme, "add", text.COMPOSE_TAKES_MORE)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 5, 4)
        row.setSpacing(0)
        row.addWidget(PlainLabel(tr(text.COMPOSE_TAKES)))
        row.addSpacing(4)
        for widget in (self._spin, self._fewer, self._more):
            row.addWidget(widget)
        self._fewer.clicked.connect(self._spin.stepDown)
        self._more.clicked.connect(self._spin.stepUp)
        self._spin.valueChanged.connect(self._changed)
        self._changed(self._spin.value())

    def _button(self, theme: ThemeKeeper, name: str, says: str) -> IconButton:
        button = IconButton(theme, name, tr(says))
        button.setProperty("scale", "small")
        button.setIconSize(QSize(14, 14))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(True)
        return button

    @property
    def count(self) -> int:
        return self._spin.value()

    def set_count(self, count: int) -> None:
        self._spin.setValue(count)

    @Slot(int)
    def _changed(self, count: int) -> None:
        self._fewer.setEnabled(count > 1)
        self._more.setEnabled(count < COUNT_LIMIT)
        self.changed.emit(count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._spin and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_look(self, "lit", "true" if event.type() is QEvent.Type.FocusIn else "false")
        return super().eventFilter(watched, event)


class CostLabel(PlainLabel):
    """The price in words, its figure the strongest part of it. Where it is not known exactly it leads to where it is entered.

    Signals: `price_wanted()` when a person wants to enter it.
    """

    price_wanted = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(role="muted", parent=parent)
        self._theme = theme
        self._figure = ""
        self._leads_on = False
        self.setObjectName("costLabel")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._link = _CoveringLink(self)
        self._link.clicked.connect(self.price_wanted)
        theme.changed.connect(self.update)

    def show_cost(self, cost: Cost | None, *, can_be_entered: bool = False) -> None:
        """None: nothing that could be priced is picked. `can_be_entered`: a price that is not known exactly is a link."""
        words, self._figure = cost_words(cost) if cost else ("", "")
        self._leads_on = can_be_entered and cost is not None and (cost.amount is None or cost.is_least)
        self.setText(words)
        self.setAccessibleName(tr(text.COMPOSE_COST_NAME, price=words) if words else "")
        says = [doubt_words(cost) if cost else "", tr(text.COMPOSE_COST_ENTER) if self._leads_on else ""]
        tip = "\n".join(filter(None, says))
        for widget in (self, self._link):
            widget.setAccessibleDescription(tip)
            set_tip(widget, tip)
        self._link.setAccessibleName(self.accessibleName())
        self._link.setVisible(self._leads_on)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._link.setGeometry(self.rect())

    def _parts(self) -> list[tuple[str, bool]]:
        before, figure, after = self.text().partition(self._figure) if self._figure else (self.text(), "", "")
        return [(part, part == figure and bool(figure)) for part in (before, figure, after) if part]

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return bold

    def _underlined(self) -> QFont:
        font = QFont(self.font())
        font.setUnderline(True)
        return font

    def sizeHint(self) -> QSize:
        width = sum(
            QFontMetrics(self._bold() if strong else self.font()).horizontalAdvance(part)
            for part, strong in self._parts()
        )
        return QSize(width + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = self.width() - self.sizeHint().width() + 4
        colours = self._theme.colours
        for part, strong in self._parts():
            painter.setFont(self._bold() if strong else self._underlined() if self._leads_on else self.font())
            painter.setPen(QColor(colours.text if strong or self._link.hasFocus() else colours.muted))
            width = painter.fontMetrics().horizontalAdvance(part)
            place = mirrored(QRect(left, 0, width + 2, self.height()), self.rect(), self.layoutDirection())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), part)
            left += width
        if self._link.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), FOCUS_WIDTH))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class _CoveringLink(QAbstractButton):
    """Lies over a label that paints it, and is what a hand, a key or a screen reader presses."""

    def __init__(self, label: QWidget) -> None:
        super().__init__(label)
        self._label = label
        self.setObjectName("costLink")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing: its label shows it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._label.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._label.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def cost_words(cost: Cost) -> tuple[str, str]:
    """The price in words, and the part of them that is the figure."""
    if cost.free:
        return tr(text.COMPOSE_PRICE_FREE), tr(text.COMPOSE_PRICE_FREE)
    money = figure_of(cost)
    if not money:
        return tr(text.COMPOSE_PRICE_UNKNOWN), ""
    if cost.is_least:
        return money_words(cost), money
    return tr(text.COMPOSE_PRICE_ABOUT, money=money), money


def offer_words(count: int, cost: Cost | None, *, is_preview: bool = False) -> str:
    """What Generate makes: how many, and for how much. `is_preview`: all that it can make is the free preview."""
    if is_preview:
        return tr(text.COMPOSE_PREVIEW) if count == 1 else tr(text.COMPOSE_PREVIEW_COUNT, count=count)
    money = money_words(cost) if cost and not cost.free else ""
    if count == 1:
        return tr(text.COMPOSE_GENERATE_MONEY, money=money) if money else tr(text.COMPOSE_GENERATE)
    if money:
        return tr(text.COMPOSE_GENERATE_COUNT_MONEY, count=count, money=money)
    return tr(text.COMPOSE_GENERATE_COUNT, count=count)


_KEYS = "Ctrl+Return"
_PADDING = 10
"""The keys are left out where they would come nearer to the edges."""


class GenerateButton(QPushButton):
    """Says what it does with its keys beside it, and for a moment what it has done."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(tr(text.COMPOSE_GENERATE), parent)
        self._theme = theme
        self._ready = tr(text.COMPOSE_GENERATE)
        self._is_ready = True
        self._is_held = False
        self._keys = keys_on_a_button(_KEYS)
        self.setObjectName("generateButton")
        self.setProperty("role", "primary")
        self.setAccessibleName(tr(text.COMPOSE_GENERATE))
        self._feedback = QTimer(self, singleShot=True, interval=_FEEDBACK_MILLISECONDS)
        self._feedback.timeout.connect(self.show_ready)
        theme.changed.connect(self.update)

    @Slot()
    def show_ready(self) -> None:
        self._feedback.stop()
        self._show(self._ready, keys_on_a_button(_KEYS), is_ready=True)

    def show_offer(self, count: int, cost: Cost | None, *, is_preview: bool = False) -> None:
        """What a press makes, and what all of it costs, where that is known and not free."""
        self._ready = offer_words(count, cost, is_preview=is_preview)
        self.setAccessibleName(self._ready)
        if self._is_ready:
            self.show_ready()

    def show_busy(self) -> None:
        self._feedback.stop()
        self._show(tr(text.COMPOSE_GENERATING), "")

    def show_done(self) -> None:
        """Say that it worked."""
        self._show(tr(text.COMPOSE_GENERATED), "✓")
        self._feedback.start()

    @property
    def takes_presses(self) -> bool:
        """Whether a press would make something now."""
        return self.isEnabled() and not self._is_held

    def hold(self, *, held: bool) -> None:
        """Look off, as a press would do nothing now."""
        self._is_held = held
        set_look(self, "held", "true" if held else "false")
        self.update()

    def _show(self, words: str, keys: str, *, is_ready: bool = False) -> None:
        self._keys, self._is_ready = keys, is_ready
        self.setText(words)
        self.update()

    def explain(self, reason: str) -> None:
        """Why it is off, for the tool tip and for screen readers; empty where it is on."""
        set_tip(self, reason or tr(text.COMPOSE_GENERATE_TIP, keys=Shortcut(_KEYS)))
        self.setAccessibleDescription(reason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        metrics = QFontMetrics(self.font())
        shown, shown_keys = elided(metrics, self.text(), self.width() - 2 * _LEAST_MARGIN), self._keys
        gap = metrics.horizontalAdvance(" ") * 2 if shown_keys else 0
        width = metrics.horizontalAdvance(shown)
        whole = width + gap + metrics.horizontalAdvance(shown_keys)
        if whole > self.width() - 2 * _PADDING:
            whole, gap, shown_keys = width, 0, ""
        left = (self.width() - whole) // 2
        colours = self._theme.colours
        painter.setFont(self.font())
        painter.setPen(QColor(colours.accent_ink if self.isEnabled() and not self._is_held else colours.muted))
        self._paint_part(painter, QRect(left, 0, width + 2, self.height()), shown)
        keys = QFont(self.font())
        keys.setWeight(QFont.Weight.Normal)
        painter.setFont(keys)
        self._paint_part(painter, QRect(left + width + gap, 0, whole, self.height()), shown_keys)

    def _paint_part(self, painter: QPainter, place: QRect, words: str) -> None:
        place = mirrored(place, self.rect(), self.layoutDirection())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)
