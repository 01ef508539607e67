"""A service that misleads: ids in odd places, "later" and a charge, looks that tell untruths, lists that show half.

What it told of each job truly is counted, so that the oracle knows what an end rests on.
"""

import asyncio
import base64
import json
from collections import Counter, deque
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from typing import Any

import httpx

from tests.faults.tellings import LATER, Telling, Told, told
from tests.faults.wire import MadeJob, Post, Wire


@dataclass(frozen=True)
class Tale:
    """What becomes of a submission, and what is told of it. `made`: it is made and charged."""

    telling: Telling
    made: bool = True


class Look(Enum):
    """What a question about a job is answered with, once."""

    PAGE_NOT_FOUND = auto()
    NO_ROUTE = auto()
    NO_CREDENTIALS = auto()
    STATUS_ERROR = auto()
    GONE = auto()
    FAILED = auto()
    MODERATED = auto()
    ANOTHERS = auto()
    STRANGERS = auto()
    INSIDE_AN_ERROR = auto()
    INSIDE_OUTPUT = auto()
    UNKNOWN_WORD = auto()
    GZIPPED = auto()


class Listing(Enum):
    """How a list misleads, for as long as the service is there."""

    HONEST = auto()
    STUB = auto()
    TRIMMED = auto()
    REWRITTEN = auto()
    CUT = auto()
    FINISHED_ONLY = auto()
    LAGS = auto()
    OLDEST_FIRST = auto()
    NO_ORDER = auto()
    LOCAL_TIME = auto()
    NONE = auto()
    NONE_400 = auto()
    ENDLESS = auto()


TELLS_ALL = frozenset(
    {Listing.HONEST, Listing.TRIMMED, Listing.FINISHED_ONLY, Listing.LAGS, Listing.OLDEST_FIRST, Listing.NO_ORDER}
)
"""Lists that show every clip with its words and its time, sooner or later."""
_LAG = 240.0
_CUT_AT = 24
_ABROAD = timedelta(hours=8)
_BAD_ENDS = frozenset({"failed", "expired", "cancelled"})
_NONE_400 = "Invalid input: this provider does not support listing videos"
_CREDENTIALS = "credentials were not found for this provider"

PLAIN: dict[Look, tuple[int, str, Any]] = {
    Look.PAGE_NOT_FOUND: (404, "text/plain", "404 page not found"),
    Look.NO_ROUTE: (404, "application/json", {"detail": "Not Found"}),
    Look.NO_CREDENTIALS: (500, "application/json", {"error": {"message": _CREDENTIALS}}),
    Look.STATUS_ERROR: (503, "application/json", {"status": "error"}),
}
"""Answers that are about no job at all."""
_WELL_UNDERSTOOD = (None, Look.UNKNOWN_WORD, Look.INSIDE_OUTPUT, Look.GZIPPED)


