"""Sendings that the journal knows of and the ledger does not: what becomes of their jobs."""

from collections.abc import Callable
from dataclasses import replace

from sora_desktop.base.sentences import message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.evidence import Evidence, News, judge
from sora_desktop.domain.job import Job, JobState
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.journal import Became, Content, Sent, job_of

WAS_SENT = message("This job was sent, but the job list no longer knew about it.").about(
    money=message("You may have been billed."),
    todo=message("It is not sent again automatically, so check at the service first."),
)


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
    """What surely cost nothing need not come back, nor what the ledger has under the same id."""
    if known is None:
        return sent.became is not Became.NOT_SENT
    has_its_id = sent.remote_id is not None and known[1] == sent.remote_id
    return sent.became is not Became.NOT_SENT and known[0] < sent.attempt and not has_its_id


def _as_known(sent: Sent, rows: JobStore, has_clip_of: Callable[[Job], bool]) -> Job | None:
    """The job as it was while it was being sent, and then what became of it. None where it need not, or cannot, come back."""
    row = rows.get(sent.job_id)
    if row is None and sent.became is Became.REFUSED:
        return None
    was = row if row is not None and row.attempts >= sent.attempt else _was_sent(sent, row, rows)
    if was is None:
        return None
    remote_id = _free_id(sent, was, rows)
    if was is row and remote_id is None:
        return None
    attempts = max(sent.attempt, was.attempts)
    sending = replace(was, state=JobState.SUBMITTING, attempts=attempts, remote_id=remote_id, ended_at=None)
    evidence = Evidence(News.AT_HOME) if has_clip_of(was) else _evidence(sent, remote_id)
    return judge(sending, evidence, was.submitted_at or was.created_at)


def _was_sent(sent: Sent, row: Job | None, rows: JobStore) -> Job | None:
    """The job of the journal, in the place and with the service that the ledger has for it, where it has one."""
    was = job_of(sent, rows.read)
    return was if row is None else replace(was or row, position=row.position, service=row.service)


def _free_id(sent: Sent, job: Job, rows: JobStore) -> str | None:
    """The id of the sending, but where another job has it by now."""
    is_taken = sent.remote_id != job.remote_id and sent.remote_id in rows.remote_ids(job.service.id)
    return None if is_taken else sent.remote_id


def _evidence(sent: Sent, remote_id: str | None) -> Evidence:
    if remote_id is not None:
        return Evidence(News.TAKEN, remote_id)
    return Evidence(News.REFUSED) if sent.became is Became.REFUSED else Evidence(News.NO_WORD, why=WAS_SENT)
