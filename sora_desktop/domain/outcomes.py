"""What a job's end means, in words: what happened, what it means for money, what to do."""

from sora_desktop.base.sentences import N_, Foreign, Message, message, plural
from sora_desktop.domain.errors import JobGoneError
from sora_desktop.domain.job import JobState

MAYBE_BILLED = N_("You may have been billed: check your records at the service.")

_EXPIRED = message("The service let this job expire.").about(
    money=message(MAYBE_BILLED), todo=message("Check again, or generate it once more.")
)
_NOT_LISTED = message("The service's list doesn't show this job, but lists can lag behind or leave jobs out.").about(
    money=message("You may have been billed."),
    more=(message("Sora Desktop keeps looking for it from time to time."),),
    todo=message("If you find it at the service, paste its id."),
)


def ending_text(state: JobState, detail: Message | str, *, free: bool) -> Message | None:
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


def failure_text(detail: Message | str, *, free: bool) -> Message:
    """`detail` is what the service says of it, "" where it gives no reason."""
    what = (
        message("The service couldn't make this clip.")
        if detail
        else message("The service couldn't make this clip, and doesn't say why.")
    )
    return what.about(
        detail if isinstance(detail, Message) else Foreign(detail),
        money=message("Nothing is billed.") if free else message(MAYBE_BILLED),
        todo=message("Generate again to try once more."),
    )


def overdue_text(minutes: int) -> Message:
    return plural(
        "There is no result after {count} minute.", "There is no result after {count} minutes.", minutes
    ).about(todo=message("It may still finish: check again later."))
