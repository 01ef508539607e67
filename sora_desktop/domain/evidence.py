"""What is known of a job, and what follows from it.

Formats and the client say what an answer *proves*: `Evidence`. `judge` moves a job by it, along `TABLE`, and says
what it means for money, by `MONEY`. Nothing else decides what became of a job: a person's own wishes (send, cancel,
dismiss, ask again, fetch again) are moves of the state table, not evidence.

The rules behind the table:
    - "Not billed" needs proof: a clear refusal, or bytes that surely never left this machine.
    - An end needs proof: an answer about this very job, and a bad end is seen twice, and hands out no clip.
    - A list proves presence, never absence.
    - What a check of a file could not finish says nothing about the file.
    - News that the table does not have for a state changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.charge import ChargeSource, Settlement
from sora_desktop.domain.ids import are_akin
from sora_desktop.domain.job import (
    ACTIVE,
    AT_SERVICE,
    FINAL,
    MAY_BE_ASKED,
    REFUSED_OR_FAILED,
    Billed,
    Doubt,
    Job,
    JobState,
    move,
)
from sora_desktop.domain.outcomes import ending_text, refusal_text
from sora_desktop.domain.refusal import Refused, refused_part


class News(StrEnum):
    """What an answer, or its absence, proves.

    Of a submission:
        NOT_SENT    surely no byte of it left this machine
        LATER       not taken now: come back
        REFUSED     clearly refused
        TAKEN       the service gave an id
        TAKEN_TWICE the id that the service gave is that of another job of this app
        NO_WORD     it may have arrived: nobody said so, and nobody denied it
    Of looking for one without an id:
        FOUND       it is there under this id: a list shows it, or a person pasted it
        SEVERAL     several jobs at the service may be it
        UNCLEAR     what was found tells neither yes nor no
        NOT_LISTED  long looking did not show it
    Of a job with an id:
        QUEUED, RUNNING, FINISHED
        FAILED      the service could not make it
        EXPIRED     the service let it go
        STOPPED     it was cancelled there, by somebody
        TAKEN_OFF   the service took it off because this app asked for it
        CALLED_OFF  likewise, and by the rules of its format it is surely not billed
        GONE        the service does not know the id
        OF_ANOTHER  the answer is about another job of this app
        HANDED_OUT  its clip can be had, it seems, although the service does not call it finished
        OVERDUE     no end within the time that the connection allows
    Of the clip:
        ARRIVED     all its bytes are here
        VERIFIED    they are a whole, playable clip
        KEPT        they are kept as they are, unchecked
        NOT_ARRIVED no road brought it so far
        AT_HOME     it lies in the library already, of a sending that this ledger does not know of
    Of the bill:
        SETTLED     the service, or a person, says what it cost
    Of nothing:
        NOTHING     no network, no key, a busy service: it says nothing about any job
    """

    NOT_SENT = "not_sent"
    LATER = "later"
    REFUSED = "refused"
    TAKEN = "taken"
    TAKEN_TWICE = "taken_twice"
    NO_WORD = "no_word"
    FOUND = "found"
    SEVERAL = "several"
    UNCLEAR = "unclear"
    NOT_LISTED = "not_listed"
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    EXPIRED = "expired"
    STOPPED = "stopped"
    TAKEN_OFF = "taken_off"
    CALLED_OFF = "called_off"
    GONE = "gone"
    HANDED_OUT = "handed_out"
    OVERDUE = "overdue"
    OF_ANOTHER = "of_another"
    ARRIVED = "arrived"
    VERIFIED = "verified"
    KEPT = "kept"
    NOT_ARRIVED = "not_arrived"
    AT_HOME = "at_home"
    SETTLED = "settled"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of it.

    `remote_id` is the id that it speaks of, as the service writes it; "" where it names none. `why` is a whole
    sentence for a person, `detail` only what the service says of it. `links` are places of the clip, the likeliest first, of a
    job that is called finished, or that may be so all the same; `clip` is the clip itself, where the answer carried it.
    `progress` in 0..1. `pause` is what the service asks to wait, and `lasting` for how long it has been saying the same,
    by a clock that nobody sets: both in seconds. `answer` is the start of an answer in which no id was found, keys hidden.
    `refused` is the part of the request that a "no" is about.
    `charge` is what the answer says that this very job cost, whatever else it proves.
    """

    news: News
    remote_id: str = ""
    why: Message | None = None
    detail: Message | str = ""
    links: tuple[str, ...] = ()
    clip: bytes | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    progress: float | None = None
    pause: float | None = None
    lasting: float = 0.0
    answer: str = field(default="", repr=False)
    refused: Refused | None = None
    charge: Settlement | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How often, and over how many seconds, a service has to say that it does not know a job."""

    gone_looks: int = 3
    gone_seconds: float = 120.0


_S, _N = JobState, News
_AT_WORK = frozenset({_S.QUEUED, _S.RUNNING, _S.CANCELLING})
WITHOUT_ID = frozenset({_S.UNKNOWN, _S.NOT_FOUND, _S.DISMISSED})
_CAN_END = _AT_WORK | {_S.NO_ANSWER}


def _each(states: Iterable[JobState], to: JobState) -> dict[JobState, JobState]:
    return dict.fromkeys(states, to)


TABLE: Mapping[News, Mapping[JobState, JobState]] = {
    _N.NOT_SENT: {_S.SUBMITTING: _S.WAITING},
    _N.LATER: {_S.SUBMITTING: _S.WAITING},
    _N.REFUSED: {_S.SUBMITTING: _S.REFUSED},
    _N.TAKEN: {_S.SUBMITTING: _S.QUEUED},
    _N.TAKEN_TWICE: {_S.SUBMITTING: _S.UNKNOWN},
    _N.NO_WORD: _each({_S.WAITING, _S.SUBMITTING}, _S.UNKNOWN),
    _N.FOUND: _each(WITHOUT_ID, _S.QUEUED),
    _N.SEVERAL: {},
    _N.UNCLEAR: {},
    _N.NOT_LISTED: {_S.UNKNOWN: _S.NOT_FOUND},
    _N.QUEUED: _each(MAY_BE_ASKED | {_S.RUNNING}, _S.QUEUED),
    _N.RUNNING: _each(MAY_BE_ASKED | {_S.QUEUED}, _S.RUNNING),
    _N.FINISHED: _each(MAY_BE_ASKED | _AT_WORK | WITHOUT_ID | {_S.SUBMITTING}, _S.FETCHING),
    _N.FAILED: _each(_CAN_END, _S.FAILED),
    _N.EXPIRED: _each(_CAN_END, _S.EXPIRED),
    _N.STOPPED: {**_each(_CAN_END, _S.FAILED), _S.CANCELLING: _S.CANCELLED},
    _N.TAKEN_OFF: {_S.CANCELLING: _S.CANCELLED},
    _N.CALLED_OFF: {_S.CANCELLING: _S.CANCELLED},
    _N.GONE: _each(_CAN_END, _S.LOST),
    _N.HANDED_OUT: _each(MAY_BE_ASKED | _AT_WORK, _S.FETCHING),
    _N.OVERDUE: _each(_AT_WORK, _S.NO_ANSWER),
    _N.ARRIVED: {_S.FETCHING: _S.VERIFYING},
    _N.VERIFIED: {_S.VERIFYING: _S.DONE},
    _N.KEPT: _each({_S.VERIFYING, _S.FETCH_FAILED}, _S.DONE),
    _N.NOT_ARRIVED: _each({_S.FETCHING, _S.VERIFYING}, _S.FETCH_FAILED),
    _N.AT_HOME: _each(WITHOUT_ID | {_S.WAITING, _S.SUBMITTING}, _S.DONE),
    _N.SETTLED: {},
    _N.OF_ANOTHER: {},
    _N.NOTHING: {},
}
"""Where a piece of evidence moves a job, from each state. What is not here stays where it is."""

MONEY: Mapping[News, Billed] = {
    _N.NOT_SENT: Billed.NO,
    _N.LATER: Billed.NO,
    _N.REFUSED: Billed.NO,
    _N.TAKEN: Billed.UNKNOWN,
    _N.TAKEN_TWICE: Billed.UNKNOWN,
    _N.NO_WORD: Billed.UNKNOWN,
    _N.FOUND: Billed.UNKNOWN,
    _N.NOT_LISTED: Billed.UNKNOWN,
    _N.FINISHED: Billed.YES,
    _N.AT_HOME: Billed.YES,
    _N.FAILED: Billed.UNKNOWN,
    _N.EXPIRED: Billed.UNKNOWN,
    _N.STOPPED: Billed.UNKNOWN,
    _N.TAKEN_OFF: Billed.UNKNOWN,
    _N.CALLED_OFF: Billed.NO,
    _N.GONE: Billed.UNKNOWN,
    _N.HANDED_OUT: Billed.UNKNOWN,
    _N.SETTLED: Billed.YES,
}
"""What a move by this evidence, or a sum that it carries, says about the bill. What is not here says nothing: it stays as
it was."""

SEEN_TWICE = frozenset({_N.FAILED, _N.EXPIRED, _N.STOPPED})
"""Bad ends: one answer is doubted, the next one that says the same is believed."""
RESENDS = 10
RESEND_SECONDS = 3600.0
"""So often, and for so long, a job is sent again by itself to a service that says "later". Only the time counts in which
the app runs and the machine is awake: by a clock that nobody sets."""
HELD = message("The service keeps putting this job off, so it is no longer sent automatically.").about(
    money=message("No charge is known so far."), todo=message("Send it now, or cancel it.")
)
STRANGER_LOOKS = 3
"""So often in a row a service has to call a job by one other id before that id is believed to be the job's own."""
_STRANGER = "called "
WITH_CLIP = frozenset({_N.FINISHED, _N.HANDED_OUT})
_OF_A_KNOWN_JOB = frozenset({_N.QUEUED, _N.RUNNING, _N.FAILED, _N.EXPIRED, _N.STOPPED}) | WITH_CLIP


