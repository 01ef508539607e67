"""Tolerant readers that the formats share: status words, progress, ids, results. They judge by shape, not by URL."""

from collections.abc import Iterator, Mapping
from typing import Any

from sora_desktop.api.failures import question_failure, read_error, read_job_error, submission_failure
from sora_desktop.api.moments import read_moment, read_number, served_at
from sora_desktop.api.result_url import find_result_url
from sora_desktop.api.wire import Answer, ListedPage, RemoteState, RemoteStatus, Submitted
from sora_desktop.domain.errors import WrongFormatError

_WORDS: dict[RemoteState, str] = {
    RemoteState.QUEUED: (
        "queued queueing queuing pending submitted submitting not_start not_started notstart notstarted created "
        "starting preparing waiting accepted scheduled received unknown"
    ),
    RemoteState.RUNNING: (
        "processing in_progress inprogress running generating preprocessing postprocessing rendering started active"
    ),
    RemoteState.DONE: "completed complete success succeeded succeed successful finished done ready",
    RemoteState.FAILED: "failed failure fail error errored timeout timed_out timedout rejected",
    RemoteState.EXPIRED: "expired",
    RemoteState.CANCELLED: "cancelled canceled deleted aborted",
}
STATE_OF_WORD = {word: state for state, words in _WORDS.items() for word in words.split()}
_STATE_OF_FLAG = {0: RemoteState.RUNNING, 1: RemoteState.DONE, 2: RemoteState.FAILED, 3: RemoteState.FAILED}

_ENDED_BADLY = frozenset({RemoteState.FAILED, RemoteState.EXPIRED, RemoteState.CANCELLED})
_ENDED = _ENDED_BADLY | {RemoteState.DONE}

_ID_KEYS = ("task_id", "taskId", "id", "job_id", "video_id")
_STATUS_KEYS = ("status", "state", "task_status", "job_status")
_BOXES = ("data", "task", "job", "video", "result")
_ID_LIMIT = 4_096


def read_state(word: str) -> RemoteState:
    """What a status word means; a word that nobody knows means: still running."""
    return STATE_OF_WORD.get(word.strip().lower().replace("-", "_").replace(" ", "_"), RemoteState.RUNNING)


def read_progress(value: Any) -> float | None:
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


def find_id(document: Mapping[str, Any], *, numbers: bool = False) -> str:
    """The job's id in one object, "" where it has none; whole numbers count only where `numbers` says so."""
    for key in _ID_KEYS:
        value = document.get(key)
        if isinstance(value, str) and is_id(value):
            return value
        if numbers and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def is_id(text: str) -> bool:
    """Whether a text can be a job's id: printable, without spaces, not a step up a path."""
    return 0 < len(text) <= _ID_LIMIT and text.isprintable() and " " not in text and text not in (".", "..")


def find_job(document: Any) -> Mapping[str, Any] | None:
    """The object that speaks of the job: the answer itself, or what an envelope holds; None where none does.

    Of several the one that has both an id and a status wins, then the outer one.
    """
    found = max(_objects(document), key=_likeness, default=None)
    return found if found is not None and _likeness(found) else None


def _objects(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, list):
        yield from _objects(document[0] if document else None)
    if not isinstance(document, dict):
        return
    yield document
    for key in _BOXES:
        inner = document.get(key)
        first = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(first, dict):
            yield first


def _likeness(job: Mapping[str, Any]) -> int:
    return 2 * bool(_status_word(job) or "successFlag" in job) + bool(find_id(job))


def _status_word(job: Mapping[str, Any]) -> str:
    return next((word for key in _STATUS_KEYS if isinstance(word := job.get(key), str) and word.strip()), "")


def _state(job: Mapping[str, Any], result_url: str | None) -> tuple[RemoteState, str]:
    word = _status_word(job)
    if word:
        return read_state(word), word[:100]
    flag = job.get("successFlag")
    if isinstance(flag, int):
        return _STATE_OF_FLAG.get(flag, RemoteState.RUNNING), str(flag)
    return (RemoteState.DONE if result_url else RemoteState.RUNNING), ""


