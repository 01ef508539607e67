"""The sheet that saves what stands in the form as a preset."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from sora_desktop.domain.form_preset import LONGEST_NAME
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr


class NamingSheet(Sheet):
    """Asks for a name; goes when it is closed. `names` are those that there are.

    Signals: `named(str)`: a person wants it kept under this name.
    """

    named = Signal(str)

    def __init__(self, title: str, hint: str, taken: str, names: Collection[str], parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName("namingSheet")
        self._names = {name.casefold() for name in names}
        self._taken = taken
        self.name = FormRow(tr(text.NAMED_NAME), QLineEdit())
        self.name.field.setMaxLength(LONGEST_NAME)
        self.save = QPushButton(tr(shared.DIALOG_SAVE))
        cancel = QPushButton(tr(shared.DIALOG_CANCEL))
        cancel.setAutoDefault(False)
        self.save.setDefault(True)
        self.column.addWidget(PlainLabel(hint, role="muted", wrap=True))
        self.column.addWidget(self.name)
        buttons = WrappingRow()
        buttons.add_gap()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        self.foot.addLayout(buttons)
        self.name.field.textChanged.connect(self._judge)
        self.save.clicked.connect(self._save)
        cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._judge()

    def add(self, part: QWidget) -> None:
        """Above the buttons."""
        self.column.addWidget(part)

    @Slot()
    def _judge(self) -> None:
        name = self.name.field.text().strip()
        self.save.setEnabled(bool(name))
        self.name.say(caution=self._taken if name.casefold() in self._names else "")

    @Slot()
    def _save(self) -> None:
        self.named.emit(self.name.field.text())
        self.accept()


class PresetSheet(NamingSheet):
    """`with_prompt` and `with_pictures` say whether these are part of it, which they are not unless a person wants it."""

    def __init__(self, names: Collection[str], *, has_pictures: bool, parent: QWidget) -> None:
        super().__init__(tr(text.PRESET_TITLE), tr(text.PRESET_HINT), tr(text.PRESET_TAKEN), names, parent)
        self.with_prompt = QCheckBox(tr(text.PRESET_WITH_PROMPT))
        self.with_pictures = QCheckBox(tr(text.PRESET_WITH_PICTURES))
        self.with_pictures.setEnabled(has_pictures)
        for box in (self.with_prompt, self.with_pictures):
            box.setAccessibleName(box.text())
            self.add(box)


def ask_for_preset(
    names: Collection[str], parent: QWidget, save: Callable[[str, bool, bool], object], *, has_pictures: bool
) -> PresetSheet:
    """Open it; `save` hears the name, and whether prompt and pictures are part of it."""
    sheet = PresetSheet(names, has_pictures=has_pictures, parent=parent)
    sheet.named.connect(lambda name: save(name, sheet.with_prompt.isChecked(), sheet.with_pictures.isChecked()))
    sheet.open()
    sheet.name.field.setFocus()
    return sheet
