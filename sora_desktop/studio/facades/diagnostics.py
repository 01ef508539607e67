"""What a person can ask for who wants to be helped."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sora_desktop.domain.errors import StorageError
from sora_desktop.domain.library import LibraryQuery
from sora_desktop.store.files import read_plain, write_atomically
from sora_desktop.store.log_tail import public_log
from sora_desktop.store.logs import FILE_NAME
from sora_desktop.studio.crash_report import note_told, reports
from sora_desktop.studio.diagnostics import report
from sora_desktop.studio.jobs.job_context import JobContext

REPORT_LIMIT = 1024 * 1024


class DiagnosticsFacade:
    """A report that everybody may read, and its file."""

    def __init__(self, context: JobContext) -> None:
        self._context = context

    async def report(self, window: Sequence[str]) -> str:
        """The report as text. `window` is what the window says of itself, a line each."""
        context = self._context
        loop = asyncio.get_running_loop()
        log = await loop.run_in_executor(context.pool, public_log, context.paths.logs / FILE_NAME)
        return report(
            window,
            context.connections.all(),
            dict(context.connections.health()),
            context.ledger.jobs(),
            context.library.view.page(LibraryQuery()).total,
            log,
        )

    async def crash_report(self) -> str:
        """The newest report of a crash. StorageError where it cannot be read."""
        loop, logs = asyncio.get_running_loop(), self._context.paths.logs
        try:
            return await loop.run_in_executor(self._context.pool, _newest, logs)
        except (OSError, IndexError) as problem:
            raise StorageError(str(logs)) from problem

    async def crash_was_told(self) -> None:
        """A person sees the notice of it. StorageError where that cannot be noted."""
        logs = self._context.paths.logs
        for newest in reports(logs)[-1:]:
            note_told(logs, newest)

    async def save(self, path: Path, text: str) -> None:
        """Write a report where a person wants it. StorageError where that cannot be."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._context.pool, write_atomically, path, text.encode())


def _newest(logs: Path) -> str:
    return read_plain(reports(logs)[-1], REPORT_LIMIT).decode("utf-8", "replace")
