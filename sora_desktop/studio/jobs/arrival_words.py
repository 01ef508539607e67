"""What became of a finished clip on its way here, in words: what happened, what it means for money, what to do."""

from collections.abc import Iterator
from enum import Enum, auto

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.clip import Clip, MediaFacts
from sora_desktop.domain.errors import AppError, DiskFullError, NotWrittenError, tidy, with_detail
from sora_desktop.domain.job import Billed, Job

LENGTH_SLACK = 0.6
"""Seconds by which a clip may be longer or shorter than asked before it is said."""

_DIFFERS = {
    (True, False): "The service made {got_seconds:.1f} s instead of {seconds} s.",
    (False, True): "The service made {got_size} instead of {size}.",
    (False, False): "The service made {got_size}, {got_seconds:.1f} s, instead of {size}, {seconds} s.",
}
"""By whether the size and whether the length is the one that was asked for."""


def difference(job: Job, facts: MediaFacts) -> Message | None:
    """What came back other than asked for, in words; None where it is the picture that was asked for."""
    if facts.size is None:
        return None
    request = job.request
    is_about_it = request.model.about_size and facts.size.shape is request.shape
    same_size = facts.size == request.size or is_about_it
    same_length = abs(facts.seconds - request.seconds) <= LENGTH_SLACK
    if same_size and same_length:
        return None
    return message(
        _DIFFERS[same_size, same_length],
        got_size=str(facts.size).replace("x", " × "),
        got_seconds=facts.seconds,
        size=str(request.size).replace("x", " × "),
        seconds=request.seconds,
    )


def same_file_text(other: Clip, besides: Message | None) -> Message:
    """Of a clip that has the very bytes of an `other` job's; `besides` is what else there is to say of it."""
    words = "The service sent the same file as for “{other}”. Both jobs may be billed: ask the service for the missing clip."
    values = besides.values if besides else {}
    return message(f"{words} {besides.source}" if besides else words, other=one_line(other.prompt, 60), **values)


def kept_text(finding: Message | None) -> Message:
    """Of a clip that is in the library unchecked; `finding` is what the check found."""
    if finding is None:
        return message("Kept as it came: it could not be checked.")
    return _with(finding, "Kept, but it could not be checked: ", "")


def trying_text(problem: AppError) -> Message:
    """Why a clip is not here yet, while it is still tried."""
    return message(f"{_what(problem)} It is tried again by itself.", detail=tidy(problem.detail))


class AtService(Enum):
    """What the service said of a finished job when it was asked last."""

    NOT_ASKED = auto()
    THERE = auto()
    GONE = auto()


def not_arrived_text(problem: AppError, job: Job, *, kept_bytes: int, there: AtService) -> Message:
    """Why a clip is not here for now, and what is known of where it is."""
    parts = (_what(problem), *_known(job, there, kept=bool(kept_bytes)), _todo(problem, kept=bool(kept_bytes)))
    return message(" ".join(parts), detail=tidy(problem.detail), size=f"{kept_bytes / 1_000_000:.1f}")


def _known(job: Job, there: AtService, *, kept: bool) -> Iterator[str]:
    if job.billed is not Billed.NO:
        yield "It is paid for." if job.billed is Billed.YES else "It may be paid for."
    if kept:
        yield "What came of it is kept ({size} MB)."
    if there is AtService.GONE:
        yield "The service does not know it any more."
    elif there is AtService.THERE:
        yield "The service says that it still has it."


def _todo(problem: AppError, *, kept: bool) -> str:
    if isinstance(problem, DiskFullError):
        return "Make room: then it is fetched by itself."
    if isinstance(problem, NotWrittenError):
        return "As soon as it can be written it is fetched by itself."
    again = "It is tried again from time to time, and at each start."
    return f"{again} Fetch it again now, or keep what is here as it is." if kept else f"{again} Fetch it again now."


def _what(problem: AppError) -> str:
    return with_detail(problem.what) if problem.detail else problem.what


def _with(finding: Message, before: str, after: str) -> Message:
    return message(f"{before}{finding.source}{after}", **finding.values)
