"""Takes the long texts out of a large JSON body before it is parsed, and reads them apart.

Python's parser holds the interpreter's one lock from the first byte to the last: a clip that comes as a data URL in an
answer would stop every other thread for as long as a third of a second. Without its long texts an answer is small.
"""

import json
from collections.abc import Iterator

LONG = 64 * 1024
_MARK = "\ufdd0"  # no text of anybody has this code point
_PIECE = 1024 * 1024
_BACKSLASH = 0x5C
_LONGEST_ESCAPE = 6


class LongTexts:
    """`rest` is `body` (UTF-8) with a mark in the place of each text beyond LONG."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._spans = [(start, end) for start, end in _texts(body) if end - start > LONG]
        kept, at = [], 0
        for number, (start, end) in enumerate(self._spans):
            kept += [body[at:start], f"{_MARK}{number}".encode()]
            at = end
        self.rest = b"".join([*kept, body[at:]])

    def put_back(self, text: str) -> str:
        """What stood in the place of a mark; `text` itself where it is none."""
        number = text[1:9]
        if not text.startswith(_MARK) or not (number.isascii() and number.isdigit()) or int(number) >= len(self._spans):
            return text
        return "".join(_read(piece) for piece in _pieces(self._body, *self._spans[int(number)]))


def _texts(body: bytes) -> Iterator[tuple[int, int]]:
    """Where each text begins and ends, without its quotes; one that is cut ends with the body."""
    opening = body.find(b'"')
    while opening >= 0:
        closing = _closing(body, opening + 1)
        yield opening + 1, closing
        opening = body.find(b'"', closing + 1)


def _closing(body: bytes, start: int) -> int:
    at = body.find(b'"', start)
    while at >= 0 and (at - _start_of_backslashes(body, start, at)) % 2:
        at = body.find(b'"', at + 1)
    return len(body) if at < 0 else at


def _start_of_backslashes(body: bytes, start: int, at: int) -> int:
    """Where the backslashes begin that stand before `at`."""
    while at > start and body[at - 1] == _BACKSLASH:
        at -= 1
    return at


def _pieces(body: bytes, start: int, end: int) -> Iterator[bytes]:
    """Pieces of about a MiB that end neither within an escape nor within a character."""
    while start < end:
        cut = _good_cut(body, start, min(start + _PIECE, end), end)
        yield body[start:cut]
        start = cut


def _good_cut(body: bytes, start: int, cut: int, end: int) -> int:
    if cut == end:
        return end
    while body[cut] & 0xC0 == 0x80 and cut > start:
        cut -= 1
    last = body.rfind(b"\\", max(start, cut - _LONGEST_ESCAPE), cut)
    good = cut if last < 0 else _start_of_backslashes(body, start, last)
    return good if good > start else end


def _read(piece: bytes) -> str:
    """The text that JSON writes so; escapes that are wrong stay as they are."""
    text = piece.decode("utf-8", "replace")
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
