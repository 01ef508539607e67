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
    LocalImage,
    WireFormat,
    base_url_problem,
    normalise_base_url,
)
from sora_desktop.ui import wording as text
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.wording import one_line, say, tr

FORMAT_CHOICES = (
    Choice(WireFormat.UNIALL, text.CONNECTION_FORMAT_UNIALL, text.CONNECTION_FORMAT_UNIALL_HELP),
    Choice(WireFormat.OPENAI_VIDEOS, text.CONNECTION_FORMAT_OPENAI, text.CONNECTION_FORMAT_OPENAI_HELP),
)
IMAGE_CHOICES = (
    Choice(LocalImage.NATIVE, text.CONNECTION_IMAGE_NATIVE, text.CONNECTION_IMAGE_NATIVE_HELP),
    Choice(LocalImage.DATA_URL, text.CONNECTION_IMAGE_DATA_URL, text.CONNECTION_IMAGE_DATA_URL_HELP),
    Choice(LocalImage.REFUSE, text.CONNECTION_IMAGE_REFUSE, text.CONNECTION_IMAGE_REFUSE_HELP),
)
_STORED_KEY: Mapping[KeyPlace, str] = {
    KeyPlace.KEYRING: text.CONNECTION_KEY_KEYRING,
    KeyPlace.SESSION: text.CONNECTION_KEY_SESSION,
}
_SCHEME = "bearer "


class ConnectionForm(QWidget):
    """Signals: `changed()` when a person changed any field."""

    changed = Signal()

    def __init__(self, connections: ConnectionList) -> None:
        super().__init__()
        self._connections = connections
        self._edited: Connection | None = None
        self._asked_for_all = False
        self.name = FormRow(tr(text.CONNECTION_NAME), QLineEdit())
        self.url = FormRow(tr(text.CONNECTION_URL), QLineEdit(), tr(text.CONNECTION_URL_HELP))
        self.format = FormRow(tr(text.CONNECTION_FORMAT), ChoiceBox(FORMAT_CHOICES))
        self.image = FormRow(tr(text.CONNECTION_IMAGE), ChoiceBox(IMAGE_CHOICES))
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
        shown = connection or Connection(id="", name="", base_url="")
        self.name.field.setText(shown.name)
        self.url.field.setText(shown.base_url)
        self.format.field.choose(shown.format)
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
        base = self._edited or Connection(id=uuid4().hex, name="", base_url="")
        wire = self.format.field.value
        return replace(
            base,
            name=one_line(self.name.field.text()),
            base_url=normalise_base_url(self.url.field.text()),
            format=wire,
            local_image=self.image.field.value,
            lists_jobs=wire is WireFormat.OPENAI_VIDEOS,
        )

    def ready(self) -> bool:
        """Whether nothing is wrong; else it is said beside each field, and the first one gets the focus."""
        self._asked_for_all = True
        if self._judge():
            return True
        rows = (self.name, self.url, self.key)
        next(row.field for row in rows if row.is_wrong).setFocus()
        return False

    @property
    def _key_typed(self) -> str:
        """Without the word that documentation puts before it in a header."""
        key = self.key.field.text().strip()
        return key[len(_SCHEME) :].strip() if key.lower().startswith(_SCHEME) else key

    @Slot()
    def _take_change(self) -> None:
        self.format.help_with(tr(self.format.field.choice.help))
        self.image.help_with(tr(self.image.field.choice.help))
        self.key.field.setEnabled(not self.is_keyless)
        self._judge()
        self.changed.emit()

    def _judge(self) -> bool:
        """Say what is wrong; an empty field counts, but is only marked once it was asked for all of them."""
        name, url, key = self._name_problem(), self._url_problem(), self._key_problem()
        self.name.say(name if self.name.field.text() or self._asked_for_all else "")
        self.url.help_with(self._url_help(url))
        self.url.say(url if self.url.field.text() or self._asked_for_all else "", caution=self._url_caution(url))
        self.key.say(key)
        return not (name or url or key)

    def _name_problem(self) -> str:
        name = one_line(self.name.field.text())
        if not name:
            return tr(text.CONNECTION_NAME_EMPTY)
        own = self._edited.id if self._edited else ""
        taken = {each.name.casefold() for each in self._connections.connections if each.id != own}
        return tr(text.CONNECTION_NAME_TAKEN) if name.casefold() in taken else ""

    def _url_problem(self) -> str:
        problem = base_url_problem(self.url.field.text())
        return say(problem) if problem else ""

    def _url_help(self, problem: str) -> str:
        if problem:
            return tr(text.CONNECTION_URL_HELP)
        return tr(text.CONNECTION_URL_USED, url=f"{normalise_base_url(self.url.field.text())}/v1/…")

    def _url_caution(self, problem: str) -> str:
        if problem:
            return ""
        parts = urlsplit(normalise_base_url(self.url.field.text()))
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
        if self._edited is None or self._edited.key_place not in _STORED_KEY or self._url_problem():
            return ""
        if _origin(self._edited.base_url) == _origin(normalise_base_url(self.url.field.text())):
            return ""
        return tr(text.CONNECTION_KEY_MOVED, host=urlsplit(self._edited.base_url).netloc)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
