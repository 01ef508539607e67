"""Which words mean what: a file for each language, read all together, as a prompt says nothing of its language.

`en.toml` tells how the words are written. The files are read once, when a prompt is first looked at.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from sora_desktop.animatic.words import COLOURS, Framing, Light, MoveKind, ScenePlace, SubjectKind, Weather
from sora_desktop.base.values import dataclass

_Kind = TypeVar("_Kind")
Table = Mapping[_Kind, re.Pattern[str]]
"""A meaning and what finds its words, in the order in which a tie is settled."""

Macros = Mapping[str, list[str]]

_LETTERS = "0-9A-Za-zÀ-ÖØ-öø-ÿ\u0100-\u052f"
"""Of scripts that part their words: Latin, Greek, Cyrillic. Chinese, Japanese and Korean words stand in longer runs."""

_EDGE = f"(?:(?<![{_LETTERS}])|(?![{_LETTERS}]))"
"""Not between two letters. Both cases are in it: to ignore case in so long a range takes longer than all else here."""

_NOTHING = "(?!)"
_PART = re.compile(r" \[words?\]|\{(\w+)\}|.", re.DOTALL)
_SIGNS = {"(": "(?:", ")": ")", "|": "|", "?": "?", "*": r"\w*", " [word]": r"(?: \w+)?", " [words]": r"(?: \w+){0,2}?"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What every language knows. `shot_names` and `cuts` are expressions that `shots` builds upon."""

    moves: Table[MoveKind]
    framings: Table[Framing]
    places: Table[ScenePlace]
    lights: Table[Light]
    weathers: Table[Weather]
    subjects: Table[SubjectKind]
    colours: Table[str]
    slow: re.Pattern[str]
    fast: re.Pattern[str]
    crowd: re.Pattern[str]
    plural: re.Pattern[str]
    singular: re.Pattern[str]
    asides: re.Pattern[str]
    shot_names: str
    cuts: str


@cache
def vocabulary() -> Vocabulary:
    known = languages()
    return Vocabulary(
        moves=_table(known, "move", {kind.name.lower(): kind for kind in MoveKind}),
        framings=_table(known, "framing", {kind.value: kind for kind in Framing}),
        places=_table(known, "place", {kind.value: kind for kind in ScenePlace}),
        lights=_table(known, "light", {kind.value: kind for kind in Light}),
        weathers=_table(known, "weather", {kind.value: kind for kind in Weather}),
        subjects=_table(known, "subject", {kind.value: kind for kind in SubjectKind}),
        colours=_table(known, "colour", COLOURS),
        slow=whole_words(_either(known, "speed", "slow")),
        fast=whole_words(_either(known, "speed", "fast")),
        crowd=whole_words(_either(known, "number", "crowd")),
        plural=whole_words(_either(known, "number", "plural")),
        singular=whole_words(_either(known, "number", "singular")),
        asides=whole_words(_either(known, "shots", "asides")),
        shot_names=_either(known, "shots", "names"),
        cuts=_either(known, "shots", "cuts"),
    )


def languages() -> dict[str, dict[str, Any]]:
    """The files as they stand here: language → table → meaning → words."""
    found = {file.name: file for file in files(__name__).iterdir() if file.name.endswith(".toml")}
    return {name.removesuffix(".toml"): tomllib.loads(found[name].read_text("utf-8")) for name in sorted(found)}


def whole_words(expression: str) -> re.Pattern[str]:
    """`expression` where it is not a part of a longer word; capital letters do not matter."""
    return re.compile(f"{_EDGE}(?i:{expression}){_EDGE}")


def expression(words: str | Mapping[str, Any], macros: Macros) -> str:
    """One entry of a file as a regular expression. Raises KeyError for a macro that is not there."""
    if not isinstance(words, str):
        before = "".join(f"(?<!{re.escape(each)} )" for each in words.get("not_after", ()))
        after = "".join(f"(?! {re.escape(each)})" for each in words.get("not_before", ()))
        return before + expression(words["words"], macros) + after
    return _PART.sub(lambda part: _sign(part, macros), words)


def _sign(part: re.Match[str], macros: Macros) -> str:
    if part[1]:
        return f"(?:{'|'.join(expression(each, {}) for each in macros[part[1]])})"
    return _SIGNS.get(part[0]) or re.escape(part[0])


def _either(known: Mapping[str, Mapping[str, Any]], table: str, meaning: str) -> str:
    """The words for a meaning in all languages, those of a file in its order; what matches nothing where there are none."""
    found = (
        expression(words, language.get("macros", {}))
        for language in known.values()
        for words in language.get(table, {}).get(meaning, ())
    )
    return "|".join(found) or _NOTHING


def _table(known: Mapping[str, Mapping[str, Any]], name: str, kinds: Mapping[str, _Kind]) -> Table[_Kind]:
    return {kind: whole_words(_either(known, name, meaning)) for meaning, kind in kinds.items()}


def find_all(table: Table[_Kind], text: str) -> list[tuple[_Kind, int]]:
    """What `table` finds in `text`, with its place in the text, earliest first; table order settles a tie."""
    found = [(kind, match.start()) for kind, words in table.items() if (match := words.search(text))]
    return sorted(found, key=lambda each: each[1])


def find_first(table: Table[_Kind], text: str) -> _Kind | None:
    """What the earliest word of `text` that is in `table` stands for."""
    found: Iterable[tuple[_Kind, int]] = find_all(table, text)
    return next((kind for kind, _ in found), None)
