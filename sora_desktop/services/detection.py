"""What a service is, by its answers to a few free questions: a guess among the presets, with the signs that speak for it.

Pure: `next_look` says what to ask next, `judge_seen` what the answers so far mean. Only GETs, and none about a job: a
question about an unknown id makes some gateways ask the service behind them.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from typing import Any

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import ServiceError, WrongFormatError, WrongKeyError
from sora_desktop.services.parsing.error_envelopes import describe, error_of, is_web_page
from sora_desktop.services.parsing.http_errors import is_shield, look_failure
from sora_desktop.services.wire import Answer, Call

MODELS, VIDEO_MODELS, STATUS = "/v1/models", "/api/v1/videos/models", "/api/status"
ALIVE, OPENAPI = "/health/liveliness", "/openapi.json"
LOOKS = (MODELS, VIDEO_MODELS, STATUS, ALIVE, OPENAPI)
"""In this order, until one thing is sure."""

Seen = Mapping[str, Answer | ServiceError]
"""What each look brought, by its path."""

_MOST_ROWS = 500


class Sureness(IntEnum):
    """SURE: nothing else answers so. LIKELY: it rarely does. POSSIBLE: nothing speaks against it."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """`preset` is the id of a preset; `reasons` are the signs in words, the strongest first."""

    preset: str
    sureness: Sureness
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Detection:
    """`guesses` from the surest on; () where nothing is known. `trouble`: what stands in the way, None where nothing does."""

    guesses: tuple[Guess, ...] = ()
    trouble: ServiceError | None = None

    @property
    def best(self) -> Guess | None:
        return next(iter(self.guesses), None)


def next_look(seen: Seen) -> Call | None:
    """The next question; None where enough is known, where nobody answers, and where one is kept out."""
    first = seen.get(MODELS)
    if isinstance(first, ServiceError) or (first is not None and is_shield(first)):
        return None
    best = judge_seen(seen).best if seen else None
    if best is not None and best.sureness is Sureness.SURE:
        return None
    return next((Call("GET", path) for path in LOOKS if path not in seen), None)


def judge_seen(seen: Seen) -> Detection:
    """What all looks together say."""
    answers = Answers({path: each for path, each in seen.items() if isinstance(each, Answer)})
    found: dict[str, list[tuple[Sureness, Message]]] = {}
    for sign in SIGNS:
        if (told := sign.told(answers)) is not None:
            words = message(sign.reason, what=told)
            found.setdefault(sign.preset, []).append((sign.sureness, words))
    guesses = [_guess(preset, told) for preset, told in found.items()]
    guesses.sort(key=lambda guess: guess.sureness, reverse=True)
    return Detection(tuple(guesses), _trouble(seen, guesses))


def _guess(preset: str, told: list[tuple[Sureness, Message]]) -> Guess:
    told = sorted(told, key=lambda each: each[0], reverse=True)
    return Guess(preset, told[0][0], tuple(dict.fromkeys(words for _, words in told)))


def _trouble(seen: Seen, guesses: list[Guess]) -> ServiceError | None:
    """A protection page and a wrong key are told also where it is clear what the service is; other things where it is not."""
    first = seen.get(MODELS)
    if first is None or isinstance(first, ServiceError):
        return first
    if is_shield(first):
        return look_failure(first)
    good = [each for each in seen.values() if isinstance(each, Answer) and _is_good(each)]
    if not _is_good(first) and isinstance(failure := look_failure(first), WrongKeyError):
        return failure
    if any(guess.sureness > Sureness.POSSIBLE for guess in guesses) or (good and guesses):
        return None
    if is_web_page(first):
        return WrongFormatError(describe(first).detail)
    return None if _is_good(first) and first.documents else look_failure(first)


def _is_good(answer: Answer) -> bool:
    return 200 <= answer.status < 300 and not is_web_page(answer) and error_of(answer) is None


class Answers:
    """The answers to the looks, as signs read them."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers

    def document(self, path: str) -> Any:
        """The JSON of a good answer; None where there is none."""
        answer = self._answers.get(path)
        return next(iter(answer.documents), None) if answer is not None and _is_good(answer) else None

    def object(self, path: str) -> Mapping[str, Any]:
        document = self.document(path)
        return document if isinstance(document, dict) else {}

    def rows(self, path: str = MODELS) -> list[Mapping[str, Any]]:
        """The first rows of a list of models."""
        document = self.document(path)
        inner = document.get("data") if isinstance(document, dict) else document
        return [row for row in inner[:_MOST_ROWS] if isinstance(row, dict)] if isinstance(inner, list) else []

    def headers(self) -> Iterator[str]:
        for answer in self._answers.values():
            yield from answer.headers

    def errors(self) -> Iterator[tuple[str, str]]:
        """Code and words of each error."""
        found = (error_of(answer) for answer in self._answers.values() if not is_web_page(answer))
        yield from ((error.code, error.message) for error in found if error is not None)

    def text(self, path: str) -> str:
        answer = self._answers.get(path)
        good = answer is not None and 200 <= answer.status < 300 and not is_web_page(answer)
        return answer.body[:_MOST_ROWS].decode("utf-8", "replace") if answer is not None and good else ""

    def first_is(self, body: Any) -> bool:
        """Whether the first answer is this very JSON."""
        answer = self._answers.get(MODELS)
        return answer is not None and answer.documents[:1] == (body,)


