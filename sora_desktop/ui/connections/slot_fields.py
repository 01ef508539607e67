"""Which pictures a model takes: how many of a role, and the field of a request where they stand."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import ImageRole
from sora_desktop.ui.common.captions import ProblemLine
from sora_desktop.ui.common.labels import PlainLabel, set_hint
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.entry_text import SlotText
from sora_desktop.ui.language import tr

_MOST = 20
_LABEL_WIDTH = 130
_ROLES: Mapping[ImageRole, str] = {
    ImageRole.FIRST: text.ENTRY_FIRST,
    ImageRole.LAST: text.ENTRY_LAST,
    ImageRole.REFERENCE: text.ENTRY_REFERENCES,
}


class SlotFields(QWidget):
    """Signals: `written()` when a person changed any of it."""

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.most = {role: QSpinBox() for role in ImageRole}
        self.needed = {role: QCheckBox(tr(text.ENTRY_IMAGES_NEEDED)) for role in ImageRole}
        self._least = dict.fromkeys(ImageRole, 1)
        self.field = {role: QLineEdit() for role in ImageRole}
        self._problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(PlainLabel(tr(text.ENTRY_IMAGES), role="caption"))
        for role, words in _ROLES.items():
            column.addLayout(self._line(role, tr(words)))
        column.addWidget(self._problem)

    def _line(self, role: ImageRole, words: str) -> QHBoxLayout:
        most, field = self.most[role], self.field[role]
        most.setRange(0, _MOST)
        most.setAccessibleName(tr(text.ENTRY_IMAGES_MOST, role=words))
        field.setAccessibleName(tr(text.ENTRY_IMAGES_FIELD, role=words))
        set_hint(field, tr(text.WIRE_OWN))
        most.valueChanged.connect(self.written)
        field.textChanged.connect(self.written)
        needed = self.needed[role]
        needed.setAccessibleName(tr(text.ENTRY_IMAGES_NEEDED_OF, role=words))
        needed.toggled.connect(self.written)
        label = PlainLabel(words)
        label.setMinimumWidth(_LABEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(most)
        row.addWidget(needed)
        row.addWidget(field, 1)
        return row

    def show_slots(self, slots: Mapping[ImageRole, SlotText]) -> None:
        for role in ImageRole:
            slot = slots.get(role, SlotText())
            self.most[role].setValue(slot.most)
            self.field[role].setText(slot.field)
            self._least[role] = max(slot.least, 1)
            self.needed[role].setChecked(slot.least > 0)

    @property
    def slots(self) -> dict[ImageRole, SlotText]:
        return {role: self._slot(role) for role in ImageRole}

    def _slot(self, role: ImageRole) -> SlotText:
        """How many are needed stays as it was, where some are."""
        least = self._least[role] if self.needed[role].isChecked() else 0
        return SlotText(self.most[role].value(), self.field[role].text(), least)

    def say(self, problem: str) -> None:
        self._problem.say(problem)
