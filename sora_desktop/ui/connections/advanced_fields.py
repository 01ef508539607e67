"""What most people never touch of a connection: its format, and how this very service wants requests spelled."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSpinBox, QVBoxLayout, QWidget

from sora_desktop.domain.charge import Settling
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.format_facts import FormatFacts, KeyAs, LocalImage
from sora_desktop.domain.pricing import PriceList
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.wire_fields import WireFields
from sora_desktop.ui.language import tr

_GAP = 14
_MOST_AT_A_TIME = 100
_MOST_UNITS = 10**9
_LONGEST_WAIT = 7 * 24 * 3600
_IMAGE_CHOICES = {
    LocalImage.NATIVE: Choice(LocalImage.NATIVE, text.CONNECTION_IMAGE_NATIVE, text.CONNECTION_IMAGE_NATIVE_HELP),
    LocalImage.DATA_URL: Choice(
        LocalImage.DATA_URL, text.CONNECTION_IMAGE_DATA_URL, text.CONNECTION_IMAGE_DATA_URL_HELP
    ),
    LocalImage.REFUSE: Choice(LocalImage.REFUSE, text.CONNECTION_IMAGE_REFUSE, text.CONNECTION_IMAGE_REFUSE_HELP),
}

_KEY_CHOICES = (
    Choice(KeyAs.OWN, text.WIRE_OWN, ""),
    Choice(KeyAs.BARE, text.CONNECTION_KEY_BARE, ""),
    Choice(KeyAs.API_KEY, text.CONNECTION_KEY_HEADER, ""),
)


class AdvancedFields(QWidget):
    """Signals: `changed()` when any of it changed; `format_changed()` before that, where it was the format."""

    changed = Signal()
    format_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts: Sequence[FormatFacts] = ()
        self._shown_local: tuple[LocalImage | None, LocalImage] = (None, LocalImage.NATIVE)
        self.format = FormRow(tr(text.CONNECTION_FORMAT), ChoiceBox[str](()))
        self.image = FormRow(tr(text.CONNECTION_IMAGE), ChoiceBox(tuple(_IMAGE_CHOICES.values())))
        self.wire = WireFields()
        self.free = QCheckBox(tr(text.CONNECTION_FREE))
        """Stands in the form itself: whoever has a server of their own looks for it."""
        set_tip(self.free, tr(text.CONNECTION_FREE_HELP))
        self.prices = PriceList()
        """As a person has set them, in a sheet of their own."""
        self.lists_jobs = QCheckBox(tr(text.CONNECTION_LISTS))
        self.can_cancel = QCheckBox(tr(text.CONNECTION_CANCELS))
        self.thumbnails = QCheckBox(tr(text.CONNECTION_THUMBNAILS))
        self.characters = QCheckBox(tr(text.CONNECTION_CHARACTERS))
        self.key_as = FormRow(tr(text.CONNECTION_KEY_AS), ChoiceBox(_KEY_CHOICES), tr(text.CONNECTION_KEY_AS_HELP))
        self.concurrency = FormRow(tr(text.CONNECTION_CONCURRENCY), QSpinBox())
        self.deadline = FormRow(tr(text.CONNECTION_DEADLINE), QSpinBox(), tr(text.CONNECTION_DEADLINE_HELP))
        self.units = FormRow(tr(text.CONNECTION_UNITS), QSpinBox(), tr(text.CONNECTION_UNITS_HELP))
        self.units.field.setRange(0, _MOST_UNITS)
        self.units.field.setSpecialValueText(tr(text.CONNECTION_UNITS_NONE))
        self.units.field.setGroupSeparatorShown(True)
        self.concurrency.field.setRange(1, _MOST_AT_A_TIME)
        self.deadline.field.setRange(1, _LONGEST_WAIT)
        self.deadline.field.setSuffix(tr(text.SECONDS_SUFFIX))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for part in self._parts():
            column.addWidget(part)
        self._wire()

    def _parts(self) -> Iterator[QWidget]:
        yield from (self.format, self.image, self.wire)
        yield from (self.lists_jobs, self.can_cancel, self.thumbnails, self.characters)
        yield from (self.key_as, self.units, self.concurrency, self.deadline)

    def _wire(self) -> None:
        for check in (self.free, self.lists_jobs, self.can_cancel, self.thumbnails, self.characters):
            check.toggled.connect(self.changed)
        for number in (self.units.field, self.concurrency.field, self.deadline.field):
            number.valueChanged.connect(self.changed)
        self.wire.changed.connect(self.changed)
        for box in (self.image.field, self.key_as.field):
            box.currentIndexChanged.connect(self.changed)
        self.format.field.currentIndexChanged.connect(self.format_changed)
        self.format.field.currentIndexChanged.connect(self.changed)

    @property
    def facts(self) -> FormatFacts | None:
        """Of the chosen format; None where it is none that this version speaks, or the studio is not open yet."""
        choice = self.format.field.choice if self.format.field.count() else None
        return next((each for each in self._facts if choice and each.id == choice.value), None)

    def fill(self, connection: Connection, formats: Sequence[FormatFacts]) -> None:
        """Show a connection. A format that only a newer version speaks is shown by its id."""
        self._facts = formats
        choices = [Choice(each.id, each.label, each.help) for each in formats]
        known = connection.format in [each.value for each in choices]
        strange = [] if known else [Choice(connection.format, connection.format, "")]
        self.format.field.offer((*choices, *strange))
        self.format.field.choose(connection.format)
        self.prices = connection.prices
        self.show_ways(connection)
        self.key_as.field.choose(connection.key_as)
        self.concurrency.field.setValue(connection.concurrency)
        self.deadline.field.setValue(connection.deadline_seconds)

    def show_ways(self, connection: Connection) -> None:
        """Show what the kind of a service settles."""
        self.offer_images()
        self._shown_local = (connection.wire.local, connection.local_image)
        self.image.field.choose(connection.wire.local or connection.local_image)
        self.wire.show_options(connection.wire)
        self.thumbnails.setChecked(connection.wire.thumbnails)
        self.characters.setChecked(connection.wire.characters)
        self.free.setChecked(connection.prices.free)
        self.show_settling(connection.settling)
        self.show_abilities(connection)

    def show_settling(self, settling: Settling) -> None:
        """Show what a unit is worth where the service has books in units."""
        self.units.setVisible(bool(settling.ways))
        self.units.field.setValue(settling.units_a_dollar)

    def show_abilities(self, connection: Connection) -> None:
        """Show what can be done with the jobs of a service."""
        self.lists_jobs.setChecked(connection.lists_jobs)
        self.can_cancel.setChecked(connection.can_cancel)

    def offer_images(self) -> None:
        """Offer the ways that the chosen format has with a picture of this machine, and what may stand in its links."""
        facts = self.facts
        own = facts.pictures.local if facts else tuple(LocalImage)
        more = (LocalImage.DATA_URL,) if facts and facts.pictures.takes_files and facts.pictures.links else ()
        self.image.field.offer([_IMAGE_CHOICES[each] for each in LocalImage if each in (*own, *more)])

    @property
    def _local(self) -> tuple[LocalImage | None, LocalImage]:
        """What is done with a picture of this machine: as the request says, where the format has no such way, or as it has."""
        asked, kept = self._shown_local
        chosen, own = self.image.field.value, self.facts.pictures.local if self.facts else tuple(LocalImage)
        if chosen is (asked or kept):
            return self._shown_local
        return (None, chosen) if chosen in own else (chosen, own[0])

    def applied(self, connection: Connection) -> Connection:
        """`connection` as these fields have it, but for its format."""
        local, local_image = self._local
        return replace(
            connection,
            wire=replace(
                self.wire.options,
                local=local,
                thumbnails=self.thumbnails.isChecked(),
                characters=self.characters.isChecked(),
            ),
            prices=replace(self.prices, free=self.free.isChecked()),
            local_image=local_image,
            lists_jobs=self.lists_jobs.isChecked(),
            can_cancel=self.can_cancel.isChecked(),
            settling=self._settling(connection.settling),
            key_as=self.key_as.field.value,
            concurrency=self.concurrency.field.value(),
            deadline_seconds=self.deadline.field.value(),
        )

    def _settling(self, settling: Settling) -> Settling:
        return replace(settling, units_a_dollar=self.units.field.value()) if settling.ways else settling

    def help_in_words(self) -> None:
        """Say beside each choice what it means."""
        self.format.help_with(tr(self.format.field.choice.help) if self.format.field.count() else "")
        self.image.help_with(self._image_help())

    def wrong_fields(self) -> tuple[QWidget, ...]:
        """What cannot be used of it, after it was said beside each."""
        self.format.say("" if self.facts else tr(text.CONNECTION_FORMAT_UNKNOWN))
        wrong = self.wire.wrong_rows(self.facts.body.fields if self.facts else ())
        return (*([self.format.field] if self.format.is_wrong else []), *(row.field for row in wrong))

    def _image_help(self) -> str:
        """A file may have to go in a sister format of the same service."""
        sister = self.facts.pictures.file_format if self.facts else ""
        if self.image.field.value is not LocalImage.NATIVE or not sister:
            return tr(self.image.field.choice.help)
        label = next((tr(each.label) for each in self._facts if each.id == sister), sister)
        return tr(text.CONNECTION_IMAGE_SISTER_HELP, format=label)
