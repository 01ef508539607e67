"""The parameters of a model as a table whose cells are written in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sora_desktop.domain.parameters import ParameterKind
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.parameter_text import ParameterText
from sora_desktop.ui.language import tr

COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", text.COLUMN_ID),
    ("kind", text.COLUMN_KIND),
    ("default", text.COLUMN_DEFAULT),
    ("least", text.COLUMN_LEAST),
    ("most", text.COLUMN_MOST),
    ("step", text.COLUMN_STEP),
    ("choices", text.COLUMN_CHOICES),
    ("field", text.COLUMN_FIELD),
    ("label", text.COLUMN_LABEL),
)
KIND_COLUMN = 1
_KINDS: Mapping[ParameterKind, str] = {
    ParameterKind.WHOLE: text.KIND_WHOLE,
    ParameterKind.NUMBER: text.KIND_NUMBER,
    ParameterKind.TEXT: text.KIND_TEXT,
    ParameterKind.CHOICE: text.KIND_CHOICE,
    ParameterKind.YES_NO: text.KIND_YES_NO,
    ParameterKind.SEED: text.KIND_SEED,
}
_Index = QModelIndex | QPersistentModelIndex


class ParameterTable(QAbstractTableModel):
    """A row a parameter. Signals: `written()` when a person changed a cell, or the rows."""

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ParameterText] = []

    def load(self, rows: tuple[ParameterText, ...]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add(self) -> None:
        """An empty row at the end."""
        at = len(self.rows)
        self.beginInsertRows(QModelIndex(), at, at)
        self.rows.append(ParameterText())
        self.endInsertRows()
        self.written.emit()

    def remove(self, at: int) -> None:
        if 0 <= at < len(self.rows):
            self.beginRemoveRows(QModelIndex(), at, at)
            del self.rows[at]
            self.endRemoveRows()
            self.written.emit()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return tr(COLUMNS[section][1])
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        row = self.rows[index.row()]
        if index.column() == KIND_COLUMN:
            return tr(_KINDS[row.kind]) if role == Qt.ItemDataRole.DisplayRole else str(row.kind)
        return getattr(row, COLUMNS[index.column()][0])

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        name = COLUMNS[index.column()][0]
        cell: dict[str, Any] = {name: ParameterKind(str(value)) if index.column() == KIND_COLUMN else str(value)}
        changed = replace(self.rows[index.row()], **cell)
        if changed != self.rows[index.row()]:
            self.rows[index.row()] = changed
            self.dataChanged.emit(index, index)
            self.written.emit()
        return True


class KindDelegate(QStyledItemDelegate):
    """The kinds to choose from."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        box = QComboBox(parent)
        for kind, words in _KINDS.items():
            box.addItem(tr(words), str(kind))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)
