"""Where in an answer the job is: which of its objects speaks of it, and which of its texts is the job's id.

An id is precious: where a submission may have been paid, it is searched for by all means.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from sora_desktop.domain.ids import is_id, names_of
from sora_desktop.services.json.reader import Json, JsonObject
from sora_desktop.services.parsing.status_words import is_of_a_living_job

_JOB_ID_KEYS = (
    "task_id", "taskId", "job_id", "jobId", "video_id", "videoId", "generation_id", "generationId",
)  # fmt: skip
_REQUEST_ID_KEYS = ("request_id", "requestId")
_STATUS_KEYS = ("status", "state", "task_status", "taskStatus", "job_status")
_BOXES = ("data", "output", "task", "job", "video", "result", "response", "generation", "results", "generations")
_DEPTH_LIMIT = 4
_ENVELOPE_WORDS = frozenset({"success", "ok", "succeeded", "true"})
_LINK_KEYS = ("polling_url", "status_url", "pollingUrl", "statusUrl", "get")
_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-oneapi-request-id", "x-trace-id", "cf-ray")
_OF_A_REQUEST = re.compile(r"req|trace|chatcmpl|resp[_-]", re.IGNORECASE)
_ID_HEADERS = ("x-task-id", "x-job-id", "x-video-id")
_PLACES = frozenset({"videos", "video", "generations", "tasks", "task", "jobs"})
_NO_IDS = frozenset({"content", "generations", "status", "cancel"})


def find_id(job: JsonObject, *, numbers: bool = False) -> str:
    """The job's id in one object, "" where it has none.

    A number counts under a name that only a job's id has; under `id` only where `numbers` says so, as it may be the
    row of a table.
    """
    return _job_id(job) or _text_or_number(job.get("id"), numbers=numbers)


def has_job_id(job: JsonObject) -> bool:
    """Whether it names an id that only a job has."""
    return bool(_job_id(job))


def _job_id(job: JsonObject) -> str:
    return next((found for key in _JOB_ID_KEYS if (found := _text_or_number(job.get(key), numbers=True))), "")


def _text_or_number(value: object, *, numbers: bool) -> str:
    if isinstance(value, str):
        return value if is_id(value) else ""
    return str(value) if numbers and isinstance(value, int) and not isinstance(value, bool) else ""


def status_word(job: JsonObject) -> str:
    """The service's own word for the state of the job, "" where it says none."""
    return next((word for key in _STATUS_KEYS if isinstance(word := job.get(key), str) and word.strip()), "")


def find_job(document: Json) -> JsonObject | None:
    """The object that speaks of the job: the answer itself, or what an envelope holds; None where none does.

    What has a job's own id wins, then what has a status; of equals the outer one, unless it is only an envelope.
    """
    best: JsonObject | None = None
    for each in _objects(document, 0):
        if _likeness(each) > (_likeness(best) if best else 0) or (best and _is_in_envelope(each, best)):
            best = each
    return best


def _is_in_envelope(inner: JsonObject, outer: JsonObject) -> bool:
    return _likeness(inner) == _likeness(outer) and status_word(outer).lower() in _ENVELOPE_WORDS


