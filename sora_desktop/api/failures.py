"""What went wrong, out of an answer: five error envelopes, and each HTTP status sorted into its class."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from sora_desktop.api.json_reader import JsonError, read_json
from sora_desktop.api.moments import read_number, retry_after
from sora_desktop.api.wire import Answer, RemoteError
from sora_desktop.domain.errors import (
    BlockedError,
    BusyError,
    CollectableError,
    JobGoneError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    RefusedError,
    ServiceError,
    ShieldError,
    SubmitError,
    UnreachableError,
    WrongFormatError,
    WrongKeyError,
    speaks_of_no_model,
    speaks_of_no_money,
)
from sora_desktop.domain.plain import one_line

_TEXT_LIMIT = 2_000
_NESTING_LIMIT = 8

_TEXT_KEYS = ("message", "msg", "detail", "error_message", "errorMessage", "error_msg", "failMsg", "reason", "title")
_CODE_KEYS = ("code", "error_code", "errorCode", "type")
_JOB_ERROR_KEYS = ("error", "fail_reason", "failure_reason", "failMsg", "error_message", "errorMessage")

_REFUSED = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 417, 421, 422, 426, 428, 431, 451})
_REFUSED_WORDS = frozenset(
    {
        "authentication_error",
        "billing_hard_limit_reached",
        "content_policy_violation",
        "insufficient_quota",
        "insufficient_user_quota",
        "invalid_api_key",
        "invalid_request",
        "invalid_request_error",
        "model_not_found",
        "moderation_blocked",
        "permission_error",
        "quota_exceeded",
    }
)
_NO_MONEY_WORDS = frozenset({"insufficient_quota", "insufficient_user_quota", "billing_hard_limit_reached"})
_COLLECTABLE = frozenset(
    {
        (409, "in_progress"),
        (409, "request_in_progress"),
        (409, "idempotency_in_progress"),
        (504, "deadline_exceeded"),
    }
)
_SUBMIT_PATHS = ("/v1/videos", "/v1/video/generations", "/videos", "/video/generations")
_GOOD_CODES = frozenset({"", "0", "200", "201", "202", "success", "ok"})
_GONE = re.compile(
    r"(video|task|job|generation|request|id|任务|视频)s?\b[^.]{0,60}?(not[ _]?found|not[ _]?exist|unknown|不存在|未找到)"
    r"|(no such|unknown|not (know|find)|could not find|找不到)[^.]{0,20}?(video|task|job|generation|id\b|任务)"
    r"|(task|video|job)_?not_?(found|exists?)|任务不存在|未找到",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"model|channel|credential|provider|account|user|host|route|url|page|endpoint|渠道|模型|用户", re.IGNORECASE
)
_NO_ROUTE = re.compile(
    r"page not found|no route|route not found|cannot (get|post)|invalid url|unknown (route|endpoint|url)"
    r"|(endpoint|resource|path|url) (was )?not found",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"queue[ _]?(is[ _])?full|(too many|maximum|max|limit)[^.]{0,40}(pending|concurren|running|queued|in[ _]progress|active)"
    r"|concurren\w*[^.]{0,30}(limit|exceed|reach)|rate[ _]?limit|at capacity|capacity (is )?(full|reached|exceeded)"
    r"|over(loaded|_capacity)|too many requests|负载已饱和|队列已?满|并发.{0,8}(上限|限制)|繁忙|限流",
    re.IGNORECASE,
)
_COME_BACK = re.compile(r"(try|retry)[^.]{0,12}(again|later)|later|busy|unavailable for the moment|稍后", re.IGNORECASE)
_TAKEN = re.compile(
    r"\b(was|is|has been|been|already) (accepted|submitted|created|queued|charged|billed|deducted)"
    r"|\b(task|job|request|video) (accepted|submitted|created|queued)|已(提交|受理|扣费|扣除|创建)",
    re.IGNORECASE,
)
_CHARGES = (
    "cost",
    "charged",
    "charge",
    "credits_used",
    "credits_charged",
    "credits_reserved",
    "quota",
    "amount",
    "fee",
)
_SHIELDS = re.compile(
    rb"cloudflare|cf-error|cf_chl|attention required|just a moment|error code: ?10\d\d|incapsula|sucuri|ddos-guard"
    rb"|akamai|errors\.edgesuite|request blocked|web application firewall|captcha",
    re.IGNORECASE,
)
_MODERATION = re.compile(
    r"moderation|content[ _-]?(polic|filter|violation)|polic(y|ies)[ _-]?violation|violat\w+ [^.]{0,40}polic"
    r"|safety[ _-](system|filter|check|polic|reason)|flagged|nsfw|违规|敏感|审核(未|不)",
    re.IGNORECASE,
)
_TELLING = frozenset(
    {"location", "date", "content-type", "x-request-id", "request-id", "cf-ray", "x-oneapi-request-id"}
)
_LONGEST_LATER = 3600.0
"""Seconds that a service may ask to wait before a job is sent again."""
_ERROR_TEXT_LIMIT = 64 * 1024


def read_error(document: Any) -> RemoteError | None:
    """The error that an answer (not a job) speaks of, in any of the envelopes; None where it speaks of none."""
    if not isinstance(document, dict):
        return None
    if document.get("error"):
        return _from_value(document["error"], document)
    if document.get("detail"):
        return _from_value(document["detail"], document)
    if str(document.get("code") or "").lower() not in _GOOD_CODES:
        return _from_value(document, document)
    if document.get("success") is False or str(document.get("status")).lower() == "error":
        return _from_value(document, document)
    return None


def error_texts(documents: Iterable[Any]) -> Iterator[str]:
    """The texts of the errors in an answer, as they stand there."""
    for document in documents:
        if isinstance(document, Mapping):
            yield from _raw_texts(document.get("error", document), 0)


def _raw_texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value[:_ERROR_TEXT_LIMIT]
    elif isinstance(value, Mapping) and depth < 2:
        for key in _TEXT_KEYS:
            yield from _raw_texts(value.get(key), depth + 1)


def read_moderation(answer: Answer) -> RemoteError | None:
    """Why a question about a job is answered with "not allowed": that is how some services tell its end."""
    error = _envelope(answer)
    if error is None or answer.status not in (400, 403, 422, 451):
        return None
    return error if _MODERATION.search(f"{error.code} {error.message}") else None


def read_job_error(job: Mapping[str, Any]) -> RemoteError | None:
    """Why a failed job failed, in the service's words; None where it does not say."""
    for key in (*_JOB_ERROR_KEYS, *_TEXT_KEYS):
        if job.get(key):
            return _from_value(job[key], {})
    return None


