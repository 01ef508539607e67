"""The ledger: every job that was ever asked for, in rows that are on the disk before anything is sent."""

import logging
import math
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from sora_desktop.domain.errors import LedgerError, UnsavedJobError
from sora_desktop.domain.job import FINAL, Job, JobState
from sora_desktop.store.codec import Codec, as_text, parse
from sora_desktop.store.database import Database
from sora_desktop.store.unreadable import UnreadableError
from sora_desktop.store.upgrades import JOB

log = logging.getLogger(__name__)

_PUT = """
    INSERT INTO jobs (id, state, connection_id, remote_id, created_at, position, document)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, connection_id = excluded.connection_id,
        remote_id = excluded.remote_id, position = excluded.position, document = excluded.document
"""
_SENDINGS = """
    SELECT id, remote_id, CASE WHEN json_valid(document) THEN json_extract(document, '$.attempts') END
    FROM jobs WHERE id IN ({})
"""
_ASKED_AT_ONCE = 500
_UNREADABLE_ATTEMPTS = 1 << 30
"""Of a row that cannot be read: it is never sent, so nobody has to be told that it was."""
_UNSENT = frozenset({JobState.WAITING, JobState.SUBMITTING})


class JobStore:
    """The jobs of one data folder. Every method that changes something has committed it when it returns.

    LedgerError where the disk refuses: UnsavedJobError, which says that nothing is billed, where the job was not
    sent yet. Rows are never deleted. `unreadable` are the ids of those that were met and could not be read.

    A row of a newer version of the app is read as far as it is understood, and what is not stays in it. One that waits
    is not read: its request may ask for more than is understood, and what would be sent is paid for.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.codec = Codec(database.folder)
        self.unreadable: set[str] = set()
        self._newer: dict[str, dict[str, Any]] = {}

    def is_free(self) -> bool:
        """Whether no other program holds the ledger just now."""
        return self._database.is_free()

    def is_newer(self, job_id: str) -> bool:
        """Whether a newer version of the app has written its row, which may hold more than is understood here."""
        return job_id in self._newer

    def read(self, job_id: str, document: str | bytes) -> Job:
        """The job of a stored document; UnreadableError where it is none, or one that must not be touched."""
        plain = parse(document)
        newer = JOB.newer(plain)
        if newer is not None:
            self._newer[job_id] = newer
        job = self.codec.structure(plain, Job)
        if newer is not None and job.state is JobState.WAITING:
            raise UnreadableError("it waits to be sent by a newer version")
        return job

    def add(self, jobs: Sequence[Job]) -> None:
        """Enter new jobs: all of them or, where the disk refuses, none."""
        rows = [self._row(job) for job in jobs]
        with self._database.transaction(UnsavedJobError) as database:
            database.executemany(_PUT, rows)

    def put(self, job: Job) -> None:
        """Save a job as it is now."""
        row = self._row(job)
        with self._database.transaction(UnsavedJobError if job.state in _UNSENT else LedgerError) as database:
            database.execute(_PUT, row)

    def get(self, job_id: str) -> Job | None:
        """A job by its id, hidden or not."""
        rows = self._database.read("SELECT id, document FROM jobs WHERE id = ?", job_id)
        return next(self._jobs(rows), None)

    def all(self) -> list[Job]:
        """Every job that is not hidden, in the order in which they were entered."""
        return list(self._jobs(self._database.read("SELECT id, document FROM jobs WHERE NOT hidden ORDER BY number")))

    def hidden(self, state: JobState) -> list[Job]:
        """Jobs off the list that ended in this state, in the order in which they were entered."""
        question = "SELECT id, document FROM jobs WHERE hidden AND state = ? ORDER BY number"
        return list(self._jobs(self._database.read(question, state.value)))

    def sendings(self, job_ids: Sequence[str]) -> dict[str, tuple[int, str | None]]:
        """Of those of these jobs that have a row: how often each was sent, and its id at the service."""
        found: dict[str, tuple[int, str | None]] = {}
        for start in range(0, len(job_ids), _ASKED_AT_ONCE):
            some = job_ids[start : start + _ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            for job_id, remote_id, attempts in self._database.read(_SENDINGS.format(marks), *some):
                found[job_id] = (attempts if isinstance(attempts, int) else _UNREADABLE_ATTEMPTS, remote_id)
        return found

    def has_any(self) -> bool:
        """Whether there ever was a job."""
        return bool(self._database.read("SELECT 1 FROM jobs LIMIT 1"))

    def has_waiting(self) -> bool:
        """Whether a job waits to be sent."""
        question = "SELECT 1 FROM jobs WHERE state = ? AND NOT hidden LIMIT 1"
        return bool(self._database.read(question, JobState.WAITING.value))

    def ended(self) -> set[str]:
        """The jobs that ended, hidden ones included."""
        marks = ", ".join("?" * len(FINAL))
        rows = self._database.read(f"SELECT id FROM jobs WHERE state IN ({marks})", *(state.value for state in FINAL))  # noqa: S608 -- marks alone
        return {job_id for (job_id,) in rows}

    def hide(self, *job_ids: str, hidden: bool = True) -> None:
        """Take jobs off the list, or put them back, all or none; their rows stay."""
        with self._database.transaction() as database:
            database.executemany("UPDATE jobs SET hidden = ? WHERE id = ?", [(int(hidden), each) for each in job_ids])

    def remote_ids(self, connection_id: str, base_url: str = "") -> set[str]:
        """The ids at a service that jobs of this connection are bound to, hidden jobs included.

        With `base_url` also those of hidden jobs that another connection to the same address made; and those of jobs
        that cannot be read, whosever they are.
        """
        question = """
            SELECT remote_id FROM jobs WHERE remote_id IS NOT NULL AND (connection_id = ?
            OR hidden AND json_valid(document) AND coalesce(
                json_extract(document, '$.service.base_url'), json_extract(document, '$.connection.base_url')) = ?)
        """
        bound = {remote_id for (remote_id,) in self._database.read(question, connection_id, base_url)}
        unreadable = self.sendings(sorted(self.unreadable)).values() if self.unreadable else ()
        return bound | {remote_id for _, remote_id in unreadable if remote_id is not None}

    def _row(self, job: Job) -> tuple[str, str, str, str | None, str, float, str]:
        remote_id = job.remote_id and _storable(job.remote_id)
        position = job.position if math.isfinite(job.position) else 0.0  # SQLite would make NULL of it
        created = job.created_at.astimezone(UTC).isoformat(timespec="microseconds")
        return job.id, job.state.value, job.service.id, remote_id, created, position, self._document(job)

    def _document(self, job: Job) -> str:
        before = self._newer.get(job.id)
        return self.codec.dump(job) if before is None else as_text(JOB.written_over(before, self.codec.plain(job)))

    def _jobs(self, rows: list[tuple[str, str]]) -> Iterator[Job]:
        for job_id, document in rows:
            try:
                yield self.read(job_id, document)
            except UnreadableError as problem:
                self.unreadable.add(job_id)
                log.warning("job %s cannot be read; its row stays in the ledger: %s", job_id, problem)


def _storable(text: str) -> str:
    """A stranger's text without the halves of characters that SQLite does not take."""
    return text.encode(errors="replace").decode()
