"""A service of the wild on a real socket: as strict as the real one, with its catalogue, prices, balance and settlement.

    with WildService("newapi-kling") as service:
        ...
        job = service.only_job()
        assert service.understood[job.id].seconds == 0        # what it read, not what was sent
        assert service.money.total == Decimal("0.50")         # and what it took for that

All that `FakeService` can, it can. `service.broke` is an account without credits. `service.wild` is what it is, see
`spec.py`; the names are the keys of `WILD`.
"""

import math
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from tests.servers.clip_file import ClipFile
from tests.servers.forms import Form
from tests.servers.http_server import Received, Reply
from tests.servers.personalities import DONE, FAILED, RemoteJob
from tests.servers.service import CANARY, FakeService
from tests.servers.wild import WILD
from tests.servers.wild.changes import ROUTES, OfAChange, read_change, route_of
from tests.servers.wild.intake import Understood, UnfitError
from tests.servers.wild.spec import Account, Page, Wild
from tests.support.mp4 import asked_mp4


class WildService(FakeService):
    def __init__(self, name: str, *, key: str = CANARY) -> None:
        self.wild: Wild = WILD[name]
        personality = replace(self.wild.personality, routes=frozenset())
        super().__init__(personality, key=key if self.wild.answers.wrong_key else "")
        self.routes = _routes(self.wild)
        self.clip = ClipFile(asked_mp4())
        self.understood: dict[str, Understood] = {}
        self.broke = False

    def _handle(self, request: Received) -> Reply:
        pages = self.wild.open_pages if request.method == "GET" else {}
        if page := pages.get(request.path):
            return self._page(page, request)
        refused = self.wild.answers.wrong_key
        if refused and self._kind(request) != "file" and not self._knows(request):
            return refused()
        if request.method == "GET" and (page := self.wild.pages.get(request.path)):
            return self._page(page, request)
        return super()._handle(request)

    def _knows(self, request: Received) -> bool:
        return request.headers.get(self.key_header) == f"{self.key_scheme}{self.key}"

    def _page(self, page: Page, request: Received) -> Reply:
        told = page(self._account(), request)
        return told if isinstance(told, Reply) else Reply.of_json(told)

    def _account(self) -> Account:
        charged = {charge.job_id: charge.amount for charge in self.money.charges}
        return Account(self.wild.models, self.wild.price, self.jobs, charged)

    def _wrong(self, form: Form, request: Received) -> Reply | None:
        try:
            understood = self._read(form, request)
        except UnfitError as error:
            return self.personality.error(error.status, str(error), error.code)
        answers = self.wild.answers
        if isinstance(understood, OfAChange):
            return answers.no_credits() if self.broke and answers.no_credits else None
        if answers.wrong_model and (understood.model or self.wild.own_model) not in self.wild.models:
            return answers.wrong_model(understood.model)
        return answers.no_credits() if self.broke and answers.no_credits else None

    def _read(self, form: Form, request: Received) -> Understood:
        if route := route_of(request.path):
            return read_change(route, request.path, form, self.jobs)
        return self.wild.intakes[request.path].read(form)

    def _accept(self, form: Form, request: Received) -> Reply:
        understood = self._read(form, request)
        job = self._made(understood)
        self.money.charge(job.id, self._cost(understood), job.prompt, request.body, "")
        return self._created(job)

    def _made(self, understood: Understood) -> RemoteJob:
        seconds = understood.seconds or self.wild.own_seconds
        if isinstance(understood, OfAChange):
            seconds = understood.total
        job = RemoteJob(
            id=self.wild.new_id(len(self.money.charges) + 1),
            model=understood.model or self.wild.own_model,
            prompt=understood.prompt,
            seconds=f"{seconds:g}",
            size=understood.size,
            created_at=int(time.time()) + self.clock_skew,
            fields=dict(understood.others),
        )
        self.jobs[job.id] = job
        self.understood[job.id] = understood
        return job

    def _cost(self, understood: Understood) -> Decimal:
        return self.wild.price * math.ceil(understood.seconds or self.wild.own_seconds)

    def _charged(self, job: RemoteJob) -> Decimal:
        return sum((charge.amount for charge in self.money.charges if charge.job_id == job.id), Decimal(0))

    def _body(self, job: RemoteJob) -> dict[str, Any]:
        return self.wild.answers.settled(self.personality.body(job), job, self._charged(job))

    def _told(self, job: RemoteJob, request: Received) -> dict[str, Any]:
        """Its body as it is told at the path that was asked."""
        told = next((body for place, body in self.wild.told.items() if request.path.startswith(f"{place}/")), None)
        return told(job, self._charged(job)) if told else self._body(job)

    def _find(self, request: Received) -> RemoteJob | None:
        place = next(place for place in self.wild.asks if request.path.startswith(f"{place}/"))
        asked = unquote(request.path.removeprefix(f"{place}/").partition("/")[0])
        found = (job for job in self.jobs.values() if self.wild.asked_id(job) == asked and not job.deleted)
        return next(found, None)

    def _created(self, job: RemoteJob) -> Reply:
        headers = self.wild.answers.headers(self._charged(job))
        return Reply.of_json(self._body(job), self.personality.created_status, **headers)

    def _unknown(self) -> Reply:
        return self.wild.of_unknown() if self.wild.of_unknown else super()._unknown()

    def _status(self, request: Received) -> Reply:
        job = self._find(request)
        if job is None:
            return self._unknown()
        self._move(job)
        told = self._told(job, request)
        if job.state == FAILED and (failed := self.wild.answers.failed):
            return failed(told)
        return Reply.of_json(told, self.personality.failed_status if job.state == FAILED else 200)

    def _list(self, request: Received) -> Reply:
        if not self.lists and (no_list := self.wild.answers.no_list):
            return no_list()
        if int(request.query.get("limit", self.page_size)) < self.wild.least_limit:
            return self.personality.error(422, "limit: too small", "invalid")
        return super()._list(request)

    def _delete(self, request: Received) -> Reply:
        job = self._find(request)
        reply = super()._delete(request)
        if reply.status == 200 and job and (deleted := self.wild.answers.deleted):
            return deleted(self._body(job))
        return reply

    def _content(self, request: Received) -> Reply:
        job = self._find(request)
        if job and job.state != DONE and (not_ready := self.wild.answers.not_ready):
            return not_ready(job)
        return super()._content(request)


def _routes(wild: Wild) -> Mapping[str, Any]:
    """The routes of its jobs, by kind of request."""
    submit = "|".join((*map(re.escape, wild.intakes), *(ROUTES[name].pattern for name in sorted(wild.changes))))
    jobs = f"(?:{'|'.join(map(re.escape, wild.asks))})"
    return {
        "submit": ("POST", re.compile(submit)),
        "list": ("GET", re.compile(jobs)),
        "status": ("GET", re.compile(f"{jobs}/[^/]+")),
        "delete": ("DELETE", re.compile(f"{jobs}/[^/]+")),
        "content": ("GET", re.compile(f"{jobs}/[^/]+/content")),
        "file": ("GET", re.compile("/files/[^/]+")),
    }
