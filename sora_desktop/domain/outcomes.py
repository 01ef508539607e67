"""What a job's end means, in words: what happened, what it means for money, what to do."""

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.errors import JobGoneError, tidy
from sora_desktop.domain.job import JobState

_EXPIRED = message(
    "The service let the job expire. It may have been billed: look at the service's own records. "
    "Check again, or generate it anew."
)
_NOT_LISTED = message(
    "The service's list does not show it, and lists may lag or leave jobs out: it may have been billed. "
    "It is looked for again from time to time. If you find it at the service, paste its id."
)


def ending_text(state: JobState, detail: str, *, free: bool) -> Message | None:
    """The sentence for a job that has just come into `state`; None where the state says it all."""
    match state:
        case JobState.FAILED:
            return failure_text(detail, free=free)
        case JobState.EXPIRED:
            return _EXPIRED
        case JobState.LOST:
            return JobGoneError(detail).sentence
        case JobState.NOT_FOUND:
            return _NOT_LISTED
    return None


def failure_text(detail: str, *, free: bool) -> Message:
    """`detail` is the service's own word, "" where it gives no reason."""
    money = "Nothing is billed." if free else "It may have been billed: look at the service's own records."
    rest = f"{money} Generate again to try anew."
    if not detail:
        return message(f"The service could not make the clip and does not say why. {rest}")
    return message(f"The service could not make the clip: {{detail}} {rest}", detail=tidy(detail))


def overdue_text(minutes: int) -> Message:
    return message("No end after {minutes} minutes. It may still finish: check again later.", minutes=minutes)
