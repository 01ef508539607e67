"""Sendings that the journal knows of and the ledger does not: what becomes of their jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.message import message
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.journal import Became, Content, Sent, job_of

_WAS_SENT = message(
    "It was sent, but the job list did not know of it any more. It may have been billed. "
    "It is not sent again by itself: look at the service first."
)
_OPEN = frozenset({JobState.QUEUED, JobState.UNKNOWN, JobState.WAITING})
_NO_END: Mapping[str, Any] = {"reason": None, "ended_at": None}
_AT_THE_SERVICE: Mapping[str, Any] = {"state": JobState.QUEUED, "billed": Billed.UNKNOWN, **_NO_END}
_UNSURE: Mapping[str, Any] = {"state": JobState.UNKNOWN, "billed": Billed.UNKNOWN, **_NO_END, "reason": _WAS_SENT}
_REFUSED: Mapping[str, Any] = {"state": JobState.REFUSED, "billed": Billed.NO, **_NO_END}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`jobs` as they are to be entered in the ledger. `list_is_older`: it lacks a sending, as no crash leaves it."""

    jobs: list[Job]
    list_is_older: bool


def taken_back(content: Content, rows: JobStore, has_clip_of: Callable[[Job], bool]) -> TakenBack:
    """What the journal `content` knows better than the ledger."""
    known = rows.sendings(list(content.sent))
    late = [sent for sent in content.sent.values() if _is_news(sent, known.get(sent.job_id))]
    jobs = [job for sent in late if (job := _as_known(sent, rows, has_clip_of)) is not None]
    return TakenBack(jobs, any(_is_lacking(sent, known.get(sent.job_id)) for sent in late))


def _is_news(sent: Sent, known: tuple[int, str | None] | None) -> bool:
    attempts, remote_id = known or (0, None)
    return _is_lacking(sent, known) or (attempts == sent.attempt and sent.remote_id is not None and remote_id is None)


def _is_lacking(sent: Sent, known: tuple[int, str | None] | None) -> bool:
    """What surely cost nothing need not come back."""
    return sent.became is not Became.NOT_SENT and (known is None or known[0] < sent.attempt)


def _as_known(sent: Sent, rows: JobStore, has_clip_of: Callable[[Job], bool]) -> Job | None:
    row, was = rows.get(sent.job_id), job_of(sent, rows.codec)
    if row is not None:
        job = _brought_up(row, was, sent, _free_id(sent, row, rows))
    elif was is not None and sent.became is not Became.REFUSED:
        job = _known_as(was, sent, _free_id(sent, was, rows))
    else:
        return None
    if job.state in _OPEN and has_clip_of(job):
        return replace(job, state=JobState.DONE, clip_id=job.id, reason=None, ended_at=job.submitted_at)
    return job


def _free_id(sent: Sent, job: Job, rows: JobStore) -> str | None:
    """The id of the sending, but where another job has it by now."""
    is_taken = sent.remote_id != job.remote_id and sent.remote_id in rows.remote_ids(job.connection.id)
    return None if is_taken else sent.remote_id


def _brought_up(row: Job, was: Job | None, sent: Sent, remote_id: str | None) -> Job:
    """A job of the ledger, as far as the journal knows better: `was` is how it was sent."""
    if row.attempts >= sent.attempt:
        return row if remote_id is None else _known_as(row, sent, remote_id)
    newer = row if was is None else replace(was, position=row.position, connection=row.connection)
    return replace(_known_as(newer, sent, remote_id), attempts=sent.attempt)


def _known_as(job: Job, sent: Sent, remote_id: str | None) -> Job:
    if remote_id is not None:
        return replace(job, **_AT_THE_SERVICE, remote_id=remote_id)
    return replace(job, **(_REFUSED if sent.became is Became.REFUSED else _UNSURE))
