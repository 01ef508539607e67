"""A stranger's text made safe to show: what a person sees is what is there, in the order in which it is there.

Control characters, half surrogate pairs and the characters that turn the reading direction become a stand-in, so
that `clip\\u202egpj.exe` cannot pose as a picture. Towers of accents are cut down, endless text is cut off.
"""

import unicodedata

LIMIT = 4_000
"""Characters of one text that are shown at most."""

STAND_IN = "\ufffd"
MARK_LIMIT = 4
"""Accents that one letter may carry; real languages need three."""

_JOINERS = frozenset("\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})


def shown(text: str, limit: int = LIMIT) -> str:
    """`text` as it may be drawn over several lines: line breaks stay, and spaces of every kind."""
    cut = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return cut if _is_harmless(cut) else _tamed(cut, STAND_IN, kept="\n")


def one_line(text: str, limit: int = LIMIT) -> str:
    """`text` as one line, every run of spaces, line breaks and hidden characters as one space; cut at `limit`."""
    head = text[: 4 * limit]
    line = " ".join((head if _is_harmless(head) else _tamed(head, " ")).split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _is_harmless(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _tamed(text: str, stand_in: str, kept: str = "") -> str:
    characters: list[str] = []
    marks = 0
    for char in text:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in _MARKS else 0
        if marks > MARK_LIMIT:
            continue
        hidden = kind in _HIDDEN and char not in _JOINERS and char not in kept
        characters.append(" " if char == "\t" else stand_in if hidden else char)
    return "".join(characters)
