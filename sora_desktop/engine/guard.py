"""Keeps everybody out but the one client that holds the token. It stands before every route, also those that do not exist.

A web page can reach a loopback port in two ways: straight, and through a host name that is rebound to 127.0.0.1.
Browsers put `Origin` or `Sec-Fetch-*` on the first and a foreign `Host` on the second; both are refused before
the token is even looked at. There is no CORS answer of any kind.
"""

import hmac

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.lines import TRUSTED

HEADERS_LIMIT = 64
HEADER_BYTES_LIMIT = 16 << 10
PATH_LIMIT = 1 << 10
QUERY_LIMIT = 2 << 10
BROWSER_HEADERS = frozenset({b"origin", b"sec-fetch-site", b"sec-fetch-dest", b"sec-fetch-user"})
"""`sec-fetch-mode` is not among them: Node's own fetch sends it, and no browser sends it alone."""
METHODS = frozenset({"GET", "HEAD", "POST", "DELETE"})
SMALL_BODY = 64 << 20
"""A refused request whose body is declared and no larger is read to its end, so that its sender sees the answer."""


class Guard:
    """ASGI middleware. `port` is the one the engine listens on, `token` the bearer token of this start."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._bearer = f"Bearer {token}".encode()
        self._hosts = frozenset({f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"the engine speaks HTTP alone, not {scope['type']}")
        try:
            self._judge(scope)
        except RequestError as refusal:
            await answer(refusal, scope)(scope, receive, send)
            return
        scope[TRUSTED] = True
        await self._app(scope, receive, send)

    def _judge(self, scope: Scope) -> None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        _check_bounds(scope, headers)
        self._check_host(headers)
        _check_browser(headers)
        self._check_token(headers)
        _check_shape(scope, headers)

    def _check_host(self, headers: list[tuple[bytes, bytes]]) -> None:
        hosts = [value.lower() for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            raise RequestError("wrong_host", "This service answers to its own address only.", status=421)

    def _check_token(self, headers: list[tuple[bytes, bytes]]) -> None:
        given = [value for name, value in headers if name == b"authorization"]
        if len(given) != 1 or not hmac.compare_digest(given[0], self._bearer):
            raise RequestError(
                "invalid_api_key",
                "Incorrect or missing API key: send 'Authorization: Bearer <token>'.",
                status=401,
                kind="authentication_error",
                headers={"WWW-Authenticate": "Bearer"},
            )


def _check_bounds(scope: Scope, headers: list[tuple[bytes, bytes]]) -> None:
    size = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > HEADERS_LIMIT or size > HEADER_BYTES_LIMIT:
        raise RequestError("headers_too_large", "The request's headers are too large.", status=431)
    if len(scope["raw_path"]) > PATH_LIMIT or len(scope["query_string"]) > QUERY_LIMIT:
        raise RequestError("uri_too_long", "The request's address is too long.", status=414)


def _check_browser(headers: list[tuple[bytes, bytes]]) -> None:
    if any(name in BROWSER_HEADERS or name.startswith(b"access-control-") for name, _ in headers):
        raise RequestError("browser_refused", "This service does not answer to web pages.", status=403)


def _check_shape(scope: Scope, headers: list[tuple[bytes, bytes]]) -> None:
    if scope["method"] not in METHODS:
        raise RequestError("method_not_allowed", "This method is not offered.", status=405)
    if not scope["path"].startswith("/"):
        raise RequestError("invalid_target", "The request's target is not a path.")
    if any(name == b"content-encoding" and value.lower() != b"identity" for name, value in headers):
        raise RequestError("unsupported_encoding", "A compressed body is not read.", status=415)


def answer(refusal: RequestError, scope: Scope) -> JSONResponse:
    """The refusal on the wire. A body that nobody wants to read to its end closes the connection."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **refusal.headers}
    if refusal.status == 413 or _endless(scope["headers"]):
        headers["Connection"] = "close"
    return JSONResponse(refusal.envelope, refusal.status, headers)


def _endless(headers: list[tuple[bytes, bytes]]) -> bool:
    declared = [value for name, value in headers if name == b"content-length"]
    if any(name == b"transfer-encoding" for name, _ in headers):
        return True
    return any(not value.isdigit() or len(value) > 12 or int(value) > SMALL_BODY for value in declared)
