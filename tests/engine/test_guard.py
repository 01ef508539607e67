"""The engine is closed to everyone but the holder of its token: a table of hostile requests, sent as raw bytes.

The requests go to the real engine process; none of them may be answered with anything but a refusal.
"""

import contextlib
import json
import socket
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.servers.engine_process import EngineProcess

BODY = b'{"model": "sora2-landscape-4s", "prompt": "x"}'


@dataclass(frozen=True)
class Knock:
    """One request: its head is built from what the row changes. `{port}` and `{token}` are filled in."""

    name: str
    expected: int
    method: str = "GET"
    target: str = "/v1/models"
    host: str | None = "127.0.0.1:{port}"
    token: str | None = "Bearer {token}"
    extra: tuple[str, ...] = field(default=())
    body: bytes = b""
    version: str = "HTTP/1.1"


def post(name: str, expected: int, *extra: str, body: bytes = BODY, target: str = "/v1/videos") -> Knock:
    """A submission that would be taken but for the row's own fault."""
    return Knock(name, expected, "POST", target, extra=(f"Content-Length: {len(body)}", *extra), body=body)


JSON = "Content-Type: application/json"
KNOCKS = [
    # who asks
    Knock("no token", 401, token=None),
    Knock("empty token", 401, token="Bearer "),
    Knock("wrong token", 401, token="Bearer sk-wrong"),
    Knock("token cut short", 401, token="Bearer {token:.10}"),
    Knock("token with more behind", 401, token="Bearer {token}x"),
    Knock("token in the wrong scheme", 401, token="Basic {token}"),
    Knock("token without a scheme", 401, token="{token}"),
    Knock("token not ASCII", 401, token="Bearer \xe4\xf6"),
    Knock("two tokens", 401, extra=("Authorization: Bearer {token}",)),
    Knock("token in the query", 401, token=None, target="/v1/models?api_key={token}"),
    Knock("token in a cookie", 401, token=None, extra=("Cookie: token={token}",)),
    Knock("token in another header", 401, token=None, extra=("X-Api-Key: {token}",)),
    Knock("no token on health", 401, token=None, target="/health"),
    Knock("no token on an unknown route", 401, token=None, target="/nope"),
    Knock("no token on content", 401, token=None, target="/v1/videos/gen_000000000000/content"),
    Knock("no token on delete", 401, "DELETE", "/v1/videos/gen_000000000000", token=None),
    Knock("no token on HEAD", 401, "HEAD", token=None),
    Knock("no token on submit", 401, "POST", "/v1/videos", token=None, extra=("Content-Length: 2", JSON), body=b"{}"),
    # under which name
    Knock("no host", 400, host=None),
    Knock("foreign host", 421, host="evil.example"),
    Knock("foreign host with the port", 421, host="evil.example:{port}"),
    Knock("rebound name", 421, host="localhost.evil.example:{port}"),
    Knock("loopback without port", 421, host="127.0.0.1"),
    Knock("loopback with another port", 421, host="127.0.0.1:1"),
    Knock("any address", 421, host="0.0.0.0:{port}"),
    Knock("another loopback address", 421, host="127.0.0.2:{port}"),
    Knock("IPv6 loopback", 421, host="[::1]:{port}"),
    Knock("odd spelling of loopback", 421, host="2130706433:{port}"),
    Knock("host with a dot behind", 421, host="localhost.:{port}"),
    Knock("host with a user", 421, host="x@127.0.0.1:{port}"),
    Knock("two hosts", 400, extra=("Host: evil.example",)),
    Knock("no host in HTTP/1.0", 421, host=None, version="HTTP/1.0"),
    Knock("foreign host and no token", 421, host="evil.example", token=None),
    Knock("whole URL as target", 400, target="http://evil.example/v1/models"),
    # from a web page
    Knock("origin of a site", 403, extra=("Origin: https://evil.example",)),
    Knock("origin null", 403, extra=("Origin: null",)),
    Knock("origin of itself", 403, extra=("Origin: http://127.0.0.1:{port}",)),
    Knock("empty origin", 403, extra=("Origin:",)),
    Knock("cross-site fetch", 403, extra=("Sec-Fetch-Site: cross-site",)),
    Knock("same-origin fetch", 403, extra=("Sec-Fetch-Site: same-origin",)),
    Knock("fetch by hand", 403, extra=("Sec-Fetch-Site: none",)),
    Knock("image of a page", 403, token=None, extra=("Sec-Fetch-Dest: image", "Sec-Fetch-Mode: no-cors")),
    Knock(
        "preflight",
        403,
        "OPTIONS",
        token=None,
        extra=("Origin: https://evil.example", "Access-Control-Request-Method: POST"),
    ),
    Knock(
        "preflight of a private network",
        403,
        "OPTIONS",
        token=None,
        extra=("Access-Control-Request-Private-Network: true",),
    ),
    Knock("web socket of a page", 403, extra=("Origin: null", "Connection: Upgrade", "Upgrade: websocket")),
    post("form of a page", 403, "Origin: null", "Content-Type: application/x-www-form-urlencoded"),
    # in another shape
    Knock("OPTIONS", 405, "OPTIONS"),
    Knock("TRACE", 405, "TRACE"),
    Knock("CONNECT", 405, "CONNECT"),
    Knock("PUT", 405, "PUT"),
    Knock("PATCH", 405, "PATCH"),
    Knock("made-up method", 405, "BREW"),
    Knock("submit by GET", 405, "GET", "/v1/video/generations"),
    Knock("delete of the list", 405, "DELETE", "/v1/videos"),
    Knock("web socket", 404, target="/ws", extra=("Connection: Upgrade", "Upgrade: websocket")),
    Knock("documentation", 404, target="/docs"),
    Knock("schema", 404, target="/openapi.json"),
    Knock("slash behind", 404, target="/v1/models/"),
    Knock("path out of the folder", 404, target="/v1/videos/../../../etc/passwd/content"),
    Knock("encoded path out of the folder", 404, target="/v1/videos/..%2f..%2fjob.json/content"),
    Knock("dots as an id", 404, target="/v1/videos/../content"),
    Knock("backslashes", 404, target="/v1/videos/..%5c..%5cjob.json/content"),
    Knock("NUL in an id", 404, target="/v1/videos/x%00/content"),
    Knock("hundred headers", 431, extra=tuple(f"X-{number}: y" for number in range(100))),
    Knock("headers of 20 KiB", 431, extra=tuple(f"X-{number}: {'y' * 2000}" for number in range(10))),
    Knock("headers without end", 400, extra=(f"X: {'y' * 200_000}",)),
    Knock("address of 4 KiB", 414, target="/v1/videos/" + "x" * 4096),
    Knock("query of 4 KiB", 414, target="/v1/videos?after=" + "x" * 4096),
    Knock("no HTTP", 400, "GET / HTTP/9\r\n\x00"),
    post("text as JSON", 415, "Content-Type: text/plain"),
    post("no content type", 415),
    post("form as JSON", 415, "Content-Type: application/x-www-form-urlencoded"),
    post("compressed body", 415, JSON, "Content-Encoding: gzip"),
    post("multipart without boundary", 400, "Content-Type: multipart/form-data"),
    post("broken multipart", 400, "Content-Type: multipart/form-data; boundary=x", body=b"no parts here"),
    post("multipart on UniAll", 415, "Content-Type: multipart/form-data; boundary=x", target="/v1/video/generations"),
    post("nested JSON", 400, JSON, body=b'{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
    post("key twice", 400, JSON, "Idempotency-Key: a", "Idempotency-Key: b"),
    post("empty key", 400, JSON, "Idempotency-Key:"),
    post("long key", 400, JSON, f"Idempotency-Key: {'k' * 256}"),
    Knock("length of a terabyte", 413, "POST", "/v1/videos", extra=("Content-Length: 1000000000000", JSON), body=b"{"),
    Knock("length that is no number", 400, "POST", "/v1/videos", extra=("Content-Length: many", JSON)),
    Knock("two lengths", 400, "POST", "/v1/videos", extra=("Content-Length: 2", "Content-Length: 3", JSON), body=b"{}"),
    Knock(
        "length and chunks",
        400,
        "POST",
        "/v1/videos",
        extra=("Content-Length: 2", "Transfer-Encoding: chunked", JSON),
        body=b"0\r\n\r\n",
    ),
    Knock(
        "JSON of 2 MiB",
        413,
        "POST",
        "/v1/video/generations",
        extra=(f"Content-Length: {2 << 20}", JSON),
        body=b" " * (2 << 20),
    ),
    Knock(
        "chunks without end",
        413,
        "POST",
        "/v1/video/generations",
        extra=("Transfer-Encoding: chunked", JSON),
        body=b"100000\r\n" + b" " * (1 << 20) + b"\r\n100000\r\n" + b" " * (1 << 20) + b"\r\n",
    ),
]


def send(engine: EngineProcess, knock: Knock) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer to one raw request."""
    lines = [f"{knock.method} {knock.target} {knock.version}", *knock.extra]
    if knock.host is not None:
        lines.append(f"Host: {knock.host}")
    if knock.token is not None:
        lines.append(f"Authorization: {knock.token}")
    head = "\r\n".join([*lines, "Connection: close", "", ""]).format(port=engine.port, token=engine.token)
    with socket.create_connection(("127.0.0.1", engine.port), 10) as line:
        with contextlib.suppress(ConnectionError):  # refused before it was all sent: the answer is there to read
            line.sendall(head.encode("latin-1") + knock.body)
        return read_answer(line)


def read_answer(line: socket.socket) -> tuple[int, dict[str, str], bytes]:
    received = b""
    with contextlib.suppress(ConnectionResetError):  # the engine did not want the rest of a body
        while chunk := line.recv(65536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    return int(first.split(" ")[1]), dict(row.lower().split(": ", 1) for row in rest), body


@pytest.mark.parametrize("knock", KNOCKS, ids=lambda knock: knock.name)
def test_a_hostile_request_is_refused(engine: EngineProcess, knock: Any) -> None:
    """With the status of its fault, no sign of CORS, and nothing that the request said."""
    status, headers, body = send(engine, knock)

    assert knock.expected == status
    assert [] == [name for name in headers if name.startswith("access-control-")]
    assert "server" not in headers
    assert engine.token.encode() not in body
    if headers.get("content-type") == "application/json" and body:
        assert {"message", "type", "param", "code"} == set(json.loads(body)["error"])


def test_there_are_enough_of_them() -> None:
    """The promise is forty; the names are distinct."""
    assert len({knock.name for knock in KNOCKS}) == len(KNOCKS) >= 40


def test_none_of_them_made_a_job_or_ended_the_engine(engine: EngineProcess) -> None:
    """After the whole table, one by one, the list is empty and the holder of the token is served."""
    for knock in KNOCKS:
        send(engine, knock)

    status, _, body = send(engine, Knock("list", 200, target="/v1/videos"))

    assert (200, []) == (status, json.loads(body)["data"])


@pytest.mark.parametrize(
    "knock",
    [
        Knock("by address", 200),
        Knock("by name", 200, host="localhost:{port}"),
        Knock("name in capitals", 200, host="LOCALHOST:{port}"),
        Knock("HEAD", 200, "HEAD"),
        Knock("HTTP/1.0", 200, version="HTTP/1.0"),
        Knock("health", 200, target="/health"),
        Knock("a program with Node's fetch", 200, extra=("Sec-Fetch-Mode: cors", "User-Agent: node")),
    ],
    ids=lambda knock: knock.name,
)
def test_the_holder_of_the_token_is_served(engine: EngineProcess, knock: Knock) -> None:
    """The guard is no wall."""
    assert 200 == send(engine, knock)[0]


def test_a_refused_upload_is_heard(engine: EngineProcess) -> None:
    """Who sends a picture with a wrong token reads the 401, though nobody wanted the picture."""
    body = b"x" * (8 << 20)
    knock = post("upload", 401, "Content-Type: multipart/form-data; boundary=x", body=body)

    assert 401 == send(engine, Knock(**{**vars(knock), "token": "Bearer wrong"}))[0]


def test_the_log_holds_no_token_and_no_prompt(engine: EngineProcess) -> None:
    """Whatever was sent, the engine's log has neither."""
    send(engine, post("refused", 400, JSON, body=b'{"model": "x", "prompt": "a secret prompt"}'))

    log = engine.log.read_bytes()

    assert (False, False) == (engine.token.encode() in log, b"secret prompt" in log)
