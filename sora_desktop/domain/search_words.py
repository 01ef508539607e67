"""How the search takes words apart: the same for what is looked into and for what a person types.

Plain functions, so that any store can answer by them and any test can say what must be found.
"""

import re
import unicodedata
from functools import lru_cache

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),  # Hangul has spaces, but its words are looked for by their middle, too
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts that do not put spaces between words: each sign of them is a word."""

_NOTHING, _LETTER, _SIGN, _MARK = range(4)


def folded(text: str) -> str:
    """In one case, without accents, and in one spelling of the same letter."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def words_of(text: str) -> list[str]:
    """The words of a text in their order, folded. A sign of a script without spaces, or a picture, is a word."""
    plain = folded(text)
    if plain.isascii():
        return _ASCII_WORD.findall(plain)
    words: list[str] = []
    in_word = False
    for letter in plain:
        kind = _kind(letter)
        if in_word and kind in (_LETTER, _MARK):
            words[-1] += letter
        elif kind in (_LETTER, _SIGN):
            words.append(letter)
            in_word = kind is _LETTER
        else:
            in_word = in_word and kind is _MARK
    return words


def phrases_of(typed: str) -> tuple[tuple[str, ...], ...]:
    """What must be found, in any order: the words of each phrase one behind the other, the last by its beginning."""
    return tuple(words for part in typed.split() if (words := tuple(words_of(part))))


@lru_cache(maxsize=4096)
def _kind(letter: str) -> int:
    code = ord(letter)
    if any(first <= code <= last for first, last in _WITHOUT_SPACES):
        return _SIGN if letter.isalnum() else _NOTHING
    if letter.isalnum():
        return _LETTER
    category = unicodedata.category(letter)
    if category in ("So", "Sk") and code > 0x7F:
        return _SIGN
    return _MARK if category.startswith("M") else _NOTHING
