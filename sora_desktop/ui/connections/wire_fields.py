"""How a service, or one of its models, wants requests spelled."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, LinkAs, SecondsAs, SourceAs, WireOptions
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import tr

_GAP = 14
_FIELD = re.compile(r"[A-Za-z_][\w.\-]*(\[\])?", re.ASCII)
_LENGTHS = frozenset({"seconds", "duration"})
"""What formats call the length themselves."""
_SECONDS_CHOICES = (
    Choice(SecondsAs.OWN, text.WIRE_OWN, ""),
    Choice(SecondsAs.TEXT, text.WIRE_SECONDS_TEXT, ""),
    Choice(SecondsAs.NUMBER, text.WIRE_SECONDS_NUMBER, ""),
)
_LINK_CHOICES = (
    Choice(LinkAs.OWN, text.WIRE_OWN, ""),
    Choice(LinkAs.TEXT, text.WIRE_LINK_TEXT, ""),
    Choice(LinkAs.OBJECT, text.WIRE_LINK_OBJECT, ""),
    Choice(LinkAs.FILE, text.WIRE_LINK_FILE, text.WIRE_LINK_FILE_HELP),
)
_SOURCE_CHOICES = (
    Choice(SourceAs.NO, text.WIRE_SOURCE_NO, ""),
    Choice(SourceAs.PATH, text.WIRE_SOURCE_PATH, ""),
    Choice(SourceAs.ID, text.WIRE_SOURCE_ID, ""),
    Choice(SourceAs.FILE, text.WIRE_SOURCE_FILE, ""),
)
_LONGER_CHOICES = tuple(choice for choice in _SOURCE_CHOICES if choice.value is not SourceAs.PATH)


class WireFields(QWidget):
    """Signals: `changed()` when any of it changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = AS_THE_FORMAT_HAS_IT
        self.link = FormRow(tr(text.WIRE_LINK), ChoiceBox(_LINK_CHOICES))
        self.link_field = FormRow(tr(text.WIRE_LINK_FIELD), QLineEdit())
        self.file_field = FormRow(tr(text.WIRE_FILE_FIELD), QLineEdit())
        self.seconds = FormRow(tr(text.WIRE_SECONDS), ChoiceBox(_SECONDS_CHOICES))
        self.seconds_field = FormRow(tr(text.WIRE_SECONDS_FIELD), QLineEdit())
        self.remix = FormRow(tr(text.WIRE_REMIX), ChoiceBox(_SOURCE_CHOICES))
        self.extend = FormRow(tr(text.WIRE_EXTEND), ChoiceBox(_LONGER_CHOICES))
        self.form = QCheckBox(tr(text.WIRE_FORM))
        self.no_model = QCheckBox(tr(text.WIRE_NO_MODEL))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for part in self._parts():
            column.addWidget(part)
        self._wire()

    def _parts(self) -> Iterator[QWidget]:
        yield from (self.link, self.link_field, self.file_field)
        yield from (self.seconds, self.seconds_field, self.remix, self.extend, self.form, self.no_model)

    def _wire(self) -> None:
        for row in (self.link_field, self.file_field, self.seconds_field):
            row.field.setPlaceholderText(tr(text.WIRE_OWN))
            row.field.textChanged.connect(self.changed)
        for box in (self.link.field, self.seconds.field):
            box.currentIndexChanged.connect(self._help)
            box.currentIndexChanged.connect(self.changed)
        for source in (self.remix.field, self.extend.field):
            source.currentIndexChanged.connect(self.changed)
        for check in (self.form, self.no_model):
            check.toggled.connect(self.changed)

    def show_options(self, options: WireOptions) -> None:
        """Show these."""
        self._shown = options
        self.link.field.choose(options.link)
        self.link_field.field.setText(options.link_field)
        self.file_field.field.setText(options.file_field)
        self.seconds.field.choose(options.seconds)
        self.seconds_field.field.setText(options.seconds_field)
        self.remix.field.choose(options.remix)
        self.extend.field.choose(options.extend)
        self.form.setChecked(options.form)
        self.no_model.setChecked(not options.sends_model)
        self._help()

    @property
    def options(self) -> WireOptions:
        """As the fields have it; what they do not show stays."""
        return replace(
            self._shown,
            form=self.form.isChecked(),
            sends_model=not self.no_model.isChecked(),
            seconds=self.seconds.field.value,
            seconds_field=self.seconds_field.field.text().strip(),
            link=self.link.field.value,
            remix=self.remix.field.value,
            extend=self.extend.field.value,
            link_field=self.link_field.field.text().strip(),
            file_field=self.file_field.field.text().strip(),
        )

    def wrong_rows(self, taken: Collection[str]) -> tuple[FormRow[QLineEdit], ...]:
        """What cannot be used, after it was said beside each. `taken` are the fields that the format itself writes."""
        seconds = self.seconds_field.field.text().strip()
        for row in (self.seconds_field, self.link_field, self.file_field):
            own = set(taken) - _LENGTHS if row is self.seconds_field else {*taken, seconds} - {""}
            row.say(field_problem(row.field.text().strip(), own))
        return tuple(row for row in (self.link_field, self.file_field, self.seconds_field) if row.is_wrong)

    def _help(self) -> None:
        self.link.help_with(tr(self.link.field.choice.help))


def is_field(name: str) -> bool:
    """Whether a field of a request can be called so."""
    return _FIELD.fullmatch(name) is not None


def field_problem(name: str, taken: Collection[str]) -> str:
    """What is wrong with the name of a field on the wire, in words; "" where nothing is, or where there is none."""
    if name and not is_field(name):
        return tr(text.WIRE_FIELD_ODD)
    return tr(text.WIRE_FIELD_TAKEN, field=name) if name and name in taken else ""
