"""What a person can do with a job, in each of its states."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sora_desktop.base.sentences import Shortcut
from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.job import (
    FINAL,
    MAY_BE_ASKED,
    NEEDS_PERSON,
    REFUSED_OR_FAILED,
    Billed,
    Job,
    JobState,
    WaitsFor,
    may_have_cost,
)
from sora_desktop.domain.refusal import Refused
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.job_words import ALONE, Around, is_held, money_words
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue import sentences as text


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
    ANSWER = "answer"
    KEEP = "keep"
    SEND_ON = "send-on"
    TWIN = "twin"
    EARLIER = "earlier"
    LATER = "later"
    COPY_ID = "copy-id"
    INSIDE = "inside"
    CHARGE = "charge"
    KEY = "key"
    UNFOLD = "unfold"
    FOLD = "fold"
    CANCEL_TAKES = "cancel-takes"
    REMOVE_TAKES = "remove-takes"


_A = JobAction
_S = JobState

ACTIONS: dict[JobState, tuple[JobAction, ...]] = {
    _S.WAITING: (_A.KEY, _A.SEND_ON, _A.TWIN, _A.CANCEL, _A.EDIT),
    _S.SUBMITTING: (_A.CANCEL,),
    _S.QUEUED: (_A.CANCEL,),
    _S.RUNNING: (_A.CANCEL,),
    _S.CANCELLING: (),
    _S.FETCHING: (),
    _S.VERIFYING: (),
    _S.UNKNOWN: (_A.CHECK, _A.PASTE_ID, _A.ANSWER, _A.RETRY, _A.DISMISS),
    _S.NO_ANSWER: (_A.CHECK, _A.RETRY, _A.REMOVE),
    _S.FETCH_FAILED: (_A.FETCH, _A.KEEP, _A.REMOVE),
    _S.REFUSED: (_A.EDIT, _A.RETRY, _A.REMOVE),
    _S.FAILED: (_A.RETRY, _A.CHECK, _A.EDIT, _A.REMOVE),
    _S.EXPIRED: (_A.CHECK, _A.RETRY, _A.EDIT, _A.REMOVE),
    _S.LOST: (_A.CHECK, _A.RETRY, _A.EDIT, _A.REMOVE),
    _S.NOT_FOUND: (_A.CHECK, _A.PASTE_ID, _A.ANSWER, _A.RETRY, _A.EDIT, _A.REMOVE),
    _S.DISMISSED: (_A.RETRY, _A.PASTE_ID, _A.ANSWER, _A.EDIT, _A.REMOVE),
    _S.CANCELLED: (_A.RETRY, _A.EDIT, _A.REMOVE),
    _S.DONE: (_A.SHOW, _A.FETCH, _A.EDIT, _A.REMOVE),
}
"""The main action first. Where there is none, the job comes to its next state by itself."""

TAKES_ID = frozenset(state for state, possible in ACTIONS.items() if _A.PASTE_ID in possible)
"""Sent, perhaps, and without an id: a person may have found it."""
MAY_COME_HOME = frozenset({_S.LOST, _S.NOT_FOUND})
"""Ended, as far as is known; some of them live after all, and may be paid for. They leave the list one by one."""

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
    _A.ANSWER: text.QUEUE_ANSWER,
    _A.KEEP: text.QUEUE_KEEP,
    _A.SEND_ON: text.QUEUE_SEND_ON,
    _A.TWIN: text.QUEUE_SHOW_TWIN,
    _A.EARLIER: text.QUEUE_EARLIER,
    _A.LATER: text.QUEUE_LATER,
    _A.COPY_ID: text.QUEUE_COPY_ID,
    _A.INSIDE: text.QUEUE_INSIDE,
    _A.CHARGE: shared.CHARGE_ENTER,
    _A.KEY: text.QUEUE_KEY,
    _A.UNFOLD: text.TAKES_UNFOLD,
    _A.FOLD: text.TAKES_FOLD,
    _A.CANCEL_TAKES: text.TAKES_CANCEL,
    _A.REMOVE_TAKES: text.TAKES_REMOVE,
}
_KEYS = {_A.EARLIER: "Alt+Up", _A.LATER: "Alt+Down"}
_EDIT_LABELS = {_S.WAITING: text.QUEUE_EDIT_WAITING, _S.DONE: text.QUEUE_USE_AGAIN}
_CHANGE_LABELS = {Refused.WORDS: text.QUEUE_CHANGE_WORDS, Refused.PICTURE: text.QUEUE_CHANGE_PICTURE}


def has_surely_ended(job: Job) -> bool:
    """Whether nothing that was paid for can be lost with it."""
    return job.state in FINAL and (job.cost.free or job.state not in MAY_COME_HOME)


_POSSIBLE: dict[JobAction, Callable[[Job, Around], bool]] = {
    _A.SHOW: lambda job, _around: job.clip_id is not None,
    _A.RETRY: lambda _job, around: not around.retried,
    _A.CHECK: lambda job, _around: bool(job.remote_id) if job.state in MAY_BE_ASKED else job.service.lists_jobs,
    _A.FETCH: lambda job, around: job.state is _S.FETCH_FAILED or around.unchecked is not None,
    _A.KEEP: lambda job, _around: job.kept_bytes > 0,
    _A.ANSWER: lambda job, _around: bool(job.answer),
    _A.SEND_ON: lambda job, _around: is_held(job),
    _A.TWIN: lambda _job, around: bool(around.twin_id),
    _A.KEY: lambda job, _around: job.waits_for is WaitsFor.KEY and job.service.kind is ConnectionKind.SAVED,
}
"""What must be so for an action: a clip that is gone cannot be shown, and a service without a list cannot be asked
whether a job arrived."""


def actions(job: Job, around: Around = ALONE) -> tuple[JobAction, ...]:
    """What can be done now, the main action first: what was refused is changed before it is sent again."""
    in_order = (
        sorted(ACTIONS[job.state], key=lambda action: action is not _A.EDIT) if refused(job) else ACTIONS[job.state]
    )
    return tuple(action for action in in_order if action not in _POSSIBLE or _POSSIBLE[action](job, around))


def refused(job: Job) -> Refused | None:
    """What of its request the service refuses, of a job that has ended by that."""
    return job.refused if job.state in REFUSED_OR_FAILED else None


def menu_actions(job: Job, around: Around = ALONE) -> tuple[JobAction, ...]:
    """As `actions`, with what only a menu has room for."""
    order = (_A.EARLIER, _A.LATER) if job.state is _S.WAITING else ()
    answer = (_A.ANSWER,) if job.answer and _A.ANSWER not in ACTIONS[job.state] else ()
    charge = (_A.CHARGE,) if may_have_cost(job) else ()
    return actions(job, around) + order + answer + charge + ((_A.COPY_ID,) if job.remote_id else ()) + (_A.INSIDE,)


def actions_of_takes(takes: Sequence[Job]) -> tuple[JobAction, ...]:
    """What can be done with several takes by their one card."""
    cancel = (_A.CANCEL_TAKES,) if any(_A.CANCEL in ACTIONS[job.state] for job in takes) else ()
    remove = (_A.REMOVE_TAKES,) if all(map(has_surely_ended, takes)) else ()
    return _A.UNFOLD, *cancel, *remove


def fold_by_key(view: QWidget, event: QKeyEvent) -> JobAction | None:
    """The arrow that leads into the line unfolds, the other one folds."""
    inwards, outwards = Qt.Key.Key_Right, Qt.Key.Key_Left
    if view.isRightToLeft():
        inwards, outwards = outwards, inwards
    return {inwards: _A.UNFOLD, outwards: _A.FOLD}.get(Qt.Key(event.key()))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before an action: a title, what follows from it, and the words of yes and no."""

    title: str
    hint: str
    yes: str
    no: str


