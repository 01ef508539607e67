"""What people translate: every marked text is found, and a translation keeps places and has the plurals of its language."""

import io
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "resources" / "locale"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"N_": None, "NP_": (1, 2), "message": None, "plural": (1, 2)}


@cache
def marked() -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    """Each marked text with its file."""
    found = extract_from_dir(str(ROOT / "sora_desktop"), keywords=KEYWORDS)
    return tuple((name, text) for name, _, text, *_ in found)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def faults(catalog: Catalog) -> list[str]:
    """What a person would see wrong in a language: a place that is lost or made up, a plural that is not there."""
    found = []
    for each in catalog:
        if each.id and any(texts_of(each)):
            found += [
                f"{text!r} has other places than {each.id!r}" for text in texts_of(each) if text and differs(each, text)
            ]
            if each.pluralizable and sum(map(bool, texts_of(each))) != catalog.num_plurals:
                found.append(f"{each.id!r} needs {catalog.num_plurals} plurals")
    return found


def texts_of(entry: Message) -> tuple[str, ...]:
    return tuple(entry.string or ()) if entry.pluralizable else (str(entry.string),)


def differs(entry: Message, text: str) -> bool:
    """A text for a count may leave the count out: "a clip"."""
    wanted = places(entry.id[-1] if isinstance(entry.id, tuple | list) else str(entry.id))
    return not wanted - {"count"} <= places(text) <= wanted


def read(words: str, locale: str = "de") -> Catalog:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return read_po(io.BytesIO((head + words).encode()), locale=locale)


def test_every_translation_is_whole() -> None:
    files = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    wrong = {str(file): faults(read_po(io.BytesIO(file.read_bytes()), locale=file.parts[-3])) for file in files}

    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    "words",
    [
        'msgid "{count} of {total}"\nmsgstr "{count} von {gesamt}"\n',
        'msgid "Hello {name}"\nmsgstr "Hallo"\n',
        'msgid "{count} clip"\nmsgid_plural "{count} clips of {name}"\nmsgstr[0] "ein Clip"\nmsgstr[1] "{count} Clips"\n',
    ],
)
def test_a_place_that_a_translation_lost_is_found(words: str) -> None:
    assert faults(read(words)) != []


def test_a_plural_that_a_translation_lacks_is_found() -> None:
    words = 'msgid "{count} clip"\nmsgid_plural "{count} clips"\nmsgstr[0] "{count} klip"\nmsgstr[1] "{count} klipy"\n'

    assert faults(read(words, "cs")) != []
    assert faults(read(words, "de")) == []


def test_marked_texts_name_their_places() -> None:
    """`{}` and `{0}` say nothing to a translator, and a form such as `{x:.1f}` belongs to the value."""
    texts = [(name, each) for name, text in marked() for each in ([text] if isinstance(text, str) else text)]
    odd = [(name, text) for name, text in texts if re.search(r"\{[^a-z]|\{\w+[^\w}]", text)]

    assert odd == []


def test_a_plural_says_the_count_with_the_same_places() -> None:
    pairs = [(name, text) for name, text in marked() if isinstance(text, tuple)]

    assert [
        pair for pair in pairs if not places(pair[1][0]) - {"count"} <= places(pair[1][1]) or not all(pair[1])
    ] == []


LONG = 8
"""Letters from which on two languages that are no siblings say nothing in the same words, but for names."""
NO_SIBLINGS = (("de", "es"), ("de", "ja"), ("de", "pt_BR"), ("de", "zh_CN"), ("es", "ja"), ("es", "zh_CN"))


def borrowed(one: Catalog, other: Catalog) -> list[str]:
    """What one language says in the words of another one, and not in those of the source."""
    theirs = {each.id: texts_of(each)[0] for each in other if each.id}
    return [
        text
        for each in one
        if each.id
        and (text := texts_of(each)[0])
        and text == theirs.get(each.id)
        and text not in each.id
        and sum(map(str.isalpha, re.sub(r"\{\w*\}", "", text))) >= LONG
    ]


def test_no_language_speaks_in_the_words_of_another() -> None:
    there = {file.parts[-3]: read_po(io.BytesIO(file.read_bytes())) for file in LOCALE.glob("*/LC_MESSAGES/*.po")}
    found = {f"{one} as {other}": borrowed(there[one], there[other]) for one, other in NO_SIBLINGS}

    assert {} == {pair: words for pair, words in found.items() if words}


def test_a_sentence_of_another_language_is_found() -> None:
    german = read('msgid "Show the takes"\nmsgstr "Takes anzeigen"\n')

    assert ["Takes anzeigen"] == borrowed(german, german)
    assert [] == borrowed(read('msgid "Show the takes"\nmsgstr "Mostrar las tomas"\n', "es"), german)
