"""A scriptable video service with a money ledger, on a real socket. Nothing in it waits for a clock.

    with FakeService() as service:                          # the seed's service; others: FakeService("vllm-omni")
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        service.script(Fault.ACCEPT_THEN_DROP)              # what the next submission meets; several are a queue
        ...
        assert len(service.money.charges) == 1

A job takes `service.polls` looks from queued to done, or as the test says: `service.finish(id)`, `service.fail(id, why)`,
`service.stall()` (nothing moves by itself). `service.reply_next("status", Reply(...))` answers one request of a kind
(`submit`, `status`, `list`, `delete`, `content`, `file`) with anything at all, before any other rule.
`service.twists["submit"] = lambda job, reply: …` tells each true answer about a job (`submit`, `status`) in another way.

Knobs are attributes: `honours_keys`, `lists`, `list_lag`, `endless_pages`, `page_size`, `deletes`, `price`,
`clock_skew`, `models` (the rows of `GET /v1/models`, None where there is no such list), `result_url` with `more_links` (what the answer names instead of the service's own link), `files` (what
`/files/NAME` answers), and for the clip itself `service.clip` (see ClipFile). `service.elsewhere` is a second origin that answers
everything with the clip and writes down what it was sent: the key must never arrive there.

The oracle: `service.money` (see ledger.py), `service.jobs`, and `service.server.seen`, every request as it came.
"""

import re
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import TracebackType
from typing import Self

from tests.servers.clip_file import ClipFile
from tests.servers.faults import Fault, spoilt, turned_away
from tests.servers.forms import Form, read_form
from tests.servers.http_server import Handler, HttpServer, Received, Reply
from tests.servers.ledger import MoneyLedger, fingerprint
from tests.servers.personalities import (
    CANCELLED,
    DONE,
    FAILED,
    PERSONALITIES,
    QUEUED,
    RUNNING,
    Personality,
    RemoteJob,
    litellm_id,
)

__all__ = ["CANARY", "ClipFile", "FakeService", "Fault", "Reply"]

CANARY = 'canary/5f1e+0d9c="7b3a"&%'
"""Looks like no key that a filter knows by its form, and is spelt otherwise in a URL, in JSON and in HTML."""
SEED_FIELDS = frozenset({"model", "prompt", "image_url", "aspect_ratio", "duration"})
NATIVE_FIELDS = frozenset({"model", "prompt", "seconds", "size", "input_reference"})
Twist = Callable[[RemoteJob, Reply], Reply]
_ROUTES = {
    "list": ("GET", re.compile("/v1/videos")),
    "status": ("GET", re.compile("/v1/videos/[^/]+")),
    "delete": ("DELETE", re.compile("/v1/videos/[^/]+")),
    "content": ("GET", re.compile("/v1/videos/[^/]+/content")),
    "file": ("GET", re.compile("/files/[^/]+")),
    "models": ("GET", re.compile("/v1/models")),
}


