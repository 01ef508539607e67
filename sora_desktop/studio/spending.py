"""What was spent so far, and whether what a person asks for is within the budget."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from sora_desktop.base.sentences import together
from sora_desktop.domain.budget import Asked, Budget, BudgetVerdict, Spend, Verdict, spend_of, weigh
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.job import JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.spend import JobSpend, SpendReport, committed, report
from sora_desktop.domain.spend_table import as_csv
from sora_desktop.store.files import write_atomically
from sora_desktop.store.spend import SpendStore, day_of
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.settings import SettingsKeeper

LONGEST_WAIT = timedelta(days=14)
"""Of a job that was made on one day and is sent on another: what was made before that is not looked at for today."""


class Spending:
    """The ledger is asked each time: another program may have written it, and what is off the list counts as well."""

    def __init__(self, store: SpendStore, settings: SettingsKeeper, clock: Clock) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self.others: Callable[[], Iterable[JobSpend]] = tuple
        """What else was spent, or may have been, beside the jobs."""

    @property
    def budget(self) -> Budget:
        return self._settings.now.budget

    def spent_today(self) -> Spend:
        """What takes a part of the budget of today; what waits does, whenever it was made.

        What another program sent does where its service says that it was today.
        """
        return committed(self._of_today(), self.budget.currency)

    async def today(self) -> tuple[Spend, Budget]:
        """What was spent today, beside what may be."""
        return self.spent_today(), self.budget

    def _of_today(self) -> Iterable[JobSpend]:
        now = self._clock.now()
        today, oldest = day_of(now), now - LONGEST_WAIT
        yield from (line for line in self.others() if line.day == today)
        for portion in self._store.portions():
            yield from (line for _, line in portion if _is_of(today, line))
            if portion and all(made < oldest for made, _ in portion):
                return

    def weighed(self, clips: Iterable[tuple[Cost, int]]) -> BudgetVerdict:
        """What the budget says to these clips, each by its cost and its seconds."""
        budget = self.budget
        if not budget.is_set:
            return BudgetVerdict()
        return weigh(budget, self.spent_today(), spend_of(clips, budget.currency))

    def expect_within(self, clips: Iterable[tuple[Cost, int]], agreed: Asked | None) -> None:
        """Raises OverBudgetError where a person has to say yes to these clips first, InputError where none may go.

        `agreed` is what a person said yes to: where it comes to more by now, or the budget to less, they are asked anew.
        """
        weighed = self.weighed(clips)
        if weighed.verdict is Verdict.REFUSED:
            raise InputError(together(weighed.reasons))
        if weighed.verdict is Verdict.ASK and not (agreed and agreed.covers(weighed.asked)):
            raise OverBudgetError(together(weighed.reasons), weighed.asked)

    async def report(self, since: date | None = None) -> SpendReport:
        """The sums of all jobs that were sent from this day on; None is all."""
        return report(await self._lines(since), since)

    async def export(self, path: Path, since: date | None = None) -> int:
        """Write the jobs, one a line, as CSV; the answer is how many. StorageError where the disk refuses."""
        spent = [line for line in await self._lines(since) if line.is_spent]
        await asyncio.to_thread(write_atomically, path, as_csv(spent).encode("utf-8-sig"))
        return len(spent)

    async def _lines(self, since: date | None) -> list[JobSpend]:
        """The latest first. Others work between two portions."""
        lines: list[JobSpend] = []
        for portion in self._store.portions():
            lines += (line for _, line in portion if since is None or line.day >= since)
            if since is not None and portion and all(day_of(made + LONGEST_WAIT) < since for made, _ in portion):
                break
            await asyncio.sleep(0)
        others = [line for line in self.others() if since is None or line.day >= since]
        return sorted((*lines, *others), key=lambda line: line.at, reverse=True) if others else lines


def _is_of(today: date, line: JobSpend) -> bool:
    return line.state is JobState.WAITING or (line.is_dated and line.day == today)
