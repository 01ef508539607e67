"""What may become of a submission: turned away, or accepted and billed with an answer that does not arrive."""

import json
from dataclasses import replace
from enum import Enum, auto

from tests.servers.http_server import Reply
from tests.servers.personalities import Personality


class Fault(Enum):
    """What may become of a submission. ACCEPT_…: the job is made and billed all the same."""

    DROP_UNREAD = auto()
    ACCEPT_THEN_DROP = auto()
    ACCEPT_THEN_RESET = auto()
    ACCEPT_THEN_500 = auto()
    ACCEPT_THEN_504 = auto()
    ACCEPT_THEN_408 = auto()
    ACCEPT_THEN_409 = auto()
    ACCEPT_THEN_GARBAGE = auto()
    ACCEPT_THEN_EMPTY = auto()
    ACCEPT_THEN_CUT = auto()
    ACCEPT_WITHOUT_ID = auto()
    ACCEPT_THEN_GZIP = auto()
    CAPTIVE_PORTAL = auto()
    BAD_GATEWAY = auto()
    REFUSE_400 = auto()
    REFUSE_401 = auto()
    REFUSE_402 = auto()
    REFUSE_403 = auto()
    REFUSE_404 = auto()
    REFUSE_413 = auto()
    REFUSE_422 = auto()
    REFUSE_IN_200 = auto()
    PACE = auto()
    PACE_WITHOUT_WORD = auto()
    REDIRECT_ELSEWHERE = auto()


def turned_away(fault: Fault, personality: Personality, elsewhere: str) -> Reply | None:
    """The answer of a service that did not take the job; None where the fault lets it take it."""
    if fault.name.startswith("REFUSE_4"):
        return personality.error(int(fault.name[-3:]), f"No: {fault.name}", fault.name.lower())
    answers = {
        Fault.DROP_UNREAD: Reply(drop=True),
        Fault.REFUSE_IN_200: Reply.of_json({"code": 402, "msg": "insufficient credits", "data": None}),
        Fault.PACE: _with(personality.error(429, "Slow down", "rate_limit_exceeded"), {"Retry-After": "7"}),
        Fault.PACE_WITHOUT_WORD: personality.error(429, "当前分组上游负载已饱和，请稍后再试", ""),
        Fault.CAPTIVE_PORTAL: Reply.of_page(),
        Fault.BAD_GATEWAY: Reply.of_page(502),
        Fault.REDIRECT_ELSEWHERE: Reply(307, {"Location": f"{elsewhere}/v1/videos"}),
    }
    return answers.get(fault)


def spoilt(reply: Reply, fault: Fault) -> Reply:
    """The good answer to a submission that was accepted and billed, as it arrives under this fault."""
    error = json.dumps({"error": {"message": f"on purpose: {fault.name}", "code": None}}).encode()
    answers = {
        Fault.ACCEPT_THEN_DROP: Reply(drop=True),
        Fault.ACCEPT_THEN_RESET: Reply(drop=True, reset=True),
        Fault.ACCEPT_THEN_500: replace(reply, status=500, body=error),
        Fault.ACCEPT_THEN_504: replace(reply, status=504, body=error),
        Fault.ACCEPT_THEN_408: replace(reply, status=408, body=error),
        Fault.ACCEPT_THEN_409: replace(reply, status=409, body=error),
        Fault.ACCEPT_THEN_GARBAGE: replace(reply, body=b"\xff\xfe{not json at all"),
        Fault.ACCEPT_THEN_EMPTY: replace(reply, body=b""),
        Fault.ACCEPT_THEN_CUT: replace(reply, cut_at=len(reply.body) // 2),
        Fault.ACCEPT_THEN_GZIP: _with(reply, {"Content-Encoding": "gzip"}),
        Fault.ACCEPT_WITHOUT_ID: replace(reply, body=_without_id(reply.body)),
    }
    return answers[fault]


def _with(reply: Reply, headers: dict[str, str]) -> Reply:
    return replace(reply, headers={**reply.headers, **headers})


def _without_id(body: bytes) -> bytes:
    return json.dumps({name: value for name, value in json.loads(body).items() if "id" not in name}).encode()