def question(action: JobAction, job: Job) -> Question | None:
    """What must be asked first: whatever may cost money, and whatever may lose a clip that was paid for."""
    if job.cost.free:
        return None
    if action is _A.RETRY:
        money = money_words(job.cost)
        hint = tr(text.QUEUE_PAY_HINT, money=money) if money else tr(text.QUEUE_PAY_HINT_NO_PRICE)
        return Question(tr(text.QUEUE_PAY_TITLE), hint, label(action, job), tr(text.QUEUE_PAY_NO))
    if action is _A.REMOVE and job.state in NEEDS_PERSON | MAY_COME_HOME:
        return Question(tr(text.QUEUE_LOSE_TITLE), tr(text.QUEUE_LOSE_HINT), label(action, job), tr(text.QUEUE_LOSE_NO))
    return None


def label(action: JobAction, job: Job) -> str:
    """The words on the button. Where it may cost a second time, they say so."""
    if action is _A.RETRY:
        return tr(_retry_label(job))
    if action is _A.EDIT:
        part = refused(job)
        usual = _EDIT_LABELS.get(job.state, text.QUEUE_EDIT)
        return tr(usual if part is None else _CHANGE_LABELS.get(part, text.QUEUE_CHANGE_REQUEST))
    if action is _A.CHARGE and job.charge.entered is not None:
        return tr(shared.CHARGE_CHANGE)
    if action in _KEYS:
        return tr(_LABELS[action], keys=Shortcut(_KEYS[action]))
    return tr(_LABELS[action])


def _retry_label(job: Job) -> str:
    open_end = job.state in (_S.UNKNOWN, _S.NO_ANSWER)
    if job.cost.free:
        return text.QUEUE_SUBMIT_AGAIN_FREE if open_end else text.QUEUE_RETRY
    if open_end or job.billed is Billed.UNKNOWN:
        return text.QUEUE_SUBMIT_AGAIN
    return text.QUEUE_RETRY_PAYS if job.billed is Billed.YES else text.QUEUE_RETRY
