"""A video service inside the process: answers over no socket, in virtual time, and notes whom it charged for what."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import Enum, auto
from typing import Any

import httpx


class Fate(Enum):
    """What becomes of a submission. LOST_…: the job is made and charged all the same.

    LOST_PACED is the one that no client can see through: a bare 429 is the word for "not taken", and nothing in it speaks
    of a job. To believe no 429 would leave each job of a busy service to a person; to believe each of them for ever would
    pay without end. So it is believed, and capped: where there is a list it is looked at before each sending, and after
    ten of them, or an hour, a person is asked. A service that honours keys is presented the same key each time.
    """

    ACCEPTED = auto()
    LOST_TIMEOUT = auto()
    LOST_RESET = auto()
    LOST_500 = auto()
    LOST_408 = auto()
    LOST_409 = auto()
    LOST_GARBAGE = auto()
    LOST_NO_ID = auto()
    LOST_IN_PROGRESS = auto()
    LOST_DEADLINE = auto()
    LOST_PACED = auto()
    TAKEN_TWICE = auto()
    DROPPED = auto()
    BAD_GATEWAY = auto()
    NOT_SENT = auto()
    REFUSED = auto()
    NO_MONEY = auto()
    REDIRECTED = auto()
    PACED = auto()
    PACED_WITHOUT_WORD = auto()
    PACED_AT_ONCE = auto()


_STATUS: dict[Fate, tuple[int, dict[str, Any]]] = {
    Fate.LOST_500: (500, {"error": {"message": "broken"}}),
    Fate.LOST_408: (408, {"error": {"message": "late"}}),
    Fate.LOST_409: (409, {"error": {"message": "conflict"}}),
    Fate.LOST_NO_ID: (200, {"status": "queued"}),
    Fate.LOST_IN_PROGRESS: (409, {"error": {"message": "wait", "code": "in_progress"}}),
    Fate.LOST_DEADLINE: (504, {"error": {"message": "wait", "code": "deadline_exceeded"}}),
    Fate.LOST_PACED: (429, {"error": {"message": "slow down"}}),
    Fate.BAD_GATEWAY: (502, {"error": {"message": "bad gateway"}}),
    Fate.REFUSED: (422, {"error": {"message": "no such size"}}),
    Fate.NO_MONEY: (402, {"error": {"message": "no credit", "code": "insufficient_quota"}}),
    Fate.REDIRECTED: (307, {}),
    Fate.PACED: (429, {"error": {"message": "slow down"}}),
    Fate.PACED_WITHOUT_WORD: (429, {"error": {"message": "busy"}}),
    Fate.PACED_AT_ONCE: (429, {"error": {"message": "busy"}}),
}
_WITH_RETRY_AFTER = {Fate.PACED: "7", Fate.PACED_AT_ONCE: "0", Fate.LOST_IN_PROGRESS: "3", Fate.LOST_DEADLINE: "3"}


@dataclass
class MadeJob:
    """A job at the service; `owner` is the job of ours that was being sent when it was made, "" for a stranger's.

    `name` is what the service calls it where that is not its id.
    """

    id: str
    owner: str
    fields: dict[str, Any]
    created: datetime
    ready: datetime
    ends_as: str = "completed"
    name: str = ""


@dataclass(frozen=True)
class Post:
    """A submission that left this machine, what `key` it carried, and which job of ours it was."""

    at: datetime
    prompt: str
    key: str
    owner: str = ""


@dataclass
class Wire(httpx.AsyncBaseTransport):
    """`who_sends(prompt)` tells which of our jobs is being sent. `before` and `after` are seconds around the acceptance.

    Knobs: `lag` (seconds until a job is listed), `skew` of its clock, `lists_prompts`, `honours_keys`, `page_size`,
    `repeats_pages` (the first one, for ever), `has_list`, `down`. `lists` and `looks` count what was asked.
    """

    now: Callable[[], datetime]
    who_sends: Callable[[str], str]
    honours_keys: bool = False
    lists_prompts: bool = True
    lag: float = 0.0
    skew: timedelta = timedelta(0)
    page_size: int = 3
    repeats_pages: bool = False
    has_list: bool = True
    lists: int = 0
    looks: int = 0
    down: bool = False
    before: float = 0.2
    after: float = 0.2
    making: float = 20.0
    fates: deque[Fate] = field(default_factory=deque)
    ends: deque[str] = field(default_factory=deque)
    made: dict[str, MadeJob] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    _by_key: dict[str, str] = field(default_factory=dict)
    _at_work: set[asyncio.Task[MadeJob]] = field(default_factory=set)

    def charges_of(self, job_id: str) -> list[str]:
        """The ids of what was made for one of our jobs: each was charged."""
        return [made.id for made in self.made.values() if made.owner == job_id]

    def make(self, fields: dict[str, Any], owner: str) -> MadeJob:
        now = self.now()
        ends_as = self.ends.popleft() if self.ends else "completed"
        job = MadeJob(f"video_{len(self.made)}", owner, fields, now, now + timedelta(seconds=self.making), ends_as)
        self.made[job.id] = job
        return job

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        if self.down:
            raise httpx.ConnectError("no route")
        if request.method == "POST":
            return await self._submit(request, json.loads(body))
        await asyncio.sleep(0.05)
        if self.down:
            raise httpx.ReadError("gone")
        rest = request.url.path.removeprefix("/v1/videos").strip("/")
        if not rest:
            self.lists += 1
            return self._list(request) if self.has_list else self._answer(404, {"error": {"message": "no such page"}})
        self.looks += 1
        made = self.made.get(self.real(rest))
        if made is None or made.id in self.deleted:
            return self._not_there(rest)
        if request.method == "DELETE":
            return self._delete(made)
        return self._look(request, made)

    def real(self, name: str) -> str:
        """The id of the job that is called so."""
        return name

    def _not_there(self, _name: str) -> httpx.Response:
        return self._answer(404, {"error": {"message": "not found", "code": "not_found"}})

    def _delete(self, made: MadeJob) -> httpx.Response:
        self.deleted.append(made.id)
        return self._answer(200, {"id": self.name_of(made), "object": "video.deleted", "deleted": True})

    def _look(self, _request: httpx.Request, made: MadeJob) -> httpx.Response:
        return self._answer(200, self._body(made, with_prompt=True))

    async def _submit(self, request: httpx.Request, fields: dict[str, Any]) -> httpx.Response:
        fate = self.fates.popleft() if self.fates else Fate.ACCEPTED
        if fate is Fate.NOT_SENT:
            raise httpx.ConnectError("no route")
        owner, key = self.who_sends(fields["prompt"]), request.headers.get("idempotency-key", "")
        self.posts.append(Post(self.now(), fields["prompt"], key, owner))
        if fate is Fate.DROPPED:
            raise httpx.ReadError("dropped")
        made = None
        if fate in (Fate.ACCEPTED, Fate.TAKEN_TWICE) or fate.name.startswith("LOST"):
            made = await self._on_its_own(self._accept(fields, owner, key))
        await asyncio.sleep(self.after)
        return self._told(fate, made)

    async def _on_its_own(self, work: Coroutine[Any, Any, MadeJob]) -> MadeJob:
        """What has arrived is done, whatever becomes of who asked for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(task)

    async def _accept(self, fields: dict[str, Any], owner: str, key: str) -> MadeJob:
        await asyncio.sleep(self.before)
        if self.honours_keys and key in self._by_key:
            return self.made[self._by_key[key]]
        made = self.make(fields, owner)
        self._by_key[key] = made.id
        return made

    def _told(self, fate: Fate, made: MadeJob | None) -> httpx.Response:
        if fate is Fate.ACCEPTED and made is not None:
            return self._answer(200, self._body(made, with_prompt=True))
        if fate is Fate.TAKEN_TWICE:
            return self._answer(200, self._body(next(iter(self.made.values())), with_prompt=True))
        if fate is Fate.LOST_TIMEOUT:
            raise httpx.ReadTimeout("late")
        if fate is Fate.LOST_RESET:
            raise httpx.RemoteProtocolError("reset")
        if fate is Fate.LOST_GARBAGE:
            return httpx.Response(200, content=b"\xff{")
        status, value = _STATUS[fate]
        retry = {"retry-after": _WITH_RETRY_AFTER[fate]} if fate in _WITH_RETRY_AFTER else {}
        return self._answer(status, value, **retry)

    def _list(self, request: httpx.Request) -> httpx.Response:
        jobs = self._listed()
        after = self.real(request.url.params.get("after", ""))
        ids = [made.id for made in jobs]
        jobs = jobs[ids.index(after) + 1 :] if after in ids and not self.repeats_pages else jobs
        page = jobs[: self.page_size]
        last = {"last_id": self.name_of(page[-1])} if page else {}
        more = self.repeats_pages or len(jobs) > len(page)
        rows = [self._row(made) for made in page]
        return self._answer(200, {"object": "list", "data": rows, "has_more": more, **last})

    def _listed(self) -> list[MadeJob]:
        """What the list shows by now, in its order."""
        seen_from = self.now() - timedelta(seconds=self.lag)
        jobs = [made for made in reversed(self.made.values()) if made.created <= seen_from]
        return [made for made in jobs if made.id not in self.deleted]

    def _row(self, made: MadeJob) -> dict[str, Any]:
        return self._body(made, with_prompt=self.lists_prompts)

    def name_of(self, made: MadeJob) -> str:
        """What the service calls a job in the answer that it is about to give."""
        return made.id

    def _body(self, made: MadeJob, *, with_prompt: bool) -> dict[str, Any]:
        return {
            "id": self.name_of(made),
            "model": made.fields["model"],
            "status": self.status_of(made),
            "created_at": int((made.created + self.skew).timestamp()),
            "seconds": made.fields["seconds"],
            "size": made.fields["size"],
            **({"prompt": made.fields["prompt"]} if with_prompt else {}),
        }

    def status_of(self, made: MadeJob) -> str:
        return made.ends_as if self.now() >= made.ready else "in_progress"

    def _answer(self, status: int, value: dict[str, Any], **headers: str) -> httpx.Response:
        date = format_datetime((self.now() + self.skew).astimezone(UTC), usegmt=True)
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        return httpx.Response(status, headers={"date": date, **names}, content=json.dumps(value).encode())
