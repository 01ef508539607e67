"""Jobs whose last state the disk refused: they are saved again, and a person hears of it where that takes long."""

import asyncio
from collections.abc import Callable

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import LedgerError
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.job import Job
from sora_desktop.studio.event_bus import EventBus

SAVE_AGAIN_SECONDS = 5.0
LOCKED_SECONDS = 0.1
"""The first pause where another program holds the ledger; each further one is twice as long."""
TOLD_AFTER_SECONDS = 1.5
"""A pause from which on a person is told that another program holds the ledger."""
SAVED_AGAIN = message("The job list can be saved again.")


class Unsaved:
    """`save` commits the job of an id as it is now, or raises LedgerError."""

    def __init__(self, save: Callable[[str], None], event_bus: EventBus) -> None:
        self._save = save
        self._event_bus = event_bus
        self.ids: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._pause = LOCKED_SECONDS
        self._told = False

    def add(self, job: Job, error: LedgerError) -> None:
        """Save this one later: the disk has just refused it."""
        self.ids.add(job.id)
        if self._timer is None:
            self._pause = LOCKED_SECONDS
            self._try_again(error)
        elif not error.busy:
            self._tell_of(error)

    def stop(self) -> None:
        """Nothing is saved by the clock any more."""
        if self._timer is not None:
            self._timer.cancel()

    def save(self) -> LedgerError | None:
        """Save what the disk refused; the error where it still does."""
        for job_id in tuple(self.ids):
            try:
                self._save(job_id)
            except LedgerError as error:
                return error
            self.ids.discard(job_id)
        return None

    def save_now(self, job_id: str) -> None:
        """Before its row is touched in another way. LedgerError where the disk still refuses."""
        if job_id in self.ids:
            self._save(job_id)
            self.ids.discard(job_id)

    def _try_again(self, error: LedgerError) -> None:
        pause = self._pause if error.busy else SAVE_AGAIN_SECONDS
        if pause > TOLD_AFTER_SECONDS:
            self._tell_of(error)
        self._pause = min(self._pause * 2, SAVE_AGAIN_SECONDS)
        self._timer = asyncio.get_running_loop().call_later(pause, self._save_again)

    def _tell_of(self, error: LedgerError) -> None:
        self._told = True
        self._event_bus.emit(
            Notice(LedgerError(error.detail, busy=error.busy).sentence, Severity.ERROR, topic="ledger")
        )

    def _save_again(self) -> None:
        self._timer = None
        error = self.save()
        if error is not None:
            self._try_again(error)
        elif self._told:
            self._told = False
            self._event_bus.emit(Notice(SAVED_AGAIN, Severity.INFO, topic="ledger"))
