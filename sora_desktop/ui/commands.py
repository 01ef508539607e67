"""How a panel asks the studio for something: one call for every command, checked by its types.

`commands.run(lambda studio: studio.jobs.cancel(job_id), "cancel")`. Panels get a `Commands`; they never see a loop or
a task, and never keep the studio.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sora_desktop.base.values import dataclass
from sora_desktop.domain.budget import Asked
from sora_desktop.domain.errors import AppError, OverBudgetError
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.ui.bridge import Bridge

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

T = TypeVar("T")

SUBMITTING = "submit"
"""The topic of a notice that says why nothing was generated."""


@dataclass(frozen=True)
class BudgetQuestion:
    """Whether what is above the budget may go. `title`, `yes` and `no` are sentences that are not translated yet.

    `again` sends it with what a person agreed to, as the `asker` does; `work` is that by itself, for a window in which
    there is no asker any more.
    """

    error: OverBudgetError
    asker: QWidget
    again: Callable[[Asked], object]
    work: Callable[["Studio", Asked], Coroutine[object, object, object]]
    topic: str
    title: str
    yes: str
    no: str


class Commands(QObject):
    """Signals: `notice(Notice)`: something to tell, mostly why a command did not work. `budget_question(BudgetQuestion)`:
    a person has to agree to what a command costs. `stage_wanted(StageGuest)`: a panel wants this shown on the stage, or no
    longer where it is None.
    """

    notice = Signal(object)
    stage_wanted = Signal(object)
    budget_question = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._running: set[asyncio.Task[None]] = set()

    def run(
        self,
        work: Callable[["Studio"], Coroutine[object, object, T]],
        topic: str,
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[AppError], object] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """Do `work` as soon as the studio is open. `then` hears what came of it.

        What went wrong is a notice of this topic, or told to `failed`. `otherwise` is called where `then` is not,
        also where the studio does not open, or closes.
        """
        tell = failed or (lambda error: self.notice.emit(Notice(error.sentence, Severity.ERROR, topic=topic)))
        task = self._bridge.spawn(self._await(work, then, tell, otherwise), topic)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def ended(self) -> None:
        """All that was asked for has come to its end, what was asked for in answer too, and those who asked have heard it."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    def tell(self, notice: Notice) -> None:
        """Show a notice of the window itself."""
        self.notice.emit(notice)

    def ask(self, question: BudgetQuestion) -> None:
        """Ask a person on the window that is there now, which may be another than the one that asked."""
        self.budget_question.emit(question)

    def failing(self, topic: str, question: Callable[[OverBudgetError], BudgetQuestion]) -> Callable[[AppError], None]:
        """For `failed` of `run`: what is above the budget is asked about, anything else is a notice of this topic."""

        def failed(error: AppError) -> None:
            if isinstance(error, OverBudgetError):
                self.ask(question(error))
            else:
                self.tell(Notice(error.sentence, Severity.ERROR, topic=topic))

        return failed

    async def _await(
        self,
        work: Callable[["Studio"], Coroutine[object, object, T]],
        then: Callable[[T], object] | None,
        tell: Callable[[AppError], object],
        otherwise: Callable[[], object] | None,
    ) -> None:
        studio = await self._bridge.ready()
        if studio is not None:
            try:
                result = await self._bridge.call(work(studio))
            except AppError as error:
                tell(error)
            else:
                if then is not None:
                    then(result)
                return
        if otherwise is not None:
            otherwise()