class FakeService:
    """See the module's text. `base_url` has no `/v1`; `key` is the one it accepts, a canary, in `key_header`.

    A service with other routes, another header or other fields is a subclass: see envelope_service.py.
    """

    key_header = "authorization"
    key_scheme = "Bearer "
    routes: Mapping[str, tuple[str, re.Pattern[str]]] = _ROUTES
    jobs_segment = "videos"

    def __init__(self, personality: str | Personality = "uniall", *, key: str = CANARY, prefix: str = "") -> None:
        self.personality = PERSONALITIES[personality] if isinstance(personality, str) else personality
        self.key = key
        self.prefix = prefix
        self.server = HttpServer(self._handle)
        self.elsewhere = HttpServer(self._foreign)
        self.money = MoneyLedger()
        self.jobs: dict[str, RemoteJob] = {}
        self.clip = ClipFile()
        self.price = Decimal("0.40")
        self.polls = 2
        self.honours_keys = False
        self.lists = self.personality.lists
        self.deletes = self.personality.deletes
        self.list_lag = 0
        self.page_size = 100
        self.endless_pages = False
        self.clock_skew = 0
        self.models: list[dict[str, object]] | None = None
        self.result_elsewhere = False
        self.result_url: str | None = None
        self.more_links: tuple[str, ...] = ()
        self.files: dict[str, Reply] = {}
        self._faults: deque[Fault] = deque()
        self.twists: dict[str, Twist] = {}
        self._replies: defaultdict[str, deque[Reply]] = defaultdict(deque)
        self._by_key: dict[str, tuple[str, str]] = {}
        self.more_fields: frozenset[str] = frozenset()
        self._stalled = False

    @property
    def base_url(self) -> str:
        return self.server.base_url + self.prefix

    def __enter__(self) -> Self:
        self.server.start()
        self.elsewhere.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self.elsewhere.__exit__(kind, error, stack)
        self.server.__exit__(kind, error, stack)

    # What a test says.

    def script(self, *faults: Fault) -> None:
        """The next submissions meet these, one each."""
        self._faults.extend(faults)

    def reply_next(self, kind: str, *replies: Reply) -> None:
        self._replies[kind].extend(replies)

    def stall(self) -> None:
        """From now on jobs move only when the test says so."""
        self._stalled = True

    def run(self, job_id: str, progress: float) -> None:
        self.jobs[job_id].state, self.jobs[job_id].progress = RUNNING, progress

    def finish(self, job_id: str) -> None:
        self.jobs[job_id].state, self.jobs[job_id].progress = DONE, 1.0

    def fail(self, job_id: str, why: str = "The model gave up.") -> None:
        self.jobs[job_id].state, self.jobs[job_id].error = FAILED, why

    def forget(self, job_id: str) -> None:
        """As a server with jobs in memory does when it is started again."""
        del self.jobs[job_id]

    def only_job(self) -> RemoteJob:
        (job,) = self.jobs.values()
        return job

    def requests(self, kind: str) -> list[Received]:
        """The requests of one kind, as they came."""
        return [request for request in self.server.seen if self._kind(request) == kind]

    # What it answers.

    def _foreign(self, request: Received) -> Reply:
        return self.clip.serve(request)

    def _kind(self, request: Received) -> str:
        path = request.path.removeprefix(self.prefix)
        if request.method == "POST" and path.removeprefix("/v1/") in self.personality.routes:
            return "submit"
        found = (
            kind for kind, (method, shape) in self.routes.items() if method == request.method and shape.fullmatch(path)
        )
        return next(found, "other")

    def _handle(self, request: Received) -> Reply:
        kind = self._kind(request)
        if self._replies[kind]:
            return self._replies[kind].popleft()
        if kind == "other" or (kind == "models" and self.models is None):
            return self.personality.error(404, f"Invalid URL ({request.method} {request.path})", "not_found")
        if kind == "file":
            return self._file(request)
        if self.key and request.headers.get(self.key_header) != f"{self.key_scheme}{self.key}":
            return self.personality.error(401, "Incorrect API key provided.", "invalid_api_key")
        answers: dict[str, Handler] = {
            "submit": self._submit,
            "status": self._status,
            "list": self._list,
            "delete": self._delete,
            "content": self._content,
            "models": lambda _: Reply.of_json({"object": "list", "data": self.models}),
        }
        reply = answers[kind](request)
        if (twist := self.twists.get(kind)) and (job := self._spoken_of(kind, request)):
            return twist(job, reply)
        return reply

    def _spoken_of(self, kind: str, request: Received) -> RemoteJob | None:
        return next(reversed(self.jobs.values()), None) if kind == "submit" else self._find(request)

    def _submit(self, request: Received) -> Reply:
        fault = self._faults.popleft() if self._faults else None
        if fault and (reply := turned_away(fault, self.personality, self.elsewhere.base_url)):
            return reply
        try:
            form = self._form(request)
        except ValueError as error:
            return self.personality.error(400, str(error), "invalid_request")
        if wrong := self._wrong(form, request):
            return wrong
        reply = self._accept(form, request)
        return spoilt(reply, fault) if fault else reply

    def _form(self, request: Received) -> Form:
        """What was sent, by the names of the two formats. ValueError where it is none."""
        return read_form(request)

    def _wrong(self, form: Form, request: Received) -> Reply | None:
        native = request.path.endswith("/v1/videos")
        strange = set(form.fields) | set(form.files)
        strange -= (NATIVE_FIELDS if native else SEED_FIELDS) | self.more_fields
        if strange:
            return self.personality.error(400, f"Unknown fields: {sorted(strange)}", "invalid_request")
        if native and self.personality.multipart_only and not form.multipart:
            return self.personality.error(422, "Field required", "missing")
        if not native and form.multipart:
            return self.personality.error(415, "JSON only", "invalid_request")
        if not form.fields.get("model") or not form.fields.get("prompt"):
            return self.personality.error(400, "model and prompt are required", "missing_model")
        return None

    def _accept(self, form: Form, request: Received) -> Reply:
        key = request.headers.get("idempotency-key", "")
        if self.honours_keys and key in self._by_key:
            job_id, body = self._by_key[key]
            if body != fingerprint(request.body):
                return self.personality.error(422, "This key was used with another body", "idempotency_mismatch")
            return self._created(self.jobs[job_id])
        job = self._new_job(form)
        if key:
            self._by_key[key] = (job.id, fingerprint(request.body))
        self.money.charge(job.id, self.price, job.prompt, request.body, key)
        return self._created(job)

    def _new_job(self, form: Form) -> RemoteJob:
        number = len(self.money.charges) + 1
        fields = form.fields
        job = RemoteJob(
            id=f"gen_{number:012d}",
            model=str(fields["model"]),
            prompt=str(fields["prompt"]),
            seconds=str(fields.get("seconds") or fields.get("duration") or _seconds_of(str(fields["model"]))),
            size=str(fields.get("size", "")),
            created_at=int(time.time()) + self.clock_skew,
            fields={**fields, **form.files},
        )
        self.jobs[job.id] = job
        return job

    def _created(self, job: RemoteJob) -> Reply:
        return Reply.of_json(self.personality.body(job), self.personality.created_status)

    def _find(self, request: Received) -> RemoteJob | None:
        asked = request.segments[request.segments.index(self.jobs_segment) + 1]
        if self.personality.name == "litellm":
            return next((job for job in self.jobs.values() if litellm_id(job.id, at_creation=True) == asked), None)
        job = self.jobs.get(asked)
        return None if job is None or job.deleted else job

    def _unknown(self) -> Reply:
        return self.personality.error(404, "task_not_exist: Video not found", "task_not_exist")

    def _status(self, request: Received) -> Reply:
        job = self._find(request)
        if job is None:
            return self._unknown()
        self._move(job)
        status = self.personality.failed_status if job.state == FAILED else 200
        mirrors = {"mirror_urls": list(self.more_links)} if self.more_links and job.state == DONE else {}
        return Reply.of_json({**self.personality.body(job), **mirrors}, status)

    def _move(self, job: RemoteJob) -> None:
        job.polls += 1
        if not self._stalled and job.state in (QUEUED, RUNNING):
            job.state = DONE if job.polls >= self.polls else RUNNING
            job.progress = min(job.polls / max(self.polls, 1), 1.0)
        if job.state == DONE and (self.personality.has_video_url or self.result_elsewhere):
            job.file_url = self._link(job)

    def _link(self, job: RemoteJob) -> str:
        if self.result_url is not None:
            return self.result_url
        job.links += 1
        origin = self.elsewhere.base_url if self.result_elsewhere else self.server.base_url
        return f"{origin}/files/{job.id}.mp4?signature={job.links}"

    def _list(self, request: Received) -> Reply:
        if not self.lists:
            return self.personality.error(404, "Invalid URL (GET /v1/videos)", "not_found")
        if self.list_lag > 0:
            self.list_lag -= 1
            return Reply.of_json({"object": "list", "data": [], "has_more": False})
        jobs = [job for job in reversed(self.jobs.values()) if not job.deleted]
        after = request.query.get("after")
        if after and not self.endless_pages:
            jobs = jobs[[job.id for job in jobs].index(after) + 1 :]
        page = jobs[: self.page_size]
        more = self.endless_pages or len(jobs) > len(page)
        ids = {"first_id": page[0].id, "last_id": page[-1].id} if page else {}
        return Reply.of_json(
            {"object": "list", "data": [self.personality.body(job) for job in page], "has_more": more, **ids}
        )

    def _delete(self, request: Received) -> Reply:
        if not self.deletes:
            return self.personality.error(405, "Method Not Allowed", "method_not_allowed")
        job = self._find(request)
        if job is None:
            return self._unknown()
        job.deleted = True
        if job.state in (QUEUED, RUNNING):
            job.state = CANCELLED
        return Reply.of_json({"id": job.id, "object": "video.deleted", "deleted": True})

    def _content(self, request: Received) -> Reply:
        job = self._find(request)
        if job is None:
            return self._unknown()
        if job.state != DONE:
            return self.personality.error(400, f"Task is not completed yet, current status: {job.state}", "not_ready")
        return self._clip(request)

    def _file(self, request: Received) -> Reply:
        if request.segments[1] in self.files:
            return self.files[request.segments[1]]
        job_id = request.segments[1].removesuffix(".mp4")
        last = self.clip.links_last
        if job_id not in self.jobs:
            return Reply(404)
        if last is not None and int(request.query.get("signature", 0)) <= last:
            return Reply(410, {"Content-Type": "application/xml"}, b"<Error><Code>RequestExpired</Code></Error>")
        return self._clip(request)

    def _clip(self, request: Received) -> Reply:
        if self.clip.statuses:
            status = self.clip.statuses.popleft()
            return self.personality.error(status, f"HTTP {status} on purpose", "on_purpose")
        if self.clip.redirect_to:
            return Reply(302, {"Location": self.clip.redirect_to})
        return self.clip.serve(request)


def _seconds_of(model: str) -> str:
    last = model.rpartition("-")[2]
    return last.removesuffix("s") if last.removesuffix("s").isdigit() else "4"
