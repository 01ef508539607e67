"""The finished clip of a fake service, and every way in which it can be served."""

import hashlib
from collections import deque
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from tests.servers.http_server import Framing, Received, Reply

TINY_MP4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0\0\x20\x08free" + b"\0" * 8192
"""Begins like an MP4 and holds no picture: enough for the download, not for the probe."""


SMALL_PART = 512 * 1024


class Ranges(Enum):
    """How the clip's server takes `Range`. OTHER_BYTES: of another file as long. SMALL: at most `SMALL_PART` bytes."""

    HONEST = auto()
    IGNORED = auto()
    WRONG_START = auto()
    WRONG_TOTAL = auto()
    OTHER_BYTES = auto()
    SMALL = auto()


@dataclass
class ClipFile:
    """The bytes of every finished clip, and how they are served.

    `cuts`: for each next answer, after how many bytes of it the line is dropped (None: whole). `etags`: the
    next answers' ETags, the last one stays; "" is none. `modified`: a Last-Modified. `statuses`: the next answers' statuses instead of the file.
    `links_last`: after so many answers `/files/…` links are gone (410). `redirect_to`: answer with a 302.
    `claims`: a Content-Length that lies. `encoding`: a Content-Encoding that was not asked for.
    """

    data: bytes = TINY_MP4
    mime: str = "video/mp4"
    ranges: Ranges = Ranges.HONEST
    etags: deque[str] = field(default_factory=lambda: deque(['"v1"']))
    modified: str = ""
    cuts: deque[int | None] = field(default_factory=deque)
    statuses: deque[int] = field(default_factory=deque)
    framing: Framing = Framing.LENGTH
    links_last: int | None = None
    redirect_to: str = ""
    claims: int | None = None
    encoding: str = ""

    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def serve(self, request: Received) -> Reply:
        etag = self.etags.popleft() if len(self.etags) > 1 else self.etags[0]
        cut = self.cuts.popleft() if self.cuts else None
        headers = {"Content-Type": self.mime, "Accept-Ranges": "bytes"}
        headers |= {"ETag": etag} if etag else {}
        headers |= {"Last-Modified": self.modified} if self.modified else {}
        headers |= {"Content-Encoding": self.encoding} if self.encoding else {}
        reply = Reply(200, headers, self.data, self.framing, self.claims, cut)
        wanted = request.headers.get("range", "")
        condition = request.headers.get("if-range")
        if self.ranges is Ranges.IGNORED or not wanted or not _holds(condition, etag, self.modified):
            return reply
        return self._part(reply, int(wanted.removeprefix("bytes=").partition("-")[0]))

    def _part(self, reply: Reply, start: int) -> Reply:
        total = len(self.data)
        if start >= total:
            headers = {**reply.headers, "Content-Range": f"bytes */{total}"}
            return replace(reply, status=416, body=b"", headers=headers, length=None)
        claimed = start + 7 if self.ranges is Ranges.WRONG_START else start
        whole = total + 1 if self.ranges is Ranges.WRONG_TOTAL else total
        end = min(total, start + SMALL_PART) if self.ranges is Ranges.SMALL else total
        body = self.data[start:end]
        if self.ranges is Ranges.OTHER_BYTES:
            body = bytes(byte ^ 1 for byte in body)
        content_range = f"bytes {claimed}-{end - 1}/{whole}"
        return replace(reply, status=206, body=body, headers={**reply.headers, "Content-Range": content_range})


def _holds(condition: str | None, etag: str, modified: str) -> bool:
    """An If-Range: a weak ETag never holds."""
    if condition is None:
        return True
    return condition in (etag, modified) and bool(condition) and not condition.startswith("W/")
