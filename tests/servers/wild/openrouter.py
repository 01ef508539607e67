"""OpenRouter's video API, from its published description: its own paths, a catalogue with prices, and costs with each job.

Whether an unknown model is a 400 or a 404 is not said there.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.servers.http_server import Received, Reply
from tests.servers.personalities import DONE, PERSONALITIES, Personality, RemoteJob
from tests.servers.wild import intake
from tests.servers.wild.intake import FIRST, LAST, REFERENCE, Intake, Kind, Place, Unknown
from tests.servers.wild.spec import Account, Answers, Wild

LINKS = frozenset({Kind.LINK, Kind.DATA})
CREDITS = Decimal(10)
_ROLES = {"first_frame": FIRST, "last_frame": LAST}


def _error(status: int, message: str, _code: str = "") -> Reply:
    return Reply.of_json({"error": {"code": status, "message": message}}, status)


def _frame(value: Any) -> Iterator[tuple[str, str]]:
    if value["type"] != "image_url" or value["frame_type"] not in _ROLES:
        raise ValueError("expected an image_url with a frame_type")
    yield _ROLES[value["frame_type"]], value["image_url"]["url"]


def _reference(value: Any) -> Iterator[tuple[str, str]]:
    yield REFERENCE, value["image_url"]["url"]


def models(account: Account, _request: Received) -> Any:
    one = {
        "created": 1_719_792_000,
        "description": "",
        "supported_resolutions": ["720p", "1080p"],
        "supported_aspect_ratios": ["16:9", "9:16"],
        "supported_sizes": ["1280x720", "720x1280", "1920x1080"],
        "supported_durations": [4, 6, 8],
        "supported_frame_images": ["first_frame", "last_frame"],
        "generate_audio": True,
        "seed": True,
        "allowed_passthrough_parameters": [],
        "pricing_skus": {"per-video-second": str(account.price), "per-video-second-1080p": str(account.price * 2)},
    }
    return {"data": [{"id": each, "canonical_slug": each, "name": each.title(), **one} for each in account.models]}


def credits_left(account: Account, _request: Received) -> Any:
    return {"data": {"total_credits": float(CREDITS), "total_usage": float(account.spent)}}


def _settled(body: dict[str, Any], job: RemoteJob, amount: Decimal) -> dict[str, Any]:
    cost = {"usage": {"cost": float(amount), "is_byok": False}} if job.state == DONE else {}
    return {**body, "generation_id": f"gen-{job.id}", **cost}


OPENROUTER = Wild(
    Personality(
        "openrouter", PERSONALITIES["openrouter"].body, _error, 202, lists=False, deletes=False, has_video_url=True
    ),
    {
        "/api/v1/videos": Intake(
            form=False,
            lengths={"duration": intake.as_number},
            pictures={
                "frame_images": Place(kinds=LINKS, links=intake.list_of(_frame)),
                "input_references": Place(REFERENCE, LINKS, intake.list_of(_reference)),
            },
            knows=frozenset({"resolution", "aspect_ratio", "generate_audio", "seed", "provider", "callback_url"}),
            unknown=Unknown.DROP,
        )
    },
    Answers(
        wrong_key=lambda: _error(401, "No auth credentials found"),
        wrong_model=lambda model: _error(400, f"{model} is not a valid model ID"),
        no_credits=lambda: _error(402, "Insufficient credits. Add more credits to go on."),
        no_list=lambda: _error(404, "Not Found"),
        not_ready=lambda _job: _error(400, "Video generation is not completed yet"),
        settled=_settled,
    ),
    ("google/veo-3.1",),
    asks=("/api/v1/videos",),
    pages={"/api/v1/credits": credits_left},
    open_pages={"/api/v1/videos/models": models},
    price=Decimal("0.40"),
)
