"""A job: one attempt, which may cost money, to turn a request into a clip. And the table of its states."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.charge import Charge
from sora_desktop.domain.preview import PreviewOf
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.refusal import Refused
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions


class JobState(StrEnum):
    WAITING = "waiting"
    SUBMITTING = "submitting"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_FOUND = "not_found"
    DISMISSED = "dismissed"
    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"
    EXPIRED = "expired"
    LOST = "lost"
    NO_ANSWER = "no_answer"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    FETCHING = "fetching"
    VERIFYING = "verifying"
    DONE = "done"
    FETCH_FAILED = "fetch_failed"


_S = JobState
_ENDS_AT_SERVICE = frozenset({_S.FAILED, _S.EXPIRED, _S.LOST, _S.NO_ANSWER, _S.CANCELLING, _S.FETCHING})
_LIVES_AFTER_ALL = frozenset({_S.RUNNING, _S.QUEUED, _S.FETCHING})

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    _S.WAITING: frozenset({_S.SUBMITTING, _S.CANCELLED, _S.UNKNOWN, _S.DONE}),
    _S.SUBMITTING: frozenset({_S.WAITING, _S.REFUSED, _S.UNKNOWN, _S.QUEUED, _S.FETCHING, _S.DONE}),
    _S.UNKNOWN: frozenset({_S.QUEUED, _S.NOT_FOUND, _S.DISMISSED, _S.FETCHING, _S.DONE}),
    _S.QUEUED: _ENDS_AT_SERVICE | {_S.RUNNING},
    _S.RUNNING: _ENDS_AT_SERVICE | {_S.QUEUED},
    _S.NO_ANSWER: _LIVES_AFTER_ALL | {_S.FAILED, _S.EXPIRED, _S.LOST},
    _S.CANCELLING: frozenset({_S.CANCELLED, _S.FETCHING, _S.FAILED, _S.EXPIRED, _S.LOST, _S.NO_ANSWER}),
    _S.FETCHING: frozenset({_S.VERIFYING, _S.FETCH_FAILED}),
    _S.VERIFYING: frozenset({_S.DONE, _S.FETCH_FAILED, _S.FETCHING}),
    _S.FETCH_FAILED: frozenset({_S.FETCHING, _S.DONE}),
    _S.REFUSED: frozenset(),
    _S.NOT_FOUND: frozenset({_S.QUEUED, _S.UNKNOWN, _S.FETCHING, _S.DONE}),
    _S.DISMISSED: frozenset({_S.QUEUED, _S.UNKNOWN, _S.FETCHING, _S.DONE}),
    _S.FAILED: _LIVES_AFTER_ALL,
    _S.EXPIRED: _LIVES_AFTER_ALL,
    _S.LOST: _LIVES_AFTER_ALL,
    _S.CANCELLED: frozenset(),
    _S.DONE: frozenset({_S.FETCHING}),
}
"""`fetching` to `fetching` (a fresh attempt) and `queued` to `queued` (a poll) are no moves.

`waiting` becomes `unknown` where the journal knows of a sending that this ledger does not; it and what has no id become
`done` where the clip lies in the library already. `done` is fetched again
where its clip was kept unchecked and a person asks for it. `dismissed` is `unknown` again where a person takes that back.
"""

AT_SERVICE = frozenset({_S.SUBMITTING, _S.QUEUED, _S.RUNNING, _S.CANCELLING})
ACTIVE = AT_SERVICE | {_S.WAITING, _S.FETCHING, _S.VERIFYING}
NEEDS_PERSON = frozenset({_S.UNKNOWN, _S.NO_ANSWER, _S.FETCH_FAILED})
BEING_FETCHED = frozenset({_S.FETCHING, _S.VERIFYING, _S.FETCH_FAILED})
"""Finished at the service, and not yet here."""
MAY_BE_ASKED = frozenset({_S.NO_ANSWER, _S.FAILED, _S.EXPIRED, _S.LOST})
"""Ended, or given up, at a service that knows the id: asking again is free, and some of them live after all."""
REFUSED_OR_FAILED = frozenset({_S.REFUSED, _S.FAILED})
"""Where the service may have said what of the request it refuses."""
FINAL = frozenset({_S.REFUSED, _S.NOT_FOUND, _S.DISMISSED, _S.FAILED, _S.EXPIRED, _S.LOST, _S.CANCELLED, _S.DONE})
"""Ended, as far as is known. Only good news about the very job, or a person, moves one of them on."""


class Billed(StrEnum):
    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Bad news of a job that one answer brought and that the next one has to confirm.

    `news` is the kind of evidence, `count` how often in a row it was seen.
    """

    news: str
    count: int


