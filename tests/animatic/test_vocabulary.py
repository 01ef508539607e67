"""The words that are understood: every file of words is sound, and what was read once is read the same."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.animatic import vocabulary as package
from sora_desktop.animatic.scene import SceneRequest, Shot, read, read_moves
from sora_desktop.animatic.vocabulary import Table, expression, find_all, find_first, languages, vocabulary, whole_words
from sora_desktop.animatic.words import COLOURS, Framing, Light, MoveKind, ScenePlace, SubjectKind, Weather
from sora_desktop.domain.shapes import Size
from tests.support.rows import rows

SAMPLES = Path(__file__).parent / "samples"
FILES = languages()
MEANINGS: Mapping[str, set[str]] = {
    "move": {kind.name.lower() for kind in MoveKind if kind is not MoveKind.DRIFT},
    "framing": {kind.value for kind in Framing if kind is not Framing.MEDIUM},
    "place": set(ScenePlace),
    "light": set(Light),
    "weather": set(Weather),
    "subject": {kind.value for kind in SubjectKind if kind not in (SubjectKind.PLAIN, SubjectKind.NOBODY)},
    "colour": set(COLOURS),
    "speed": {"slow", "fast"},
    "number": {"crowd", "plural", "singular"},
    "shots": {"names", "cuts", "asides"},
}
SPEECH = re.compile(r"[(|)?]|\*| ?\[words?\]|\{\w+\}|.", re.DOTALL)
READ = json.loads((SAMPLES / "words_read.json").read_text("utf-8"))
FILMS = json.loads((SAMPLES / "films_read.json").read_text("utf-8"))


def spoken(words: str, macros: Mapping[str, list[str]]) -> set[str]:
    """Every form of one entry, letters that may follow left away."""
    return _forms(iter([part[0] for part in SPEECH.finditer(words)]), macros)


def _forms(parts: Iterator[str], macros: Mapping[str, list[str]]) -> set[str]:
    done: set[str] = set()
    heads, last = {""}, {""}
    for part in parts:
        if part == ")":
            break
        if part == "|":
            done |= {head + tail for head in heads for tail in last}
            heads, last = {""}, {""}
        elif part == "?":
            last = last | {""}
        else:
            heads = {head + tail for head in heads for tail in last}
            last = _one(part, parts, macros)
    return done | {head + tail for head in heads for tail in last}


def _one(part: str, parts: Iterator[str], macros: Mapping[str, list[str]]) -> set[str]:
    if part == "(":
        return _forms(parts, macros)
    if part.startswith("{"):
        return {form for each in macros[part[1:-1]] for form in spoken(each, {})}
    return {"" if part == "*" or "[" in part else part}


def entries(language: Mapping[str, Any], table: str) -> Iterator[tuple[str, str | dict[str, Any]]]:
    for meaning, words in language.get(table, {}).items():
        yield from ((meaning, each) for each in words)


@rows("language", FILES)
def test_a_file_names_only_tables_and_meanings_that_there_are(language: str) -> None:
    unknown = [
        f"{table}.{meaning}"
        for table, meanings in FILES[language].items()
        for meaning in meanings
        if table != "macros" and meaning not in MEANINGS.get(table, set())
    ]

    assert [] == unknown


@rows("language", FILES)
def test_each_entry_of_a_file_can_be_looked_for_and_finds_itself(language: str) -> None:
    macros = FILES[language].get("macros", {})
    for table in MEANINGS:
        for meaning, words in entries(FILES[language], table):
            plain = words if isinstance(words, str) else words["words"]
            found = whole_words(expression(words, macros))
            for form in spoken(plain, macros):
                assert found.search(form), f"{table}.{meaning}: {form!r} of {plain!r}"


@pytest.mark.parametrize("language", FILES)
@pytest.mark.parametrize("table", [name for name in MEANINGS if name not in ("shots", "number")])
def test_no_word_of_a_language_has_two_meanings_in_one_table(language: str, table: str) -> None:
    macros = FILES[language].get("macros", {})
    meanings: dict[str, set[str]] = {}
    for meaning, words in entries(FILES[language], table):
        for form in spoken(words if isinstance(words, str) else words["words"], macros):
            meanings.setdefault(form, set()).add(meaning)

    assert {} == {form: both for form, both in meanings.items() if len(both) > 1}


def test_each_meaning_has_words_in_english() -> None:
    lacking = {
        table: meanings - set(FILES["en"].get(table, {})) for table, meanings in MEANINGS.items() if table != "number"
    }

    assert {table: set() for table in lacking} == lacking


def test_a_language_is_one_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for file in Path(package.__file__).parent.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pl.toml").write_text('[subject]\nfox = ["lis(y)?"]\n\n[place]\nforest = ["las(em|u)?"]\n', "utf-8")
    monkeypatch.setattr(package, "files", lambda _package: tmp_path)
    vocabulary.cache_clear()
    try:
        known = vocabulary()
    finally:
        vocabulary.cache_clear()

    assert (SubjectKind.FOX, ScenePlace.FOREST) == (
        find_first(known.subjects, "dwa lisy"),
        find_first(known.places, "za lasem"),
    )
    assert [] == find_all(known.subjects, "liść listopada")


def test_a_word_is_not_found_inside_a_longer_one_but_beside_another_script() -> None:
    subjects = vocabulary().subjects

    assert [None, None, SubjectKind.ROBOT, SubjectKind.FOX] == [
        find_first(subjects, text) for text in ("foxtrot", "unfox", "3D机器人A", "一只Fox在")
    ]


@rows("table", [name for name in READ if name != "camera"])
def test_words_that_were_read_are_read_the_same(table: str) -> None:
    known = vocabulary()
    tables: Mapping[str, Table[Any]] = {
        "framing": known.framings,
        "place": known.places,
        "light": known.lights,
        "weather": known.weathers,
        "subject": known.subjects,
        "colour": known.colours,
    }
    named = {code: name for name, code in COLOURS.items()}
    read_now = {
        word: named.get(found := find_first(tables[table], word) or "", found)
        for words in READ[table].values()
        for word in words
    }

    assert {word: meaning for meaning, words in READ[table].items() for word in words} == read_now


def test_camera_words_that_were_read_are_read_the_same() -> None:
    expected = {words: caption for caption, phrases in READ["camera"].items() for words in phrases}

    assert expected == {words: " + ".join(move.caption for move in read_moves(words)) for words in expected}


@rows("prompt", FILMS)
def test_films_that_were_read_are_read_the_same(prompt: str) -> None:
    film = read(SceneRequest(prompt, Size(1280, 720), 8, "m"))

    assert FILMS[prompt] == [told(shot) for shot in film.shots]


def told(shot: Shot) -> list[Any]:
    look, subject = shot.look, shot.look.subject
    return [
        *(shot.text, shot.count, shot.camera),
        *(look.place, look.light, sorted(look.weather), look.framing),
        *(subject.kind, subject.colour, subject.many, look.tint),
    ]
