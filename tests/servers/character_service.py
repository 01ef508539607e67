"""A service that makes characters of films, charges for each, and takes them in requests by their ids.

    with CharacterService() as service:
        ...
        assert [made.name for made in service.characters.values()] == ["Rusty"]

`service.make_faults` is what the next makings meet, one each, in the words of faults.py; `reply_next("make", …)` answers one
with anything at all, before it is made. `service.asked` is set once one was asked for. `service.has_route` off: there is no such place.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.servers.faults import Fault, spoilt, turned_away
from tests.servers.forms import Form, read_form
from tests.servers.http_server import Received, Reply
from tests.servers.service import FakeService

COST = Decimal("0.01")


@dataclass(frozen=True)
class MadeCharacter:
    id: str
    name: str
    film: bytes
    mime: str


class CharacterService(FakeService):
    routes: Mapping[str, tuple[str, re.Pattern[str]]] = {
        **FakeService.routes,
        "make": ("POST", re.compile("/v1/videos/characters")),
        "character": ("GET", re.compile("/v1/videos/characters/[^/]+")),
    }

    def __init__(self) -> None:
        super().__init__("openai")
        self.more_fields = frozenset({"characters"})
        self.characters: dict[str, MadeCharacter] = {}
        self.make_faults: deque[Fault] = deque()
        self.has_route = True
        self.asked = threading.Event()

    def _handle(self, request: Received) -> Reply:
        kind = self._kind(request)
        if kind == "make":
            self.asked.set()
        if kind not in ("make", "character") or not self.has_route or self._replies[kind]:
            return super()._handle(request) if self.has_route or kind != "make" else self._no_route()
        if request.headers.get(self.key_header) != f"{self.key_scheme}{self.key}":
            return self.personality.error(401, "Incorrect API key provided.", "invalid_api_key")
        return self._make(request) if kind == "make" else self._told(request)

    @staticmethod
    def _no_route() -> Reply:
        return Reply.of_json({"detail": "Method Not Allowed"}, 405)

    def _make(self, request: Received) -> Reply:
        fault = self.make_faults.popleft() if self.make_faults else None
        if fault and (reply := turned_away(fault, self.personality, self.elsewhere.base_url)):
            return reply
        form = read_form(request)
        film = form.files.get("video")
        name = form.fields.get("name", "")
        if film is None or set(form.fields) != {"name"} or not 1 <= len(name) <= 80:
            return self.personality.error(400, "name and video are required", "invalid_request")
        made = MadeCharacter(f"char_{len(self.characters) + 1}", name, film.data, film.mime)
        self.characters[made.id] = made
        self.money.charge(made.id, COST, name, request.body, request.headers.get("idempotency-key", ""))
        return spoilt(self._answer(made), fault) if fault else self._answer(made)

    @staticmethod
    def _answer(made: MadeCharacter) -> Reply:
        return Reply.of_json({"id": made.id, "name": made.name, "created_at": 1_790_000_000})

    def _told(self, request: Received) -> Reply:
        made = self.characters.get(request.segments[-1])
        return self._answer(made) if made else self.personality.error(404, "Character not found", "not_found")

    def _wrong(self, form: Form, request: Received) -> Reply | None:
        for named in self.named(form.fields):
            if named not in self.characters:
                return self.personality.error(400, f"Character '{named}' not found.", "character_not_found")
        return super()._wrong(form, request)

    @staticmethod
    def named(fields: dict[str, Any]) -> list[str]:
        """The ids that a request asks for; in a form they are JSON."""
        told = fields.get("characters", [])
        return [each["id"] for each in (json.loads(told) if isinstance(told, str) else told)]
