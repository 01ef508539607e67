"""The sheet that shows what was spent: by day, model, connection or tag, estimated beside settled."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from sora_desktop.base.sentences import Money, counted
from sora_desktop.domain.events import Notice
from sora_desktop.domain.spend import CHARACTERS, SpendBy, SpendReport, SpendSum
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import current, service_name, tr, without_marks, written
from sora_desktop.ui.spend import sentences as text

_PERIODS: tuple[Choice[int | None], ...] = (
    Choice(0, text.SPEND_TODAY, ""),
    Choice(6, text.SPEND_WEEK, ""),
    Choice(29, text.SPEND_MONTH, ""),
    Choice(364, text.SPEND_YEAR, ""),
    Choice(None, text.SPEND_ALL, ""),
)
"""Days before today that count."""
_GROUPS = (
    Choice(SpendBy.DAY, text.SPEND_BY_DAY, ""),
    Choice(SpendBy.MODEL, text.SPEND_BY_MODEL, ""),
    Choice(SpendBy.CONNECTION, text.SPEND_BY_CONNECTION, ""),
    Choice(SpendBy.TAG, text.SPEND_BY_TAG, text.SPEND_BY_TAG_HINT),
)
_COLUMNS = (text.SPEND_CLIPS, text.SPEND_SECONDS, text.SPEND_COST, text.SPEND_ESTIMATED, text.SPEND_SETTLED)
_SIZE = (680, 460)
_MOST_ROWS = 1_000


class SpendSheet(Sheet):
    """Asks the studio each time that it is opened, or another period is chosen."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(tr(text.SPEND_TITLE), parent)
        self.setObjectName("spendSheet")
        self.resize(*_SIZE)
        self._commands = commands
        self._round = 0
        self._report: SpendReport | None = None
        self.period = FormRow(tr(text.SPEND_PERIOD), ChoiceBox(_PERIODS))
        self.group = FormRow(tr(text.SPEND_BY), ChoiceBox(_GROUPS))
        self.whole = PlainLabel(role="strong", wrap=True)
        self.table = QTableWidget(0, len(_COLUMNS) + 1)
        self.export_button = QPushButton(tr(text.SPEND_EXPORT))
        self.close_button = QPushButton(tr(shared.DIALOG_CLOSE))
        self.period.field.choose(29)
        self._dress_table()
        self._lay_out()
        self.period.field.currentIndexChanged.connect(self.read)
        self.group.field.currentIndexChanged.connect(self._show)
        self.export_button.clicked.connect(self._ask_where)
        self.close_button.clicked.connect(self.accept)

    def _dress_table(self) -> None:
        self.table.setAccessibleName(tr(text.SPEND_TABLE))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        self.column.addWidget(PlainLabel(tr(text.SPEND_INTRO), role="muted", wrap=True))
        choices, buttons = QHBoxLayout(), WrappingRow()
        choices.addWidget(self.period, 1, Qt.AlignmentFlag.AlignTop)
        choices.addWidget(self.group, 1, Qt.AlignmentFlag.AlignTop)
        buttons.addWidget(self.export_button)
        buttons.add_gap()
        buttons.addWidget(self.close_button)
        self.export_button.setAutoDefault(False)
        self.column.addLayout(choices)
        self.column.addWidget(self.whole)
        self.column.addWidget(self.table, 1)
        self.foot.addLayout(buttons)

    def open_now(self) -> None:
        """Open it with what was spent so far."""
        self.read()
        self.open()

    @property
    def _since(self) -> date | None:
        days = self.period.field.value
        return None if days is None else date.today() - timedelta(days=days)  # noqa: DTZ011 -- a day of the person's calendar

    @Slot()
    def read(self) -> None:
        """Ask anew; an answer to an earlier question is passed over."""
        self._round += 1
        since = self._since
        self.whole.setText(tr(text.SPEND_READING))
        self._commands.run(lambda studio: studio.spending.report(since), "spending", partial(self._take, self._round))

    def _take(self, asked_round: int, report: SpendReport) -> None:
        if asked_round == self._round:
            self._report = report
            self._show()

    @Slot()
    def _show(self) -> None:
        if self._report is None:
            return
        by, hint = self.group.field.value, self.group.field.choice.help
        self.group.help_with(tr(hint) if hint else "")
        sums = self._report.sums[by][:_MOST_ROWS]
        self.whole.setText(whole_words(self._report.whole))
        self.export_button.setEnabled(self._report.whole.clips + self._report.whole.characters > 0)
        self.table.setHorizontalHeaderLabels([tr(self.group.field.choice.words), *map(tr, _COLUMNS)])
        if (first := self.table.horizontalHeaderItem(0)) is not None:
            first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setRowCount(len(sums))
        for row, each in enumerate(sums):
            for column, words in enumerate(cells(each, by)):
                item = QTableWidgetItem(words)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)

    @Slot()
    def _ask_where(self) -> None:
        dialog = QFileDialog(self, tr(text.SPEND_EXPORT_TITLE))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr(text.SPEND_EXPORT_KIND))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(text.SPEND_EXPORT_NAME)
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def export_to(self, name: str) -> None:
        """Write all of the period into this file, and say so."""
        path, since = Path(name), self._since
        self._commands.run(
            lambda studio: studio.spending.export(path, since), "export spending", partial(self._exported, path)
        )

    def _exported(self, path: Path, count: int) -> None:
        self._commands.tell(Notice(counted(text.SPEND_EXPORTED, count, path=str(path)), topic="export spending"))


