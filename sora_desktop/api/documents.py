"""The JSON in a stranger's answer, read as tolerantly as can be: the id of a paid job may stand in it.

Besides what `json_reader` takes: raw control characters in texts; broken or cut UTF-8, UTF-16; several documents one
after another (NDJSON, event streams); guards such as `)]}'` in front; JSON in a JSON text; and what goes wrong
half-way or was cut: all that stood whole before that. What is cut itself is left out, as half an id would be the id
of another job.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sora_desktop.api.json_reader import DEPTH_LIMIT, finite, whole_number, whole_text

_DECODER = json.JSONDecoder(strict=False, parse_int=whole_number, parse_float=finite, parse_constant=lambda _: None)
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
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_SALVAGED = 256 * 1024
"""Characters in which is looked for what stands whole in an answer that as a whole is no JSON."""


def read_documents(body: bytes) -> tuple[Any, ...]:
    """The objects and lists in `body`, in order, or the one other value that it is; () where there is no JSON."""
    return _read(body.decode(json.detect_encoding(body), "replace"))


def _read(text: str) -> tuple[Any, ...]:
    text = text.lstrip("\ufeff \t\r\n")
    if guard := _GUARD.match(text):
        text = text[guard.end() :]
    if not text or text.startswith("<"):
        return ()
    if text[0] in "{[":
        return tuple(_documents(text))
    if _EVENT_DATA.search(text):
        return tuple(_of_events(text))
    return _of_one_value(text) or tuple(_documents(text))


def _of_one_value(text: str) -> tuple[Any, ...]:
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return ()
    if isinstance(value, str):
        return _read(value) if value.lstrip().startswith(("{", "[")) else (whole_text(value),)
    return (value,)


def _of_events(stream: str) -> Iterator[Any]:
    """What the events of a stream carry; the data of one event may stand on several lines."""
    for event in _EVENT_END.split(stream):
        lines = [line.rstrip("\r") for line in _EVENT_DATA.findall(event)]
        yield from tuple(_documents("\n".join(lines))) or (found for line in lines for found in _documents(line))


def _documents(text: str) -> Iterator[Any]:
    """Objects and lists; between them, lines of something else are passed over."""
    careful = bool(_HALF_PAIR.search(text))
    at = 0
    while place := _GAP.match(text, at) or _NEXT_LINE.search(text, at):
        try:
            value, at = _DECODER.raw_decode(text, place.end())
        except (ValueError, RecursionError):
            value, at = _salvaged(text[place.end() : place.end() + _SALVAGED]), len(text)
        if value is not None:
            yield _tame(value, 0, careful=careful)


def _salvaged(text: str) -> Any:
    """What `text`, which goes wrong somewhere, says until then; None where that is nothing."""
    try:
        return _DECODER.decode(_whole_part(text)) or None
    except (ValueError, RecursionError):
        return None


def _whole_part(text: str) -> str:
    """`text` up to the last value that is surely whole, and closed there."""
    closing: list[str] = []
    whole, before, at = "", "", 0
    while (token := _TOKEN.match(text, at)) and len(closing) <= DEPTH_LIMIT:
        kind, sign, at = token.lastgroup, token[0].lstrip(), token.end()
        if kind == "open":
            closing.append("}" if sign == "{" else "]")
        elif kind == "close" and (not closing or closing.pop() != sign):
            break
        elif kind == "close" or (kind != "sign" and (before == ":" or closing[-1:] == ["]"])):
            whole = text[:at] + "".join(reversed(closing))
        before = sign
    return whole


def _tame(value: Any, depth: int, *, careful: bool) -> Any:
    """`value` without what is nested too deeply, and where that may be in it, without half surrogate pairs."""
    if isinstance(value, list):
        return [_tame(each, depth + 1, careful=careful) for each in value] if depth < DEPTH_LIMIT else None
    if isinstance(value, dict):
        if depth >= DEPTH_LIMIT:
            return None
        return {whole_text(key): _tame(each, depth + 1, careful=careful) for key, each in value.items()}
    return whole_text(value) if careful and isinstance(value, str) else value