@dataclass
class MisleadingWire(Wire):
    """Knobs beside those of the wire: `listing`; `packs_ids` anew at each answer; `wrong_replica` for kept connections;
    `mixes_up` tells of another job whatever is asked, `rewrites` of this one under another id and prompt each time.

    `tales` and `answers` are what comes next of submissions and of looks; `always` a tale for all when there is none.
    `forgiven` counts by job the charges behind a plain "later". `broken` are promises that were seen broken here. `known` tells which ids jobs of ours have.
    """

    listing: Listing = Listing.HONEST
    packs_ids: bool = False
    wrong_replica: bool = False
    mixes_up: bool = False
    rewrites: bool = False
    always: Tale | None = None
    tales: deque[Tale] = field(default_factory=deque)
    answers: deque[Look] = field(default_factory=deque)
    forgiven: Counter[str] = field(default_factory=Counter)
    proofs: dict[str, Counter[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    known: Callable[[], Container[str]] = tuple
    _unfinished_at: dict[str, float] = field(default_factory=dict)
    _strangers: Counter[str] = field(default_factory=Counter)
    _put_off: set[str] = field(default_factory=set)
    _looked_for: set[str] = field(default_factory=set)
    _packed: int = 0
    _numbered: int = 0

    # Submissions.

    async def _submit(self, request: httpx.Request, fields: dict[str, Any]) -> httpx.Response:
        tale = self.tales.popleft() if self.tales else self.always
        if self.fates or tale is None:
            return await super()._submit(request, fields)
        owner, key = self.who_sends(fields["prompt"]), request.headers.get("idempotency-key", "")
        self._expect_a_look_before(owner)
        self.posts.append(Post(self.now(), fields["prompt"], key, owner))
        made = await self._on_its_own(self._accept(fields, owner, key)) if tale.made else self._ghost(fields)
        await asyncio.sleep(self.after)
        self._note(tale, owner, made)
        return self._said(told(tale.telling, self._body(made, with_prompt=True), self._anothers_name(made)))

    def _expect_a_look_before(self, owner: str) -> None:
        if owner in self._put_off and owner not in self._looked_for and self.shows_a_list:
            self.broken.append(f"{owner} was put off and is sent again without a look at the list")
        self._looked_for.discard(owner)

    def _note(self, tale: Tale, owner: str, made: MadeJob) -> None:
        if tale.telling in LATER:
            self._put_off.add(owner)
            self.forgiven[owner] += tale.made
        if tale.telling.is_a_number:
            self._numbered += 1  # of two that are on their way at once each has its own
            made.name = str(100_000 + self._numbered)
        if tale.telling.is_finished:
            made.ready = self.now()
            self._prove(made.id, "completed")

    def _ghost(self, fields: dict[str, Any]) -> MadeJob:
        """What an id leads to behind which there is no job."""
        now = self.now()
        return MadeJob(f"ghost_{len(self.posts)}", "", fields, now, now)

    def _anothers_name(self, made: MadeJob) -> str:
        """The name of a job that is known to be another one of ours, or its own where there is none."""
        known = self.known()
        others = [other for other in self.made.values() if other is not made and other.id in known]
        return self.name_of(others[0] if others else made)

    # Looks.

    def _look(self, request: httpx.Request, made: MadeJob) -> httpx.Response:
        if self.wrong_replica and request.extensions.get("role") != "fresh":
            return super()._not_there(made.id)
        look = Look.ANOTHERS if self.mixes_up else self._next_look(made)
        if look in PLAIN:
            status, kind, said = PLAIN[look]
            text = said if isinstance(said, str) else json.dumps(said)
            return httpx.Response(status, headers={"content-type": kind}, content=text.encode())
        if look is Look.GONE:
            return self._not_there(made.id)
        if look in (Look.FAILED, Look.MODERATED):
            self._prove(made.id, "failed")
            return self._untrue(look, made)
        if look in (Look.ANOTHERS, Look.STRANGERS):
            return self._answer(200, self._of_another(made, look))
        return self._true(look, made)

    def _next_look(self, made: MadeJob) -> Look | None:
        """At most two in a row are about a stranger: a third one is believed to be another name of the same job.

        Answers that are about no job at all do not end a row.
        """
        look = self.answers.popleft() if self.answers else None
        if look in _WELL_UNDERSTOOD:
            self._strangers[made.id] = 0
        if look not in (Look.ANOTHERS, Look.STRANGERS):
            return look
        self._strangers[made.id] += 1
        return look if self._strangers[made.id] <= 2 else None

    def _untrue(self, look: Look, made: MadeJob) -> httpx.Response:
        if look is Look.MODERATED:
            return self._answer(400, {"error": {"message": "rejected by the moderation", "code": "moderation_blocked"}})
        return self._answer(200, {**self._body(made, with_prompt=True), "status": "failed"})

    def _of_another(self, made: MadeJob, look: Look) -> dict[str, Any]:
        others = [other for other in self.made.values() if other is not made and other.owner]
        if look is Look.ANOTHERS and others:
            return {**self._body(others[0], with_prompt=True), "status": "completed"}
        return {"id": "video_of_somebody_else", "status": "completed", "model": made.fields["model"]}

    def _true(self, look: Look | None, made: MadeJob) -> httpx.Response:
        body = self._body(made, with_prompt=True)
        if self.rewrites:
            body.update(id=f"upstream_{self.looks}", prompt=f"Cinematic, take {self.looks}")
        if look is Look.UNKNOWN_WORD:
            body["status"] = "finalizing"
        self._prove(made.id, body["status"])
        match look:
            case Look.INSIDE_AN_ERROR:
                around = f"litellm.BadRequestError: OpenAIException - {json.dumps(body)}. Received Model Group=sora"
                return self._answer(400, {"error": {"message": around, "type": "None", "code": "400"}})
            case Look.INSIDE_OUTPUT:
                inner = {"task_id": body["id"], "task_status": body["status"].upper(), "message": "as it is"}
                return self._answer(200, {"request_id": "req-7f", "output": inner})
            case Look.GZIPPED:
                return self._said(told(Telling.GZIPPED, body, ""))
        return self._answer(200, body)

    def _prove(self, name: str, what: str) -> None:
        kind = "failed" if what in _BAD_ENDS else what
        self.proofs.setdefault(name, Counter())[kind] += 1
        if what not in _BAD_ENDS | {"completed", "gone", "deleted"}:
            self._unfinished_at[name] = self.now().timestamp()

    def proof(self, name: str, what: str) -> int:
        """How often the service told this of the job that is called so, whether that was true or not."""
        return self.proofs.get(self.real(name), Counter())[what]

    def _not_there(self, name: str) -> httpx.Response:
        self._prove(self.real(name), "gone")
        return super()._not_there(name)

    def _delete(self, made: MadeJob) -> httpx.Response:
        if self.now().timestamp() - self._unfinished_at.get(made.id, 0.0) > 1.0:
            self.broken.append(f"{made.id} was taken off though nobody had just said that it is unfinished")
        self._prove(made.id, "deleted")
        return super()._delete(made)

    # Lists.

    @property
    def shows_a_list(self) -> bool:
        return self.has_list and self.listing not in (Listing.NONE, Listing.NONE_400)

    def _list(self, request: httpx.Request) -> httpx.Response:
        self._looked_for |= self._put_off
        match self.listing:
            case Listing.NONE:
                return self._answer(404, {"error": {"message": "Invalid URL (GET /v1/videos)"}})
            case Listing.NONE_400:
                return self._answer(400, {"error": {"message": _NONE_400, "code": "400"}})
            case Listing.STUB:
                return self._answer(200, {"data": []})
        self.repeats_pages = self.listing is Listing.ENDLESS
        return super()._list(request)

    def _listed(self) -> list[MadeJob]:
        self.lag = _LAG if self.listing is Listing.LAGS else 0.0
        jobs = super()._listed()
        match self.listing:
            case Listing.FINISHED_ONLY:
                return [made for made in jobs if self.status_of(made) == "completed"]
            case Listing.OLDEST_FIRST:
                return jobs[::-1]
            case Listing.NO_ORDER:
                return sorted(jobs, key=lambda made: made.id[::-1])
        return jobs

    def _row(self, made: MadeJob) -> dict[str, Any]:
        row, prompt = super()._row(made), made.fields["prompt"]
        match self.listing:
            case Listing.TRIMMED:
                row["prompt"] = f"  {prompt} \n"
            case Listing.REWRITTEN:
                row["prompt"] = f"A cinematic shot, soft light: {prompt.upper()}"
            case Listing.CUT:
                row["prompt"] = f"{prompt[:_CUT_AT]}…"
            case Listing.LOCAL_TIME:
                row["created_at"] = f"{made.created + _ABROAD:%Y-%m-%d %H:%M:%S}"
        return row

    # Names.

    def name_of(self, made: MadeJob) -> str:
        if made.name or not self.packs_ids:
            return made.name or made.id
        self._packed += 1
        text = f"litellm:custom_llm_provider:openai;model_id:{self._packed};video_id:{made.id}"
        return f"video_{base64.b64encode(text.encode()).decode().rstrip('=')}"

    def real(self, name: str) -> str:
        if name in self.made:
            return name
        named = [made.id for made in self.made.values() if name and made.name == name]
        return named[0] if named else _unpacked(name)

    def _said(self, what: Told) -> httpx.Response:
        headers = {**self._answer(200, {}).headers, **what.headers, "content-length": str(len(what.body))}
        return httpx.Response(what.status, headers=headers, stream=httpx.ByteStream(what.body))


def _unpacked(name: str) -> str:
    try:
        text = base64.b64decode(name.partition("_")[2] + "==").decode()
    except ValueError:
        return name
    return text.rpartition("video_id:")[2] if "video_id:" in text else name
