"""What makes a service of the wild the one that it is, as data; `service.py` serves it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.servers.http_server import Received, Reply
from tests.servers.personalities import Personality, RemoteJob
from tests.servers.wild.intake import Intake


@dataclass(frozen=True)
class Account:
    """What a page of the service tells from: everything that it made and took money for."""

    models: tuple[str, ...]
    price: Decimal
    jobs: Mapping[str, RemoteJob]
    charged: Mapping[str, Decimal]

    @property
    def spent(self) -> Decimal:
        return sum(self.charged.values(), Decimal(0))


Page = Callable[[Account, Received], Any]
"""The JSON of a page that is only read: a catalogue, prices, a balance, a log. A Reply is sent as it is."""


def json_error(status: int, body: Any) -> Callable[[], Reply]:
    return lambda: Reply.of_json(body, status)


@dataclass(frozen=True)
class Answers:
    """The answers that are no job, each in the service's own words. None: the service has no such case.

    `wrong_model(id)`; `settled(body, job, amount)` is the body of a job with what was taken for it, `headers(amount)` go
    with the answer to a create; `failed(body)` is the answer to a look at a failed job, `deleted(body)` to a delete.
    """

    wrong_key: Callable[[], Reply] | None
    wrong_model: Callable[[str], Reply] | None
    no_credits: Callable[[], Reply] | None = None
    no_list: Callable[[], Reply] | None = None
    not_ready: Callable[[RemoteJob], Reply] | None = None
    failed: Callable[[dict[str, Any]], Reply] | None = None
    deleted: Callable[[dict[str, Any]], Reply] | None = None
    settled: Callable[[dict[str, Any], RemoteJob, Decimal], dict[str, Any]] = lambda body, _job, _amount: body
    headers: Callable[[Decimal], dict[str, str]] = lambda _amount: {}


@dataclass(frozen=True)
class Wild:
    """`intakes`: how the body of a new job is read, by path. `asks`: what stands before the id of a job that is asked about,
    with another body in the places of `told`. `changes` are the routes by which one of its videos is changed.

    `pages` need the key, `open_pages` none. `price` is taken for each second, `own_seconds` made where none are
    understood, `own_model` where none is named. `least_limit`: of a page of the list. `asked_id`: what a job answers to. `of_unknown`:
    what is said of a job that is none.
    """

    personality: Personality
    intakes: Mapping[str, Intake]
    answers: Answers
    models: tuple[str, ...]
    asks: tuple[str, ...] = ("/v1/videos",)
    told: Mapping[str, Callable[[RemoteJob, Decimal], dict[str, Any]]] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    open_pages: Mapping[str, Page] = field(default_factory=dict)
    price: Decimal = Decimal("0.10")
    own_seconds: float = 4.0
    own_model: str = ""
    least_limit: int = 0
    changes: frozenset[str] = frozenset()
    new_id: Callable[[int], str] = lambda number: f"video_{number:012d}"
    asked_id: Callable[[RemoteJob], str] = lambda job: job.id
    of_unknown: Callable[[], Reply] | None = None

    @property
    def name(self) -> str:
        return self.personality.name


def model_ids(account: Account, _request: Received) -> Any:
    """The catalogue that says nothing but ids."""
    return {"object": "list", "data": [{"id": each, "object": "model"} for each in account.models]}
