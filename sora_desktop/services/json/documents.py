"""The JSON in a stranger's answer, read as tolerantly as can be: the id of a paid job may stand in it.

Besides what `json_reader` takes: raw control characters in texts; broken or cut UTF-8, UTF-16; several documents one
after another (NDJSON, event streams); guards such as `)]}'` in front; JSON in a JSON text; and what goes wrong
half-way or was cut: all that stood whole before that. What is cut itself is left out, as half an id would be the id
of another job.
"""

import json
import re
from collections.abc import Callable, Iterator

from sora_desktop.services.json.long_texts import LongTexts
from sora_desktop.services.json.reader import DEPTH_LIMIT, Json, finite, of_pairs, whole_number, whole_text

_DECODER = json.JSONDecoder(
    strict=False,
    parse_int=whole_number,
    parse_float=finite,
    parse_constant=lambda _: None,
    object_pairs_hook=of_pairs,
)
_GUARD = re.compile(r"\s*(?:\)\]\}'?,?|(?:while|for)\s*\([\s;1]*\);?|(?:/\*\*/)?[\w.$]{1,64}\()\s*(?=[\[{])")
_GAP = re.compile(r"[\s,;\x00\x1e\ufeff]*(?=[\[{])")
_NEXT_LINE = re.compile(r"[\r\n]\s*(?=[\[{])")
_EVENT_END = re.compile(r"(?:\r\n|\r|\n){2,}")
_EVENT_DATA = re.compile(r"^data:[ \t]?(.*)$", re.MULTILINE)
_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*"(?=\s*(?:[,:\]}]|$)))|(?P<plain>(?:-?\d[\d.eE+-]*|true|false|null)(?=\s*[,\]}]))'
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<sign>[,:]))",
    re.DOTALL,
)
_SALVAGED = 256 * 1024
"""Characters in which is looked for what stands whole in an answer that as a whole is no JSON."""

_LARGE = 256 * 1024
_PIECE = 1024 * 1024
_MOST_VALUES = 200_000


Clean = Callable[[str], str]


def read_documents(body: bytes, clean: Clean = str) -> tuple[Json, ...]:
    """The objects and lists in `body`, in order, or the one other value that it is; () where there is no JSON.

    `clean` goes over every text and every name in it. Of an answer with more values than any has, the beginning is read.
    """
    encoding = json.detect_encoding(body)
    if _has_many_texts(body):
        body = body[:_SALVAGED]
    long = LongTexts(body) if len(body) > _LARGE and encoding.startswith("utf-8") else None
    rest = long.rest if long else body
    if _has_many_values(rest):
        rest = rest[:_SALVAGED]
    put_back = long.put_back if long else str
    return _Reader(lambda text: clean(whole_text(put_back(text)))).read(rest.decode(encoding, "replace"))


def is_read_whole(body: bytes) -> bool:
    """Whether `read_documents` reads all of it, and not its beginning alone."""
    return not _has_many_texts(body) and not _has_many_values(LongTexts(body).rest if len(body) > _LARGE else body)


def _has_many_texts(body: bytes) -> bool:
    return sum(body.count(b'"', at, at + _PIECE) for at in range(0, len(body), _PIECE)) > 2 * _MOST_VALUES


def _has_many_values(rest: bytes) -> bool:
    return sum(map(rest.count, (b",", b"[", b"{"))) > _MOST_VALUES


class _Reader:
    """`clean` makes of each text what is handed on."""

    def __init__(self, clean: Clean) -> None:
        self._clean = clean

    def read(self, text: str) -> tuple[Json, ...]:
        text = text.lstrip("\ufeff \t\r\n")
        if guard := _GUARD.match(text):
            text = text[guard.end() :]
        if not text or text.startswith("<"):
            return ()
        if text[0] in "{[":
            return self._several(text)
        if _EVENT_DATA.search(text):
            return tuple(self._of_events(text))
        return self._one(text) or self._several(text)

    def _one(self, text: str) -> tuple[Json, ...]:
        try:
            value = _DECODER.decode(text)
        except (ValueError, RecursionError):
            return ()
        if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
            return self.read(value)
        return (self._tame(value, 0),)

    def _of_events(self, stream: str) -> Iterator[Json]:
        """What the events of a stream carry; the data of one event may stand on several lines."""
        for event in _EVENT_END.split(stream):
            lines = [line.rstrip("\r") for line in _EVENT_DATA.findall(event)]
            yield from self._several("\n".join(lines)) or (found for line in lines for found in self._several(line))

    def _several(self, text: str) -> tuple[Json, ...]:
        return tuple(self._tame(value, 0) for value in _documents(text))

    def _tame(self, value: Json, depth: int) -> Json:
        """`value` with clean texts, and without what is nested too deeply."""
        if isinstance(value, str):
            return self._clean(value)
        if not isinstance(value, list | dict):
            return value
        if depth >= DEPTH_LIMIT:
            return None
        if isinstance(value, list):
            return [self._tame(each, depth + 1) for each in value]
        return {self._clean(name): self._tame(each, depth + 1) for name, each in value.items()}


def _documents(text: str) -> Iterator[Json]:
    """Objects and lists; between them, lines of something else are passed over."""
    at = 0
    while place := _GAP.match(text, at) or _NEXT_LINE.search(text, at):
        try:
            value, at = _DECODER.raw_decode(text, place.end())
        except (ValueError, RecursionError):
            value, at = _salvaged(text[place.end() : place.end() + _SALVAGED]), len(text)
        if value is not None:
            yield value


def _salvaged(text: str) -> Json:
    """What `text`, which goes wrong somewhere, says until then; None where that is nothing."""
    try:
        return _DECODER.decode(_whole_part(text)) or None
    except (ValueError, RecursionError):
        return None


def _whole_part(text: str) -> str:
    """`text` up to the last value that is surely whole, and closed there."""
    closing: list[str] = []
    whole, closed, before, at = 0, "", "", 0
    while (token := _TOKEN.match(text, at)) and len(closing) <= DEPTH_LIMIT:
        kind, sign, at = token.lastgroup, token[0].lstrip(), token.end()
        if kind == "open":
            closing.append("}" if sign == "{" else "]")
        elif kind == "close" and (not closing or closing.pop() != sign):
            break
        elif kind == "close" or (kind != "sign" and (before == ":" or closing[-1:] == ["]"])):
            whole, closed = at, "".join(reversed(closing))
        before = sign
    return text[:whole] + closed
