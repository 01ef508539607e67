"""What a job says on screen: its state, what it cost, why, how long. Pure functions over a `Job`."""

from datetime import datetime
from decimal import Decimal

from sora_desktop.domain.job import ACTIVE, Billed, Job, JobState
from sora_desktop.domain.plain import one_line
from sora_desktop.domain.pricing import Cost
from sora_desktop.ui import text
from sora_desktop.ui.text import say, tr

SYMBOLS = {"warn": "?", "bad": "✕", "ok": "✓"}
"""Before the state's words, so that no state is told apart by colour alone."""

TONES: dict[JobState, str] = {
    JobState.UNKNOWN: "warn",
    JobState.NO_ANSWER: "warn",
    JobState.FETCH_FAILED: "warn",
    JobState.REFUSED: "bad",
    JobState.FAILED: "bad",
    JobState.EXPIRED: "bad",
    JobState.LOST: "bad",
    JobState.DONE: "ok",
}
"""The named colour of a state's words; `muted` where it is not here."""

SAYS_BILL = frozenset(JobState) - ACTIVE
TELLS_PROGRESS = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING})
"""Only here `Job.progress` is about what goes on now; later it is the service's last word."""


def money_words(cost: Cost) -> str:
    """`$0.40`, `0.40 EUR`, or nothing where the price is unknown."""
    if cost.amount is None:
        return ""
    amount = cost.amount.quantize(Decimal("0.01"))
    return f"${amount}" if cost.currency == "USD" else f"{amount} {cost.currency}"


def billed_words(job: Job) -> str:
    """Whether this job was billed, and about how much."""
    if job.cost.free:
        return tr(text.QUEUE_FREE)
    money = money_words(job.cost)
    if money and job.billed is not Billed.NO:
        return tr(text.QUEUE_BILLED[job.billed], money=money)
    return tr(text.QUEUE_BILLED_NO_PRICE[job.billed])


def _is_not_as_asked(job: Job) -> bool:
    """A finished clip has a reason only where it is another picture or length than was asked for."""
    return job.state is JobState.DONE and job.wanted and job.reason is not None


def tone(job: Job) -> str:
    if _is_not_as_asked(job):
        return "warn"
    return TONES.get(job.state, "muted")


def state_words(job: Job, ahead: int | None = None) -> str:
    """The state alone, with the service's own percentage where there is one; `ahead` jobs go out before it."""
    if job.state is JobState.WAITING and ahead is not None:
        return tr(text.QUEUE_IN_LINE, number=ahead + 1) if ahead else tr(text.QUEUE_NEXT)
    if job.state is JobState.DONE and not job.wanted:
        return tr(text.QUEUE_MADE_ANYWAY)
    if _is_not_as_asked(job):
        return tr(text.QUEUE_NOT_AS_ASKED)
    words = tr(text.QUEUE_STATES[job.state])
    if job.progress is not None and job.state in TELLS_PROGRESS:
        return tr(text.QUEUE_PERCENT, state=words, percent=round(job.progress * 100))
    return words


def state_line(job: Job, ahead: int | None = None) -> str:
    """The state with its symbol."""
    return f"{SYMBOLS.get(tone(job), '')} {state_words(job, ahead)}".lstrip()


def state_detail(job: Job, now: datetime, usual: float | None = None) -> str:
    """What stands after the state: the bill once it has ended, else elapsed time (and what is `usual`, in seconds)."""
    if job.state in SAYS_BILL:
        return billed_words(job)
    elapsed = clock(elapsed_seconds(job, now))
    if usual is not None and job.state is JobState.RUNNING:
        return tr(text.QUEUE_USUALLY, elapsed=elapsed, usual=clock(usual))
    return elapsed


def elapsed_seconds(job: Job, now: datetime) -> float:
    """Since the service took it, else since it was sent, else since Generate was pressed; never negative.

    One that waits was perhaps sent before, and not taken: it waits since Generate was pressed.
    """
    since = (job.state is not JobState.WAITING and (job.accepted_at or job.submitted_at)) or job.created_at
    return max(0.0, ((job.ended_at or now) - since).total_seconds())


def clock(seconds: float) -> str:
    """`1:48`, or `1:02:03` from an hour on."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def reason_words(job: Job) -> str:
    """Why it stands as it does, in a sentence; empty where the state says it all."""
    if job.reason is not None:
        return say(job.reason)
    source = text.QUEUE_REASONS.get(job.state)
    return tr(source) if source else ""


def meta_words(job: Job, *, connection: str | None = None) -> str:
    """Model, connection and length; `connection` is written in place of the whole name."""
    request = job.request
    name = job.connection.name if connection is None else connection
    return tr(text.QUEUE_META, model=request.model.id, connection=name, seconds=request.seconds)


def sentence(job: Job, ahead: int | None = None) -> str:
    """All of it for a screen reader. Holds no running time: that would be read out every second."""
    parts = [one_line(job.request.prompt), meta_words(job), state_words(job, ahead)]
    if job.request.image is not None:
        parts.insert(2, tr(text.QUEUE_WITH_IMAGE))
    if job.state in SAYS_BILL:
        parts.append(billed_words(job))
    return ". ".join([*parts, *filter(None, [reason_words(job)])])
