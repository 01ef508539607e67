"""What was spent today, in the bar: it is asked anew where a job came, or what it costs has changed."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_desktop.base.sentences import Money
from sora_desktop.domain.budget import Budget, Spend
from sora_desktop.domain.events import (
    CharactersChanged,
    Event,
    JobAdded,
    JobChanged,
    JobOffListChanged,
    SettingsChanged,
)
from sora_desktop.domain.job import Job
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.language import tr, written
from sora_desktop.ui.window import sentences as text

_REST_MILLISECONDS = 400


class SpendToday(QObject):
    """Signals: `told(str)`: the words for the bar, "" where there is nothing to say."""

    told = Signal(str)

    def __init__(self, commands: Commands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._bills: dict[str, object] = {}
        self._budget: Budget | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self.ask)

    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        match event:
            case JobAdded(job=job) | JobChanged(job=job) | JobOffListChanged(job=job) if (
                not job.cost.free and self._is_news(job)
            ):
                self._rest.start()
            case CharactersChanged():
                self._rest.start()
            case SettingsChanged(settings=settings) if settings.budget != self._budget:
                self._budget = settings.budget
                self._rest.start()

    def _is_news(self, job: Job) -> bool:
        bill = (job.billed, job.charge, job.ended_at is None)
        is_other = self._bills.get(job.id) != bill
        self._bills[job.id] = bill
        return is_other

    @Slot()
    def ask(self) -> None:
        """Ask the studio now."""
        self._commands.run(lambda studio: studio.spending.today(), "spending", self._take)

    def _take(self, today: tuple[Spend, Budget]) -> None:
        self.told.emit(today_words(*today))


def today_words(spend: Spend, budget: Budget) -> str:
    """Such as "Today $1.20 of $5.00"; empty where nothing was spent."""
    if not spend.clips and not spend.money:
        return ""
    limit, is_more = budget.day.money, bool(spend.unknown or spend.least)
    money = written(Money(spend.money, budget.currency))
    if spend.unknown and spend.unknown == spend.clips:
        return tr(text.SPEND_TODAY_UNKNOWN, count=spend.clips)
    if limit is not None:
        source = text.SPEND_TODAY_PLUS_OF if is_more else text.SPEND_TODAY_OF
        return tr(source, money=money, limit=written(Money(limit, budget.currency)))
    return tr(text.SPEND_TODAY_PLUS if is_more else text.SPEND_TODAY, money=money)
