"""The foot of the composer: takes, the price, what holds Generate back, Preview and Generate."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.request_checks import Field
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.compose.action_row import ActionRow
from sora_desktop.ui.compose.form_values import most_telling
from sora_desktop.ui.compose.generate_press import GeneratePress
from sora_desktop.ui.compose.generate_row import CostLabel, GenerateButton, TakesField
from sora_desktop.ui.compose.preview_button import PreviewPress
from sora_desktop.ui.compose.price_foot import PriceFoot
from sora_desktop.ui.compose.request_form import RequestForm
from sora_desktop.ui.compose.standing_note import StandingNote
from sora_desktop.ui.language import say
from sora_desktop.ui.theme import ThemeKeeper

_MARGIN = 16


class ComposeFoot(QWidget):
    """Follows the form, and hands what stands in it to the studio.

    Signals: `generated()` once every job of a press stands in the ledger, `refused()` none of them does; `previewed()`
    once a preview stands there; `changed()` after it took over what stands in the form;
    `price_wanted(Connection, str)`: a person wants to enter the price of this model there.
    """

    generated = Signal()
    refused = Signal()
    previewed = Signal()
    changed = Signal()
    price_wanted = Signal(object, str)

    def __init__(self, commands: Commands, theme: ThemeKeeper, form: RequestForm) -> None:
        super().__init__()
        self._form = form
        self._engine: Connection | None = None
        self._is_due = False
        self.takes = TakesField(theme)
        self._cost = CostLabel(theme)
        self._problem = PlainLabel(role="hint", wrap=True)
        self._problem.setObjectName("problemLabel")
        self._problem.setMinimumHeight(self._problem.fontMetrics().height())
        self._note = PlainLabel(role="hint", wrap=True)
        self._note.setObjectName("previewNote")
        self._note.hide()
        self.standing = StandingNote()
        self.button = GenerateButton(theme)
        self.press = GeneratePress(commands, self.button, self)
        self._preview = PreviewPress(commands, self)
        self._price = PriceFoot(self._cost, self.button, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = WrappingRow()
        row.addWidget(self.takes)
        row.add_gap()
        row.addWidget(self._cost)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 10, _MARGIN, _MARGIN)
        column.setSpacing(6)
        column.addLayout(row)
        for part in (self._problem, self.standing, self._note, ActionRow(self._preview.button, self.button)):
            column.addWidget(part)

    def _connect(self) -> None:
        self._form.changed.connect(self.show_form)
        self.takes.changed.connect(self.show_form)
        self.button.clicked.connect(self.generate)
        self._preview.button.clicked.connect(self.preview)
        self._price.wanted.connect(self.price_wanted)
        self.press.accepted.connect(self.generated)
        self.press.refused.connect(self.refused)
        self._preview.accepted.connect(self.previewed)

    def go_on_from(self, before: "ComposeFoot") -> None:
        """What was pressed in the foot of the window before is one wish."""
        self.press.go_on_from(before.press)

    def set_engine(self, engine: Connection | None) -> None:
        """The connection that draws previews, None while there is none."""
        if engine != self._engine:
            self._engine = engine
            self.show_form()

    @Slot()
    def generate(self) -> None:
        """Submit what stands in the form; while something speaks against it that is said, and nothing happens."""
        self._form.prompt.finish_composing()
        if self._form.problems:
            say_aloud(self, self._problem.text())
        requests, connection = self._form.requests, self._form.connection
        if not self._form.problems and requests and connection is not None:
            self.press.submit(requests, connection.id, self.takes.count)

    def generate_once_settled(self) -> None:
        """Generate as soon as nothing is left to be looked at; not at all where something then speaks against it."""
        self._is_due = True
        self._generate_if_due()

    def _generate_if_due(self) -> None:
        first = most_telling(self._form.problems, blank=self._form.is_blank)
        if self._is_due and not (first and first.settles):
            self._is_due = False
            if first is None:
                self.generate()

    @Slot()
    def preview(self) -> None:
        """Have what stands in the form drawn for free; the picked connection stays as it is."""
        self._form.prompt.finish_composing()
        request = self._form.request
        if request is not None and self._preview.takes_presses:
            self._preview.ask(request, self.takes.count)
        elif self._preview.reason:
            say_aloud(self, self._preview.reason)

    @Slot()
    def show_form(self) -> None:
        """Show what comes of the form: the price, what speaks against Generate, and whether it can be pressed."""
        problems, blank = self._form.problems, self._form.is_blank
        first = most_telling(problems, blank=blank)
        calm = first is None or first.settles or (first.field is Field.PROMPT and blank)
        set_role(self._problem, "hint" if calm else "problem")
        self._problem.setText(say(first.text) if first else "")
        self._price.show(self._form.requests, self._form.connection, self.takes.count)
        if problems and self.press.is_allowed and not (first and first.settles):
            say_aloud(self, self._problem.text())
        self.press.allow(not problems, self._problem.text())
        self._show_preview(self._form.connection)
        self.changed.emit()
        self._generate_if_due()

    def _show_preview(self, connection: Connection | None) -> None:
        """Offer it where Generate makes something else; what cannot be drawn is said before it is asked for."""
        engine = self._engine
        is_offered = connection is not None and connection.kind is not ConnectionKind.ENGINE
        problem = self._form.preview_problem(engine) if engine is not None and is_offered else None
        reason = say(problem.text) if problem else ""
        self._preview.button.setVisible(is_offered and engine is not None)
        self._preview.allow(reason, allowed=problem is None and is_offered and engine is not None)
        self._note.setText(reason)
        self._note.setVisible(problem is not None and not problem.settles and not self._form.problems)
