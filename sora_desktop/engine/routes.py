"""The engine's routes. A refusal is raised as RequestError and answered by the application's one handler."""

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sora_desktop.engine import answers
from sora_desktop.engine.bodies import media_type, read_form, read_json, read_native_json
from sora_desktop.engine.change_routes import ChangeRoutes, find_job
from sora_desktop.engine.characters import Characters
from sora_desktop.engine.content import content_response
from sora_desktop.engine.http_errors import RequestError, shown
from sora_desktop.engine.images import ImageDesk
from sora_desktop.engine.jobs import EngineJobs
from sora_desktop.engine.order import Order
from sora_desktop.engine.parts import NO_PARTS, PartsDesk
from sora_desktop.engine.rules import read_openai, read_uniall
from sora_desktop.engine.store import EngineJob
from sora_desktop.engine.wire_format import WireFormat

log = logging.getLogger(__name__)

LIST_LIMIT = 100
LIST_DEFAULT = 20
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class Service:
    """What the routes have in common: the jobs, and the desk where images are taken in."""

    def __init__(self, jobs: EngineJobs, images: ImageDesk, characters: Characters) -> None:
        self._jobs = jobs
        self._images = images
        self._parts = PartsDesk(jobs, characters)
        self._changes = ChangeRoutes(jobs, characters, self._submit)

    def routes(self) -> list[Route]:
        return [
            Route("/health", self.health, methods=["GET"]),
            Route("/v1/models", self.models, methods=["GET"]),
            Route("/v1/video/generations", self.create_uniall, methods=["POST"]),
            Route("/v1/videos", self.create_openai, methods=["POST"]),
            Route("/v1/videos", self.list_videos, methods=["GET"]),
            *self._changes.routes(),
            Route("/v1/videos/{video_id}", self.status, methods=["GET"]),
            Route("/v1/videos/{video_id}", self.delete, methods=["DELETE"]),
            Route("/v1/videos/{video_id}/content", self.content, methods=["GET"]),
        ]

    async def health(self, _request: Request) -> Response:
        return _json({"status": "ok"})

    async def models(self, _request: Request) -> Response:
        return _json(answers.models())

    async def create_uniall(self, request: Request) -> Response:
        order = read_uniall(await read_json(request))
        return await self._submit(request, order, answers.uniall_submitted)

    async def create_openai(self, request: Request) -> Response:
        if media_type(request) == "multipart/form-data":
            order = read_openai(*await read_form(request))
        else:
            order = read_openai(await read_native_json(request))
        return await self._submit(request, order, answers.video)

    async def _submit(
        self, request: Request, order: Order, show: Callable[[EngineJobs, EngineJob], dict[str, object]]
    ) -> Response:
        key = _idempotency_key(request)
        with self._jobs.claim(key):
            job = self._jobs.repeated(order, key)
            if job is None:
                job = await self._take_in(order, key)
        return _json(show(self._jobs, job))

    async def _take_in(self, order: Order, key: str) -> EngineJob:
        image, parts = None, NO_PARTS
        try:
            image = await self._images.receive(order)
            parts = await asyncio.to_thread(self._parts.gather, order)
            return self._jobs.add(order, image or parts.image, key, parts.film, parts.cast)
        except OSError as error:
            log.exception("a job could not be stored")
            raise RequestError(
                "storage_error",
                f"The job could not be stored: {error.strerror}.",
                status=507,
                kind="server_error",
            ) from error
        finally:
            for each in (image, *parts.files):
                _discard(each)

    async def list_videos(self, request: Request) -> Response:
        limit, newest_first = _list_limit(request), _newest_first(request)
        found = self._jobs.all()
        if newest_first:
            found.reverse()
        if after := request.query_params.get("after"):
            found = found[_place_after(found, after) :]
        page = [answers.video(self._jobs, job) for job in found[:limit]]
        ends = {"first_id": page[0]["id"], "last_id": page[-1]["id"]} if page else {"first_id": None, "last_id": None}
        return _json({"object": "list", "data": page, **ends, "has_more": len(found) > len(page)})

    async def status(self, request: Request) -> Response:
        job = self._find(request)
        if job.format is WireFormat.UNIALL:
            return _json(answers.uniall_status(self._jobs, job, f"http://{request.headers['host']}"))
        return _json(answers.video(self._jobs, job))

    async def delete(self, request: Request) -> Response:
        job = self._find(request)
        await self._jobs.delete(job.id)
        return _json({"id": job.id, "object": "video.deleted", "deleted": True})

    async def content(self, request: Request) -> Response:
        return await content_response(self._jobs, self._find(request), request)

    def _find(self, request: Request) -> EngineJob:
        return find_job(self._jobs, request.path_params["video_id"])


def _discard(image: Path | None) -> None:
    """A job that was taken has moved its image away; this is for one that was not."""
    if image is not None:
        image.unlink(missing_ok=True)


def _json(value: dict[str, object]) -> JSONResponse:
    return JSONResponse(value, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


def _idempotency_key(request: Request) -> str:
    given = request.headers.getlist("idempotency-key")
    if not given:
        return ""
    if len(given) > 1 or not _KEY.fullmatch(given[0]):
        raise RequestError("invalid_idempotency_key", "The Idempotency-Key is not one of 1 to 255 plain characters.")
    return given[0]


def _list_limit(request: Request) -> int:
    text = request.query_params.get("limit", str(LIST_DEFAULT))
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > LIST_LIMIT:
        raise RequestError("invalid_limit", f"The limit is not a number from 0 to {LIST_LIMIT}.", parameter="limit")
    return int(text)


def _newest_first(request: Request) -> bool:
    order = request.query_params.get("order", "desc")
    if order not in ("asc", "desc"):
        raise RequestError("invalid_order", "The order is not 'asc' or 'desc'.", parameter="order")
    return order == "desc"


def _place_after(jobs: list[EngineJob], after: str) -> int:
    for place, job in enumerate(jobs):
        if job.id == after:
            return place + 1
    raise RequestError("invalid_after", f"There is no video {shown(after)} to go on after.", parameter="after")
