"""Tolerant readers that the formats share: status words, progress, ids, results. They judge by shape, not by URL."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sora_desktop.domain.errors import NoListError, WrongFormatError
from sora_desktop.domain.ids import is_id
from sora_desktop.services.json.documents import read_documents
from sora_desktop.services.json.reader import Json, JsonObject
from sora_desktop.services.parsing import charges
from sora_desktop.services.parsing.error_envelopes import error_texts, read_error, read_job_error
from sora_desktop.services.parsing.http_errors import question_failure, read_moderation, submission_failure
from sora_desktop.services.parsing.job_finder import (
    find_id,
    find_job,
    has_job_id,
    id_of_headers,
    is_of_a_request,
    job_of,
    status_word,
    submitted_id,
)
from sora_desktop.services.parsing.last_resort import id_by_all_means
from sora_desktop.services.parsing.result_url import find_clip, find_links
from sora_desktop.services.parsing.status_words import ENDED_BADLY, is_known, is_of_a_living_job, read_state
from sora_desktop.services.parsing.timestamps import read_number, read_timestamp, served_at
from sora_desktop.services.wire import Answer, ListedPage, RemoteState, RemoteStatus, Submitted

_STATE_OF_FLAG = {0: RemoteState.RUNNING, 1: RemoteState.DONE, 2: RemoteState.FAILED, 3: RemoteState.FAILED}

_ENDED = ENDED_BADLY | {RemoteState.DONE}


def read_progress(value: object) -> float | None:
    """0..1 out of 30, 0.3, "30%" or "30"; None where nothing is said. A whole number is a percentage."""
    if isinstance(value, str):
        return _progress_of_text(value.strip())
    number = read_number(value)
    if number is None:
        return None
    share = number if isinstance(value, float) and number <= 1 else number / 100
    return min(max(share, 0.0), 1.0)


def _progress_of_text(text: str) -> float | None:
    number = read_number(text.removesuffix("%").strip())
    if number is None:
        return None
    is_share = "%" not in text and "." in text and number <= 1
    return min(max(number if is_share else number / 100, 0.0), 1.0)


def _state(job: JsonObject, *, has_result: bool) -> tuple[RemoteState, str]:
    word = status_word(job)
    if word:
        return read_state(word), word[:100]
    flag = job.get("successFlag")
    if isinstance(flag, int):
        return _STATE_OF_FLAG.get(flag, RemoteState.RUNNING), str(flag)
    return (RemoteState.DONE if has_result else RemoteState.RUNNING), ""


def describe_job(job: JsonObject, document: Json, base_url: str) -> RemoteStatus:
    """All that one answer says about one job."""
    links = tuple(dict.fromkeys((*find_links(job, base_url), *find_links(document, base_url))))
    clip = find_clip(job) or find_clip(document)
    state, word = _state(job, has_result=bool(links or clip))
    ended = state in _ENDED
    offered = ended or (bool(word) and state is RemoteState.RUNNING and not is_known(word))
    return RemoteStatus(
        state=state,
        id=find_id(job) or find_id(job, numbers=job is document),
        word=word,
        progress=None if state in ENDED_BADLY else read_progress(job.get("progress")),
        result_url=links[0] if offered and links else None,
        other_urls=links[1:] if offered else (),
        clip=clip if ended else None,
        error=read_job_error(job) if state in ENDED_BADLY else None,
        model=_text(job, "model"),
        prompt=_text(job, "prompt"),
        seconds=_first_number(job, "seconds", "duration", "n_seconds"),
        size=_text(job, "size"),
        created_at=_first_moment(job, "created_at", "created", "createTime", "submit_time"),
        expires_at=read_timestamp(job.get("expires_at")),
        charge=charges.of_job(job, document) if state is RemoteState.DONE else None,
        remixed_from=_text(job, "remixed_from_video_id"),
    )


def _text(job: JsonObject, key: str) -> str:
    value = job.get(key)
    return value if isinstance(value, str) else ""


def _first_number(job: JsonObject, *keys: str) -> float | None:
    return next((number for key in keys if (number := read_number(job.get(key))) is not None), None)


def _first_moment(job: JsonObject, *keys: str) -> datetime | None:
    return next((moment for key in keys if (moment := read_timestamp(job.get(key)))), None)


def _document(answer: Answer) -> Json:
    return next(iter(answer.documents), None)


def read_submitted(answer: Answer, base_url: str, submit_paths: tuple[str, ...] = ()) -> Submitted:
    """The job that a submission made. Raises the SubmitError branch. `submit_paths`: as `submission_failure` takes them.

    In an answer of success, or one that only names the place of a new job, an id is looked for by all means. In any
    other one it counts where it is that of a job which lives. A finished clip needs no id.
    """
    documents = answer.documents
    good = 200 <= answer.status < 300
    job, document = job_of(documents)
    status = describe_job(job or {}, document, base_url)
    remote_id = submitted_id(documents, answer.headers) if good else _id_beside_an_error(answer, status)
    if good and _is_refusal_with_an_id(documents, job, remote_id):
        raise submission_failure(answer, base_url, submit_paths)
    if not remote_id and good and not _is_finished(documents, base_url):
        remote_id = id_by_all_means(answer)
    if not remote_id and not (good and _is_finished(documents, base_url)):
        raise submission_failure(answer, base_url, submit_paths)
    charge = charges.of_headers(answer.headers) if good else None
    if remote_id:
        return Submitted(remote_id, status, charge)
    return Submitted("", _finished(documents, base_url), charge)


def _id_beside_an_error(answer: Answer, status: RemoteStatus) -> str:
    """A job that lives, or the place of one, in an answer that is no plain success.

    Beside a wrong key, only what is surely one: such answers name their request, too.
    """
    if answer.status in (201, 202, 303):
        return id_of_headers(answer.headers)
    if is_of_a_living_job(status.word) and not is_of_a_request(status.id, answer.headers):
        return status.id
    lives = bool(status.word) and status.state not in ENDED_BADLY
    return status.id if lives and answer.status not in (401, 403) else ""


def _is_refusal_with_an_id(documents: tuple[Json, ...], job: JsonObject | None, remote_id: str) -> bool:
    """Whether an error names only a request: `{"id": "req_1", "error": {…}}` has no status and no job's own id."""
    speaks_of_error = any(read_error(each) is not None for each in documents)
    if not speaks_of_error or not remote_id:
        return False
    return job is None or not (has_job_id(job) or status_word(job).lower() not in ("", "error"))


