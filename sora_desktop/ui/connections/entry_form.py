"""The fields of one model, and what is wrong with them in words beside each."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sora_desktop.base.sentences import Message
from sora_desktop.domain.catalog import Settled
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.ui.common.captions import ProblemLine
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.entry_text import EntryText, Part
from sora_desktop.ui.connections.parameter_table import KIND_COLUMN, KindDelegate, ParameterTable
from sora_desktop.ui.connections.slot_fields import SlotFields
from sora_desktop.ui.connections.wire_fields import WireFields
from sora_desktop.ui.language import say, tr

_GAP = 12
_TABLE_HEIGHT = 150
_SCROLL_BAR = 10


class EntryForm(QWidget):
    """Signals: `written()` when a person changed any of it."""

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entry: EntryText | None = None
        self._filling = False
        self.id = FormRow(tr(text.ENTRY_ID), QLineEdit(), tr(text.ENTRY_ID_HELP))
        self.name = FormRow(tr(text.ENTRY_NAME), QLineEdit(), tr(text.ENTRY_NAME_HELP))
        self.sizes = FormRow(tr(text.ENTRY_SIZES), QLineEdit(), tr(text.ENTRY_SIZES_HELP))
        self.lengths = FormRow(tr(text.ENTRY_LENGTHS), QLineEdit(), tr(text.ENTRY_LENGTHS_HELP))
        self.usual = FormRow(tr(text.ENTRY_USUAL), QLineEdit(), tr(text.ENTRY_USUAL_HELP))
        self.deadline = FormRow(tr(text.ENTRY_DEADLINE), QLineEdit(), tr(text.ENTRY_DEADLINE_HELP))
        self.fixes_size = QCheckBox(tr(text.ENTRY_FIXES_SIZE))
        self.fixes_seconds = QCheckBox(tr(text.ENTRY_FIXES_SECONDS))
        self.slots = SlotFields()
        self.parameters = ParameterTable()
        self.table = QTableView()
        self.add_parameter = QPushButton(tr(text.ENTRY_PARAMETER_ADD))
        self.remove_parameter = QPushButton(tr(text.ENTRY_PARAMETER_REMOVE))
        self._parameter_problem = ProblemLine()
        self.has_wire = QCheckBox(tr(text.ENTRY_WIRE))
        self.wire = WireFields(of_a_model=True)
        self._dress_table()
        self._lay_out()
        self._wire_up()

    def _dress_table(self) -> None:
        self.table.setModel(self.parameters)
        self.table.setProperty("role", "field")
        self.table.setItemDelegateForColumn(KIND_COLUMN, KindDelegate(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(_TABLE_HEIGHT)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(tr(text.ENTRY_PARAMETERS))

    def _lay_out(self) -> None:
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, _SCROLL_BAR, 0)
        column.setSpacing(_GAP)
        for row in self._rows().values():
            column.addWidget(row)
        for part in (self.fixes_size, self.fixes_seconds, self.slots):
            column.addWidget(part)
        column.addWidget(PlainLabel(tr(text.ENTRY_PARAMETERS), role="caption"))
        column.addWidget(self.table)
        column.addWidget(self._parameter_problem)
        buttons = QHBoxLayout()
        for button in (self.add_parameter, self.remove_parameter):
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addWidget(self.has_wire, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.wire)
        column.addStretch()

    def _rows(self) -> Mapping[Part | None, FormRow[QLineEdit]]:
        return {
            Part.ID: self.id,
            None: self.name,
            Part.SIZES: self.sizes,
            Part.LENGTHS: self.lengths,
            Part.USUAL: self.usual,
            Part.DEADLINE: self.deadline,
        }

    def _wire_up(self) -> None:
        for row in self._rows().values():
            row.field.textChanged.connect(self._take)
        for check in (self.fixes_size, self.fixes_seconds, self.has_wire):
            check.toggled.connect(self._take)
        self.has_wire.toggled.connect(self.wire.setVisible)
        for part in (self.slots.written, self.parameters.written, self.wire.changed):
            part.connect(self._take)
        self.add_parameter.clicked.connect(self._add_parameter)
        self.remove_parameter.clicked.connect(lambda: self.parameters.remove(self.table.currentIndex().row()))

    def show_entry(self, entry: EntryText, usual: WireOptions = AS_THE_FORMAT_HAS_IT) -> None:
        """Show what was written of a model; `usual` is how it is asked where its entry says nothing of that."""
        self._filling, self._entry = True, entry
        shown = (entry.id, entry.name, entry.sizes, entry.lengths, entry.usual, entry.deadline)
        for row, written in zip(self._rows().values(), shown, strict=True):
            row.field.setText(written)
            row.field.setCursorPosition(0)
        self.fixes_size.setChecked(Settled.SIZE in entry.fixes)
        self.fixes_seconds.setChecked(Settled.SECONDS in entry.fixes)
        self.slots.show_slots(entry.slots)
        self.parameters.load(entry.parameters)
        self.has_wire.setChecked(entry.wire is not None)
        self.wire.setVisible(entry.wire is not None)
        self.wire.show_options(entry.wire or usual)
        self._filling = False

    @property
    def entry(self) -> EntryText | None:
        """What stands in the fields; None before a model is shown."""
        if self._entry is None:
            return None
        return replace(
            self._entry,
            id=self.id.field.text(),
            name=self.name.field.text(),
            sizes=self.sizes.field.text(),
            lengths=self.lengths.field.text(),
            usual=self.usual.field.text(),
            deadline=self.deadline.field.text(),
            fixes=tuple(self._fixes()),
            slots=self.slots.slots,
            parameters=tuple(self.parameters.rows),
            wire=self.wire.options if self.has_wire.isChecked() else None,
        )

    def say_problems(self, problems: Mapping[Part, Message], own: Collection[str] = ()) -> None:
        """Say each beside its field; what is not in it is right. `own` are the fields that the format itself writes."""
        for part, row in self._rows().items():
            problem = problems.get(part) if part else None
            row.say(say(problem) if problem else "")
        images, parameters = problems.get(Part.IMAGES), problems.get(Part.PARAMETERS)
        self.slots.say(say(images) if images else "")
        self._parameter_problem.say(say(parameters) if parameters else "")
        self.wire.wrong_rows(own)

    def _fixes(self) -> Iterator[Settled]:
        if self.fixes_size.isChecked():
            yield Settled.SIZE
        if self.fixes_seconds.isChecked():
            yield Settled.SECONDS

    @Slot()
    def _add_parameter(self) -> None:
        self.parameters.add()
        at = self.parameters.index(len(self.parameters.rows) - 1, 0)
        self.table.setCurrentIndex(at)
        self.table.edit(at)

    @Slot()
    def _take(self) -> None:
        if not self._filling:
            self.written.emit()
