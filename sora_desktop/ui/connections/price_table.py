"""The prices of a connection as a table: it is painted as far as it is in view, however many there are."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from sora_desktop.base.sentences import Money
from sora_desktop.domain.pricing import Price, PriceUnit
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.price_conditions import condition_words
from sora_desktop.ui.language import one_line, tr, written

_COLUMNS = (text.PRICES_MODEL, text.PRICES_SIZE, text.PRICES_AMOUNT, text.CONDITION_ONLY_WITH)
_ROOT = QModelIndex()
_FITTED = 30
"""Rows that the widths are made for."""
_AROUND = 28
_LEAST_HEIGHT, _MOST_HEIGHT = 96, 260
_Index = QModelIndex | QPersistentModelIndex


class PriceTable(QAbstractTableModel):
    """A row a price. Sums are in `currency`; one below zero is not entered yet."""

    def __init__(self) -> None:
        super().__init__()
        self._prices: list[Price] = []
        self.currency = "USD"

    @property
    def prices(self) -> Sequence[Price]:
        return self._prices

    def fill(self, prices: Sequence[Price], currency: str) -> None:
        self.beginResetModel()
        self._prices, self.currency = list(prices), currency
        self.endResetModel()

    def append(self, price: Price) -> int:
        """Where it stands."""
        at = len(self._prices)
        self.beginInsertRows(_ROOT, at, at)
        self._prices.append(price)
        self.endInsertRows()
        return at

    def put(self, at: int, price: Price) -> None:
        if self._prices[at] != price:
            self._prices[at] = price
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(_COLUMNS) - 1))

    def take_away(self, at: int) -> None:
        self.beginRemoveRows(_ROOT, at, at)
        del self._prices[at]
        self.endRemoveRows()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._prices)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_COLUMNS[section]) if is_shown else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        price, column = self._prices[index.row()], index.column()
        if role == Qt.ItemDataRole.ToolTipRole:
            return " ".join(tr(shared.PRICE_DOUBTS[each]) for each in price.doubts) if column == 2 else None
        return self._cell(price, column)

    def _cell(self, price: Price, column: int) -> str:
        if column == 0:
            return one_line(price.model)
        if column == 1:
            return f"{price.size.width} × {price.size.height}" if price.size else tr(text.PRICES_ANY_SIZE)
        return self._sum(price) if column == 2 else condition_words(price)

    def _sum(self, price: Price) -> str:
        if price.amount.is_signed():
            return ""
        money = written(Money(price.amount, self.currency))
        money = tr(shared.MONEY_AT_LEAST, money=money) if price.doubts else money
        return tr(text.PRICES_SUM_SECOND if price.unit is PriceUnit.SECOND else text.PRICES_SUM_JOB, money=money)


class PriceTableView(QTableView):
    """One row is picked at a time: it is changed beside the table."""

    def __init__(self, table: PriceTable) -> None:
        super().__init__()
        self.setModel(table)
        self.setAccessibleName(tr(text.PRICES_TABLE))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in (0, len(_COLUMNS) - 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def fit(self) -> None:
        """As high as its rows, within bounds, and its narrow columns as wide as the first of their cells."""
        metrics, table = self.fontMetrics(), self.model()
        for column in range(1, len(_COLUMNS) - 1):
            cells = [str(table.index(row, column).data()) for row in range(min(table.rowCount(), _FITTED))]
            widest = max(map(metrics.horizontalAdvance, (*cells, tr(_COLUMNS[column]))))
            self.setColumnWidth(column, widest + _AROUND)
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        height = rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        self.setFixedHeight(min(max(height, _LEAST_HEIGHT), _MOST_HEIGHT))
