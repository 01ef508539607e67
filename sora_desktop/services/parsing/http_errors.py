"""What an answer without a job proves, of a submission or to a question: each sorted into its class of error."""

from urllib.parse import urlsplit

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, message
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
from sora_desktop.services.json.reader import JsonObject
from sora_desktop.services.parsing.error_envelopes import TEXT_LIMIT, describe, error_of, is_web_page
from sora_desktop.services.parsing.error_words import (
    are_of_a_shield,
    ask_to_come_back,
    speak_of_a_full_queue,
    speak_of_a_lost_answer,
    speak_of_a_wrong_key,
    speak_of_moderation,
    speak_of_no_such_job,
    speak_of_no_such_route,
    speak_of_taking,
)
from sora_desktop.services.parsing.job_finder import id_beside_a_later, names_a_job
from sora_desktop.services.parsing.redirects import as_encrypted
from sora_desktop.services.parsing.timestamps import read_number, retry_after
from sora_desktop.services.wire import Answer, RemoteError

_REFUSED = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 417, 421, 422, 426, 428, 431, 451})
_ABOUT_THE_REQUEST = frozenset({400, 403, 406, 413, 414, 415, 422, 451})
"""Where an error may be about a part of the request; elsewhere it is about key, money, or the address."""
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
_TELLING = frozenset(
    {"location", "date", "content-type", "x-request-id", "request-id", "cf-ray", "x-oneapi-request-id"}
)
_LONGEST_LATER = 3600.0
"""Seconds that a service may ask to wait before a job is sent again."""


def read_moderation(answer: Answer) -> RemoteError | None:
    """Why a question about a job is answered with "not allowed": that is how some services tell its end."""
    error = error_of(answer)
    if error is None or answer.status not in (400, 403, 422, 451):
        return None
    return error if speak_of_moderation(f"{error.code} {error.message}") else None


def is_shield(answer: Answer) -> bool:
    """Whether what protects a service (Cloudflare and the like) answers in its place.

    Its words for a service that is down (502, 504, 52x) are none of that: the request may have been there before.
    """
    if answer.status not in (403, 406, 429, 503) or error_of(answer) is not None:
        return False
    if "cf-mitigated" in answer.headers:
        return True
    wordless = is_web_page(answer) or answer.body.startswith(b"error code")
    at_the_edge = "cf-ray" in answer.headers and answer.status == 403
    return (at_the_edge and wordless) or are_of_a_shield(answer.body[:TEXT_LIMIT])


def submission_failure(answer: Answer, base_url: str = "", submit_paths: tuple[str, ...] = ()) -> SubmitError:
    """The class of an answer of the service at `base_url` to a submission that brought no job.

    `submit_paths`: the ends of paths that take a new job in this format. Known words count at any status; a status alone only where it is a clear one.
    """
    error = describe(answer)
    words = f"{error.code} {error.message}"
    if is_shield(answer):
        return BlockedError(_shield_words(answer), http_status=answer.status)
    taken = speak_of_taking(error.message) or speak_of_a_lost_answer(words)
    taken = taken or names_a_job(answer.documents, answer.headers)
    if not taken and (speaks_of_no_money(words) or error.code in _NO_MONEY_WORDS or speaks_of_no_model(words)):
        return RefusedError(error.detail, code=error.code, http_status=answer.status)
    if taken or _names_a_charge(answer):
        return OutcomeUnknownError(error.detail, answer=kept_text(answer))
    status = _meant_status(answer.status, error)
    if status == 429 or _says_later(status, words, clear=error_of(answer) is not None):
        if id_beside_a_later(answer.documents, answer.headers):
            return OutcomeUnknownError(error.detail, answer=kept_text(answer))
        return PacedError(error.detail, retry_after=retry_after(answer.headers, _LONGEST_LATER))
    return _by_status(answer, status, error, _was_not_taken(answer, base_url, submit_paths))


