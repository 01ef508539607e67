"""The last look at a request before it becomes a job: whether it may go, and its pictures as they are sent."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sora_desktop.base.sentences import together
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.image import ImageFacts, ImageVerdict
from sora_desktop.domain.job import Job
from sora_desktop.domain.request import Request, wire_options
from sora_desktop.domain.request_checks import check
from sora_desktop.domain.wire_options import LinkAs
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.jobs.shown import PicturePaths
from sora_desktop.studio.pictures import Pictures


class Preparing:
    """InputError with all that speaks against a request that may not go."""

    def __init__(self, connections: Connections, pictures: Pictures) -> None:
        self._connections = connections
        self._pictures = pictures

    async def prepared(
        self, requests: Sequence[Request], connection_id: str
    ) -> tuple[Connection, Sequence[PicturePaths]]:
        """The connection, and the pictures of each request as they are sent."""
        if any(image.url for request in requests for image in request.images):
            await self._connections.locate(connection_id)
        connection = self._connections.get(connection_id)
        return connection, await asyncio.gather(*(self._pictures_of(request, connection) for request in requests))

    async def _pictures_of(self, request: Request, connection: Connection) -> PicturePaths:
        facts = await self._pictures.look_at_all(request.images)
        _expect_no_problem(request, connection, facts)
        return await self._pictures.prepare_all(request, facts, with_links=_fetches_links(request, connection))

    async def prepared_again(self, job: Job, connection: Connection) -> PicturePaths:
        """The pictures of a job that is to be made anew: those that are still here as they were sent are not made again."""
        facts = await self._facts_for_retry(job)
        _expect_no_problem(job.request, connection, facts)
        links = _fetches_links(job.request, connection)
        return await self._pictures.prepare_all(job.request, facts, _ready(job), with_links=links)

    async def _facts_for_retry(self, job: Job) -> tuple[ImageFacts, ...]:
        found = []
        for image, path in zip(job.request.images, _ready(job), strict=True):
            if path is not None:
                found.append(ImageFacts(image, ImageVerdict.OK, size=job.request.size))
            else:
                found.append(await self._pictures.look_at(image, fresh=False))
        return tuple(found)


def _expect_no_problem(request: Request, connection: Connection, facts: tuple[ImageFacts, ...]) -> None:
    problems = check(request, connection.model(request.model.id), connection, facts)
    if problems:
        raise InputError(together(problem.text for problem in problems))


def _fetches_links(request: Request, connection: Connection) -> bool:
    return wire_options(request, connection).link is LinkAs.FILE


def _ready(job: Job) -> tuple[Path | None, ...]:
    """The pictures of a job that are there as they were sent, in the order of its request."""
    paths = (*job.input_paths, *(None for _ in job.request.images))
    return tuple(path if path and path.exists() else None for path, _ in zip(paths, job.request.images, strict=False))