def _from_value(value: Any, around: Mapping[str, Any]) -> RemoteError:
    code = _code(value) or _code(around)
    return RemoteError(code, _text(value, 0) or code or "unknown error")


def _code(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    codes = (value.get(key) for key in _CODE_KEYS)
    return next(
        (str(code)[:200] for code in codes if isinstance(code, int | str) and code not in ("", True, False)), ""
    )


def _text(value: Any, depth: int) -> str:
    """The sentence in an error value: a text, JSON in a text, an object, or FastAPI's list of findings."""
    if depth > _NESTING_LIMIT:
        return ""
    if isinstance(value, str):
        return _unwrapped(value, depth)
    if isinstance(value, list):
        return "; ".join(text for each in value[:5] if (text := _finding(each, depth)))[:_TEXT_LIMIT]
    if isinstance(value, Mapping):
        inner = value.get("error")
        texts = (_text(value.get(key), depth + 1) for key in _TEXT_KEYS)
        return (_text(inner, depth + 1) if inner else "") or next((text for text in texts if text), "")
    return ""


def _unwrapped(text: str, depth: int) -> str:
    text = text.strip()[:_TEXT_LIMIT]
    if not text.startswith(("{", "[")):
        return text
    try:
        return _text(read_json(text.encode()), depth + 1) or text
    except JsonError:
        return text


def _finding(value: Any, depth: int) -> str:
    if not isinstance(value, Mapping) or "msg" not in value:
        return _text(value, depth + 1)
    where = value.get("loc")
    place = ".".join(str(part) for part in where if part != "body") if isinstance(where, list) else ""
    return f"{place}: {value['msg']}" if place else str(value["msg"])


def describe(answer: Answer) -> RemoteError:
    """An answer that carries no job, in words."""
    if found := _envelope(answer):
        return found
    if is_web_page(answer):
        return RemoteError("", f"It answers with a web page (HTTP {answer.status})")
    text = answer.body[:400].decode("utf-8", "replace").strip()
    plain = answer.headers.get("content-type", "").startswith("text/plain") and text
    if plain:
        return RemoteError("", f"{text} (HTTP {answer.status})")
    good = 200 <= answer.status < 300
    return RemoteError(
        "", f"No id of a job was found in the answer (HTTP {answer.status})" if good else f"HTTP {answer.status}"
    )


def _envelope(answer: Answer) -> RemoteError | None:
    """The error that the answer speaks of; with an HTTP error a bare message is one, too."""
    if found := next((error for document in answer.documents if (error := read_error(document))), None):
        return found
    objects = (
        each for each in answer.documents if isinstance(each, Mapping) and any(each.get(key) for key in _TEXT_KEYS)
    )
    bare = next(objects, None) if answer.status >= 400 else None
    return _from_value(bare, bare) if bare is not None else None


def is_web_page(answer: Answer) -> bool:
    start = answer.body[:200].lstrip().lower()
    return "html" in answer.headers.get("content-type", "") or start.startswith((b"<!doctype html", b"<html"))


def is_shield(answer: Answer) -> bool:
    """Whether what protects a service (Cloudflare and the like) answers in its place.

    Its words for a service that is down (502, 504, 52x) are none of that: the request may have been there before.
    """
    if answer.status not in (403, 406, 429, 503) or _envelope(answer) is not None:
        return False
    if "cf-mitigated" in answer.headers:
        return True
    wordless = is_web_page(answer) or answer.body.startswith(b"error code")
    at_the_edge = "cf-ray" in answer.headers and answer.status == 403
    return (at_the_edge and wordless) or bool(_SHIELDS.search(answer.body[:_ERROR_TEXT_LIMIT]))


def submission_failure(answer: Answer, base_url: str = "") -> SubmitError:
    """The class of an answer of the service at `base_url` to a submission that brought no job.

    Known words count at any status; a status alone only where it is a clear one.
    """
    error = describe(answer)
    words = f"{error.code} {error.message}"
    if is_shield(answer):
        return BlockedError(_shield_words(answer), http_status=answer.status)
    if speaks_of_no_money(words) or error.code in _NO_MONEY_WORDS or speaks_of_no_model(words):
        return RefusedError(error.message, code=error.code, http_status=answer.status)
    if _speaks_of_taking(answer, error):
        return OutcomeUnknownError(error.message, answer=kept_text(answer))
    status = _meant_status(answer.status, error)
    if status == 429 or _says_later(status, words, clear=_envelope(answer) is not None):
        return PacedError(error.message, retry_after=retry_after(answer.headers, _LONGEST_LATER))
    return _by_status(answer, status, error, base_url)


def _by_status(answer: Answer, status: int, error: RemoteError, base_url: str) -> SubmitError:
    if status in _REFUSED:
        return RefusedError(error.message, code=error.code, http_status=answer.status)
    if 300 <= status < 400 and _was_not_taken(answer, base_url):
        return RefusedError(_redirect_text(answer), http_status=answer.status)
    if status == 407 and answer.proxied:
        return NotSentError(error.message)
    pause = retry_after(answer.headers)
    if pause is not None and (status, error.code.lower()) in _COLLECTABLE:
        return CollectableError(error.message, retry_after=pause)
    words = _redirect_text(answer) if 300 <= status < 400 else error.message
    return OutcomeUnknownError(words, answer=kept_text(answer))


def kept_text(answer: Answer) -> str:
    """An answer in which no id was found, as a person may look through it: status, telling headers, start of the body."""
    told = [f"{name}: {value}" for name, value in answer.headers.items() if name in _TELLING]
    body = answer.body[:_ERROR_TEXT_LIMIT].decode("utf-8", "replace")
    return "\n".join((f"HTTP {answer.status}", *told, "", body))


def _was_not_taken(answer: Answer, base_url: str) -> bool:
    """Whether a redirect says that the request has to be made elsewhere, not that it was made.

    307 and 308 say so by their meaning; the others where they name the same path at another place. To a path of its
    own a service sends on after it took something, too.
    """
    if answer.status in (307, 308):
        return True
    place, base = urlsplit(answer.headers.get("location", "")), urlsplit(base_url)
    elsewhere = bool(place.netloc) and (place.scheme, place.netloc) != (base.scheme, base.netloc)
    return elsewhere and answer.status in (301, 302, 303) and place.path.rstrip("/").endswith(_SUBMIT_PATHS)


def _says_later(status: int, words: str, *, clear: bool) -> bool:
    """A full queue at any status; softer words only where the status speaks of it, or of nothing."""
    if clear and _FULL.search(words):
        return True
    return status in (200, 503, 529) and clear and bool(_COME_BACK.search(words))


def _speaks_of_taking(answer: Answer, error: RemoteError) -> bool:
    """Whether an error speaks of a job that was taken, or of a charge: then it is no plain "no" and no "later"."""
    cost = read_number(answer.headers.get("x-litellm-response-cost"))
    if _TAKEN.search(error.message) or (cost or 0) > 0:
        return True
    objects = (document for document in answer.documents if isinstance(document, dict))
    return answer.status not in _REFUSED and any(_has_a_charge(each) for each in objects)


def _has_a_charge(document: Mapping[str, Any]) -> bool:
    boxes = [document, *(inner for key in ("data", "usage", "error") if isinstance(inner := document.get(key), dict))]
    numbers = (read_number(box.get(key)) for box in boxes for key in _CHARGES)
    has_id = any(isinstance(box.get("task_id"), str) and box["task_id"] for box in boxes)
    return has_id or any(number and number > 0 for number in numbers)


def _shield_words(answer: Answer) -> str:
    text = answer.body[:200].decode("utf-8", "replace")
    return one_line(text, 100) if text.startswith("error code") else f"HTTP {answer.status}"


def _meant_status(status: int, error: RemoteError) -> int:
    """The HTTP status that is meant: some services answer 200 and put it into `code`."""
    if not 200 <= status < 300:
        return status
    if error.code.isascii() and error.code.isdigit() and 300 <= int(error.code[:9]) < 600:
        return int(error.code)
    return 400 if error.code.lower() in _REFUSED_WORDS else status


def question_failure(answer: Answer) -> ServiceError:
    """The class of an answer to a question (status, list, delete) that brought no answer to it."""
    error = describe(answer)
    status = _meant_status(answer.status, error)
    if is_shield(answer):
        return ShieldError(_shield_words(answer))
    if _speaks_of_gone(answer, status, error):
        return JobGoneError(error.message)
    if status in (408, 409, 425, 429) or status >= 500 or (200 <= status < 300 and _envelope(answer)):
        return BusyError(error.message, retry_after=retry_after(answer.headers))
    if 300 <= status < 400:
        return WrongFormatError(_redirect_text(answer))
    return {401: WrongKeyError, 403: WrongKeyError, 407: UnreachableError}.get(status, WrongFormatError)(error.message)


def _speaks_of_gone(answer: Answer, status: int, error: RemoteError) -> bool:
    """Only an answer that is about the job: not of a proxy without such a route, and not about something else."""
    if is_web_page(answer) or _envelope(answer) is None:
        return False
    words = f"{error.code} {error.message}"
    if status in (404, 410):
        return not _NO_ROUTE.search(words) and error.message.strip() != "Not Found"
    found = _GONE.search(words) if status in (200, 400, 422, 500) else None
    return found is not None and not _OF_SOMETHING_ELSE.search(found[0])


def _redirect_text(answer: Answer) -> str:
    place = answer.headers.get("location", "").partition("?")[0]
    return f"It sends on to another address: {one_line(place, 400)}" if place else f"HTTP {answer.status}"