def _objects(value: Json, depth: int, boxes: tuple[str, ...] = _BOXES) -> Iterator[JsonObject]:
    """An object and those in its boxes, the outer ones first; of a list the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict) or depth > _DEPTH_LIMIT:
        return
    yield value
    for key in boxes:
        yield from _objects(value.get(key), depth + 1, boxes)


def _likeness(job: JsonObject) -> int:
    has_status = bool(status_word(job)) or "successFlag" in job
    return 4 * bool(_job_id(job)) + 2 * has_status + bool(find_id(job))


def job_of(documents: Iterable[Json], *, last: bool = False) -> tuple[JsonObject | None, Json]:
    """The job of an answer of several documents, and the document that it stands in.

    Of equals the first one, or the `last` where the newest word counts.
    """
    found: tuple[JsonObject | None, Json] = (None, None)
    for document in documents:
        job = find_job(document)
        before = _likeness(found[0]) if found[0] else 0
        if job is not None and (_likeness(job) > before or (last and _likeness(job) == before)):
            found = job, document
    return found


def submitted_id(documents: tuple[Json, ...], headers: Mapping[str, str]) -> str:
    """The id of the job that a submission made, "" where there is none in all of the answer."""
    job, document = job_of(documents)
    if job is not None and (found := find_id(job) or find_id(job, numbers=job is document)):
        return found
    objects = [each for document in documents for each in _objects(document, 0)]
    return (
        next((found for each in objects[:1] if (found := find_id(each, numbers=True))), "")
        or next((found for each in objects if (found := _bare_id(each))), "")
        or next((found for each in objects if (found := _id_of_links(each))), "")
        or id_of_headers(headers)
        or next((found for each in objects for key in _REQUEST_ID_KEYS if (found := _id_at(each, key))), "")
    )


def id_beside_a_later(documents: Iterable[Json], headers: Mapping[str, str]) -> str:
    """The id in an answer that says "later": what may be a job's is none of a request that was put off; "" for none.

    It may stand in the error itself. What says that it is the id of the request names no job.
    """
    found = (find_id(each) or _id_of_links(each) for each in _objects_of_an_error(documents))
    in_body = next((each for each in found if each and not is_of_a_request(each, headers)), "")
    return in_body or id_of_headers(headers)


def is_of_a_request(remote_id: str, headers: Mapping[str, str]) -> bool:
    """Whether an id is that of the HTTP request which was answered, as far as it or a header (lower-case names) says."""
    in_headers = any(headers.get(name) == remote_id for name in _REQUEST_ID_HEADERS)
    return in_headers or _OF_A_REQUEST.match(remote_id) is not None


def names_a_job(documents: Iterable[Json], headers: Mapping[str, str]) -> bool:
    """Whether an error carries an id that only a job has, the place of one, or a job by any id: something was made."""
    objects = _objects_of_an_error(documents)
    return any(_job_id(each) or _is_a_job(each) for each in objects) or bool(id_of_headers(headers))


def _is_a_job(value: JsonObject) -> bool:
    """What has an id and calls itself a video, or says that it lives."""
    kind = value.get("object")
    is_one = isinstance(kind, str) and kind.lower().startswith("video")
    return bool(find_id(value, numbers=True)) and (is_one or is_of_a_living_job(status_word(value)))


def _objects_of_an_error(documents: Iterable[Json]) -> Iterator[JsonObject]:
    for document in documents:
        yield from _objects(document, 0, (*_BOXES, "error"))


def _bare_id(envelope: JsonObject) -> str:
    """`{"code": "success", "data": "task_9"}`"""
    return _id_at(envelope, "data")


def _id_at(value: JsonObject, key: str) -> str:
    return _text_or_number(value.get(key), numbers=False)


def _id_of_links(job: JsonObject) -> str:
    inner = job.get("urls")
    links = [each.get(key) for each in (job, inner) if isinstance(each, Mapping) for key in _LINK_KEYS]
    return next((found for link in links if isinstance(link, str) and (found := id_of_place(link))), "")


def id_of_headers(headers: Mapping[str, str]) -> str:
    """The id that a header names (lower-case names): in the place of the new job, or by itself."""
    named = next((headers[name] for name in _ID_HEADERS if is_id(headers.get(name, ""))), "")
    return named or id_of_place(headers.get("location", ""))


def id_of_place(url: str) -> str:
    """The id in an address such as `/v1/videos/ID`, "" where it is not the address of one job."""
    try:
        parts = [each for each in urlsplit(url).path.split("/") if each]
    except ValueError:
        return ""
    for before, last in pairwise(parts):
        found = unquote(last)
        if before in _PLACES and found not in _NO_IDS and is_id(found):
            return found
    return ""


def without_id(document: Json, remote_id: str, depth: int = 0) -> Json:
    """An answer without what names a job by this id, and without what tells of that job below the answer's own level.

    Of a change it is the id of its source, which is never that of the change.
    """
    if depth > _DEPTH_LIMIT:
        return document
    if isinstance(document, dict):
        kept = {key: value for key, value in document.items() if not _names(key, value, remote_id)}
        return {key: without_id(value, remote_id, depth + 1) for key, value in kept.items()}
    if isinstance(document, list):
        return [without_id(value, remote_id, depth + 1) for value in document if not _names("", value, remote_id)]
    return document


def _names(key: str, value: Json, remote_id: str) -> bool:
    """Whether a value is this id, or what it is the id of; a number is one only where ids stand."""
    if isinstance(value, dict):
        return _names("id", value.get("id"), remote_id)
    text = _text_or_number(value, numbers=key in (*_JOB_ID_KEYS, "id"))
    return bool(text) and not names_of(text).isdisjoint(names_of(remote_id))
