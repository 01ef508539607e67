"""The error that an answer speaks of, out of five envelopes, and what there is in words where it has none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sora_desktop.base.sentences import message
from sora_desktop.services.json.reader import Json, JsonError, JsonObject, read_json
from sora_desktop.services.parsing.refusals import read_refused
from sora_desktop.services.wire import Answer, RemoteError

TEXT_LIMIT = 64 * 1024
"""So much of a stranger's words is looked through."""

_TEXT_LIMIT = 2_000
_NESTING_LIMIT = 8

_TEXT_KEYS = ("message", "msg", "detail", "error_message", "errorMessage", "error_msg", "failMsg", "reason", "title")
_CODE_KEYS = ("code", "error_code", "errorCode", "type")
_JOB_ERROR_KEYS = ("error", "fail_reason", "failure_reason", "failMsg", "error_message", "errorMessage")
_JOB_CODE_KEYS = ("task_status_msg", "failure", "failureCode", "err_code", "error_code", "code")
_GOOD_CODES = frozenset({"", "0", "200", "201", "202", "success", "ok"})


def read_error(document: Json) -> RemoteError | None:
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


def error_texts(documents: Iterable[Json]) -> Iterator[str]:
    """The texts of the errors in an answer, as they stand there."""
    for document in documents:
        if isinstance(document, Mapping):
            yield from _raw_texts(document.get("error", document), 0)


def _raw_texts(value: Json, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value[:TEXT_LIMIT]
    elif isinstance(value, Mapping) and depth < 2:
        for key in _TEXT_KEYS:
            yield from _raw_texts(value.get(key), depth + 1)


def read_job_error(job: JsonObject) -> RemoteError | None:
    """Why a failed job failed, in the service's words; None where it does not say."""
    around = {key: job[key] for key in (*_JOB_ERROR_KEYS, *_JOB_CODE_KEYS) if job.get(key)}
    for key in (*_JOB_ERROR_KEYS, *_TEXT_KEYS, *_JOB_CODE_KEYS):
        if job.get(key) and str(job[key]).lower() not in _GOOD_CODES:
            return replace(_from_value(job[key], {}), refused=read_refused(job[key], around))
    return None


def _from_value(value: Json, around: JsonObject) -> RemoteError:
    code = _code(value) or _code(around)
    words = _text(value, 0) or code
    ours = None if words else message("It gives no reason.")
    codes = {key: around[key] for key in _CODE_KEYS if key in around}
    return RemoteError(code, words, ours, read_refused(value, codes))


def _code(value: Json) -> str:
    if not isinstance(value, Mapping):
        return ""
    codes = (value.get(key) for key in _CODE_KEYS)
    return next(
        (str(code)[:200] for code in codes if isinstance(code, int | str) and code not in ("", True, False)), ""
    )


def _text(value: Json, depth: int) -> str:
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


def _finding(value: Json, depth: int) -> str:
    if not isinstance(value, Mapping) or "msg" not in value:
        return _text(value, depth + 1)
    where = value.get("loc")
    place = ".".join(str(part) for part in where if part != "body") if isinstance(where, list) else ""
    return f"{place}: {value['msg']}" if place else str(value["msg"])


def describe(answer: Answer) -> RemoteError:
    """An answer that carries no job, in words."""
    if found := error_of(answer):
        return found
    if is_web_page(answer):
        return RemoteError("", "", message("It answers with a web page (HTTP {status}).", status=answer.status))
    text = answer.body[:400].decode("utf-8", "replace").strip()
    plain = answer.headers.get("content-type", "").startswith("text/plain") and text
    if plain:
        return RemoteError("", f"{text} (HTTP {answer.status})")
    if 200 <= answer.status < 300:
        return RemoteError("", "", message("There is no job id in its answer (HTTP {status}).", status=answer.status))
    return RemoteError("", f"HTTP {answer.status}")


def error_of(answer: Answer) -> RemoteError | None:
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