def judge(job: Job, evidence: Evidence, at: datetime, patience: Patience | None = None) -> Job:
    """The job after this piece of evidence, which was seen at `at` (UTC). Pure; the same job where it proves nothing."""
    if _speaks_of_another(job, evidence):
        job = _doubted(job, f"{_STRANGER}{evidence.remote_id}")
        if job.doubt is None or job.doubt.count < STRANGER_LOOKS:
            return job
        job = replace(job, alias=evidence.remote_id)
    job = _with_charge(job, evidence, at)
    to = TABLE[evidence.news].get(job.state)
    if to is None:
        return _stays(job, evidence)
    doubted = _doubted(job, evidence.news)
    if not _is_believed(evidence, doubted.doubt, patience or Patience()):
        return doubted
    return _moved(job, to, evidence, at)


def at_deadline(last: Evidence, why: Message) -> Evidence:
    """What the deadline proves, after a `last` look.

    A job that a service still names a place of, in a word that nobody knows, may long be finished: the clip tells.
    """
    if last.news is News.RUNNING and last.links:
        return replace(last, news=News.HANDED_OUT)
    return Evidence(News.OVERDUE, why=why)


def may_have_a_clip(job: Job, evidence: Evidence) -> bool:
    """Whether a bad end, that is about to be believed or has been, names a place of the clip all the same."""
    if evidence.news not in SEEN_TWICE or not (evidence.links or evidence.clip):
        return False
    seen_before = job.doubt is not None and job.doubt.news == evidence.news
    return job.state in MAY_BE_ASKED or seen_before


