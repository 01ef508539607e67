"""What a job says on screen: its state, what it cost, why, how long. Pure functions over a `Job`."""

from datetime import datetime

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, Money
from sora_desktop.base.values import dataclass
from sora_desktop.domain.job import ACTIVE, Billed, Job, JobState, WaitsFor
from sora_desktop.domain.pricing import Cost
from sora_desktop.ui import language
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.language import say, tr, written

SYMBOLS = {"warn": "?", "bad": "✕", "ok": "✓"}
"""Before the state's words, so that no state is told apart by colour alone."""

TONES: dict[JobState, str] = {
    JobState.UNKNOWN: "warn",
    JobState.NOT_FOUND: "warn",
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
SPOKEN_NAME = 80
"""Characters of a prompt by which a person who hears it knows which job is meant."""
SPOKEN_PROMPT = 500
"""Characters of a prompt that a screen reader is given: more of it stands in the prompt's own place."""
TELLS_PROGRESS = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING})
"""Only here `Job.progress` is about what goes on now; later it is the service's last word."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the list knows of a job beside the job itself.

    `ahead`: so many jobs of its connection go out before it; None where it does not wait in line.
    `retried`: another job that stands in for it is under way.
    `twin_id`: the job of unknown outcome that it has to wait for, "" where there is none.
    `unchecked`: what a check found in its clip, which is kept all the same.
    """

    ahead: int | None = None
    retried: bool = False
    twin_id: str = ""
    unchecked: Message | None = None


ALONE = Around()


def money_words(cost: Cost) -> str:
    """`$0.40` or `at least $0.40`, as the language writes it, or nothing where the price is unknown."""
    money = figure_of(cost)
    return tr(text.MONEY_AT_LEAST, money=money) if cost.is_least else money


def figure_of(cost: Cost) -> str:
    """The amount alone."""
    return "" if cost.amount is None else written(Money(cost.amount, cost.currency))


def doubt_words(cost: Cost) -> str:
    """Why it may come to more, in sentences; empty where it is exact, or not known at all."""
    return " ".join(tr(text.PRICE_DOUBTS[each]) for each in cost.doubts) if cost.is_least else ""


def billed_words(job: Job) -> str:
    """Whether this job was billed, and how much: as its service settled it, else about what was estimated."""
    if job.cost.free:
        return tr(text.QUEUE_FREE)
    if (entered := job.charge.entered) is not None:
        return tr(text.QUEUE_ENTERED, money=Money(entered.amount, entered.unit))
    standing, paid = job.charge.standing, job.charge.paid
    if standing is not None and paid is not None and job.billed is Billed.YES:
        source = text.QUEUE_SETTLED if standing.amount else text.QUEUE_GIVEN_BACK
        return tr(source, money=Money(paid.amount if not standing.amount else standing.amount, standing.unit))
    money = figure_of(job.cost)
    if money and job.billed is not Billed.NO:
        words = text.QUEUE_BILLED_AT_LEAST if job.cost.is_least else text.QUEUE_BILLED
        return tr(words[job.billed], money=money)
    return tr(text.QUEUE_BILLED_NO_PRICE[job.billed])


def is_held(job: Job) -> bool:
    """Whether it waits until a person sends it on."""
    return job.held and job.state is JobState.WAITING


def _is_not_as_asked(job: Job) -> bool:
    """A finished clip has a reason only where it is another picture or length than was asked for."""
    return job.state is JobState.DONE and job.wanted and job.reason is not None


def tone(job: Job, around: Around = ALONE) -> str:
    if is_held(job) or around.unchecked is not None or _is_not_as_asked(job):
        return "warn"
    return TONES.get(job.state, "muted")


def state_words(job: Job, around: Around = ALONE) -> str:
    """The state alone, with the service's own percentage where there is one."""
    if job.state is JobState.WAITING:
        return _waiting_words(job, around)
    if job.state is JobState.DONE:
        return _done_words(job, around)
    words = tr(text.QUEUE_STATES[job.state])
    if job.progress is not None and job.state in TELLS_PROGRESS:
        return tr(text.QUEUE_PERCENT, state=words, percent=round(job.progress * 100))
    return words


def _waiting_words(job: Job, around: Around) -> str:
    if is_held(job):
        return tr(text.QUEUE_HELD)
    if around.twin_id:
        return tr(text.QUEUE_WAITS_FOR_TWIN)
    if around.ahead is None:
        return tr(text.QUEUE_STATES[job.state])
    return tr(text.QUEUE_IN_LINE, number=around.ahead + 1) if around.ahead else tr(text.QUEUE_NEXT)


def _done_words(job: Job, around: Around) -> str:
    if around.unchecked is not None:
        return tr(text.QUEUE_UNCHECKED)
    if not job.wanted:
        return tr(text.QUEUE_MADE_ANYWAY)
    return tr(text.QUEUE_NOT_AS_ASKED if _is_not_as_asked(job) else text.QUEUE_STATES[job.state])


def state_line(job: Job, around: Around = ALONE) -> str:
    """The state with its symbol."""
    return f"{SYMBOLS.get(tone(job, around), '')} {state_words(job, around)}".lstrip()


def state_detail(job: Job, now: datetime, usual: float | None = None) -> str:
    """What stands after the state: the bill once it has ended, else elapsed time (and what is `usual`, in seconds).

    Nothing where it waits for a person: no time passes for that.
    """
    if job.state in SAYS_BILL:
        return billed_words(job)
    if is_held(job):
        return ""
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


def own_reason(job: Job) -> Message | None:
    """What the job itself keeps as its reason. Whether it waits for a twin the list sees at once, and the job later."""
    return None if job.waits_for is WaitsFor.TWIN else job.reason


def reason_words(job: Job, around: Around = ALONE) -> str:
    """Why it stands as it does, in a sentence; empty where the state says it all."""
    if around.twin_id:
        return tr(text.QUEUE_TWIN)
    if around.unchecked is not None:
        return unchecked_words(around.unchecked)
    reason = own_reason(job)
    if reason is not None:
        return say(reason)
    source = text.QUEUE_HELD_REASON if is_held(job) else text.QUEUE_REASONS.get(job.state)
    return tr(source) if source else ""


def unchecked_words(finding: Message) -> str:
    """What a check found in a clip that is kept all the same, and what that means."""
    return tr(text.CLIP_UNCHECKED_WHY, finding=say(finding))


def meta_words(job: Job, *, connection: str | None = None) -> str:
    """Model, connection and length; `connection` is written in place of the whole name."""
    request = job.request
    name = language.service_name(job.service.name) if connection is None else connection
    return tr(text.QUEUE_META, model=language.one_line(request.model.title), connection=name, seconds=request.seconds)


def news(job: Job, around: Around = ALONE) -> str:
    """What became of it, for who does not look at it: which one, how it ended, what that costs, and why."""
    parts = [one_line(job.request.prompt, SPOKEN_NAME), state_words(job, around)]
    if job.state in SAYS_BILL:
        parts.append(billed_words(job))
    return ". ".join([*parts, *filter(None, [reason_words(job, around)])])


def sentence(job: Job, around: Around = ALONE) -> str:
    """All of it for a screen reader. Holds no running time: that would be read out every second."""
    parts = [one_line(job.request.prompt, SPOKEN_PROMPT), meta_words(job), state_words(job, around)]
    if job.request.images:
        parts.insert(2, tr(text.QUEUE_WITH_IMAGE))
    if job.state in SAYS_BILL:
        parts.append(billed_words(job))
    return ". ".join([*parts, *filter(None, [reason_words(job, around)])])
