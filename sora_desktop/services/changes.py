"""What answers about a change of a clip say of that clip: it is never the job that changes it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from sora_desktop.domain.errors import NoSuchSourceError, RefusedError, ServiceError, speaks_of_no_model
from sora_desktop.domain.ids import are_akin
from sora_desktop.domain.request import Request
from sora_desktop.domain.source import SourceClip
from sora_desktop.domain.wire_options import SourceAs, WireOptions
from sora_desktop.services.parsing.error_words import speak_of_no_such_job, speak_of_no_such_route
from sora_desktop.services.parsing.job_finder import without_id
from sora_desktop.services.wire import Answer, ListedPage, RemoteStatus

_KIND = re.compile(r"[A-Za-z]+[_-]")


def but_for_its_source(answer: Answer, request: Request, options: WireOptions) -> Answer:
    """An answer may name the clip that is changed beside the job that changes it, or in its place.

    To a service that was given the file an id of another service says nothing.
    """
    source = request.source
    if source is None or not source.remote_id or source.way(options) is SourceAs.FILE:
        return answer
    return _without(answer, source)


def _without(answer: Answer, source: SourceClip) -> Answer:
    return replace(answer, parsed=tuple(without_id(document, source.remote_id) for document in answer.documents))


def of_the_asked_job(
    remote_id: str, source: SourceClip | None, answer: Answer, read: Callable[[Answer], RemoteStatus]
) -> RemoteStatus:
    """What an answer says of the job that was asked for, where it names the clip that this one changes as well.

    An answer that names that clip alone is about another job, and stays so.
    """
    if source is not None and source.remote_id and not are_akin(remote_id, source.remote_id):
        with suppress(ServiceError):
            told = read(_without(answer, source))
            if are_akin(told.id, remote_id):
                return told
    return read(answer)


def with_its_changes(source: SourceClip | None, answer: Answer, read: Callable[[Answer], ListedPage]) -> ListedPage:
    """A page of a service's jobs in which a change of this clip may be called by the clip's id, beside its own.

    Such a row is read by its own id, where that is of the kind of the clip's: a row may be numbered as well.
    """
    page = read(answer)
    if source is None or not source.remote_id or not any(are_akin(job.id, source.remote_id) for job in page.jobs):
        return page
    known = {job.id for job in page.jobs}
    with suppress(ServiceError):
        told = read(_without(answer, source)).jobs
        changes = [job for job in told if job.id and job.id not in known and _is_of_a_kind(job.id, source.remote_id)]
        return replace(page, jobs=(*page.jobs, *(replace(job, remixed_from=source.remote_id) for job in changes)))
    return page


def _is_of_a_kind(one: str, other: str) -> bool:
    """Whether both begin with the same word, such as `video_`, or are as long as each other where they begin with none."""
    first, second = _KIND.match(one), _KIND.match(other)
    if first is None or second is None:
        return first is second and len(one) == len(other)
    return first[0] == second[0]


@contextmanager
def of_a_change(request: Request) -> Iterator[None]:
    """What a "not found" is about where a clip is to be changed: the route, or the clip; never the model."""
    try:
        yield
    except RefusedError as error:
        words = error.said
        is_missing = (
            error.http_status in (404, 405, 410) or speak_of_no_such_job(words) or speak_of_no_such_route(words)
        )
        is_other = type(error) is not RefusedError or speaks_of_no_model(error.said)
        if request.source is None or is_other or not is_missing:
            raise
        raise NoSuchSourceError(error.detail, code=error.code, http_status=error.http_status) from error
