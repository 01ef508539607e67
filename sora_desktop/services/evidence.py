"""What the answers of a service prove about one job: from the words of this floor to `domain.evidence`."""

from dataclasses import replace

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import (
    AppError,
    BusyError,
    JobGoneError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    RefusedError,
    SubmitError,
)
from sora_desktop.domain.evidence import Evidence, News
from sora_desktop.services.settlements import Books
from sora_desktop.services.wire import CancelOutcome, RemoteError, RemoteState, RemoteStatus, Submitted

_NEWS = {
    RemoteState.QUEUED: News.QUEUED,
    RemoteState.RUNNING: News.RUNNING,
    RemoteState.DONE: News.FINISHED,
    RemoteState.FAILED: News.FAILED,
    RemoteState.EXPIRED: News.EXPIRED,
    RemoteState.CANCELLED: News.STOPPED,
}
_CANCEL_NEWS = {CancelOutcome.ENDED: News.TAKEN_OFF, CancelOutcome.UNBILLED: News.CALLED_OFF}
_GIVEN_UP = RemoteError("", "", message("It cancelled the job."))


def of_submitted(submitted: Submitted) -> Evidence:
    """A job that was taken, and one that came finished in the same answer."""
    looked = of_status(submitted.status)
    if looked.news is News.FINISHED and (looked.links or looked.clip):
        return replace(looked, remote_id=submitted.remote_id, charge=looked.charge or submitted.charge)
    return Evidence(News.TAKEN, remote_id=submitted.remote_id, charge=submitted.charge)


def of_submit_error(error: SubmitError) -> Evidence:
    """What became of a submission that brought no job."""
    match error:
        case NotSentError():
            return Evidence(News.NOT_SENT, why=error.sentence)
        case PacedError():
            return Evidence(News.LATER, why=error.sentence, pause=error.retry_after)
        case RefusedError():
            return Evidence(News.REFUSED, why=error.sentence, detail=error.detail, refused=error.refused)
        case OutcomeUnknownError():
            return Evidence(News.NO_WORD, why=error.sentence, answer=error.answer)
    return Evidence(News.NO_WORD, why=OutcomeUnknownError(error.detail).sentence)


def of_status(status: RemoteStatus) -> Evidence:
    """One look at a job."""
    given_up = status.error is None and status.state is RemoteState.CANCELLED
    error = _GIVEN_UP if given_up else status.error
    return Evidence(
        _NEWS[status.state],
        remote_id=status.id,
        detail=error.detail if error else "",
        refused=error.refused if error else None,
        links=((status.result_url,) if status.result_url else ()) + status.other_urls,
        clip=status.clip,
        expires_at=status.expires_at,
        progress=status.progress,
        charge=status.charge,
    )


def of_books(books: Books) -> Evidence:
    """What a service says of a job that has ended, beside its answers about that."""
    failure = books.failure
    return Evidence(
        News.SETTLED,
        charge=books.charge,
        detail=failure.detail if failure else "",
        refused=failure.refused if failure else None,
    )


def of_cancelled(outcome: CancelOutcome) -> Evidence:
    """The answer to a cancel. That the service heard it proves nothing yet: looking tells how the job ends."""
    return Evidence(_CANCEL_NEWS.get(outcome, News.NOTHING))


def of_trouble(error: AppError) -> Evidence:
    """A question that got no good answer: only one that is about the job says something of it."""
    if isinstance(error, JobGoneError):
        return Evidence(News.GONE, detail=error.detail)
    pause = error.retry_after if isinstance(error, BusyError) else None
    return Evidence(News.NOTHING, why=error.sentence, pause=pause)
