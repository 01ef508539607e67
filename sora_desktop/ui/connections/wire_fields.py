"""How a service, or one of its models, wants requests spelled."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from sora_desktop.domain.field_checks import wire_faults
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.wire_options import (
    AS_THE_FORMAT_HAS_IT,
    LinkAs,
    SecondsAs,
    SizeAs,
    SourceAs,
    Unproved,
    WireOptions,
)
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.common.labels import set_hint
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import say, tr

_GAP = 14
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
_SIZE_CHOICES = (
    Choice(SizeAs.OWN, text.WIRE_OWN, ""),
    Choice(SizeAs.STAR, text.WIRE_SIZE_STAR, ""),
    Choice(SizeAs.NAME, text.WIRE_SIZE_NAME, ""),
    Choice(SizeAs.SMALL_NAME, text.WIRE_SIZE_SMALL_NAME, ""),
)
_LOCAL_CHOICES = (
    Choice[LocalImage | None](None, text.WIRE_LOCAL_OWN, ""),
    Choice(LocalImage.NATIVE, text.CONNECTION_IMAGE_NATIVE, text.CONNECTION_IMAGE_NATIVE_HELP),
    Choice(LocalImage.DATA_URL, text.CONNECTION_IMAGE_DATA_URL, text.CONNECTION_IMAGE_DATA_URL_HELP),
    Choice(LocalImage.REFUSE, text.CONNECTION_IMAGE_REFUSE, text.CONNECTION_IMAGE_REFUSE_HELP),
)
_SOURCE_CHOICES = (
    Choice(SourceAs.NO, text.WIRE_SOURCE_NO, ""),
    Choice(SourceAs.PATH, text.WIRE_SOURCE_PATH, ""),
    Choice(SourceAs.ID, text.WIRE_SOURCE_ID, ""),
    Choice(SourceAs.FILE, text.WIRE_SOURCE_FILE, ""),
)
_LONGER_CHOICES = tuple(choice for choice in _SOURCE_CHOICES if choice.value is not SourceAs.PATH)


class WireFields(QWidget):
    """Signals: `changed()` when any of it changed.

    `of_a_model`: with what a connection says elsewhere, or never.
    """

    changed = Signal()

    def __init__(self, *, of_a_model: bool = False) -> None:
        super().__init__()
        self._shown = AS_THE_FORMAT_HAS_IT
        self.local = FormRow(tr(text.WIRE_LOCAL), ChoiceBox(_LOCAL_CHOICES))
        self.unproved = {
            Unproved.PICTURES: QCheckBox(tr(text.WIRE_PICTURES_UNPROVED)),
            Unproved.LENGTH: QCheckBox(tr(text.WIRE_LENGTH_UNPROVED)),
        }
        self.link = FormRow(tr(text.WIRE_LINK), ChoiceBox(_LINK_CHOICES))
        self.link_field = FormRow(tr(text.WIRE_LINK_FIELD), QLineEdit())
        self.file_field = FormRow(tr(text.WIRE_FILE_FIELD), QLineEdit())
        self.lists_links = QCheckBox(tr(text.WIRE_LISTS_LINKS))
        self.size_as = FormRow(tr(text.WIRE_SIZE), ChoiceBox(_SIZE_CHOICES))
        self.size_field = FormRow(tr(text.WIRE_SIZE_FIELD), QLineEdit())
        self.ratio_field = FormRow(tr(text.WIRE_RATIO_FIELD), QLineEdit())
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
        for part in (self.local, *self.unproved.values()):
            part.setVisible(of_a_model)
        self._wire()

    def _parts(self) -> Iterator[QWidget]:
        yield from (self.local, self.link, self.link_field, self.lists_links, self.file_field)
        yield from (self.seconds, self.seconds_field, self.size_as, self.size_field, self.ratio_field)
        yield from (self.remix, self.extend, self.form, self.no_model, *self.unproved.values())

    def _fields(self) -> tuple[FormRow[QLineEdit], ...]:
        return self.link_field, self.file_field, self.seconds_field, self.size_field, self.ratio_field

    def _wire(self) -> None:
        for row in self._fields():
            set_hint(row.field, tr(text.WIRE_OWN if row is not self.ratio_field else text.WIRE_RATIO_NONE))
            row.field.textChanged.connect(self.changed)
        for box in (self.link.field, self.seconds.field, self.local.field, self.size_as.field):
            box.currentIndexChanged.connect(self._help)
            box.currentIndexChanged.connect(self.changed)
        for source in (self.remix.field, self.extend.field):
            source.currentIndexChanged.connect(self.changed)
        for check in (self.form, self.no_model, self.lists_links, *self.unproved.values()):
            check.toggled.connect(self.changed)

    def show_options(self, options: WireOptions) -> None:
        """Show these."""
        self._shown = options
        self.local.field.choose(options.local)
        self.lists_links.setChecked(options.lists_links)
        self.size_as.field.choose(options.size)
        self.size_field.field.setText(options.size_field)
        self.ratio_field.field.setText(options.ratio_field)
        for what, box in self.unproved.items():
            box.setChecked(what in options.unproved)
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
            local=self.local.field.value,
            lists_links=self.lists_links.isChecked(),
            size=self.size_as.field.value,
            size_field=self.size_field.field.text().strip(),
            ratio_field=self.ratio_field.field.text().strip(),
            unproved=tuple(what for what, box in self.unproved.items() if box.isChecked()),
            link_field=self.link_field.field.text().strip(),
            file_field=self.file_field.field.text().strip(),
        )

    def wrong_rows(self, taken: Collection[str]) -> tuple[FormRow[QLineEdit], ...]:
        """What cannot be used, after it was said beside each. `taken` are the fields that the format itself writes."""
        faults = wire_faults(self.options, taken)
        rows = {
            "link_field": self.link_field,
            "file_field": self.file_field,
            "seconds_field": self.seconds_field,
            "size_field": self.size_field,
            "ratio_field": self.ratio_field,
        }
        for place, row in rows.items():
            row.say(say(faults[place]) if place in faults else "")
        return tuple(row for row in rows.values() if row.is_wrong)

    def _help(self) -> None:
        self.link.help_with(tr(self.link.field.choice.help))
        self.local.help_with(tr(self.local.field.choice.help))
