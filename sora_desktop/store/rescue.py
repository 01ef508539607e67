"""Jobs out of a database that was kept aside: paid work in flight is not lost with a damaged page."""

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sora_desktop.base.sentences import message
from sora_desktop.domain.evidence import Evidence, News, judge
from sora_desktop.domain.job import Job
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.unreadable import UnreadableError

log = logging.getLogger(__name__)

_UNSURE = message("The job list was damaged, and this job was rescued from it.").about(
    money=message("It may have been sent since then, and you may have been billed for it.")
)


def rescue_jobs(kept: Path, store: JobStore) -> int:
    """Enter in `store` every job that can still be read in the database `kept`; answers how many.

    A row may be older than what really happened, for the last commits may be among what was lost. So a job that
    was not sent yet comes back as `unknown`: it is never sent again by itself. `kept` stays as it is.
    """
    jobs = {job.id: (job, hidden) for job, hidden in _readable(kept, store)}
    store.add([_unsure(job) for job, _ in jobs.values()])
    for job, hidden in jobs.values():
        if hidden:
            store.hide(job.id)
    return len(jobs)


def _unsure(job: Job) -> Job:
    return judge(job, Evidence(News.NO_WORD, why=_UNSURE), datetime.now(UTC))


def _readable(kept: Path, store: JobStore) -> Iterator[tuple[Job, bool]]:
    """The jobs before the first damaged page, oldest first; and then those after the last one."""
    forth = list(_rows(kept, "ASC"))
    numbers = {number for number, *_ in forth}
    back = [row for row in _rows(kept, "DESC") if row[0] not in numbers]
    for _, job_id, document, hidden in (*forth, *reversed(back)):
        with contextlib.suppress(UnreadableError):
            yield store.read(job_id, document), bool(hidden)


def _rows(kept: Path, order: str) -> Iterator[tuple[int, str, str, int]]:
    try:
        with contextlib.closing(sqlite3.connect(f"{kept.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.text_factory = lambda data: data.decode(errors="replace")
            yield from database.execute(f"SELECT number, id, document, hidden FROM jobs ORDER BY number {order}")  # noqa: S608 -- ASC or DESC
    except sqlite3.DatabaseError as problem:
        log.info("no more jobs can be read from %s: %s", kept.name, problem)
