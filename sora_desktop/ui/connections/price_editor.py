"""The prices of a connection, a line each: the model, its size or any, per second or per clip, and how much."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.pricing import Price, PriceList, PriceUnit
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.amounts import read_amount
from sora_desktop.ui.common.captions import ProblemLine
from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import PlainLabel, set_look, set_tip
from sora_desktop.ui.common.scrolled_body import bring_up
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.price_conditions import Conditions, When
from sora_desktop.ui.connections.price_table import PriceTable, PriceTableView
from sora_desktop.ui.language import one_line, tr
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.domain.shapes import Size

_LONGEST = 30
_SHORTEST_BOX = 9
_AMOUNT_WIDTH = 70
_WIDTH = 680


class PriceRow(QWidget):
    """One price. Signals: `changed()`; `removed()` when a person takes it away."""

    changed = Signal()
    removed = Signal()

    def __init__(self, price: Price, models: Sequence[VideoModel], ids: QStringListModel, theme: ThemeKeeper) -> None:
        super().__init__()
        self._price = price
        self._models = {model.id: model for model in models}
        self._sizes: tuple[Size | None, ...] = (None,)
        self.model = QComboBox()
        self.model.setEditable(True)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.model.setModel(ids)
        self.size_box = QComboBox()
        self.amount = QLineEdit()
        self.unit = ChoiceBox(
            (Choice(PriceUnit.SECOND, text.PRICES_PER_SECOND, ""), Choice(PriceUnit.JOB, text.PRICES_PER_JOB, ""))
        )
        self.remove = IconButton(theme, "close", tr(text.PRICES_REMOVE))
        self.conditions = Conditions(price.when, theme, price.pictures)
        self.least = QCheckBox(tr(text.PRICES_LEAST))
        """A person who knows better takes it away."""
        self.least.setChecked(bool(price.doubts))
        self.least.setVisible(bool(price.doubts))
        set_tip(self.least, " ".join(tr(shared.PRICE_DOUBTS[each]) for each in price.doubts))
        self._name_controls()
        self._lay_out()
        self._fill()
        set_tip(self.model, self.model.currentText())
        self.model.currentTextChanged.connect(self._model_changed)
        self.size_box.currentIndexChanged.connect(self.changed)
        self.amount.textChanged.connect(self.changed)
        self.unit.currentIndexChanged.connect(self.changed)
        self.remove.clicked.connect(self.removed)
        self.conditions.changed.connect(self.changed)
        self.least.toggled.connect(self.changed)

    def _name_controls(self) -> None:
        named = ((self.model, text.PRICES_MODEL), (self.size_box, text.PRICES_SIZE))
        for control, words in (*named, (self.amount, text.PRICES_AMOUNT), (self.unit, text.PRICES_PER)):
            control.setAccessibleName(tr(words))
        for box in (self.model, self.size_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_SHORTEST_BOX)
        set_tip(self.unit, tr(text.PRICES_PER))
        self.amount.setMinimumWidth(enlarged(_AMOUNT_WIDTH, self))
        self.amount.setMaxLength(_LONGEST)
        self.amount.setPlaceholderText(tr(text.PRICES_AMOUNT))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        for control, stretch in ((self.model, 5), (self.size_box, 3), (self.amount, 2), (self.unit, 2)):
            row.addWidget(control, stretch)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.least)
        column.addWidget(self.conditions)

    def _fill(self) -> None:
        self.model.setCurrentText(self._price.model)
        if (line := self.model.lineEdit()) is not None:
            line.setCursorPosition(0)  # where it is too long its beginning is seen
        self._offer_sizes()
        self._offer_parameters()
        self.amount.setText("" if self._price.amount.is_signed() else f"{self._price.amount:f}")
        self.unit.choose(self._price.unit)

    @Slot()
    def _model_changed(self) -> None:
        set_tip(self.model, self.model.currentText())
        self._offer_sizes()
        self._offer_parameters()
        self.changed.emit()

    def _offer_parameters(self) -> None:
        model = self._models.get(self.model_id)
        self.conditions.offer(model.parameters if model else (), model.images if model else ())

    def _offer_sizes(self) -> None:
        """Those of the model, and the one that the price has, if that is another."""
        kept = self._sizes[self.size_box.currentIndex()] if self.size_box.count() else self._price.size
        model = self._models.get(self.model_id)
        self._sizes = tuple(dict.fromkeys((None, *(model.sizes if model else ()), *((kept,) if kept else ()))))
        self.size_box.blockSignals(True)
        self.size_box.clear()
        self.size_box.addItems(
            [f"{size.width} × {size.height}" if size else tr(text.PRICES_ANY_SIZE) for size in self._sizes]
        )
        self.size_box.setCurrentIndex(self._sizes.index(kept))
        self.size_box.blockSignals(False)

    @property
    def model_id(self) -> str:
        return self.model.currentText().strip()

    @property
    def price(self) -> Price | None:
        """What stands in it; None where it is no price."""
        amount, when = read_amount(self.amount.text()), self.conditions.when
        if amount is None or when is None or not self.model_id:
            return None
        size = self._sizes[self.size_box.currentIndex()]
        said = replace(self._price, model=self.model_id, amount=amount, unit=self.unit.value, size=size)
        is_as_told = (said.model, said.amount, said.unit) == (self._price.model, self._price.amount, self._price.unit)
        said = replace(said, doubts=said.doubts if self.least.isChecked() and is_as_told else ())
        return replace(said, when=when, pictures=self.conditions.pictures)

    @property
    def problem(self) -> str:
        if not self.model_id:
            return tr(text.PRICES_BAD_MODEL)
        if read_amount(self.amount.text()) is None:
            return tr(text.PRICES_BAD_AMOUNT)
        return "" if self.conditions.when is not None else tr(text.PRICES_BAD_CONDITION)

    def mark(self, *, wrong: bool) -> None:
        bad_amount = bool(self.model_id) and read_amount(self.amount.text()) is None
        set_look(self.amount, "wrong", "true" if wrong and bad_amount else "false")
        self.conditions.mark(wrong=wrong)
        set_look(self.model, "wrong", "true" if wrong and not self.model_id else "false")


def _in_any_order(when: When) -> frozenset[tuple[str, str, str]]:
    """A yes is no 1, which a set would take for one."""
    return frozenset((name, type(value).__name__, str(value)) for name, value in when)


class PriceEditor(QWidget):
    """All prices of a connection: a table, and below it the fields of the one that is picked.

    A service may list thousands, so only those that a person came to have fields. Signals: `changed()` when a person
    changed any.
    """

    changed = Signal()

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._models: tuple[VideoModel, ...] = ()
        self._ids = QStringListModel(self)
        self._free, self._group = False, ""
        self._asked_for_all = False
        self._fields: list[PriceRow | None] = []
        """Of each price, where a person came to it."""
        self.table = PriceTable()
        self.view = PriceTableView(self.table)
        self.currency = FormRow(tr(text.PRICES_CURRENCY), QLineEdit(), tr(text.PRICES_CURRENCY_HELP))
        self.currency.field.setMaxLength(_LONGEST)
        self.group = PlainLabel("", role="hint", wrap=True)
        self.none = PlainLabel(tr(text.PRICES_NONE), role="muted", wrap=True)
        self.add = QPushButton(tr(text.PRICES_ADD))
        self.add.setObjectName("addPrice")
        self.add.setAutoDefault(False)
        self.problem = ProblemLine()
        self._place = QVBoxLayout()
        self._lay_out()
        self.add.clicked.connect(lambda: self.begin(""))
        self.currency.field.textChanged.connect(self._take_change)
        self.view.selectionModel().currentRowChanged.connect(self._show_picked)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.currency, self.group, self.view):
            column.addWidget(part)
        column.addLayout(self._place)
        column.addWidget(self.none)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.problem)

    def fill(self, prices: PriceList, models: Sequence[VideoModel]) -> None:
        """Show these prices; the `models` are offered by their ids."""
        self._models, self._free, self._asked_for_all = tuple(models), prices.free, False
        self._group = prices.group
        self.group.setText(tr(text.PRICES_GROUP, group=one_line(prices.group)) if prices.group else "")
        self.group.setVisible(bool(prices.group))
        self._ids.setStringList([one_line(model.id) for model in models])
        for row in filter(None, self._fields):
            self._drop(row)
        self._fields = [None] * len(prices.prices)
        self.table.fill(prices.prices, prices.currency)
        self.currency.field.setText(prices.currency)
        self.pick(0)
        self._take_change()

    def begin(self, model_id: str) -> None:
        """Let a person write the price of a model: its line, or a new one."""
        found = (at for at, price in enumerate(self.table.prices) if model_id and price.model == model_id)
        at = next(found, None)
        if at is None:
            self._fields.append(None)
            at = self.table.append(Price(model_id, Decimal(-1)))
            self._take_change()
        row = self.pick(at)
        if row is not None:
            bring_up(row)
            (row.amount if row.model_id else row.model).setFocus()

    def pick(self, at: int) -> PriceRow | None:
        """Show the fields of a price; None where there is none."""
        if not 0 <= at < len(self._fields):
            return None
        self.view.selectRow(at)
        self.view.scrollTo(self.table.index(at, 0))
        self._show_picked()
        return self._fields[at]

    @Slot()
    def _show_picked(self) -> None:
        at = self.view.currentIndex().row()
        if 0 <= at < len(self._fields) and self._fields[at] is None:
            self._fields[at] = self._row_of(self.table.prices[at])
        for place, row in enumerate(self._fields):
            if row is not None:
                row.setVisible(place == at)

    def _row_of(self, price: Price) -> PriceRow:
        row = PriceRow(price, self._models, self._ids, self._theme)
        row.changed.connect(lambda: self._follow(row))
        row.removed.connect(lambda: self._remove(row))
        self._place.addWidget(row)
        return row

    def _follow(self, row: PriceRow) -> None:
        """The table says what stands in the fields, as far as that is a price."""
        at = self._fields.index(row)
        self.table.put(at, row.price or replace(self.table.prices[at], model=row.model_id, amount=Decimal(-1)))
        self._take_change()

    def _remove(self, row: PriceRow) -> None:
        at = self._fields.index(row)
        del self._fields[at]
        self._drop(row)
        self.table.take_away(at)
        self.pick(min(at, len(self._fields) - 1))
        self.add.setFocus()
        self._take_change()

    def _drop(self, row: PriceRow) -> None:
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()

    @property
    def prices(self) -> PriceList:
        """What stands in it, without what is no price: ask `ready` first."""
        prices = tuple(price for price in self.table.prices if not price.amount.is_signed())
        return PriceList(self._currency, prices, self._free, self._group)

    @property
    def _currency(self) -> str:
        typed = one_line(self.currency.field.text(), _LONGEST).strip()
        return typed.upper() if len(typed) == 3 else typed

    def ready(self) -> bool:
        """Whether nothing is wrong; else it is said, and the first wrong line gets the keyboard."""
        self._asked_for_all = True
        if self._judge():
            return True
        wrong = next((at for at, row in enumerate(self._fields) if row and row.problem), None)
        row = None if wrong is None else self.pick(wrong)
        (row.amount if row and row.model_id else row.model if row else self.currency.field).setFocus()
        return False

    @Slot()
    def _take_change(self) -> None:
        self.table.currency = self._currency or "USD"
        self.none.setVisible(not self._fields)
        self.view.setVisible(bool(self._fields))
        self.view.fit()
        self._judge()
        self.changed.emit()

    def _judge(self) -> bool:
        currency = "" if self._currency else tr(text.PRICES_CURRENCY_EMPTY)
        rows = [row for row in self._fields if row is not None]
        problems = [row.problem for row in rows]
        twice = "" if any(problems) or not self._has_twins() else tr(text.PRICES_TWICE)
        said = self._asked_for_all
        for row, problem in zip(rows, problems, strict=True):
            row.mark(wrong=said and bool(problem))
        self.currency.say(currency if said else "")
        self.problem.say(next(filter(None, [*problems, twice]), "") if said else twice)
        return not (currency or any(problems) or twice)

    def _has_twins(self) -> bool:
        held = [
            (price.model, price.size, _in_any_order(price.when), frozenset(price.pictures))
            for price in self.prices.prices
        ]
        return len(held) != len(set(held))


class PriceSheet(Sheet):
    """The prices of one connection. Signals: `chosen(PriceList)` once a person saves them."""

    chosen = Signal(object)

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=_WIDTH)
        self.setObjectName("priceSheet")
        self.editor = PriceEditor(theme)
        self.save_button = QPushButton(tr(shared.DIALOG_SAVE))
        self.cancel_button = QPushButton(tr(shared.DIALOG_CANCEL))
        self.save_button.setDefault(True)
        self.cancel_button.setAutoDefault(False)
        self.column.addWidget(PlainLabel(tr(text.PRICES_INTRO), role="muted", wrap=True))
        self.column.addWidget(self.editor, 1)
        buttons = WrappingRow()
        buttons.add_gap()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        self.foot.addLayout(buttons)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.reject)

    def open_for(self, name: str, prices: PriceList, models: Sequence[VideoModel], model_id: str = "") -> None:
        """Open it; with a `model_id` at the price of that model."""
        self.retitle(tr(text.PRICES_TITLE, name=one_line(name)))
        self.editor.fill(prices, models)
        self.open()
        if model_id:
            self.editor.begin(model_id)

    @Slot()
    def _save(self) -> None:
        if self.editor.ready():
            self.chosen.emit(self.editor.prices)
            self.accept()
