"""What a job's end means, in words: what happened, what it means for money, what to do."""

from sora_desktop.base.sentences import N_, Foreign, Message, message, plural
from sora_desktop.domain.errors import JobGoneError
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.refusal import Refused

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


_REFUSED_PARTS = {
    Refused.WORDS: (N_("The service refused the words of this request."), N_("Change the words, then generate again.")),
    Refused.PICTURE: (N_("The service refused the picture."), N_("Change the picture, then generate again.")),
    Refused.REQUEST: (
        N_("The service refused the words or the picture, and doesn't say which."),
        N_("Change the request, then generate again."),
    ),
    Refused.CLIP: (
        N_("The clip was made, but the service's moderation keeps it back."),
        N_("Change the request, then generate again."),
    ),
    Refused.UNSAID: (
        N_("The service's moderation stopped this job, and doesn't say at what: the request, or the finished clip."),
        N_("Change the request, then generate again."),
    ),
}


def refusal_text(state: JobState, part: Refused, detail: Message | str, job: Job) -> Message:
    """Which part of a job's request the service refused, as it comes into `state`; `detail` is what the service says."""
    what, todo = _REFUSED_PARTS[part]
    billed = message("Not billed.") if state is JobState.REFUSED else message(MAYBE_BILLED)
    return message(what).about(
        detail if isinstance(detail, Message) else Foreign(detail),
        money=message("Nothing is billed.") if job.cost.free else billed,
        todo=message(todo),
    )


def overdue_text(minutes: int) -> Message:
    return plural(
        "There is no result after {count} minute.", "There is no result after {count} minutes.", minutes
    ).about(todo=message("It may still finish: check again later."))
