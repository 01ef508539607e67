"""The routes that change a video that is there, and those of characters."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sora_desktop.engine import answers
from sora_desktop.engine.bodies import media_type, read_film_form, read_json
from sora_desktop.engine.changes import (
    Wish,
    given_film,
    given_job,
    order_of,
    read_change,
    read_character,
    read_remix,
)
from sora_desktop.engine.characters import Characters
from sora_desktop.engine.http_errors import RequestError, shown
from sora_desktop.engine.jobs import EngineJobs
from sora_desktop.engine.loading import load_looks
from sora_desktop.engine.order import Change, Order
from sora_desktop.engine.store import EngineJob

Show = Callable[[EngineJobs, EngineJob], dict[str, object]]
Submit = Callable[[Request, Order, Show], Awaitable[Response]]


def find_job(jobs: EngineJobs, video_id: str) -> EngineJob:
    """RequestError where there is no such video."""
    job = jobs.get(video_id)
    if job is None:
        raise RequestError("video_not_found", f"There is no video {shown(video_id)}.", status=404)
    return job


class ChangeRoutes:
    """`submit` takes an order in, and answers."""

    def __init__(self, jobs: EngineJobs, characters: Characters, submit: Submit) -> None:
        self._jobs = jobs
        self._characters = characters
        self._submit = submit

    def routes(self) -> list[Route]:
        """Before that of one video: their names would be ids there."""
        return [
            Route("/v1/videos/edits", self.edit, methods=["POST"]),
            Route("/v1/videos/extensions", self.extend, methods=["POST"]),
            Route("/v1/videos/characters", self.create_character, methods=["POST"]),
            Route("/v1/videos/characters/{character_id}", self.character, methods=["GET"]),
            Route("/v1/videos/{video_id}/remix", self.remix, methods=["POST"]),
        ]

    async def remix(self, request: Request) -> Response:
        return await self._change(request, read_remix(await read_json(request), request.path_params["video_id"]))

    async def edit(self, request: Request) -> Response:
        return await self._change(request, await _wish(request, Change.EDIT))

    async def extend(self, request: Request) -> Response:
        return await self._change(request, await _wish(request, Change.EXTENSION))

    async def _change(self, request: Request, wish: Wish) -> Response:
        if wish.film is None:
            given = given_job(find_job(self._jobs, wish.video_id), wish.change)
            return await self._submit(request, order_of(wish, given), answers.video)
        film = await asyncio.to_thread(load_looks().receive, wish.film, self._jobs.keep)
        try:
            return await self._submit(request, order_of(wish, given_film(film, wish.change)), answers.video)
        finally:
            film.path.unlink(missing_ok=True)

    async def create_character(self, request: Request) -> Response:
        fields, film = await _film_form(request)
        name = read_character(fields, film)
        picture = await asyncio.to_thread(self._portrait, film or b"")
        try:
            made = await asyncio.to_thread(self._characters.add, name, picture, time.time())
        except OSError as error:
            raise RequestError(
                "storage_error",
                f"The character could not be stored: {error.strerror}.",
                status=507,
                kind="server_error",
            ) from error
        return JSONResponse(answers.character(made))

    def _portrait(self, data: bytes) -> bytes:
        film = load_looks().receive(data, self._jobs.keep)
        try:
            return load_looks().portrait(film.path)
        finally:
            film.path.unlink(missing_ok=True)

    async def character(self, request: Request) -> Response:
        character_id = request.path_params["character_id"]
        known = self._characters.get(character_id)
        if known is None:
            raise RequestError("character_not_found", f"There is no character {shown(character_id)}.", status=404)
        return JSONResponse(answers.character(known))


async def _wish(request: Request, change: Change) -> Wish:
    if media_type(request) == "multipart/form-data":
        return read_change(change, *await read_film_form(request))
    return read_change(change, await read_json(request))


async def _film_form(request: Request) -> tuple[dict[str, object], bytes | None]:
    if media_type(request) != "multipart/form-data":
        raise RequestError("unsupported_media_type", "The body must be a form, with a file 'video'.", status=415)
    return await read_film_form(request)
