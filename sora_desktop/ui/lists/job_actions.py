"""What a person can do with a job, in each of its states."""

from enum import StrEnum

from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.ui import text
from sora_desktop.ui.text import tr


class JobAction(StrEnum):
    CANCEL = "cancel"
    EDIT = "edit"
    RETRY = "retry"
    CHECK = "check"
    PASTE_ID = "paste-id"
    DISMISS = "dismiss"
    FETCH = "fetch"
    SHOW = "show"
    REMOVE = "remove"
    EARLIER = "earlier"
    LATER = "later"
    COPY_ID = "copy-id"


_A = JobAction
_S = JobState

ACTIONS: dict[JobState, tuple[JobAction, ...]] = {
    _S.WAITING: (_A.CANCEL, _A.EDIT),
    _S.SUBMITTING: (_A.CANCEL,),
    _S.QUEUED: (_A.CANCEL,),
    _S.RUNNING: (_A.CANCEL,),
    _S.CANCELLING: (),
    _S.FETCHING: (),
    _S.VERIFYING: (),
    _S.UNKNOWN: (_A.CHECK, _A.PASTE_ID, _A.RETRY, _A.DISMISS),
    _S.NO_ANSWER: (_A.CHECK, _A.RETRY),
    _S.FETCH_FAILED: (_A.FETCH,),
    _S.REFUSED: (_A.EDIT, _A.RETRY, _A.REMOVE),
    _S.FAILED: (_A.RETRY, _A.EDIT, _A.REMOVE),
    _S.EXPIRED: (_A.RETRY, _A.EDIT, _A.REMOVE),
    _S.LOST: (_A.RETRY, _A.EDIT, _A.REMOVE),
    _S.NOT_FOUND: (_A.RETRY, _A.EDIT, _A.REMOVE),
    _S.DISMISSED: (_A.RETRY, _A.EDIT, _A.REMOVE),
    _S.CANCELLED: (_A.RETRY, _A.EDIT, _A.REMOVE),
    _S.DONE: (_A.SHOW, _A.EDIT, _A.REMOVE),
}
"""The main action first. Where there is none, the job comes to its next state by itself."""

NO_ACTION_BY_INTENTION = frozenset(state for state, actions in ACTIONS.items() if not actions)

_LABELS: dict[JobAction, str] = {
    _A.CANCEL: text.QUEUE_CANCEL,
    _A.EDIT: text.QUEUE_EDIT,
    _A.CHECK: text.QUEUE_CHECK,
    _A.PASTE_ID: text.QUEUE_PASTE_ID,
    _A.DISMISS: text.QUEUE_DISMISS,
    _A.FETCH: text.QUEUE_FETCH,
    _A.SHOW: text.QUEUE_SHOW,
    _A.REMOVE: text.QUEUE_REMOVE,
    _A.EARLIER: text.QUEUE_EARLIER,
    _A.LATER: text.QUEUE_LATER,
    _A.COPY_ID: text.QUEUE_COPY_ID,
}
_EDIT_LABELS = {_S.WAITING: text.QUEUE_EDIT_WAITING, _S.DONE: text.QUEUE_USE_AGAIN}


def actions(job: Job) -> tuple[JobAction, ...]:
    """What can be done now, the main action first. A clip that is gone cannot be shown."""
    return tuple(action for action in ACTIONS[job.state] if action is not _A.SHOW or job.clip_id is not None)


def menu_actions(job: Job) -> tuple[JobAction, ...]:
    """As `actions`, with what only a menu has room for."""
    order = (_A.EARLIER, _A.LATER) if job.state is _S.WAITING else ()
    return actions(job) + order + ((_A.COPY_ID,) if job.remote_id else ())


def label(action: JobAction, job: Job) -> str:
    """The words on the button. Where it may cost a second time, they say so."""
    if action is _A.RETRY:
        return tr(_retry_label(job))
    if action is _A.EDIT:
        return tr(_EDIT_LABELS.get(job.state, text.QUEUE_EDIT))
    return tr(_LABELS[action])


def _retry_label(job: Job) -> str:
    open_end = job.state in (_S.UNKNOWN, _S.NO_ANSWER)
    if job.cost.free:
        return text.QUEUE_SUBMIT_AGAIN_FREE if open_end else text.QUEUE_RETRY
    if open_end or job.billed is Billed.UNKNOWN:
        return text.QUEUE_SUBMIT_AGAIN
    return text.QUEUE_RETRY_PAYS if job.billed is Billed.YES else text.QUEUE_RETRY
