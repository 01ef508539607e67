"""What went wrong, out of an answer: five error envelopes, and each HTTP status sorted into its class."""

import re
from collections.abc import Mapping
from typing import Any

from sora_desktop.api.json_reader import JsonError, read_json
from sora_desktop.api.moments import retry_after
from sora_desktop.api.wire import Answer, RemoteError
from sora_desktop.domain.errors import (
    BusyError,
    CollectableError,
    JobGoneError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    RefusedError,
    ServiceError,
    SubmitError,
    UnreachableError,
    WrongFormatError,
    WrongKeyError,
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
_GOOD_CODES = frozenset({"", "0", "200", "201", "202", "success", "ok"})
_GONE = re.compile(
    r"not[ _]?found|not[ _]?exist|no such (?!host)|does not know|unknown (video|task|job|id)|不存在|未找到",
    re.IGNORECASE,
)


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
    return RemoteError("", f"The answer had no job in it (HTTP {answer.status})" if good else f"HTTP {answer.status}")


def _envelope(answer: Answer) -> RemoteError | None:
    return next((error for document in answer.documents if (error := read_error(document))), None)


def is_web_page(answer: Answer) -> bool:
    start = answer.body[:200].lstrip().lower()
    return "html" in answer.headers.get("content-type", "") or start.startswith((b"<!doctype html", b"<html"))


def submission_failure(answer: Answer) -> SubmitError:
    """The class of an answer to a submission that brought no job."""
    error = describe(answer)
    status = _meant_status(answer.status, error)
    if error.code in _NO_MONEY_WORDS or status in _REFUSED:
        return RefusedError(error.message, code=error.code, http_status=answer.status)
    if 300 <= status < 400:
        return RefusedError(_redirect_text(answer), http_status=answer.status)
    if status == 407:
        return NotSentError(error.message)
    if status == 429:
        return PacedError(error.message, retry_after=retry_after(answer.headers))
    pause = retry_after(answer.headers)
    if pause is not None and (status, error.code.lower()) in _COLLECTABLE:
        return CollectableError(error.message, retry_after=pause)
    return OutcomeUnknownError(error.message)


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
    if status in (401, 403):
        return WrongKeyError(error.message)
    if _speaks_of_gone(answer, status, error):
        return JobGoneError(error.message)
    if 300 <= status < 400:
        return WrongFormatError(_redirect_text(answer))
    if status == 407:
        return UnreachableError(error.message)
    if status in (408, 409, 425, 429) or status >= 500 or (200 <= status < 300 and _envelope(answer)):
        return BusyError(error.message, retry_after=retry_after(answer.headers))
    return WrongFormatError(error.message)


def _speaks_of_gone(answer: Answer, status: int, error: RemoteError) -> bool:
    if is_web_page(answer):
        return False
    if status in (404, 410):
        return True
    return status in (200, 400, 500) and bool(_GONE.search(f"{error.code} {error.message}"))


def _redirect_text(answer: Answer) -> str:
    place = answer.headers.get("location", "").partition("?")[0]
    return f"It sends on to another address: {one_line(place, 400)}" if place else f"HTTP {answer.status}"
