"""The doctor's second button, which has a price: one smallest clip that shows whether picture and length are honoured."""

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.doctor import Finding, Verdict
from sora_desktop.domain.errors import AppError, OverBudgetError
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.proof import Proof, proof_for
from sora_desktop.ui.commands import BudgetQuestion, Commands
from sora_desktop.ui.common.confirm import SureButton
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.common.job_words import money_words
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.doctor_view import FindingLine
from sora_desktop.ui.language import one_line, say, tr
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

_CHEAPEST = (Choice("", text.PROOF_CHEAPEST, ""),)
PROVING = "prove connection"
"""The topic of its commands."""


class ProofPart(QWidget):
    """Offers to prove a connection as it is saved, and shows what its last clip proved."""

    def __init__(self, commands: Commands, theme: ThemeKeeper) -> None:
        super().__init__()
        self._commands, self._theme = commands, theme
        self._connection: Connection | None = None
        self._proof: Proof | None = None
        self._is_asking = False
        self._is_changed = False
        self.findings: tuple[Finding, ...] = ()
        self.lines: list[FindingLine] = []
        self.button = SureButton()
        self.button.setObjectName("proveConnection")
        self.button.setAutoDefault(False)
        self.model = FormRow(tr(text.PROOF_MODEL), ChoiceBox[str](_CHEAPEST))
        self.model.field.setObjectName("provedModel")
        self.model.setVisible(False)
        self.hint = PlainLabel(role="hint", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.model)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self._press)
        self.model.field.currentIndexChanged.connect(self._choose)

    def offer(self, connection: Connection | None, *, is_changed: bool) -> None:
        """What would be sent for a saved connection. `is_changed`: the fields say something else than what is saved."""
        self._connection, self._is_changed = connection, is_changed
        models = connection.models if connection is not None else ()
        names = tuple(Choice(each.id, one_line(each.title, 40), "") for each in models)
        self.model.field.offer((*_CHEAPEST, *names))
        self.model.setVisible(len(models) > 1)
        self._choose()

    @Slot()
    def _choose(self) -> None:
        """Of the model that is chosen, else of whichever is cheapest."""
        connection = self._connection
        self._proof = proof_for(connection, self.model.field.value) if connection is not None else None
        self._show()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What the last clip proved, in place of what stood there."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.findings = tuple(findings)
        self.lines = [FindingLine(self._theme, finding) for finding in findings]
        for line in self.lines:
            self._column.addWidget(line)
        self._show()

    @property
    def _is_under_way(self) -> bool:
        return bool(self.findings) and self.findings[0].verdict is Verdict.NOT_TRIED

    def _show(self, trouble: str = "") -> None:
        proof = self._proof
        self.button.setText(tr(text.PROOF_BUTTON, price=_price(proof.cost)) if proof else tr(text.PROOF_BUTTON_PLAIN))
        self.button.setAccessibleName(self.button.text())
        can_go = proof is not None and not (self._is_changed or self._is_asking or self._is_under_way)
        self.button.setEnabled(can_go)
        set_role(self.hint, "caution" if trouble else "hint")
        self.hint.setText(trouble or self._words())
        self.button.setAccessibleDescription(self.hint.text())

    def _words(self) -> str:
        """What is sent, or why nothing can be."""
        if self._is_changed:
            return tr(text.PROOF_UNSAVED)
        if self._proof is None:
            return tr(text.PROOF_NOTHING)
        request = self._proof.request
        source = text.PROOF_WITH_PICTURE if self._proof.has_picture else text.PROOF_OF_WORDS
        size = request.size.words
        return tr(source, model=one_line(request.model.title, 40), size=size, seconds=request.seconds)

    @Slot()
    def _press(self) -> None:
        if self._connection is not None and self._proof is not None:
            self._ask(self._connection.id, self.model.field.value, self._proof.cost, None)

    def _ask(self, connection_id: str, model_id: str, shown: Cost, agreed: Asked | None) -> None:
        """`shown` is the price that a person saw: whatever stands on the button by now, they agreed to no other."""
        if self._is_asking:
            return

        def prove(studio: "Studio", agreed: Asked | None) -> Coroutine[object, object, object]:
            ask = partial(studio.proofs.prove, connection_id, shown)
            ask = partial(ask, model_id=model_id) if model_id else ask
            return ask(agreed=agreed) if agreed else ask()

        def failed(error: AppError) -> None:
            self._is_asking = False
            if isinstance(error, OverBudgetError):
                title = text.PROOF_ASK_UNKNOWN if shown.amount is None else text.PROOF_ASK_BUDGET
                words = (title, text.PROOF_ASK_YES, text.PROOF_ASK_NO)
                again = partial(self._ask, connection_id, model_id, shown)
                self._commands.ask(BudgetQuestion(error, self, again, prove, PROVING, *words))
            else:
                self._show(say(error.sentence))

        self._is_asking = True
        self._show()
        self._commands.run(
            lambda studio: prove(studio, agreed),
            PROVING,
            lambda _job: self._answered(),
            failed=failed,
            otherwise=self._answered,
        )

    def _answered(self) -> None:
        """What stands there of a failure stays."""
        if self._is_asking:
            self._is_asking = False
            self._show()
        else:
            self.button.setEnabled(self._proof is not None and not (self._is_changed or self._is_under_way))


def _price(cost: Cost) -> str:
    if cost.free:
        return tr(text.PROOF_FREE)
    return money_words(cost) or tr(text.PROOF_PRICE_UNKNOWN)