class WaitsFor(StrEnum):
    """What a waiting job waits for beside its turn: its `reason` says it in words."""

    TURN = "turn"
    KEY = "key"
    TWIN = "twin"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the ledger. Times are aware UTC datetimes.

    `service` leads to the service as it was at submission; the model is in the `request`.
    `format` is the id of the one wire format this job speaks, settled at submission.
    `input_paths` are the pictures of the request as they are sent (exact size, upright, without metadata), in its
    order; None for one that is sent by its address.
    `progress` is the service's own word in 0..1, None where it says nothing; never invented.
    `submitted_at_service` is the same moment by the service's own clock, where that was known: ours may be set.
    `result_expires_at`: until when the service keeps the finished clip, where it says so.
    `cost` is what it was estimated at, by the request that is sent; `charge` what its service settled, in whose words.
    `reason` says in words what happened, for the states that need it; `billed` what it means for money.
    `wanted` turns False when a person cancels: a clip that is made all the same is still fetched.
    `other_urls`: further places of the finished clip that the service named, after `result_url`.
    `answer` is what a service said to the submission where no id was found in it: its start as text, keys hidden.
    `doubt` is bad news that is not believed yet. `held`: a waiting job that only a person sends on.
    `kept_bytes`: so much of the clip is here, whole or not, for a job that is `fetch_failed`: it can be kept as it is.
    `alias` is another id by which the service calls this very job. `laters`: how often it said "later" instead of
    taking the job, and `put_off_seconds` for how long by now. `waits_for`: what keeps a waiting job from its turn.
    `wire` is how its request is spelled, settled when it was made.
    `refused`: what of it the service refuses, of a job that is `refused` or `failed` for that.
    `preview_of`: what it shows for free, before that is sent for real; None for a job that is wanted for itself.
    `tags` are words of a person's own.
    `finished_at`: when the service first called it finished. `arrived_at`: when all bytes of the clip were here.
    """

    id: str
    request: Request
    service: ServiceRef
    format: str
    state: JobState
    created_at: datetime
    cost: Cost
    position: float = 0.0
    input_paths: tuple[Path | None, ...] = ()
    idempotency_key: str = ""
    remote_id: str | None = None
    submitted_at: datetime | None = None
    submitted_at_service: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    progress: float | None = None
    result_url: str | None = None
    result_expires_at: datetime | None = None
    billed: Billed = Billed.NO
    reason: Message | None = None
    wanted: bool = True
    retry_of: str | None = None
    clip_id: str | None = None
    attempts: int = 0
    other_urls: tuple[str, ...] = ()
    answer: str = ""
    doubt: Doubt | None = None
    held: bool = False
    kept_bytes: int = 0
    alias: str = ""
    laters: int = 0
    put_off_seconds: float = 0.0
    waits_for: WaitsFor = WaitsFor.TURN
    wire: WireOptions = AS_THE_FORMAT_HAS_IT
    refused: Refused | None = None
    finished_at: datetime | None = None
    arrived_at: datetime | None = None
    charge: Charge = Charge()
    preview_of: PreviewOf | None = None
    tags: tuple[str, ...] = ()

    @property
    def input_path(self) -> Path | None:
        """The first of its pictures that lies on this machine."""
        return next((path for path in self.input_paths if path is not None), None)

    @property
    def links(self) -> tuple[str, ...]:
        """Every place of the finished clip that the service named, the likeliest first."""
        return ((self.result_url,) if self.result_url else ()) + self.other_urls


def may_have_cost(job: Job) -> bool:
    """Whether something of it may have reached a service that bills."""
    return not job.cost.free and job.state not in (JobState.WAITING, JobState.SUBMITTING)


class IllegalMoveError(Exception):
    """A bug: the table does not have this edge."""


def move(job: Job, to: JobState, **changes: Any) -> Job:
    """The job in state `to`; raises IllegalMoveError where `TRANSITIONS` has no such edge."""
    if to not in TRANSITIONS[job.state]:
        msg = f"{job.id}: {job.state} -> {to}"
        raise IllegalMoveError(msg)
    return replace(job, state=to, **{"waits_for": WaitsFor.TURN, **changes})
