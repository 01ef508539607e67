"""A sheet for the sum that a service billed for a job, as a person has looked it up."""

from decimal import Decimal

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Money
from sora_desktop.domain.charge import Settlement
from sora_desktop.domain.job import Job
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.amounts import read_amount, read_unit
from sora_desktop.ui.common.captions import ProblemLine
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.common.job_words import money_words
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import service_name, tr
from sora_desktop.ui.queue import sentences as text

CHARGING = "enter charge"
"""The topic of its commands."""
_LONGEST = 20
_LONGEST_PROMPT = 200
_WIDTH = 420


class ChargeSheet(Sheet):
    """Begins with what a person entered before, else with what is known. Goes when it is closed."""

    def __init__(self, commands: Commands, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(tr(text.CHARGE_TITLE), parent, width=_WIDTH)
        self.setObjectName("chargeSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands, self._job = commands, job
        self.amount = FormRow(tr(text.CHARGE_AMOUNT), QLineEdit())
        self.unit = FormRow(tr(text.CHARGE_UNIT), QLineEdit())
        self.problem = ProblemLine()
        self.take_away = QPushButton(tr(text.CHARGE_TAKE_AWAY))
        self.save = QPushButton(tr(shared.DIALOG_SAVE))
        self.cancel = QPushButton(tr(shared.DIALOG_CANCEL))
        self._fill()
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.take_away.clicked.connect(self._take_away)
        self.cancel.clicked.connect(self.reject)

    def _fill(self) -> None:
        """Where nothing was settled, the estimate is shown and not entered: that is what is to be said otherwise."""
        known = self._job.charge.standing
        for row in (self.amount, self.unit):
            row.field.setMaxLength(_LONGEST)
        self.amount.field.setText(f"{known.amount:f}" if known else "")
        self.unit.field.setText(known.unit if known else self._job.cost.currency)
        self.take_away.setVisible(self._job.charge.entered is not None)

    def _lay_out(self) -> None:
        job = self._job
        self.column.addWidget(
            PlainLabel(one_line(job.request.prompt, _LONGEST_PROMPT), role="strong", wrap=True, foreign=True)
        )
        self.column.addWidget(
            PlainLabel(tr(text.CHARGE_HINT, connection=service_name(job.service.name)), role="muted", wrap=True)
        )
        for words in known_words(job):
            self.column.addWidget(PlainLabel(words, role="muted", wrap=True))
        fields, buttons = QHBoxLayout(), WrappingRow()
        fields.addWidget(self.amount, 2)
        fields.addWidget(self.unit, 1)
        self.column.addLayout(fields)
        self.column.addWidget(self.problem)
        self.take_away.setAutoDefault(False)
        self.cancel.setAutoDefault(False)
        self.save.setDefault(True)
        buttons.addWidget(self.take_away)
        buttons.add_gap()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        self.foot.addLayout(buttons)
        self.amount.field.setFocus()
        self.amount.field.selectAll()

    @Slot()
    def _save(self) -> None:
        amount = read_amount(self.amount.field.text())
        unit = read_unit(self.unit.field.text(), _LONGEST)
        self.problem.say(
            "" if amount is not None and unit else tr(text.CHARGE_NO_UNIT if amount is not None else text.CHARGE_ODD)
        )
        if amount is None or not unit:
            (self.amount if amount is None else self.unit).field.setFocus()
            return
        self._send(amount, unit)
        self.accept()

    def _send(self, amount: Decimal, unit: str) -> None:
        job_id = self._job.id
        self._commands.run(lambda studio: studio.charges.enter(job_id, amount, unit), CHARGING)

    @Slot()
    def _take_away(self) -> None:
        job_id = self._job.id
        self._commands.run(lambda studio: studio.charges.take_away(job_id), CHARGING)
        self.accept()


def known_words(job: Job) -> list[str]:
    """What is known beside what a person says: the estimate, and what the service told."""
    money = money_words(job.cost)
    said = [tr(text.CHARGE_ESTIMATE, money=money) if money else tr(text.CHARGE_NO_ESTIMATE)]
    told = job.charge.without_entered().standing
    return [*said, *([_told_words(told)] if told else [])]


def _told_words(told: Settlement) -> str:
    money = Money(told.amount, told.unit)
    return tr(text.CHARGE_TOLD_AT, money=money, place=told.place) if told.place else tr(text.CHARGE_TOLD, money=money)