Told = Callable[[Answers], str | None]
"""What of the answers is the sign, as a person may look for it there; None where there is no such sign."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for a preset. `reason` has a place for what was seen: `{what}`."""

    preset: str
    sureness: Sureness
    reason: str
    told: Told


def _header(*starts: str) -> Told:
    return lambda answers: next((name for name in answers.headers() if name.startswith(starts)), None)


def _column(*names: str, path: str = MODELS) -> Told:
    """A column that rows of a list have."""
    return lambda answers: next((name for row in answers.rows(path) for name in names if name in row), None)


def _owner(*owners: str) -> Told:
    def told(answers: Answers) -> str | None:
        named = (row.get("owned_by") for row in answers.rows())
        return next((each for each in named if isinstance(each, str) and each.lower() in owners), None)

    return told


def _error(*words: str) -> Told:
    def told(answers: Answers) -> str | None:
        said = [f"{code} {text}".lower() for code, text in answers.errors()]
        return next((word for word in words if any(word.lower() in each for each in said)), None)

    return told


def _mode(word: str) -> Told:
    return lambda answers: word if any(row.get("mode") == word for row in answers.rows()) else None


def _status_field(*names: str) -> Told:
    def told(answers: Answers) -> str | None:
        data = answers.object(STATUS).get("data")
        return next((name for name in names if isinstance(data, dict) and name in data), None)

    return told


def _title(word: str) -> Told:
    def told(answers: Answers) -> str | None:
        info = answers.object(OPENAPI).get("info")
        title = info.get("title") if isinstance(info, dict) else None
        return word if isinstance(title, str) and word.lower() in title.lower() else None

    return told


def _route(path: str) -> Told:
    def told(answers: Answers) -> str | None:
        paths = answers.object(OPENAPI).get("paths")
        return path if isinstance(paths, dict) and path in paths else None

    return told


def _seeds_model(answers: Answers) -> str | None:
    ids = {model.id for model in CATALOG}
    return next((name for row in answers.rows() if isinstance(name := row.get("id"), str) and name in ids), None)


_HEADER = N_("It answers with the header “{what}”.")
_COLUMN = N_("Its list of models has “{what}”.")
_OWNER = N_("Its list of models names “{what}” as the owner.")
_ERROR = N_("Its error says “{what}”.")
_FIELD = N_("Its status page has “{what}”.")
_TITLE = N_("Its API description is titled “{what}”.")
_ROUTE = N_("Its API description has the route {what}.")
_MODEL = N_("It lists the model “{what}”.")
_WORDS = N_("It says “{what}” when it is asked whether it is alive.")
_KIND = N_("Its list of models calls one “{what}”.")
_LIST = N_("It has a list of models at {what}.")

SIGNS: tuple[Sign, ...] = (
    Sign("engine", Sureness.SURE, _OWNER, _owner("sora-desktop")),
    Sign("openrouter", Sureness.SURE, _COLUMN, _column("pricing_skus", "supported_frame_images", path=VIDEO_MODELS)),
    Sign("openrouter", Sureness.LIKELY, _COLUMN, _column("canonical_slug")),
    Sign("litellm", Sureness.SURE, _HEADER, _header("x-litellm-")),
    Sign("litellm", Sureness.SURE, _ERROR, _error("No connected db", "LiteLLM")),
    Sign("litellm", Sureness.SURE, _TITLE, _title("LiteLLM")),
    Sign("litellm", Sureness.SURE, _WORDS, lambda each: "I'm alive!" if "I'm alive!" in each.text(ALIVE) else None),
    Sign("litellm", Sureness.LIKELY, _KIND, _mode("video_generation")),
    Sign("new-api", Sureness.SURE, _HEADER, _header("x-new-api-version", "x-oneapi-request-id")),
    Sign("new-api", Sureness.SURE, _FIELD, _status_field("quota_per_unit", "system_name")),
    Sign("new-api", Sureness.SURE, _COLUMN, _column("supported_endpoint_types")),
    Sign("new-api", Sureness.SURE, _ERROR, _error("new_api_error", "one_api_error")),
    Sign("sglang", Sureness.SURE, _COLUMN, _column("supported_task_types", "task_type")),
    Sign("sglang", Sureness.SURE, _OWNER, _owner("sglang")),
    Sign("sglang", Sureness.SURE, _TITLE, _title("sglang")),
    Sign("vllm-omni", Sureness.SURE, _ROUTE, _route("/v1/videos/sync")),
    Sign("vllm-omni", Sureness.LIKELY, _OWNER, _owner("vllm", "vllm-omni")),
    Sign(
        "vllm-omni",
        Sureness.LIKELY,
        _ERROR,
        lambda each: "Unauthorized" if each.first_is({"error": "Unauthorized"}) else None,
    ),
    Sign("uniall", Sureness.LIKELY, _MODEL, _seeds_model),
    Sign("uniall", Sureness.LIKELY, _ROUTE, _route("/v1/video/generations")),
    Sign("openai-videos", Sureness.LIKELY, _ROUTE, _route("/v1/videos")),
    Sign("openai-videos", Sureness.POSSIBLE, _LIST, lambda each: MODELS if each.rows() else None),
)
"""Of equals the earlier one wins."""