def describe_job(job: Mapping[str, Any], document: Any, base_url: str) -> RemoteStatus:
    """All that one answer says about one job."""
    result_url = find_result_url(job, base_url) or find_result_url(document, base_url)
    state, word = _state(job, result_url)
    return RemoteStatus(
        state=state,
        id=find_id(job) or find_id(job, numbers=job is document),
        word=word,
        progress=None if state in _ENDED_BADLY else read_progress(job.get("progress")),
        result_url=result_url if state is RemoteState.DONE else None,
        error=read_job_error(job) if state in _ENDED_BADLY else None,
        model=_text(job, "model"),
        prompt=_text(job, "prompt"),
        seconds=_first_number(job, "seconds", "duration", "n_seconds"),
        size=_text(job, "size"),
        created_at=_first_moment(job, "created_at", "created", "createTime", "submit_time"),
        expires_at=read_moment(job.get("expires_at")),
    )


def _text(job: Mapping[str, Any], key: str) -> str:
    value = job.get(key)
    return value if isinstance(value, str) else ""


def _first_number(job: Mapping[str, Any], *keys: str) -> float | None:
    return next((number for key in keys if (number := read_number(job.get(key))) is not None), None)


def _first_moment(job: Mapping[str, Any], *keys: str) -> Any:
    return next((moment for key in keys if (moment := read_moment(job.get(key)))), None)


def _document(answer: Answer) -> Any:
    return next(iter(answer.documents), None)


def read_submitted(answer: Answer, base_url: str) -> Submitted:
    """The job that a submission made. Raises the SubmitError branch; a 2xx without an id is OutcomeUnknownError."""
    document = _document(answer)
    remote_id = _submitted_id(document)
    if not remote_id or not 200 <= answer.status < 300:
        raise submission_failure(answer)
    job = find_job(document) or {}
    return Submitted(remote_id, describe_job(job, document, base_url))


def _submitted_id(document: Any) -> str:
    job = find_job(document)
    if job is not None and (found := find_id(job)):
        return found
    if not isinstance(document, dict):
        return ""
    data = document.get("data")
    if isinstance(data, str) and is_id(data) and read_error(document) is None:
        return data
    return find_id(document, numbers=True)


def read_status(answer: Answer, base_url: str) -> RemoteStatus:
    """What the service says of a job, whatever the HTTP status is, as long as the body is a job's.

    Raises the ServiceError branch. An HTTP error counts as a job only with an id and an end: some servers answer
    the question for a failed job with the status of the failure.
    """
    document = _document(answer)
    job = find_job(document)
    if job is None:
        return _without_job(answer, document, base_url)
    status = describe_job(job, document, base_url)
    if 200 <= answer.status < 300:
        if not status.id and status.word.lower() == "error":
            raise question_failure(answer)
        return status
    if status.id and status.word and status.state in _ENDED:
        return status
    raise question_failure(answer)


def _without_job(answer: Answer, document: Any, base_url: str) -> RemoteStatus:
    good = 200 <= answer.status < 300 and isinstance(document, dict) and read_error(document) is None
    if good and (url := find_result_url(document, base_url)):
        return RemoteStatus(RemoteState.DONE, result_url=url)
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
        raise failure if answer.status not in (400, 404, 405) else WrongFormatError(failure.detail)
    jobs = tuple(describe_job(row, row, base_url) for row in rows if isinstance(row, dict))
    return ListedPage(jobs, _next_after(document, jobs), served_at(answer.headers))


def _rows(document: Any) -> list[Any] | None:
    if not isinstance(document, dict) or read_error(document) is not None:
        return None
    return next((rows for key in ("data", "items", "videos") if isinstance(rows := document.get(key), list)), None)


def _next_after(document: Any, jobs: tuple[RemoteStatus, ...]) -> str | None:
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
