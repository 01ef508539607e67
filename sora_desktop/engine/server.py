"""The engine's web server: the application behind its guard, on one loopback port, until it is told to stop.

While it idles, uvicorn wakes ten times a second by itself; the app ends an engine that it does not need.
"""

import asyncio
import contextlib
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Router

from sora_desktop.base.values import dataclass
from sora_desktop.engine.characters import Characters
from sora_desktop.engine.child import render_in_child
from sora_desktop.engine.fetch import ImageFetcher
from sora_desktop.engine.guard import Guard, answer
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.images import ImageDesk
from sora_desktop.engine.jobs import EngineJobs, Renderer
from sora_desktop.engine.lines import WAITING_LINES, ClientLine
from sora_desktop.engine.routes import Service
from sora_desktop.media.fit import inspect_bytes

HEAD_LIMIT = 24 << 10
KEEP_ALIVE_SECONDS = 75
"""Longer than clients keep an idle line: one that we closed under a submission would leave its outcome unknown."""


@dataclass(frozen=True, slots=True)
class Start:
    """How one engine is started. `allow_private_images` lifts the gate of image URLs, for tests alone."""

    folder: Path
    token: str
    allow_private_images: bool = False


def _fetcher(start: Start) -> ImageFetcher:
    return ImageFetcher(is_private=lambda _host: False, opened=tuple) if start.allow_private_images else ImageFetcher()


def make_app(jobs: EngineJobs, start: Start, port: int) -> Starlette:
    images = ImageDesk(_fetcher(start), jobs.keep, inspect_bytes)
    app = Starlette(
        middleware=[Middleware(Guard, token=start.token, port=port)],
        exception_handlers={RequestError: _refused, HTTPException: _no_route, 500: _broken},
    )
    characters = Characters(start.folder)
    characters.open()
    app.router = Router(Service(jobs, images, characters).routes(), redirect_slashes=False)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestError):
        raise error
    return answer(error, request.scope)


async def _no_route(request: Request, error: Exception) -> Response:
    """What the router itself says no to: an unknown path, or a method that a path does not have."""
    if not isinstance(error, HTTPException):
        raise error
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "invalid_request")
    refusal = RequestError(code, f"{error.detail}.", status=error.status_code, headers=error.headers or {})
    return answer(refusal, request.scope)


async def _broken(request: Request, _error: Exception) -> Response:
    """A fault of the engine itself: its stack goes to the log by way of the server."""
    refusal = RequestError("internal_error", "The engine made a mistake; see its log.", status=500, kind="server_error")
    return answer(refusal, request.scope)


class _Server(uvicorn.Server):
    """Says when it serves, and leaves the signals to us: their handling must end the renders too."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(port: int) -> socket.socket:
    """A socket on 127.0.0.1, `port` 0 for any free one. OSError where the port is taken.

    The protocol is named because asyncio switches Nagle's delay off (40 ms an answer) only where it is.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener


async def serve(
    start: Start,
    listener: socket.socket,
    on_ready: Callable[[int], None],
    stop: asyncio.Event,
    render: Renderer = render_in_child,
) -> None:
    """Serve on `listener` until `stop` is set. `on_ready` hears the port as soon as requests are answered."""
    jobs = EngineJobs(start.folder, render)
    jobs.open()
    port = int(listener.getsockname()[1])
    server = _Server(_config(make_app(jobs, start, port)), lambda: on_ready(port))
    async with asyncio.TaskGroup() as group:
        rendering = group.create_task(jobs.run(), name="renders")
        stopping = group.create_task(_stop_when(stop, server, rendering), name="stop")
        await server.serve(sockets=[listener])
        rendering.cancel()
        stopping.cancel()


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        http=ClientLine,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=HEAD_LIMIT,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        backlog=WAITING_LINES,
        timeout_graceful_shutdown=1,
    )


async def _stop_when(stop: asyncio.Event, server: uvicorn.Server, rendering: asyncio.Task[None]) -> None:
    await stop.wait()
    rendering.cancel()
    server.should_exit = True
