"""A small web server for reference images, well behaved and not, on loopback.

    with pictures(png_bytes) as (server, base_url):
        fetcher.fetch(f"{base_url}/picture")

`base_url` names `pictures.example`, which only a test's own look-up knows; `server.url` is the plain address.
"""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PUBLIC = "127.0.0.1"
HOST = "pictures.example"


class Pictures(http.server.ThreadingHTTPServer):
    """Answers by its path; keeps the headers of each request in `seen`."""

    def __init__(self, picture: bytes) -> None:
        self.picture = picture
        self.seen: list[dict[str, str]] = []
        super().__init__((PUBLIC, 0), Handler)

    @property
    def url(self) -> str:
        """Where the picture is, without a name to look up."""
        return f"http://{PUBLIC}:{self.server_address[1]}/picture"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Pictures

    def do_GET(self) -> None:
        self.server.seen.append({name.lower(): value for name, value in self.headers.items()})
        name, _, value = self.path.strip("/").partition("/")
        answer = getattr(self, f"answer_{name}")
        answer(value)

    def answer_picture(self, _value: str) -> None:
        self._send(200, self.server.picture)

    def answer_status(self, value: str) -> None:
        self._send(int(value), b"")

    def answer_to(self, value: str) -> None:
        self._send(302, b"", Location=value)

    def answer_large(self, _value: str) -> None:
        self._send(200, b"x" * 5000)

    def answer_squeezed(self, _value: str) -> None:
        self._send(200, b"x", **{"Content-Encoding": "gzip"})

    def answer_cut(self, _value: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"short")

    def answer_nonsense(self, _value: str) -> None:
        self.wfile.write(b"what?\r\n\r\n")

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        """Say nothing."""


@contextmanager
def pictures(picture: bytes = b"picture") -> Iterator[tuple[Pictures, str]]:
    """The server, and its base URL under a name that only the test can look up."""
    with Pictures(picture) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server, f"http://{HOST}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
