"""What is left at a service, in words."""

from PySide6.QtCore import QDateTime, QLocale

from sora_desktop.base.sentences import Money
from sora_desktop.domain.balance import Balance
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import current, tr, without_marks


def left_words(balance: Balance) -> str:
    """Such as `$8.90 left`."""
    return tr(text.BALANCE_LEFT, money=Money(balance.left, balance.unit))


def told_words(balance: Balance) -> str:
    """With when it was told, by the clock on the wall."""
    moment = QDateTime.fromSecsSinceEpoch(int(balance.at.timestamp()))
    today = moment.date() == QDateTime.currentDateTime().date()
    form = QLocale.FormatType.ShortFormat
    locale = current().locale
    time = without_marks(locale.toString(moment.time(), form) if today else locale.toString(moment, form))
    return tr(text.BALANCE_TOLD, money=Money(balance.left, balance.unit), time=time)