def with_clip(evidence: Evidence, links: tuple[str, ...]) -> Evidence:
    """What a clip proves that is handed out at `links`, or stands in the answer of a bad end: it was made."""
    return replace(evidence, news=News.HANDED_OUT, links=links, detail="")


def _speaks_of_another(job: Job, evidence: Evidence) -> bool:
    """Whether the answer calls the job by an id that is not known to be its own.

    Some gateways do so all the time, and a wrong answer does so now and then: what is said in a row is believed.
    """
    if evidence.news not in _OF_A_KNOWN_JOB or not evidence.remote_id or not job.remote_id:
        return False
    return evidence.remote_id != job.alias and not are_akin(evidence.remote_id, job.remote_id)


def _doubted(job: Job, news: str) -> Job:
    before = job.doubt.count if job.doubt and job.doubt.news == news else 0
    return replace(job, doubt=Doubt(news, before + 1))


def _is_believed(evidence: Evidence, doubt: Doubt | None, patience: Patience) -> bool:
    if doubt is None or evidence.news not in SEEN_TWICE | {News.GONE}:
        return True
    if evidence.news in SEEN_TWICE:
        return doubt.count >= 2
    return doubt.count >= patience.gone_looks and evidence.lasting >= patience.gone_seconds


def _stays(job: Job, evidence: Evidence) -> Job:
    """In the same state: good news clears doubts and old troubles; other news is told as it is."""
    match evidence.news:
        case News.QUEUED | News.RUNNING if job.state in AT_SERVICE:
            return replace(job, doubt=None, reason=None)
        case News.SEVERAL | News.UNCLEAR if job.state is JobState.UNKNOWN:
            return replace(job, reason=evidence.why)
        case News.NOTHING | News.OF_ANOTHER if evidence.why is not None and job.state in ACTIVE:
            return replace(job, reason=evidence.why)
        case News.SETTLED if evidence.detail and job.state is JobState.FAILED and not _says_why(job):
            return _explained(job, evidence)
    return job


