"""Hosted gateways that speak a form of `/v1/videos`, from their published documentation, and the format as OpenAI had it.

Not said there, and guessed here: UniAll's catalogue and its words for a wrong model and an empty account (those of new-api,
which gateways like it are made of), the fields for pictures of Merge Gateway, the shape inside LLM Gateway's image objects.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.servers.http_server import Received, Reply
from tests.servers.personalities import DONE, PERSONALITIES, RemoteJob
from tests.servers.wild import intake, newapi
from tests.servers.wild.intake import FIRST, LAST, REFERENCE, Intake, Kind, Links, Place, Unknown
from tests.servers.wild.spec import Account, Answers, Wild, json_error, model_ids

LINKS = frozenset({Kind.LINK, Kind.DATA})
SEED_MODELS = tuple(f"sora2-{shape}-{length}s" for shape in ("landscape", "portrait") for length in (4, 8, 12))


def _openai_error(status: int, message: str, code: str, kind: str = "invalid_request_error") -> Reply:
    return Reply.of_json({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)


UNIALL = Wild(
    PERSONALITIES["uniall"],
    {
        "/v1/video/generations": Intake(
            form=False,
            lengths={"duration": intake.as_either},
            sizes=("aspect_ratio",),
            allowed_sizes=frozenset({"16:9", "9:16"}),
            pictures={"image_url": Place(kinds=LINKS, links=intake.text_of())},
        ),
        "/v1/videos": Intake(lengths={"seconds": intake.as_text}, pictures={"input_reference": intake.FILE_ONLY}),
    },
    replace(newapi.ANSWERS, not_ready=None),
    (*SEED_MODELS, "sora2-pro-720p", "sora2-pro-1080p", "sora2-pro-true-1080p"),
    pages={"/v1/models": model_ids},
    new_id=lambda number: f"gen_{number:012d}",
)

OPENAI = Wild(
    PERSONALITIES["openai"],
    {
        "/v1/videos": Intake(
            lengths={"seconds": intake.one_of(4, 8, 12, 16, 20)},
            allowed_sizes=newapi.SORA_SIZES | {"1920x1080", "1080x1920"},
            pictures={"input_reference": Place(kinds=frozenset(Kind), links=intake.object_of("image_url"))},
        )
    },
    Answers(
        wrong_key=lambda: _openai_error(401, "Incorrect API key provided: sk-***.", "invalid_api_key"),
        wrong_model=lambda model: _openai_error(404, f"The model `{model}` does not exist.", "model_not_found"),
        no_credits=lambda: _openai_error(
            429, "You exceeded your current quota, please check your plan.", "insufficient_quota", "insufficient_quota"
        ),
        not_ready=lambda _job: _openai_error(404, "Video is not ready yet.", "video_not_ready"),
    ),
    ("sora-2", "sora-2-pro"),
    pages={"/v1/models": model_ids},
    changes=frozenset({"remix", "edits", "extensions"}),
)


def _any_link(role: str) -> Links:
    """An object that names a link, or the link itself."""

    def read(value: Any) -> Iterator[tuple[str, str]]:
        link = value.get("image_url") or value.get("url") if isinstance(value, dict) else value
        if not isinstance(link, str):
            raise TypeError("expected an image")
        yield role, link

    return read


LLMGATEWAY = Wild(
    replace(PERSONALITIES["openai"], name="llmgateway", lists=False, deletes=False),
    {
        "/v1/videos": Intake(
            form=False,
            lengths={"seconds": intake.as_number},
            pictures={
                "image": Place(FIRST, LINKS, _any_link(FIRST)),
                "input_reference": Place(FIRST, LINKS, _any_link(FIRST)),
                "last_frame": Place(LAST, LINKS, _any_link(LAST)),
                "reference_images": Place(REFERENCE, LINKS, intake.list_of(_any_link(REFERENCE))),
            },
            unknown=Unknown.DROP,
        )
    },
    Answers(
        wrong_key=json_error(401, {"message": "Unauthorized: Invalid LLMGateway API token.", "status": 401}),
        wrong_model=lambda model: Reply.of_json({"message": f"Requested model {model} not supported"}, 400),
        no_credits=json_error(402, {"message": "Organization has insufficient credits", "status": 402}),
    ),
    ("veo-3.1-generate-preview",),
    pages={"/v1/models": model_ids},
    price=Decimal("0.40"),
)

MERGE = Wild(
    replace(PERSONALITIES["openai"], name="merge", created_status=202),
    {
        "/v1/videos": Intake(
            form=False,
            lengths={"seconds": intake.as_number},
            pictures={
                "image_url": Place(FIRST, frozenset({Kind.LINK}), intake.text_of()),
                "last_frame_url": Place(LAST, frozenset({Kind.LINK}), intake.text_of(LAST)),
            },
            allowed_sizes=frozenset({"768P", "2K"}),
            knows=frozenset({"customer", "vendor", "user"}),
        )
    },
    Answers(
        wrong_key=lambda: _openai_error(401, "Invalid API key", "invalid_api_key"),
        wrong_model=lambda model: _openai_error(404, f"Model {model} not found", "model_not_found"),
        no_credits=lambda: _openai_error(402, "Budget exceeded", "budget_exceeded"),
        not_ready=lambda _job: _openai_error(409, "Video is not completed", "not_completed"),
    ),
    ("minimax/minimax-h3",),
    pages={"/v1/models": model_ids},
    price=Decimal("0.08"),
    new_id=lambda number: f"vid_{number:012d}",
)
"""`size` is a word such as 768P."""


def _reserved(body: dict[str, Any], job: RemoteJob, amount: Decimal) -> dict[str, Any]:
    """Credits, five for a cent."""
    name = "credits_used" if job.state == DONE else "credits_reserved"
    return {**body, "type": "video", "usage": {"billing_rule": "per_second", name: float(amount * 100 * 5)}}


def _ordered(value: Any) -> Iterator[tuple[str, str]]:
    """The first link is the first frame, a second one the last."""
    for role, link in zip((FIRST, LAST), value, strict=False):
        yield role, str(link)


def _credits_left(account: Account, _request: Received) -> Any:
    """Of the key, which has no limit, and of the account."""
    used = float(account.spent * 500)
    token = {"remaining_credits": 0, "unlimited_credits": True, "used_credits": used}
    user = {"remaining_credits": 5000 - used, "used_credits": used}
    return {"data": {"token": token, "user": user}, "message": "", "success": True}


EVOLINK = Wild(
    PERSONALITIES["evolink"],
    {
        "/v1/videos/generations": Intake(
            form=False,
            lengths={"duration": intake.as_number},
            sizes=("aspect_ratio",),
            pictures={"image_urls": Place(FIRST, frozenset({Kind.LINK}), _ordered)},
            knows=frozenset({"quality", "callback_url", "generate_audio"}),
        )
    },
    Answers(
        wrong_key=lambda: _openai_error(401, "Invalid or expired token", "unauthorized", "authentication_error"),
        wrong_model=lambda model: _openai_error(404, f"Specified model not found: {model}", "model_not_found"),
        no_credits=lambda: _openai_error(
            402, "Insufficient account quota, please top up", "insufficient_quota", "insufficient_quota_error"
        ),
        settled=_reserved,
    ),
    ("sora-2-preview",),
    asks=("/v1/tasks",),
    pages={"/v1/models": model_ids, "/v1/credits": _credits_left},
    new_id=lambda number: f"task-unified-{number:010d}-abcd",
)
