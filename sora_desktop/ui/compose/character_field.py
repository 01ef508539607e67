"""The characters that are to be seen in a clip: a chip for each, and a menu of those that the connection has."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from sora_desktop.domain.character import Character, takes_characters, unnamed
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.shown_character import MOST_CHARACTERS, ShownCharacter
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.elided_button import ElidedButton
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.common.labels import PlainLabel, set_tip
from sora_desktop.ui.common.links import link
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import one_line, tr

_LEAST_CHIP = 120
"""Pixels: a short name is never cut for a long one beside it."""


class CharacterField(QWidget):
    """There only where the connection has characters, or some are chosen.

    Signals: `changed()`: others are chosen. `named(str)`: a person wants this name in the prompt. `list_wanted()`: a person
    wants to see all that there are.
    """

    changed = Signal()
    named = Signal(str)
    list_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chosen: tuple[ShownCharacter, ...] = ()
        self._known: KnownCharacters | None = None
        self._connection: Connection | None = None
        self._options: WireOptions | None = None
        self._prompt = ""
        self._add = link(tr(text.COMPOSE_CHARACTER_ADD), "addCharacterButton")
        self._caption = Caption(tr(text.COMPOSE_CHARACTERS), self._add)
        self._chips = QWidget()
        self._row = QHBoxLayout(self._chips)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._hint = PlainLabel(role="hint", wrap=True)
        self._insert = link(tr(text.COMPOSE_CHARACTER_INSERT), "insertCharacterButton", small=True)
        self._problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        for part in (self._caption, self._chips, self._problem, self._hint):
            column.addWidget(part)
        column.addWidget(self._insert, 0, Qt.AlignmentFlag.AlignLeft)
        self._add.clicked.connect(self._open)
        self._insert.clicked.connect(self._want_named)
        self._show()

    def follow(self, known: KnownCharacters) -> None:
        """Offer these from now on."""
        self._known = known
        known.changed.connect(self._show)
        self._show()

    def hold(self, characters: tuple[ShownCharacter, ...]) -> None:
        """Choose these, whoever has them; without a signal."""
        self.chosen = characters
        self._show()

    def show_for(self, connection: Connection | None, options: WireOptions | None, prompt: str) -> None:
        """Offer those of a connection, whose model is spelled as `options` say where it has its own; judge by the prompt."""
        self._prompt = prompt
        if (connection, options) != (self._connection, self._options):
            self._connection, self._options = connection, options
            self._show()
        elif self.chosen:
            self._show_hint()

    def show_problem(self, words: str) -> None:
        self._problem.say(words)
        self._show_hint()

    @property
    def offered(self) -> tuple[Character, ...]:
        """Those that can be chosen now and are not."""
        connection = self._connection
        if self._known is None or connection is None or not takes_characters(connection, self._options):
            return ()
        chosen = {(each.service, each.remote_id) for each in self.chosen}
        return tuple(each for each in self._known.of(connection) if (each.service, each.remote_id) not in chosen)

    @property
    def _unnamed(self) -> tuple[ShownCharacter, ...]:
        return unnamed(self._prompt, self.chosen) if self.chosen else ()

    @Slot()
    def _show(self) -> None:
        offered = self.offered
        self.setVisible(bool(offered or self.chosen))
        self._add.setVisible(bool(offered) and len(self.chosen) < MOST_CHARACTERS)
        self._caption.aside.setText("" if self.chosen else tr(text.COMPOSE_CHARACTERS_NONE))
        self._show_chips()
        self._show_hint()

    def _show_hint(self) -> None:
        """What speaks against them goes first."""
        names = [one_line(each.name) for each in self._unnamed] if not self._problem.text() else []
        self._hint.setText(tr(text.COMPOSE_CHARACTER_HINT, name=names[0]) if names else "")
        self._hint.setVisible(bool(names))
        self._insert.setVisible(bool(names))

    def _show_chips(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.hide()
                chip.setObjectName("")  # it is no longer the one in its place
                chip.deleteLater()
        for at, each in enumerate(self.chosen):
            self._row.addWidget(self._chip(at, each))
        self._row.addStretch()
        self._chips.setVisible(bool(self.chosen))

    def _chip(self, at: int, each: ShownCharacter) -> ElidedButton:
        chip, title = ElidedButton(), one_line(self._title(each))
        chip.setText(_literal(f"×  {title}"))
        chip.setObjectName(f"character-{at}")
        chip.setProperty("role", "chip")
        chip.setAutoDefault(False)
        chip.setMinimumWidth(min(chip.sizeHint().width(), _LEAST_CHIP))
        chip.setAccessibleName(tr(text.COMPOSE_CHARACTER_REMOVE, name=title))
        set_tip(chip, tr(text.COMPOSE_CHARACTER_TIP, name=one_line(each.name), owner=one_line(each.connection_name)))
        chip.clicked.connect(partial(self._take_out, each))
        return chip

    def _title(self, shown: ShownCharacter) -> str:
        """What a person calls it here."""
        known = self._known.all if self._known is not None else ()
        own = (each.title for each in known if (each.service, each.remote_id) == (shown.service, shown.remote_id))
        return next(own, shown.name)

    @Slot()
    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self.offered:
            menu.addAction(_literal(one_line(each.title))).triggered.connect(partial(self._put_in, each.shown))
        menu.addSeparator()
        menu.addAction(tr(text.COMPOSE_CHARACTERS_ALL)).triggered.connect(self.list_wanted)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _put_in(self, shown: ShownCharacter, _checked: bool = False) -> None:
        self.hold((*self.chosen, shown))
        self.changed.emit()

    def _take_out(self, shown: ShownCharacter, _checked: bool = False) -> None:
        self.hold(tuple(each for each in self.chosen if each != shown))
        self.changed.emit()

    @Slot()
    def _want_named(self) -> None:
        if self._unnamed:
            self.named.emit(self._unnamed[0].name)


def _literal(words: str) -> str:
    """An ampersand of a name is no mark of a shortcut."""
    return words.replace("&", "&&")
