"""The fields of a connection, and what is wrong with them in words while they are typed."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from sora_desktop.base.addresses import is_private_host
from sora_desktop.domain.connection import (
    Connection,
    KeyPlace,
    base_url_problem,
    new_connection,
    normalise_base_url,
)
from sora_desktop.domain.format_facts import FormatFacts, KeyHeader, LocalImage
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.language import one_line, say, tr

_IMAGE_CHOICES = {
    LocalImage.NATIVE: Choice(LocalImage.NATIVE, text.CONNECTION_IMAGE_NATIVE, text.CONNECTION_IMAGE_NATIVE_HELP),
    LocalImage.DATA_URL: Choice(
        LocalImage.DATA_URL, text.CONNECTION_IMAGE_DATA_URL, text.CONNECTION_IMAGE_DATA_URL_HELP
    ),
    LocalImage.REFUSE: Choice(LocalImage.REFUSE, text.CONNECTION_IMAGE_REFUSE, text.CONNECTION_IMAGE_REFUSE_HELP),
}
_STORED_KEY: Mapping[KeyPlace, str] = {
    KeyPlace.KEYRING: text.CONNECTION_KEY_KEYRING,
    KeyPlace.SESSION: text.CONNECTION_KEY_SESSION,
}


class ConnectionForm(QWidget):
    """Signals: `changed()` when a person changed any field."""

    changed = Signal()

    def __init__(self, connections: ConnectionList) -> None:
        super().__init__()
        self._connections = connections
        self._edited: Connection | None = None
        self._asked_for_all = False
        self.name = FormRow(tr(text.CONNECTION_NAME), QLineEdit())
        self.url = FormRow(tr(text.CONNECTION_URL), QLineEdit())
        self.format = FormRow(tr(text.CONNECTION_FORMAT), ChoiceBox[str](()))
        self.image = FormRow(tr(text.CONNECTION_IMAGE), ChoiceBox(tuple(_IMAGE_CHOICES.values())))
        self.key = FormRow(tr(text.CONNECTION_KEY), QLineEdit(), tr(text.CONNECTION_KEY_HELP))
        self.keyless = QCheckBox(tr(text.CONNECTION_KEY_NONE))
        self.url.field.setPlaceholderText(tr(text.CONNECTION_URL_EXAMPLE))
        self.key.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for part in (self.name, self.url, self.format, self.image, self.key, self.keyless):
            column.addWidget(part)

    def _wire(self) -> None:
        for row in (self.name, self.url, self.key):
            row.field.textChanged.connect(self._take_change)
        self.format.field.currentIndexChanged.connect(self._take_change)
        self.image.field.currentIndexChanged.connect(self._take_change)
        self.keyless.toggled.connect(self._take_change)

    def fill(self, connection: Connection | None) -> None:
        """Show a saved connection, or the empty form for a new one. The key is never shown."""
        self._edited, self._asked_for_all = connection, False
        shown = connection or self._unsaid()
        self._offer_formats(shown.format)
        self.name.field.setText(shown.name)
        self.url.field.setText(shown.base_url)
        self.image.field.choose(shown.local_image)
        self.key.field.clear()
        self.key.field.setPlaceholderText(tr(_STORED_KEY.get(shown.key_place, text.CONNECTION_KEY_PASTE)))
        self.keyless.setChecked(shown.key_place is KeyPlace.NOT_NEEDED)
        self._take_change()

    def forget_key(self) -> None:
        self.key.field.clear()

    @property
    def is_keyless(self) -> bool:
        return self.keyless.isChecked()

    @property
    def key_to_save(self) -> str | None:
        """What was typed. Empty: the service needs none. None: a stored one stays."""
        return "" if self.is_keyless else self._key_typed or None

    def draft(self) -> Connection:
        """The connection as the fields have it. ValueError where the base URL is none: ask `ready` first."""
        facts = self._facts
        if facts is None:
            raise ValueError(self.format.field.value)
        new = new_connection(facts)
        base = self._edited or replace(new, id=uuid4().hex)
        own = base if base.format == facts.id else new
        return replace(
            base,
            name=one_line(self.name.field.text()),
            base_url=normalise_base_url(self.url.field.text(), facts),
            format=facts.id,
            local_image=self.image.field.value,
            lists_jobs=facts.capabilities.lists_jobs,
            honours_idempotency_keys=own.honours_idempotency_keys,
            can_cancel=own.can_cancel,
        )

    @property
    def _facts(self) -> FormatFacts | None:
        """Of the chosen format; None where it is none that this version speaks, or the studio is not open yet."""
        choice = self.format.field.choice if self.format.field.count() else None
        return next((each for each in self._connections.formats if choice and each.id == choice.value), None)

    def _unsaid(self) -> Connection:
        """What an empty form shows: the first format there is."""
        formats = self._connections.formats
        return new_connection(formats[0]) if formats else Connection(id="", name="", base_url="")

    def _offer_formats(self, shown: str) -> None:
        """The formats there are; one that only a newer version speaks is shown by its id."""
        choices = [Choice(each.id, each.label, each.help) for each in self._connections.formats]
        strange = [] if shown in [each.value for each in choices] else [Choice(shown, shown, "")]
        self.format.field.offer((*choices, *strange))
        self.format.field.choose(shown)
        self._offer_images()

    def _offer_images(self) -> None:
        facts = self._facts
        self.image.field.offer([_IMAGE_CHOICES[each] for each in (facts.pictures.local if facts else LocalImage)])

    def ready(self) -> bool:
        """Whether nothing is wrong; else it is said beside each field, and the first one gets the focus."""
        self._asked_for_all = True
        if self._judge():
            return True
        rows = (self.name, self.url, self.format, self.key)
        next(row.field for row in rows if row.is_wrong).setFocus()
        return False

    @property
    def _key_typed(self) -> str:
        """Without the word that documentation puts before it in a header."""
        header = self._facts.key if self._facts else KeyHeader()
        return header.bare(self.key.field.text())

    @Slot()
    def _take_change(self) -> None:
        self._offer_images()
        self.format.help_with(tr(self.format.field.choice.help))
        self.image.help_with(self._image_help())
        self.key.field.setEnabled(not self.is_keyless)
        self._judge()
        self.changed.emit()

    def _judge(self) -> bool:
        """Say what is wrong; an empty field counts, but is only marked once it was asked for all of them."""
        name, url, key = self._name_problem(), self._url_problem(), self._key_problem()
        wire = "" if self._facts else tr(text.CONNECTION_FORMAT_UNKNOWN)
        self.name.say(name if self.name.field.text() or self._asked_for_all else "")
        self.url.help_with(self._url_help(url))
        self.url.say(url if self.url.field.text() or self._asked_for_all else "", caution=self._url_caution(url))
        self.format.say(wire)
        self.key.say(key)
        return not (name or url or wire or key)

    def _image_help(self) -> str:
        """A file may have to go in a sister format of the same service."""
        sister = self._facts.pictures.file_format if self._facts else ""
        if self.image.field.value is not LocalImage.NATIVE or not sister:
            return tr(self.image.field.choice.help)
        label = next((tr(each.label) for each in self._connections.formats if each.id == sister), sister)
        return tr(text.CONNECTION_IMAGE_SISTER_HELP, format=label)

    def _name_problem(self) -> str:
        name = one_line(self.name.field.text())
        if not name:
            return tr(text.CONNECTION_NAME_EMPTY)
        own = self._edited.id if self._edited else ""
        taken = {each.name.casefold() for each in self._connections.connections if each.id != own}
        return tr(text.CONNECTION_NAME_TAKEN) if name.casefold() in taken else ""

    def _url_problem(self) -> str:
        facts = self._facts
        problem = base_url_problem(self.url.field.text(), facts) if facts else None
        return say(problem) if problem else ""

    def _url_help(self, problem: str) -> str:
        facts = self._facts
        if facts is None:
            return ""
        if problem:
            return tr(text.CONNECTION_URL_HELP, root=facts.root)
        return tr(text.CONNECTION_URL_USED, url=f"{self._base_url(facts)}{facts.root}/…")

    def _base_url(self, facts: FormatFacts) -> str:
        """ValueError where what is typed is none."""
        return normalise_base_url(self.url.field.text(), facts)

    def _url_caution(self, problem: str) -> str:
        facts = self._facts
        if problem or facts is None:
            return ""
        parts = urlsplit(self._base_url(facts))
        in_the_open = parts.scheme == "http" and not is_private_host(parts.hostname or "")
        return tr(text.CONNECTION_URL_OPEN) if in_the_open else ""

    def _key_problem(self) -> str:
        key = self._key_typed
        if self.is_keyless:
            return ""
        if not key:
            return self._moved_key_problem()
        plain = key.isascii() and key.isprintable() and " " not in key
        return "" if plain else tr(text.CONNECTION_KEY_ODD)

    def _moved_key_problem(self) -> str:
        """A stored key belongs to the origin that it was stored for, and goes to no other."""
        facts = self._facts
        if self._edited is None or self._edited.key_place not in _STORED_KEY or self._url_problem() or not facts:
            return ""
        if _origin(self._edited.base_url) == _origin(self._base_url(facts)):
            return ""
        return tr(text.CONNECTION_KEY_MOVED, host=urlsplit(self._edited.base_url).netloc)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