def _says_why(job: Job) -> bool:
    return job.reason is not None and bool(str(job.reason.detail or ""))


def _explained(job: Job, evidence: Evidence) -> Job:
    """A failure whose reason the service tells only in its books."""
    refused = _refused(job, job.state, evidence)
    reason = refusal_text(job.state, refused, evidence.detail, job) if refused else None
    return replace(job, refused=refused, reason=reason or ending_text(job.state, evidence.detail, free=job.cost.free))


def _moved(job: Job, to: JobState, evidence: Evidence, at: datetime) -> Job:
    refused = _refused(job, to, evidence)
    reason = refusal_text(to, refused, evidence.detail, job) if refused else evidence.why
    changed = move(
        job,
        to,
        doubt=None,
        billed=_billed(job, evidence.news),
        refused=refused,
        reason=reason or ending_text(to, evidence.detail, free=job.cost.free),
        ended_at=at if to in FINAL else None,
        clip_id=job.id if to is JobState.DONE else job.clip_id,
    )
    if evidence.news in WITH_CLIP | {News.TAKEN, News.FOUND}:
        changed = _with_what_it_brought(changed, evidence, at)
    if evidence.news is News.ARRIVED:
        changed = replace(changed, arrived_at=at)
    if evidence.news is News.LATER:
        changed = _told_later(changed, evidence.lasting)
    return replace(changed, answer=evidence.answer) if evidence.answer else changed


def _refused(job: Job, to: JobState, evidence: Evidence) -> Refused | None:
    if to not in REFUSED_OR_FAILED:
        return None
    return refused_part(evidence.refused, has_pictures=bool(job.request.images), was_taken=job.remote_id is not None)


def _with_what_it_brought(job: Job, evidence: Evidence, at: datetime) -> Job:
    job = replace(
        job,
        remote_id=job.remote_id or evidence.remote_id or None,
        accepted_at=job.accepted_at or at,
    )
    if evidence.news not in WITH_CLIP:
        return job
    return replace(
        job,
        progress=None,
        finished_at=job.finished_at or at,
        result_url=evidence.links[0] if evidence.links else None,
        other_urls=evidence.links[1:],
        result_expires_at=evidence.expires_at,
    )


def _told_later(job: Job, seconds: float) -> Job:
    """Sending is capped: a service may say "later" and charge all the same."""
    job = replace(job, laters=job.laters + 1, put_off_seconds=job.put_off_seconds + max(seconds, 0.0))
    return replace(job, held=True, reason=HELD) if waits_too_long(job) else job


def waits_too_long(job: Job, seconds: float = 0.0) -> bool:
    """Whether a person has to say that a job, which the service puts off again and again, is sent once more.

    `seconds` have passed since it was put off last.
    """
    return job.laters > RESENDS or job.put_off_seconds + max(seconds, 0.0) >= RESEND_SECONDS


def _with_charge(job: Job, evidence: Evidence, at: datetime) -> Job:
    """What the job cost is kept beside all that was told before. Only a sum proves a bill: nothing proves nothing.

    What a person enters they may take away again: it stands beside the bill, and proves none.
    """
    if evidence.charge is None:
        return job
    told = evidence.charge.counted_in(job.service.settling, job.cost.currency)
    is_proof = told.amount > 0 and told.source is not ChargeSource.PERSON
    billed = _billed(job, News.SETTLED) if is_proof else job.billed
    return replace(job, charge=job.charge.with_settlement(told, at), billed=billed)


def _billed(job: Job, news: News) -> Billed:
    """What was charged once is not taken back by a later word, and what is free stays so."""
    return bill_of(news, job.billed, free=job.cost.free)


def bill_of(news: News, before: Billed, *, free: bool) -> Billed:
    """What is known of a bill after this news, of a job or of anything else that is asked of a service once."""
    if free:
        return Billed.NO
    return Billed.YES if before is Billed.YES else MONEY.get(news, before)
