"""Finds a key in a text however it is written there: escaped, encoded, broken into lines, spread out by marks.

A text is looked at layer by layer, like an onion: without what nobody sees (spaces, line breaks, zero-width marks,
full-width forms), and each time with one coat of escapes less (those of JSON and of programs, of URLs, of HTML). Only
where a layer holds the key is it worked out from which characters of the text it came.
"""

import base64
import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

SHORTEST_SECRET = 6
"""Characters; what is shorter would be found everywhere."""

_SURELY_NO_WORD = 16
_LAYERS = 4
_MARGIN = 64
"""Characters around a place that may belong to it, such as the rest of an escape."""
_MANY = 64
"""Places in one window, each looked for by itself: from here on all of the rest is gone through once."""
_WINDOW, _OVERLAP = 64 * 1024, 8 * 1024
_UNSEEN = (
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_NUMBER = (
    r"\\u(?P<four>[0-9a-fA-F]{4})|\\u\{(?P<braced>[0-9a-fA-F]{1,6})\}|\\U(?P<eight>[0-9a-fA-F]{8})"
    r"|\\x(?P<two>[0-9a-fA-F]{2})|%(?P<url>[0-9a-fA-F]{2})"
    r"|(?P<html>&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?)"
)
_BREAK = r"\\[nrtvfb]"
_COAT = rf"{_NUMBER}|{_BREAK}|\\"
"""An escape that names its character; one that is a line break or the like; and these, and any other, in one."""

Span = tuple[int, int]
_Unit = tuple[str, int, int]
"""One character, and from where to where in the text stands what it came from."""


_expression = cache(re.compile)
"""Each is compiled for the first text that is looked at: a start looks at none."""


def disguises(text: str, secret: str) -> list[Span]:
    """Where in `text` the secret stands, in order and apart from each other."""
    found: list[Span] = []
    for start in range(0, max(len(text), 1), _WINDOW):
        window = text[start : start + _WINDOW + _OVERLAP]
        if _holds(window, _needles(secret)):
            spans = [span for span in _each(window, _needles(secret)) if not _is_by_chance(window, span, secret)]
            found += [(start + _before(window, first), start + last) for first, last in spans]
    return _merged(found)


def _each(text: str, needles: Sequence[str]) -> Iterator[Span]:
    """One place after another. Where it came from is worked out character by character: of the few that matter, unless
    the text is full of places."""
    at = count = 0
    while (end := _first_end(text, at, needles)) is not None:
        count += 1
        if count > _MANY:
            yield from ((at + begin, at + stop) for begin, stop in _spans(text[at:], needles))
            return
        start = _last_start(text, at, end, needles)
        first = max(start - _MARGIN, at)
        spans = [(first + begin, first + stop) for begin, stop in _spans(text[first : end + _MARGIN], needles)]
        yield from spans
        at = max(end, *(stop for _, stop in spans))


def _first_end(text: str, at: int, needles: Sequence[str]) -> int | None:
    """Where the first place after `at` ends; None where there is none. It takes as long as that is far."""
    length, known = _MARGIN, 0
    while not _holds(text[at : at + length], needles):
        if at + length >= len(text):
            return None
        length, known = 2 * length, length
    ends = range(at + known + 1, min(at + length, len(text)) + 1)
    return ends[bisect_left(ends, x=True, key=lambda end: _holds(text[at:end], needles))]


def _last_start(text: str, at: int, end: int, needles: Sequence[str]) -> int:
    """The nearest before `end` from which on the text up to there still holds it."""
    starts = range(end, at - 1, -1)
    return starts[bisect_left(starts, x=True, key=lambda start: _holds(text[start:end], needles))]


def _is_by_chance(text: str, span: Span, secret: str) -> bool:
    """A short key, plainly and in the middle of a longer word, such as a job's id: `123456` or `sk-test` may be one."""
    start, end = span
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    plainly = text[start:end].casefold() == secret.casefold()
    return plainly and len(secret) < _SURELY_NO_WORD and any(char.isalnum() for char in around)


def _before(text: str, start: int) -> int:
    """Backslashes that escape what begins at `start` belong to it."""
    return len(text[:start].rstrip("\\"))


def _holds(text: str, needles: Sequence[str]) -> bool:
    for _ in range(_LAYERS):
        text = _expression(_UNSEEN).sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))
        folded = text.casefold()
        if any(needle in folded for needle in needles):
            return True
        if not ("\\" in text or "%" in text or "&" in text):
            return False
        text = _expression(_NUMBER).sub(_beneath, _expression(_BREAK).sub("", text)).replace("\\", "")
    return False


def _beneath(coat: re.Match[str]) -> str:
    """The character that an escape stands for; "" for a line break, and for a backslash before another character."""
    if coat.lastgroup is None:
        return ""
    value = coat[coat.lastgroup]
    if coat.lastgroup == "html":
        return html.unescape(value)
    number = int(value, 16)
    return chr(number) if number <= 0x10FFFF else ""


def _spans(text: str, needles: Sequence[str]) -> list[Span]:
    """As `_holds`, with the places; the whole text where they cannot be told."""
    found: list[Span] = []
    units: list[_Unit] = [(char, at, at + 1) for at, char in enumerate(text)]
    for _ in range(_LAYERS):
        units = [(seen, start, end) for char, start, end in units for seen in _seen(char)]
        found += _in_units(units, needles)
        units = list(_without_a_coat(units))
    return found or [(0, len(text))]


def _seen(char: str) -> str:
    return _expression(_UNSEEN).sub("", char if char.isascii() else unicodedata.normalize("NFKC", char))


def _in_units(units: Sequence[_Unit], needles: Sequence[str]) -> Iterator[Span]:
    folded = [(small, start, end) for char, start, end in units for small in char.casefold()]
    text = "".join(small for small, _, _ in folded)
    for needle in needles:
        at = text.find(needle)
        while at >= 0:
            yield folded[at][1], folded[at + len(needle) - 1][2]
            at = text.find(needle, at + 1)


def _without_a_coat(units: Sequence[_Unit]) -> Iterator[_Unit]:
    text = "".join(char for char, _, _ in units)
    at = 0
    for coat in _expression(_COAT).finditer(text):
        yield from units[at : coat.start()]
        start, end = units[coat.start()][1], units[coat.end() - 1][2]
        yield from ((char, start, end) for char in _beneath(coat))
        at = coat.end()
    yield from units[at:]


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=32)
def _needles(secret: str) -> tuple[str, ...]:
    """What to look for in a layer: the secret, its bytes in hex, and its base64 by where in a longer text it stands."""
    data = secret.encode("utf-8", "replace")
    coded = {base64.b64encode(bytes(shift) + data).decode()[4 if shift else 0 : -4] for shift in range(3)}
    urls = {each.replace("+", "-").replace("/", "_") for each in coded}
    seen = {
        _expression(_UNSEEN).sub("", unicodedata.normalize("NFKC", each)).casefold()
        for each in {secret, data.hex()} | coded | urls
    }
    return tuple(each for each in seen if len(each) >= SHORTEST_SECRET)
