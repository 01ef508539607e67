"""new-api, whose pages and billing every gateway made of it has, and its two dialects of one task.

From its source: `router/video-router.go`, `relay/common/relay_utils.go`, `relay/channel/task/{sora,kling}/adaptor.go`,
`controller/{relay,video_proxy,billing,token,log,pricing}.go`, `dto/task.go`, and of the families
`relay/channel/task/{vidu,jimeng,hailuo,doubao,gemini,vertex,ali}/adaptor.go`. The words of `no_credits` are those of
`relay/relay_task.go` as it was read; versions differ in them.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.servers.http_server import Received, Reply
from tests.servers.personalities import PERSONALITIES, RemoteJob
from tests.servers.wild import intake
from tests.servers.wild.intake import FIRST, LAST, Intake, Kind, Place, Unknown
from tests.servers.wild.spec import Account, Answers, Wild

UNITS = 500_000
"""Its units for a dollar."""
GRANTED = Decimal(10)
LINKS = frozenset({Kind.LINK, Kind.DATA})


def _middleware(status: int, message: str, code: str) -> Reply:
    """Errors of its middleware; those of a task are `{code, message, data}`."""
    error = {"code": code, "message": f"{message} (request id: 20261127)", "type": "new_api_error"}
    return Reply.of_json({"error": error}, status)


def _no_channel(model: str) -> Reply:
    """Nothing is made: no channel has this model."""
    return _middleware(503, f"No available channel for model {model} under group default", "model_not_found")


def _not_ready(job: RemoteJob) -> Reply:
    message = f"Task is not completed yet, current status: {job.state.upper()}"
    return Reply.of_json({"error": {"message": message, "type": "invalid_request_error"}}, 400)


def models(account: Account, _request: Received) -> Any:
    entries = [{"id": each, "object": "model", "supported_endpoint_types": ["openai-video"]} for each in account.models]
    return {"success": True, "object": "list", "data": entries}


def prices(account: Account, _request: Received) -> Any:
    """A fixed price of each call; of the sora channel it is that of a second."""
    one = {"quota_type": 1, "model_ratio": 0, "model_price": float(account.price), "enable_groups": ["default"]}
    data = [{"model_name": each, **one} for each in account.models]
    return {"success": True, "data": data, "group_ratio": {"default": 1}, "usable_group": {"default": "Default"}}


def log(account: Account, _request: Received) -> Any:
    entries = [
        {"type": 2, "quota": _units(amount), "model_name": account.jobs[job_id].model, "content": "asynchronous task"}
        for job_id, amount in account.charged.items()
    ]
    return {"success": True, "message": "", "data": entries}


def subscription(account: Account, _request: Received) -> Any:
    limit = float(GRANTED)
    return {"object": "billing_subscription", "has_payment_method": True, "hard_limit_usd": limit, "access_until": 0}


def usage(account: Account, _request: Received) -> Any:
    """In hundredths."""
    return {"object": "list", "total_usage": float(account.spent * 100)}


def token(account: Account, _request: Received) -> Any:
    used = _units(account.spent)
    data = {"object": "token_usage", "total_granted": _units(GRANTED), "total_used": used, "unlimited_quota": False}
    return {"code": True, "message": "ok", "data": {**data, "total_available": _units(GRANTED) - used}}


def status(_account: Account, _request: Received) -> Any:
    data = {"system_name": "New API", "quota_per_unit": float(UNITS), "quota_display_type": "USD"}
    return {"success": True, "message": "", "data": data}


def _units(amount: Decimal) -> int:
    return int(amount * UNITS)


def _enveloped(job: RemoteJob, amount: Decimal) -> dict[str, Any]:
    body = PERSONALITIES["newapi-envelope"].body(job)
    return {**body, "data": {**body["data"], "quota": _units(amount)}}


PAGES = {
    "/v1/models": models,
    "/api/log/token": log,
    "/api/usage/token/": token,
    "/v1/dashboard/billing/subscription": subscription,
    "/v1/dashboard/billing/usage": usage,
}
SORA_SIZES = frozenset({"720x1280", "1280x720", "1024x1792", "1792x1024"})
SORA = Intake(
    lengths={"seconds": intake.as_text, "duration": intake.as_either},
    allowed_sizes=SORA_SIZES,
    pictures={"input_reference": intake.FILE_ONLY},
    unknown=Unknown.PASS,
)
"""A form or JSON. An object in `input_reference` and a number in `seconds` do not fit its Go types; a text there goes on to
OpenAI, which refuses it."""

_ONE = Place(kinds=LINKS, links=intake.text_of())
_DROPPED = frozenset({"input_reference", "seconds", "image_url", "aspect_ratio", "size"})


def _channel(pictures: dict[str, Place], **more: Any) -> Intake:
    """One that reads what it knows of JSON, drops all else in silence, and charges for what it makes without."""
    reads = {"lengths": {"duration": intake.as_number}, "unknown": Unknown.DROP, **more}
    return Intake(pictures=pictures, drops=_DROPPED - {*pictures, *reads.get("sizes", ("size",))}, **reads)


KLING = _channel(
    {
        "image": _ONE,
        "images": Place(kinds=LINKS, links=intake.list_of(intake.text_of())),
        "metadata.image_tail": Place(LAST, LINKS, intake.text_of(LAST)),
    },
    ratios=("metadata.aspect_ratio",),
)
VIDU = _channel(
    {"images": Place(kinds=LINKS, links=intake.in_order(FIRST, LAST))},
    allowed_sizes=frozenset({"540p", "720p", "1080p"}),
)
JIMENG = _channel(
    {"image": Place(kinds=frozenset({Kind.LINK}), links=intake.text_of())}, ratios=("metadata.aspect_ratio",)
)
HAILUO = _channel(
    {
        "metadata.first_frame_image": _ONE,
        "metadata.last_frame_image": Place(LAST, LINKS, intake.text_of(LAST)),
    },
    allowed_sizes=frozenset({"512P", "768P", "1080P"}),
)
DOUBAO = _channel(
    {"image": _ONE, "images": Place(kinds=LINKS, links=intake.list_of(intake.text_of()))},
    sizes=("metadata.resolution",),
    allowed_sizes=frozenset({"480p", "720p", "1080p"}),
    ratios=("metadata.ratio",),
)
OLD_VEO = _channel(
    {},
    lengths={"metadata.durationSeconds": intake.as_number},
    sizes=("metadata.resolution",),
    allowed_sizes=frozenset({"720p", "1080p"}),
    ratios=("metadata.aspectRatio",),
)
VEO = replace(OLD_VEO, pictures={"image": Place(kinds=frozenset({Kind.DATA}), links=intake.text_of())})
WAN_OF_WORDS = _channel({}, allowed_sizes=frozenset({"1280*720", "720*1280", "1920*1080", "1080*1920"}))
WAN_OF_PICTURES = _channel({"input_reference": _ONE}, allowed_sizes=frozenset({"480P", "720P", "1080P"}))
DEAF = _channel({}, lengths={})
"""Of a family that nobody knows: it reads the words alone."""

ANSWERS = Answers(
    wrong_key=lambda: _middleware(401, "无效的令牌", ""),
    wrong_model=_no_channel,
    no_credits=lambda: PERSONALITIES["newapi-flat"].error(403, "user quota is not enough", "quota_not_enough"),
    no_list=lambda: Reply.of_json({"error": {"message": "Invalid URL (GET /v1/videos)", "code": ""}}, 404),
    not_ready=_not_ready,
)
BOTH = ("/v1/videos", "/v1/video/generations")


def _wild(name: str, dialect: str, reads: Intake, **more: Any) -> Wild:
    personality = replace(PERSONALITIES[dialect], name=name)
    told = {"/v1/video/generations": _enveloped}
    return Wild(
        personality,
        dict.fromkeys(BOTH, reads),
        ANSWERS,
        more.pop("models", ("sora-2", "sora-2-pro")),
        asks=BOTH,
        told=told | more.pop("told", {}),
        pages=PAGES,
        open_pages={"/api/pricing": prices, "/api/status": status},
        new_id=lambda number: f"task_{number:032d}",
        **more,
    )


FLAT = replace(_wild("newapi-flat", "newapi-flat", SORA), changes=frozenset({"remix"}))
ENVELOPE = _wild("newapi-envelope", "newapi-envelope", SORA, told={"/v1/videos": _enveloped})


def _behind(family: str, reads: Intake, model: str, own_seconds: float = 5.0) -> Wild:
    return _wild(f"newapi-{family}", "newapi-flat", reads, models=(model,), own_seconds=own_seconds)


CHANNELS = (
    _behind("kling", KLING, "kling-v3"),
    _behind("vidu", VIDU, "viduq2"),
    _behind("jimeng", JIMENG, "jimeng_ti2v_v30_pro"),
    _behind("hailuo", HAILUO, "MiniMax-Hailuo-02", 6.0),
    _behind("doubao", DOUBAO, "doubao-seedance-1-0-pro-250528"),
    _behind("veo", VEO, "veo-3.1-generate-preview", 8.0),
    _behind("old-veo", OLD_VEO, "veo-3.0-generate-001", 8.0),
    _behind("wan-t2v", WAN_OF_WORDS, "wan2.5-t2v-preview"),
    _behind("wan-i2v", WAN_OF_PICTURES, "wan2.5-i2v-preview"),
    _behind("unknown", DEAF, "my-pixverse"),
)
