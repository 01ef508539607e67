"""The fields of a connection, and what is wrong with them in words while they are typed."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import (
    Connection,
    KeyPlace,
    new_connection,
    normalise_base_url,
)
from sora_desktop.domain.format_facts import FormatFacts, KeyHeader
from sora_desktop.domain.offer import of_another_kind, unseen_of_another_kind
from sora_desktop.domain.presets import PRESETS
from sora_desktop.ui.common.fold import Fold
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.address_words import (
    address_caution,
    address_help,
    address_problem,
    origin,
)
from sora_desktop.ui.connections.advanced_fields import AdvancedFields
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.kind_field import KindField
from sora_desktop.ui.connections.suggested_name import suggested_name
from sora_desktop.ui.language import one_line, tr

_STORED_KEY: Mapping[KeyPlace, str] = {
    KeyPlace.KEYRING: text.CONNECTION_KEY_KEYRING,
    KeyPlace.SESSION: text.CONNECTION_KEY_SESSION,
}

_SCROLL_BAR = 10
"""The room of the scroll bar, so that nothing moves when it comes and goes."""


class ConnectionForm(QWidget):
    """The kind of service settles all that a person does not say.

    Signals: `changed()` when a person changed any field.
    """

    changed = Signal()

    def __init__(self, connections: ConnectionList) -> None:
        super().__init__()
        self._connections = connections
        self._edited: Connection | None = None
        self._copied: Connection | None = None
        self._kind_before = Connection(id="", name="", base_url="")
        """The kind that the fields were filled for, as new."""
        self._asked_for_all = False
        self._filling = False
        self._named = False
        self.kind_is_chosen = False
        """Whether a person said what kind it is: nothing else says it then."""
        self._kind_is_guessed = False
        self.kind = KindField()
        self.name = FormRow(tr(text.CONNECTION_NAME), QLineEdit())
        self.url = FormRow(tr(text.CONNECTION_URL), QLineEdit())
        self.key = FormRow(tr(text.CONNECTION_KEY), QLineEdit(), tr(text.CONNECTION_KEY_HELP))
        self.keyless = QCheckBox(tr(text.CONNECTION_KEY_NONE))
        self.advanced = AdvancedFields()
        self.fold = Fold(tr(text.CONNECTION_ADVANCED), self.advanced)
        self.format, self.image = self.advanced.format, self.advanced.image
        self.key.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, _SCROLL_BAR, 0)
        column.setSpacing(14)
        for part in (self.kind, self.url, self.key, self.keyless, self.name, self.advanced.free, self.fold):
            column.addWidget(part)

    def _wire(self) -> None:
        self.name.field.textChanged.connect(self._take_name)
        for row in (self.url, self.key):
            row.field.textChanged.connect(self._take_change)
        self.kind.field.currentIndexChanged.connect(self._take_kind)
        self.keyless.toggled.connect(self._take_change)
        self.advanced.format_changed.connect(self._take_format)
        self.advanced.changed.connect(self._take_change)
        self._connections.modelReset.connect(self._follow)

    def fill(self, connection: Connection | None) -> None:
        """Show a saved connection, or the form for a new one: empty, or with what one without an id has.

        The key is never shown.
        """
        saved = connection is not None and bool(connection.id)
        self._edited, self._copied = (connection, None) if saved else (None, connection)
        self._asked_for_all = False
        self.kind_is_chosen = self._named = connection is not None
        self._kind_is_guessed = False
        self.kind.know(self._connections.formats)
        shown = connection or self.kind.unsaid()
        self._kind_before = self.kind.as_it_was(shown)
        self._filling = True
        self.kind.show_kind(shown.preset)
        self.advanced.fill(shown, self._connections.formats)
        self.name.field.setText(shown.name)
        self.url.field.setText(shown.base_url)
        self.key.field.clear()
        self.key.field.setPlaceholderText(tr(_STORED_KEY.get(shown.key_place, text.CONNECTION_KEY_PASTE)))
        self.keyless.setChecked(shown.key_place is KeyPlace.NOT_NEEDED)
        self.fold.open(wide=connection is not None and self._facts is None)
        self._filling = False
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
        new, kind = self.kind.as_new(facts), self.kind.id_for(facts)
        base = self._edited or replace(self._copied or new, id=uuid4().hex)
        own = unseen_of_another_kind(base, self.kind.as_it_was(base), new)
        return replace(
            self.advanced.applied(own),
            name=one_line(self.name.field.text()),
            base_url=normalise_base_url(self.url.field.text(), facts),
            format=facts.id,
            preset=kind,
        )

    @property
    def is_as_saved(self) -> bool:
        """Whether the fields say what is saved, and nothing else."""
        edited = self._edited
        if edited is None or self._key_typed or not self._judge():
            return False
        return self.is_keyless == (edited.key_place is KeyPlace.NOT_NEEDED) and self.draft() == edited

    @property
    def models(self) -> tuple[VideoModel, ...]:
        """Those of the connection that is changed, as they are now."""
        return self._edited.models if self._edited else ()

    @Slot()
    def _follow(self) -> None:
        """Its models and prices may have been read anew meanwhile: what no field shows goes along."""
        edited = self._edited
        now = self._connections.connection(edited.id) if edited else None
        if edited is not None and now is not None:
            if self.advanced.prices == edited.prices:
                self.advanced.prices = now.prices
            draft = self.advanced.applied(edited)
            if draft.settling == edited.settling and now.settling.ways:
                self.advanced.show_settling(now.settling)
            read = replace(edited, models=now.models, prices=now.prices, told=now.told)
            self._edited = replace(read, settling=now.settling)

    @property
    def _facts(self) -> FormatFacts | None:
        return self.advanced.facts

    def guess_kind(self, preset_id: str) -> bool:
        """Fill in the kind that a look at the service suggests; False where a person said it, or it is not offered."""
        if self.kind_is_chosen or not self.kind.offers(preset_id):
            return False
        self._kind_is_guessed = True
        self.kind.field.choose(preset_id)
        self.kind_is_chosen = False
        self._suggest_name()
        return True

    def question(self) -> tuple[Connection, str | None] | None:
        """The service as it stands here, with its key, to ask what it is.

        None where the address or the key cannot be used, or the key would be read on the way. Without a key it is asked
        without one.
        """
        typed, facts = self.url.field.text(), self._facts
        if not typed.strip() or facts is None or address_problem(typed, facts) or self._key_problem():
            return None
        if self._key_typed and not self.is_keyless and address_caution(typed, facts):
            return None
        kept = self._edited is not None and self._edited.key_place in _STORED_KEY
        return self.draft(), self.key_to_save if self.is_keyless or self._key_typed or kept else ""

    def ready(self) -> bool:
        """Whether nothing is wrong; else it is said beside each field, and the first one gets the focus."""
        self._asked_for_all = True
        if self._judge():
            return True
        wrong: list[QWidget] = [row.field for row in (self.name, self.url, self.key) if row.is_wrong]
        if not wrong:
            self.fold.open()
        next(iter((*wrong, *self.advanced.wrong_fields()))).setFocus()
        return False

    @property
    def _key_typed(self) -> str:
        """Without the word that documentation puts before it in a header."""
        header = self._facts.key if self._facts else KeyHeader()
        return header.bare(self.key.field.text())

    @Slot()
    def _take_kind(self) -> None:
        """What the kind settles is filled in but for what a person has set, and can be changed from there."""
        preset = self.kind.preset
        if self._filling or preset is None:
            self._take_change()
            return
        self.kind_is_chosen = True
        self._filling = True
        self.format.field.choose(preset.format)
        facts = self._facts
        if facts is not None:
            now, shown = preset.connection(new_connection(facts)), self.advanced.applied(self._kind_before)
            self.advanced.show_ways(of_another_kind(shown, self._kind_before, now))
            self._kind_before = now
        typed = self.url.field.text().strip()
        if preset.base_url and (not typed or typed in [each.base_url for each in PRESETS]):
            self.url.field.setText(preset.base_url)
        elif typed and not preset.base_url and typed in [each.base_url for each in PRESETS]:
            self.url.field.clear()
        if self._edited is None and not self.key.field.text():
            self.keyless.setChecked(preset.keyless)
        self._filling = False
        self._take_change()

    @Slot(str)
    def _take_name(self, name: str) -> None:
        """Until a person gives it a name it has that of its place."""
        if not self._filling:
            self._named = bool(name)
            self._take_change()

    def _suggest_name(self) -> None:
        if not self._named:
            self._filling = True
            kind = self.kind.preset if self.kind_is_chosen or self._kind_is_guessed else None
            name = suggested_name(
                self.url.field.text(), self._facts, kind, _taken_names(self._connections, self._edited)
            )
            self.name.field.setText(name)
            self._filling = False

    @Slot()
    def _take_format(self) -> None:
        """Another format than that of the kind: then it is something else."""
        if self._filling or self._facts is None:
            return
        self._filling = True
        preset = self.kind.preset
        if preset is not None and preset.format != self._facts.id:
            self.kind.field.choose("")
        self.advanced.offer_images()
        edited = self._edited if self._edited and self._edited.format == self._facts.id else None
        self.advanced.show_abilities(edited or self.kind.as_new(self._facts))
        self._filling = False

    @Slot()
    def _take_change(self) -> None:
        if self._filling:
            return
        self._suggest_name()
        preset = self.kind.preset
        self.kind.help_with(tr(self.kind.field.choice.help))
        self.url.field.setPlaceholderText(preset.example if preset else tr(text.CONNECTION_URL_EXAMPLE))
        self.advanced.help_in_words()
        self.key.field.setEnabled(not self.is_keyless)
        self.key.help_with("" if self.is_keyless else tr(text.CONNECTION_KEY_HELP))
        self._judge()
        self.changed.emit()

    def _judge(self) -> bool:
        """Say what is wrong; an empty field counts, but is only marked once it was asked for all of them."""
        typed, facts = self.url.field.text(), self._facts
        name, url, key = self._name_problem(), address_problem(typed, facts), self._key_problem()
        self.name.say(name if self.name.field.text() or self._asked_for_all else "")
        self.url.help_with(address_help(typed, facts))
        self.url.say(url if typed or self._asked_for_all else "", caution=address_caution(typed, facts))
        self.key.say(key)
        return not (name or url or key or self.advanced.wrong_fields())

    def _name_problem(self) -> str:
        name = one_line(self.name.field.text())
        if not name:
            return tr(text.CONNECTION_NAME_EMPTY)
        return (
            tr(text.CONNECTION_NAME_TAKEN) if name.casefold() in _taken_names(self._connections, self._edited) else ""
        )

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
        facts, typed = self._facts, self.url.field.text()
        kept = self._edited is not None and self._edited.key_place in _STORED_KEY
        if self._edited is None or not kept or facts is None or address_problem(typed, facts):
            return ""
        if origin(self._edited.base_url) == origin(normalise_base_url(typed, facts)):
            return ""
        return tr(text.CONNECTION_KEY_MOVED, host=urlsplit(self._edited.base_url).netloc)


def _taken_names(connections: ConnectionList, edited: Connection | None) -> set[str]:
    own = edited.id if edited else ""
    return {each.name.casefold() for each in connections.connections if each.id != own}
