"""An answer that breaks the rules of HTTP, read as far as it says something: the id of a paid job may stand in it.

Our library refuses a whole answer for one odd header. Here a line is a line, however it ends; what tells no header is
kept as it stands, and a length that cannot be true is none. A line that was cut is left out: half an id would be that
of another job.
"""

import re
from typing import NamedTuple

from sora_desktop.base.values import dataclass

_BLANK = re.compile(rb"[\r\n]*")
_START = re.compile(rb"HTTP/[^\s]*[ \t]*(\d{3})?(?!\d)", re.IGNORECASE)
_STARTS_OF_JSON = (b"{", b"[")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?")
_SIZE_SO_FAR = re.compile(rb"[0-9A-Fa-f]{0,12}[ \t]*(?:;.*)?\r?")
_LINE_END = re.compile(rb"\r?\n")
_NOISE = re.compile(rb"[^\"{}\[\]\r\n]{0,64}\r?\n")
_TRAILERS = re.compile(rb"(?:[^\r\n]+\r?\n)*\r?\n")
_LAST_CHUNK = re.compile(rb"\r?\n0\s*\Z")
_LONGEST_SIZE = 1024
_INTERIM = range(100, 200)
_SWITCHING = 101
_WITHOUT_BODY = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """What stands before the body. `status` is 0 where none is said; header names are lower case.

    `size`: its bytes, with all interim answers before it. `length`: that of the body in bytes, None where it is not
    told, or told in two ways.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    size: int
    length: int | None = None
    is_chunked: bool = False


def read_head(data: bytes, *, ended: bool = False) -> AnswerHead | None:
    """The head of the answer that `data` begins with; None where its end has not come. `ended`: nothing more comes."""
    at = 0
    while (head := _head_at(data, at, ended=ended)) and head.status in _INTERIM and head.status != _SWITCHING:
        at = head.size
    return head


class Whole(NamedTuple):
    """All that came of an answer. `behind`: what stands behind the end that it tells; with a length it is in `body`, too."""

    head: AnswerHead
    body: bytes
    behind: bytes = b""


def read_whole(data: bytes) -> Whole:
    """All of `data`, which begins with an answer; its body out of its chunks."""
    head = read_head(data, ended=True) or AnswerHead(0, (), 0)
    body = data[head.size :]
    if head.is_chunked:
        chunks = Chunks()
        return Whole(head, chunks.feed(body) + chunks.rest(), chunks.behind())
    return Whole(head, body, b"" if head.length is None else body[head.length :])


def _head_at(data: bytes, start: int, *, ended: bool) -> AnswerHead | None:
    begin = _BLANK.match(data, start)
    at = begin.end() if begin else start
    first = _START.match(data, at)
    if first is None:
        is_short = len(data) - at < len(b"HTTP/") and b"HTTP/".startswith(data[at:].upper())
        return None if is_short and not ended else AnswerHead(0, (), at)
    lines: list[bytes] = []
    while True:
        end = data.find(b"\n", at)
        line = data[at : end if end >= 0 else None].rstrip(b"\r")
        if lines and line.lstrip().startswith(_STARTS_OF_JSON):  # the line between is missing
            break
        if end < 0:
            if not ended:
                return None
            at = len(data)
            break
        at = end + 1
        if not line.strip():
            break
        lines.append(line)
    return _head_of(int(first[1] or 0), lines[1:], at)


def _head_of(status: int, lines: list[bytes], size: int) -> AnswerHead:
    headers: list[tuple[bytes, bytes]] = []
    for line in lines:
        if line[:1].isspace() and headers:
            headers[-1] = headers[-1][0], headers[-1][1] + b" " + line.strip()
            continue
        name, _, value = line.partition(b":")
        headers.append((name.strip().lower(), value.strip()))
    is_chunked = any(name == b"transfer-encoding" and b"chunked" in value.lower() for name, value in headers)
    length = None if is_chunked else _length_of(headers)
    if length is None:
        headers = [each for each in headers if each[0] != b"content-length"]
        length = 0 if status in _WITHOUT_BODY else None
    return AnswerHead(status, tuple(headers), size, length, is_chunked)


def _length_of(headers: list[tuple[bytes, bytes]]) -> int | None:
    said = {each.strip() for name, value in headers if name == b"content-length" for each in value.split(b",")}
    only = said.pop() if len(said) == 1 else b""
    return int(only) if only.isdigit() and len(only) <= 15 else None


class Chunks:
    """The body out of its chunks, as they come in, until it has `ended` or is `garbled`."""

    def __init__(self) -> None:
        self.ended = False
        self.garbled = False
        self._held = b""
        self._left = 0
        self._after_data = False

    def feed(self, data: bytes) -> bytes:
        """What `data` brings of the body."""
        self._held += data
        body = bytearray()
        while not (self.ended or self.garbled):
            if self._left:
                piece = self._held[: self._left]
                body += piece
                self._held = self._held[len(piece) :]
                self._left -= len(piece)
                self._after_data = not self._left
            if self._left or not self._next_size():
                break
        return bytes(body)

    def rest(self) -> bytes:
        """What came behind the place where it went wrong, without the line in the place of a size."""
        if not self.garbled:
            return b""
        noise = None if self._after_data else _NOISE.match(self._held)
        return _LAST_CHUNK.sub(b"", self._held[noise.end() if noise else 0 :])

    def behind(self) -> bytes:
        """What came behind the last chunk and its trailers."""
        trailers = _TRAILERS.match(self._held) if self.ended else None
        return self._held[trailers.end() :] if trailers else b""

    def _next_size(self) -> bool:
        """Whether the size of the next chunk has come."""
        if self._after_data:
            line_end = _LINE_END.match(self._held)
            if line_end is None:
                self.garbled = self._held not in (b"", b"\r")
                return False
            self._held, self._after_data = self._held[line_end.end() :], False
        self._held = self._held.lstrip(b"\r\n")
        line, separator, rest = self._held.partition(b"\n")
        if not separator:
            self.garbled = len(line) > _LONGEST_SIZE or not _SIZE_SO_FAR.fullmatch(line)
            return False
        size = _SIZE.fullmatch(line.strip())
        if size is None:
            self.garbled = True
            return False
        self._held, self._left = rest, int(size[1], 16)
        self.ended = not self._left
        return True