def _is_finished(documents: tuple[Json, ...], base_url: str) -> bool:
    if not documents or any(read_error(each) is not None for each in documents):
        return False
    return _finished(documents, base_url).state is RemoteState.DONE


def _finished(documents: tuple[Json, ...], base_url: str) -> RemoteStatus:
    job, document = job_of(documents, last=True)
    document = documents[-1] if document is None else document
    return describe_job(job or {}, document, base_url)


def read_status(answer: Answer, base_url: str) -> RemoteStatus:
    """What the service says of a job, whatever the HTTP status is, as long as the body is a job's.

    Raises the ServiceError branch. An HTTP error counts as a job only with an id and an end: some servers answer
    the question for a failed job with the status of the failure, and some proxies put the job into their own error.
    """
    documents = answer.documents
    job, document = job_of(documents, last=True)
    if 200 <= answer.status < 300:
        if job is None:
            return _without_job(answer, document or next(iter(documents), None), base_url)
        status = describe_job(job, document, base_url)
        if not status.id and status.word.lower() == "error":
            raise question_failure(answer)
        return status
    for each, around in ((job, document), *_jobs_in_texts(documents)):
        status = describe_job(each or {}, around, base_url)
        if status.id and status.word and status.state in _ENDED:
            return status
    if (refused := read_moderation(answer)) is not None:
        return RemoteStatus(RemoteState.FAILED, word="refused", error=refused)
    raise question_failure(answer)


def _jobs_in_texts(documents: Iterable[Json]) -> Iterator[tuple[JsonObject | None, Json]]:
    """The job whose JSON stands in the words of an error, between what the proxy says before and behind it."""
    for text in error_texts(documents):
        start = text.find("{")
        if start >= 0:
            yield job_of(read_documents(text[start:].encode("utf-8", "replace")))


def _without_job(answer: Answer, document: Json, base_url: str) -> RemoteStatus:
    if isinstance(document, dict) and read_error(document) is None:
        status = describe_job({}, document, base_url)
        if status.state is RemoteState.DONE:
            return status
    raise question_failure(answer)


def read_deleted(answer: Answer) -> bool:
    """Whether the service took the job off; False where it has no such route, no such job, or will not yet."""
    if 200 <= answer.status < 300:
        return read_error(_document(answer)) is None
    if answer.status in (400, 404, 405, 409, 410, 422, 501):
        return False
    raise question_failure(answer)


def read_list(answer: Answer, base_url: str) -> ListedPage:
    """One page of jobs. Raises the ServiceError branch; WrongFormatError where the service does not list."""
    document = _document(answer)
    rows = document if isinstance(document, list) else _rows(document)
    if not 200 <= answer.status < 300 or rows is None:
        failure = question_failure(answer)
        raise failure if answer.status not in (400, 404, 405, 501) else NoListError(failure.detail)
    jobs = tuple(describe_job(row, row, base_url) for row in rows if isinstance(row, dict))
    return ListedPage(jobs, _next_after(document, jobs), served_at(answer.headers))


def _rows(document: Json) -> list[Json] | None:
    if not isinstance(document, dict) or read_error(document) is not None:
        return None
    return next((rows for key in ("data", "items", "videos") if isinstance(rows := document.get(key), list)), None)


def _next_after(document: Json, jobs: tuple[RemoteStatus, ...]) -> str | None:
    if not jobs or not isinstance(document, dict) or document.get("has_more") is not True:
        return None
    last = document.get("last_id")
    return last if isinstance(last, str) and is_id(last) else jobs[-1].id or None


def read_probe(answer: Answer) -> None:
    """Judge the answer to a question about a job that cannot exist: it should be a JSON "no", not 401 or a web page.

    Raises WrongKeyError, WrongFormatError or BusyError.
    """
    document = _document(answer)
    known = read_error(document) is not None or find_job(document) is not None
    route_missing = answer.status == 404 and isinstance(document, dict) and document.get("detail") == "Not Found"
    if known and not route_missing and answer.status in (200, 400, 404, 410, 422, 500):
        return
    failure = question_failure(answer)
    raise failure if answer.status not in (404, 410) else WrongFormatError(failure.detail)
