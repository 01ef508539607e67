"""The budget: money, seconds and clips, for a day and for one press of Generate, and the currency of the money."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.ui.common.amounts import read_unit
from sora_desktop.ui.common.labels import PlainLabel, set_look, set_tip
from sora_desktop.ui.language import tr
from sora_desktop.ui.settings import sentences as text

_LONGEST = 12
_COLUMNS = {"money": text.BUDGET_MONEY, "seconds": text.BUDGET_SECONDS, "clips": text.BUDGET_CLIPS}
_ROWS = {"day": text.BUDGET_DAY, "batch": text.BUDGET_BATCH}


class BudgetEditor(QWidget):
    """An empty field is no limit. What cannot be read is marked, and changes nothing. Signals: `changed(Budget)`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._budget = Budget()
        self.fields: dict[tuple[str, str], QLineEdit] = {}
        self._heads = {name: PlainLabel(role="caption") for name in _COLUMNS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, head in enumerate(self._heads.values(), 1):
            grid.addWidget(head, 0, column)
        for line, (row, words) in enumerate(_ROWS.items(), 1):
            grid.addWidget(PlainLabel(tr(words)), line, 0)
            for column, name in enumerate(_COLUMNS, 1):
                grid.addWidget(self._field(row, name), line, column)
        self.currency = self._currency_field()
        grid.addWidget(PlainLabel(tr(text.BUDGET_CURRENCY)), len(_ROWS) + 1, 0)
        grid.addWidget(self.currency, len(_ROWS) + 1, 1)
        grid.addWidget(PlainLabel(tr(text.BUDGET_CURRENCY_HINT), role="hint", wrap=True), len(_ROWS) + 2, 0, 1, -1)
        self.show_budget(Budget())

    def _field(self, row: str, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"budget-{row}-{name}")
        field.setMaxLength(_LONGEST)
        field.setPlaceholderText(tr(text.BUDGET_NO_LIMIT))
        field.textEdited.connect(self._judge)
        field.editingFinished.connect(self._take)
        self.fields[row, name] = field
        return field

    def _currency_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("budget-currency")
        field.setMaxLength(_LONGEST)
        field.setAccessibleName(tr(text.BUDGET_CURRENCY))
        set_tip(field, tr(text.BUDGET_CURRENCY_HINT))
        field.textEdited.connect(self._judge)
        field.editingFinished.connect(self._take)
        return field

    def show_budget(self, budget: Budget) -> None:
        """Show this one; nothing is changed by it. A field that is being written in stays."""
        self._budget = budget
        for name, head in self._heads.items():
            head.setText(tr(_COLUMNS[name], currency=budget.currency) if name == "money" else tr(_COLUMNS[name]))
        if not self.currency.hasFocus():
            self.currency.setText(budget.currency)
        for (row, name), field in self.fields.items():
            words = f"{tr(_ROWS[row])}: {self._heads[name].text()}"
            field.setAccessibleName(words)
            set_tip(field, words)
            if not field.hasFocus():
                value = getattr(getattr(budget, row), name)
                with QSignalBlocker(field):
                    field.setText("" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value))
        self._judge()

    @Slot()
    def _judge(self) -> None:
        for (_, name), field in self.fields.items():
            set_look(field, "wrong", "false" if _is_limit(name, field.text()) else "true")
        set_look(self.currency, "wrong", "false" if read_unit(self.currency.text(), _LONGEST) else "true")

    @Slot()
    def _take(self) -> None:
        currency = read_unit(self.currency.text(), _LONGEST)
        if not currency or not all(_is_limit(name, field.text()) for (_, name), field in self.fields.items()):
            return
        limits = {row: self._limits(row) for row in _ROWS}
        budget = replace(self._budget, currency=currency, day=limits["day"], batch=limits["batch"])
        if budget != self._budget:
            self._budget = budget
            self.changed.emit(budget)

    def _limits(self, row: str) -> Limits:
        money, seconds, clips = (self.fields[row, name].text() for name in _COLUMNS)
        return Limits(_money(money), _count(seconds), _count(clips))


def _is_limit(name: str, typed: str) -> bool:
    plain = _plain(typed)
    if not plain:
        return True
    digits = plain.replace(".", "", 1) if name == "money" else plain
    return digits.isascii() and digits.isdigit()


def _plain(typed: str) -> str:
    """As people write it: with a point or a comma."""
    return typed.strip().lstrip("$€£¥").strip().replace(",", ".")


def _money(typed: str) -> Decimal | None:
    return Decimal(_plain(typed)) if _plain(typed) else None


def _count(typed: str) -> int | None:
    return int(_plain(typed)) if _plain(typed) else None