def cells(each: SpendSum, by: SpendBy) -> tuple[str, ...]:
    """One row of the table in words."""
    settled = money_list(each.settled)
    if settled and each.settled_clips < each.clips:
        settled = tr(text.SPEND_SETTLED_OF, money=settled, count=each.settled_clips, total=each.clips)
    return (
        group_words(each.name, by),
        written(each.clips),
        written(each.seconds),
        cost_words(each),
        _at_least(money_list(each.estimated), each.estimated_least),
        settled,
    )


def cost_words(each: SpendSum) -> str:
    """What is known of the cost, and how many clips and characters it leaves out."""
    money = _at_least(money_list(each.total), each.least)
    unknown = each.unknown + each.unknown_characters
    if not unknown:
        return money
    if not money:
        return tr(text.SPEND_NO_PRICE)
    return tr(text.SPEND_PART, first=money, second=tr(text.SPEND_UNKNOWN, count=unknown))


def _at_least(money: str, clips: int) -> str:
    """`clips` of them may have cost more than is known."""
    return tr(shared.MONEY_AT_LEAST, money=money) if money and clips else money


def whole_words(whole: SpendSum) -> str:
    """All of the period in a line."""
    if not whole.clips and whole.characters:
        return tr(text.SPEND_WHOLE_CHARACTERS, count=whole.characters, money=cost_words(whole))
    if not whole.clips:
        return tr(text.SPEND_NOTHING)
    words = tr(text.SPEND_WHOLE, count=whole.clips, money=cost_words(whole))
    if not whole.characters:
        return words
    return tr(text.SPEND_PART, first=words, second=tr(text.SPEND_OF_CHARACTERS, count=whole.characters))


def money_list(sums: Mapping[str, Decimal]) -> str:
    """Each currency by itself: none is reckoned into another."""
    return " + ".join(written(Money(amount, currency)) for currency, amount in sorted(sums.items()))


def group_words(name: str, by: SpendBy) -> str:
    """What a row is of."""
    if by is SpendBy.DAY:
        return day_words(name)
    if by is SpendBy.TAG:
        return name or tr(text.SPEND_NO_TAG)
    if by is SpendBy.MODEL and name == CHARACTERS:
        return tr(text.SPEND_CHARACTERS)
    return service_name(name)


def day_words(name: str) -> str:
    """A day as the language of the person writes it."""
    day = date.fromisoformat(name)
    return without_marks(current().locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat))
