"""What answers about a change of a clip say of that clip: it is never the job that changes it."""

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
from sora_desktop.services.wire import Answer, RemoteStatus


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
