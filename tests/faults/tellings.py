"""Every way in which a service tells what became of a submission, and what each of them may mean at most."""

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

Body = dict[str, Any]


class Telling(Enum):
    """The name says where the id is, or what is said in its place."""

    OUTPUT_TASK_ID = auto()
    REQUEST_ID = auto()
    NUMBER = auto()
    BARE_TEXT = auto()
    STATUS_SUCCESS = auto()
    JOB_AND_REQUEST = auto()
    LINES = auto()
    EVENTS = auto()
    RAW_LINE_FEED = auto()
    CUT_CHARACTER = auto()
    CUT_AFTER_THE_ID = auto()
    GZIPPED = auto()
    SAID_TO_BE_GZIPPED = auto()
    LOCATION_201 = auto()
    LOCATION_202 = auto()
    LOCATION_303 = auto()
    POLLING_URL = auto()
    BROKEN_WITH_THE_JOB = auto()
    ANOTHERS_ID = auto()
    FINISHED_LINK = auto()
    FINISHED_BASE64 = auto()
    FINISHED_DATA_URL = auto()
    FINISHED_LINK_ONLY = auto()
    FINISHED_BASE64_ONLY = auto()
    FINISHED_DATA_URL_ONLY = auto()
    MODEL_NOT_FOUND_503 = auto()
    NO_CHANNEL_500 = auto()
    NO_CHANNEL_IN_CHINESE = auto()
    NO_CREDITS_200 = auto()
    NO_CREDITS_IN_CHINESE = auto()
    PROTECTION_1010 = auto()
    PROTECTION_PAGE = auto()
    LATER_429 = auto()
    LATER_503 = auto()
    QUEUE_FULL_200 = auto()
    QUEUE_FULL_503 = auto()
    LATER_WITH_AN_ID = auto()
    LATER_WITH_A_CHARGE = auto()
    LATER_WITH_A_WORD = auto()
    EMPTY = auto()
    WEB_PAGE = auto()
    BROKEN = auto()

    @property
    def is_a_number(self) -> bool:
        return self is Telling.NUMBER

    @property
    def is_finished(self) -> bool:
        return self.name.startswith("FINISHED")


_T = Telling
REFUSALS = frozenset(
    {
        _T.MODEL_NOT_FOUND_503,
        _T.NO_CHANNEL_500,
        _T.NO_CHANNEL_IN_CHINESE,
        _T.NO_CREDITS_200,
        _T.NO_CREDITS_IN_CHINESE,
        _T.PROTECTION_1010,
        _T.PROTECTION_PAGE,
    }
)
LATER = frozenset({_T.LATER_429, _T.LATER_503, _T.QUEUE_FULL_200, _T.QUEUE_FULL_503})
"""Plain ones: a charge behind one of them is told by nothing."""
BRINGS_AN_ID = frozenset(each for each in _T if each.value <= _T.FINISHED_DATA_URL.value) - {_T.ANOTHERS_ID}


@dataclass(frozen=True)
class Told:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def in_order(tellings: frozenset[Telling]) -> list[Telling]:
    return [each for each in Telling if each in tellings]


def _json(status: int, value: Any, **headers: str) -> Told:
    kind = {"content-type": "application/json"}
    return Told(status, json.dumps(value, ensure_ascii=False).encode(), kind | headers)


def _bytes(body: Body) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _echo(body: Body, text: str) -> Body:
    """With the id first, and the prompt as the service echoes it."""
    return {"id": body["id"], "status": "queued", "prompt": text}


def _bare(body: Body) -> Body:
    return {key: value for key, value in body.items() if key != "id"}


def _at(status: int, body: Body) -> Told:
    return Told(status, b"", {"location": f"/v1/videos/{body['id']}"})


_DONE = {"status": "completed", "object": "video"}
_LINK = {"video_url": "https://service.example/files/clip.mp4"}
_FILM = base64.b64encode(b"\0\0\0\x18ftypmp42" + bytes(400)).decode()
_BASE64 = {"data": [{"b64_json": _FILM}]}
_DATA_URL = {"video_url": f"data:video/mp4;base64,{_FILM}"}
_NO_CHANNEL = "当前分组 default 下对于模型 sora2 无可用渠道"