def _by_status(answer: Answer, status: int, error: RemoteError, was_not_taken: bool) -> SubmitError:
    if status in _REFUSED:
        part = error.refused if status in _ABOUT_THE_REQUEST else None
        return RefusedError(error.detail, code=error.code, http_status=answer.status, refused=part)
    if 300 <= status < 400 and was_not_taken:
        return RefusedError(_redirect_text(answer), http_status=answer.status)
    if status == 407 and answer.proxied:
        return NotSentError(error.detail)
    pause = retry_after(answer.headers)
    if pause is not None and (status, error.code.lower()) in _COLLECTABLE:
        return CollectableError(error.detail, retry_after=pause)
    words = _redirect_text(answer) if 300 <= status < 400 else error.detail
    return OutcomeUnknownError(words, answer=kept_text(answer))


def kept_text(answer: Answer) -> str:
    """An answer in which no id was found, as a person may look through it: status, telling headers, start of the body."""
    told = [f"{name}: {value}" for name, value in answer.headers.items() if name in _TELLING or answer.salvaged]
    head = "\n".join((f"HTTP {answer.status}", *told))[: TEXT_LIMIT // 2]
    return f"{head}\n\n{answer.body[:TEXT_LIMIT].decode('utf-8', 'replace')}"


def _was_not_taken(answer: Answer, base_url: str, submit_paths: tuple[str, ...]) -> bool:
    """Whether a redirect says that the request has to be made elsewhere, not that it was made.

    307 and 308 say so by their meaning; the others where they name the same path at another place. To a path of its
    own a service sends on after it took something, too.
    """
    if answer.status in (307, 308):
        return True
    place, base = urlsplit(as_encrypted(answer.headers.get("location", ""), base_url)), urlsplit(base_url)
    elsewhere = bool(place.netloc) and (place.scheme, place.netloc) != (base.scheme, base.netloc)
    return elsewhere and answer.status in (301, 302, 303) and place.path.rstrip("/").endswith(submit_paths)


def _says_later(status: int, words: str, *, clear: bool) -> bool:
    """A full queue at any status; softer words only where the status speaks of it, or of nothing."""
    if clear and speak_of_a_full_queue(words):
        return True
    return status in (200, 503, 529) and clear and ask_to_come_back(words)


def _names_a_charge(answer: Answer) -> bool:
    """Whether there is a charge, or a job's id, beside an error: then it is no plain "no" and no "later"."""
    if (read_number(answer.headers.get("x-litellm-response-cost")) or 0) > 0:
        return True
    objects = (document for document in answer.documents if isinstance(document, dict))
    return answer.status not in _REFUSED and any(_has_a_charge(each) for each in objects)


def _has_a_charge(document: JsonObject) -> bool:
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
        return JobGoneError(error.detail)
    if status in (408, 409, 425, 429) or status >= 500 or (200 <= status < 300 and error_of(answer)):
        return BusyError(error.detail, retry_after=retry_after(answer.headers))
    if 300 <= status < 400:
        return WrongFormatError(_redirect_text(answer))
    if status == 400 and speak_of_a_wrong_key(f"{error.code} {error.message}"):
        return WrongKeyError(error.detail)
    return {401: WrongKeyError, 403: WrongKeyError, 407: UnreachableError}.get(status, WrongFormatError)(error.detail)


def look_failure(answer: Answer) -> ServiceError:
    """As `question_failure`, for a question that is about no job: no answer to it says that one is gone."""
    failure = question_failure(answer)
    return WrongFormatError(failure.detail) if isinstance(failure, JobGoneError) else failure


def _speaks_of_gone(answer: Answer, status: int, error: RemoteError) -> bool:
    """Only an answer that is about the job: not of a proxy without such a route, and not about something else."""
    if is_web_page(answer) or error_of(answer) is None:
        return False
    words = f"{error.code} {error.message}"
    if status in (404, 410):
        return not speak_of_no_such_route(error.message) and not speak_of_no_such_route(words)
    return status in (200, 400, 422, 500) and speak_of_no_such_job(words)


def _redirect_text(answer: Answer) -> Message | str:
    place = answer.headers.get("location", "").partition("?")[0]
    if not place:
        return f"HTTP {answer.status}"
    return message("It redirects to another address: {address}", address=one_line(place, 400))
