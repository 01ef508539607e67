"""What became of a finished clip on its way here, in words: what happened, what it means for money, what to do."""

from sora_desktop.domain.clip import MediaFacts
from sora_desktop.domain.errors import AppError, DiskFullError, tidy
from sora_desktop.domain.job import Job
from sora_desktop.domain.message import Message, message

LENGTH_SLACK = 0.6
"""Seconds by which a clip may be longer or shorter than asked before it is said."""


def difference(job: Job, facts: MediaFacts) -> Message | None:
    """What came back other than asked for, in words; None where it is the picture that was asked for."""
    if facts.size is None:
        return None
    request = job.request
    shape = facts.size if request.model.about_size else None
    same_size = facts.size == request.size or (shape is not None and shape.orientation is request.orientation)
    same_length = abs(facts.seconds - request.seconds) <= LENGTH_SLACK
    if same_size and same_length:
        return None
    return message(
        "The service made {got_size}, {got_seconds:.1f} s, instead of {size}, {seconds} s.",
        got_size=str(facts.size).replace("x", " × "),
        got_seconds=facts.seconds,
        size=str(request.size).replace("x", " × "),
        seconds=request.seconds,
    )


def kept_text(finding: Message | None) -> Message:
    """Of a clip that is in the library unchecked; `finding` is what the check found."""
    if finding is None:
        return message("Kept as it came: it could not be checked.")
    return _with(finding, "Kept, but it could not be checked: ", "")


def trying_text(problem: AppError) -> Message:
    """Why a clip is not here yet, while it is still tried."""
    return message(f"{_what(problem)} It is tried again by itself.", detail=tidy(problem.detail))


def not_arrived_text(problem: AppError, job: Job, *, kept_bytes: int, gone: bool) -> Message:
    """Why a clip is not here for now. `gone`: the service does not know the job any more.

    What it means for money is said as far as it is known: only what is here, or still at the service, is not lost.
    """
    parts = (_what(problem), _money(job, kept=bool(kept_bytes), gone=gone), _todo(problem, kept=bool(kept_bytes)))
    return message(" ".join(parts), detail=tidy(problem.detail), size=f"{kept_bytes / 1_000_000:.1f}")


def _money(job: Job, *, kept: bool, gone: bool) -> str:
    paid = "" if job.cost.free else "It is paid for. "
    if kept:
        return f"{paid}What came of it is kept ({{size}} MB)."
    if gone:
        return f"{paid}The service does not know it any more."
    return "It is not lost." if job.cost.free else "It is paid for and not lost."


def _todo(problem: AppError, *, kept: bool) -> str:
    if isinstance(problem, DiskFullError):
        return "Make room: then it is fetched by itself."
    again = "It is tried again from time to time, and at each start."
    return f"{again} Fetch it again now, or keep what is here as it is." if kept else f"{again} Fetch it again now."


def _what(problem: AppError) -> str:
    return f"{problem.what} {{detail}}" if problem.detail else problem.what


def _with(finding: Message, before: str, after: str) -> Message:
    return message(f"{before}{finding.source}{after}", **finding.values)