_TOLD: dict[Telling, Callable[[Body], Told]] = {
    _T.OUTPUT_TASK_ID: lambda b: _json(
        200, {"request_id": "r-1", "output": {"task_id": b["id"], "task_status": "PENDING"}}
    ),
    _T.REQUEST_ID: lambda b: _json(200, {"request_id": b["id"]}),
    _T.NUMBER: lambda b: _json(200, {"code": 0, "data": {"task_id": int(b["id"])}}),
    _T.BARE_TEXT: lambda b: _json(200, {"code": "success", "data": b["id"]}),
    _T.STATUS_SUCCESS: lambda b: _json(200, {"status": "success", "data": {"task_id": b["id"]}}),
    _T.JOB_AND_REQUEST: lambda b: _json(200, {"id": "req_000001", "data": {"task_id": b["id"], "status": "queued"}}),
    _T.LINES: lambda b: Told(200, b'{"event":"start"}\n' + _bytes(b) + b"\n", {"content-type": "application/x-ndjson"}),
    _T.EVENTS: lambda b: Told(
        200,
        b": hello\n\nevent: job\ndata: " + _bytes(b) + b"\n\ndata: [DONE]\n\n",
        {"content-type": "text/event-stream"},
    ),
    _T.RAW_LINE_FEED: lambda b: Told(200, _bytes(_echo(b, "a\tb")).replace(b"\\t", b"\n")),
    _T.CUT_CHARACTER: lambda b: Told(200, _bytes(_echo(b, "a fox é")).replace("é".encode(), b"\xc3")),
    _T.CUT_AFTER_THE_ID: lambda b: Told(200, _bytes(_echo(b, "a fox in"))[:-5]),
    _T.GZIPPED: lambda b: Told(200, gzip.compress(_bytes(b)), {"content-encoding": "gzip"}),
    _T.SAID_TO_BE_GZIPPED: lambda b: Told(200, _bytes(b), {"content-encoding": "gzip"}),
    _T.LOCATION_201: lambda b: _at(201, b),
    _T.LOCATION_202: lambda b: _at(202, b),
    _T.LOCATION_303: lambda b: _at(303, b),
    _T.POLLING_URL: lambda b: _json(202, {"polling_url": f"https://service.example/v1/videos/{b['id']}"}),
    _T.BROKEN_WITH_THE_JOB: lambda b: _json(500, b),
    _T.FINISHED_LINK: lambda b: _json(200, {**b, **_DONE, **_LINK}),
    _T.FINISHED_BASE64: lambda b: _json(200, {"id": b["id"], **_DONE, **_BASE64}),
    _T.FINISHED_DATA_URL: lambda b: _json(200, {"id": b["id"], **_DONE, **_DATA_URL}),
    _T.FINISHED_LINK_ONLY: lambda b: _json(200, {**_bare(b), **_DONE, **_LINK}),
    _T.FINISHED_BASE64_ONLY: lambda _: _json(200, {"created": 1, **_BASE64}),
    _T.FINISHED_DATA_URL_ONLY: lambda _: _json(200, {**_DONE, **_DATA_URL}),
    _T.MODEL_NOT_FOUND_503: lambda _: _json(
        503, {"error": {"code": "model_not_found", "message": "no such model here"}}
    ),
    _T.NO_CHANNEL_500: lambda _: _json(
        500, {"error": {"message": "No available channel for model sora2 under group x"}}
    ),
    _T.NO_CHANNEL_IN_CHINESE: lambda _: _json(503, {"error": {"message": _NO_CHANNEL, "type": "new_api_error"}}),
    _T.NO_CREDITS_200: lambda _: _json(200, {"code": 402, "message": "Insufficient credits"}),
    _T.NO_CREDITS_IN_CHINESE: lambda _: _json(500, {"message": "预扣费额度失败, 用户剩余额度: ¥0.01"}),
    _T.PROTECTION_1010: lambda _: Told(403, b"error code: 1010", {"cf-ray": "8f", "content-type": "text/plain"}),
    _T.PROTECTION_PAGE: lambda _: Told(403, b"<html><title>Just a moment...</title>", {"content-type": "text/html"}),
    _T.LATER_429: lambda _: _json(429, {"error": {"message": "slow down"}}, **{"retry-after": "20"}),
    _T.LATER_503: lambda _: _json(503, {"error": {"message": "Service busy, please try again later"}}),
    _T.QUEUE_FULL_200: lambda _: _json(200, {"code": 1, "message": "The queue is full"}),
    _T.QUEUE_FULL_503: lambda _: _json(503, {"error": {"message": "too many pending tasks"}}),
    _T.LATER_WITH_AN_ID: lambda b: _json(429, {"error": {"message": "slow down"}, "task_id": b["id"]}),
    _T.LATER_WITH_A_CHARGE: lambda _: _json(503, {"error": {"message": "busy, try again later"}, "credits_used": 12}),
    _T.LATER_WITH_A_WORD: lambda _: _json(429, {"error": {"message": "The task was accepted; too many requests"}}),
    _T.EMPTY: lambda _: Told(200, b""),
    _T.WEB_PAGE: lambda _: Told(200, b"<html>Welcome</html>", {"content-type": "text/html"}),
    _T.BROKEN: lambda _: _json(502, {"error": {"message": "bad gateway"}}),
}


def told(telling: Telling, body: Body, anothers_name: str) -> Told:
    """What goes over the wire; `body` is the job as the service has it."""
    if telling is _T.ANOTHERS_ID:
        return _json(200, {**body, "id": anothers_name})
    return _TOLD[telling](body)
