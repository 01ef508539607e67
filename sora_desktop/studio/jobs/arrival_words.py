"""What became of a finished clip on its way here, in words: what happened, what it means for money, what to do."""

from collections.abc import Iterator
from enum import Enum, auto

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import N_, Bytes, Message, Seconds, message
from sora_desktop.domain.clip import Clip, MediaFacts
from sora_desktop.domain.errors import AppError, DiskFullError, NotWrittenError
from sora_desktop.domain.job import Billed, Job
from sora_desktop.domain.origin import Way

LENGTH_SLACK = 0.6
"""Seconds by which a clip may be longer or shorter than asked before it is said."""

_DIFFERS = {
    (True, False): N_("The service made {got_time} instead of {time}."),
    (False, True): N_("The service made {got_size} instead of {size}."),
    (False, False): N_("The service made {got_size}, {got_time}, instead of {size}, {time}."),
}
"""By whether the size and whether the length is the one that was asked for."""


def difference(job: Job, facts: MediaFacts) -> Message | None:
    """What came back other than asked for, in words; None where it is the picture that was asked for."""
    request = job.request
    is_guessed = request.origin is not None and request.origin.way is Way.ELSEWHERE
    if facts.size is None or is_guessed:
        return None
    is_about_it = request.model.about_size and facts.size.shape is request.shape
    same_size = facts.size == request.size or is_about_it
    same_length = abs(facts.seconds - request.clip_seconds) <= LENGTH_SLACK
    if same_size and same_length:
        return None
    return message(
        _DIFFERS[same_size, same_length],
        got_size=facts.size.words,
        got_time=Seconds(round(facts.seconds, 1)),
        size=request.size.words,
        time=Seconds(request.clip_seconds),
    )


def same_file_text(other: Clip, besides: Message | None) -> Message:
    """Of a clip that has the very bytes of an `other` job's; `besides` is what else there is to say of it."""
    what = message("The service sent the same file as for “{other}”.", other=one_line(other.prompt, 60))
    money = message("You may be billed for both jobs: ask the service for the missing clip.")
    return what.about(money=money, more=(besides,) if besides else ())


def kept_text(finding: Message | None) -> Message:
    """Of a clip that is in the library unchecked; `finding` is what the check found."""
    if finding is None:
        return message("Kept as received: it couldn't be checked.")
    return message("Kept, but it couldn't be checked.").about(finding)


def trying_text(problem: AppError) -> Message:
    """Why a clip is not here yet, while it is still tried."""
    return message(problem.what).about(problem.detail, todo=message("Sora Desktop keeps trying."))


class AtService(Enum):
    """What the service said of a finished job when it was asked last."""

    NOT_ASKED = auto()
    THERE = auto()
    GONE = auto()


def not_arrived_text(problem: AppError, job: Job, *, kept_bytes: int, there: AtService) -> Message:
    """Why a clip is not here for now, and what is known of where it is."""
    money, more = _money(job), tuple(_known(there, kept_bytes))
    todo = _todo(problem, kept=bool(kept_bytes))
    return message(problem.what).about(problem.detail, money=money, more=more, todo=todo)


def _money(job: Job) -> Message | None:
    if job.billed is Billed.NO:
        return None
    return message("You have paid for it.") if job.billed is Billed.YES else message("You may have paid for it.")


def _known(there: AtService, kept_bytes: int) -> Iterator[Message]:
    if kept_bytes:
        yield message("What arrived so far is kept ({size}).", size=Bytes(kept_bytes))
    if there is AtService.GONE:
        yield message("The service no longer knows it.")
    elif there is AtService.THERE:
        yield message("The service says it still has it.")


def _todo(problem: AppError, *, kept: bool) -> Message:
    if isinstance(problem, DiskFullError):
        return message("Free up some space, and the download continues.")
    if isinstance(problem, NotWrittenError):
        return message("The download continues as soon as the folder can be written to.")
    now = message("Download it now, or keep what is here as it is.") if kept else message("Download it now.")
    return message("Sora Desktop tries again from time to time, and whenever it starts.").about(todo=now)
