"""The user guide in each language: whole, and in the very words of the window."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from PySide6.QtGui import QTextDocument

from sora_desktop.base.sentences import Plural
from sora_desktop.ui.actions import ACTIONS, PANEL_SHORTCUTS
from sora_desktop.ui.guide.pages import CHAPTERS, chapters, guide_dir, language_of, markdown, picture, picture_names

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "guide"
LOCALE = ROOT / "resources" / "locale"
TRANSLATED = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
LANGUAGES = ["en", *TRANSLATED]
PICTURES = {"compose", "running", "playing", "choose"}
"""What the tour leaves; `packaging/guide_pictures.py` keeps them."""


def source(language: str) -> str:
    return (GUIDE / f"{language}.md").read_text(encoding="utf-8")


def bold(text: str) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", text)


def catalogue(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "sora_desktop.po" if language != "en" else LOCALE / "sora_desktop.pot"
    with path.open("rb") as file:
        return read_po(file)


def words(language: str) -> set[str]:
    """All that the window says in a language, as far as a guide can name it: no plurals."""
    return {
        str(entry.id if language == "en" else entry.string)
        for entry in catalogue(language)
        if entry.id and not isinstance(entry.id, list | tuple | Plural)
    }


def test_there_is_a_guide_in_each_language_of_the_window_and_in_no_other() -> None:
    assert sorted(LANGUAGES) == sorted(path.stem for path in GUIDE.glob("*.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_each_chapter_in_the_same_order_and_each_says_something(language: str) -> None:
    text = source(language)
    parts = re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]

    assert CHAPTERS == tuple(each.id for each in chapters(text))
    assert text.count("\n## ") + 1 == len(chapters(text))
    assert [] == [chapter for chapter, part in zip(CHAPTERS, parts, strict=True) if len(part.strip()) < 40]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_names_in_bold_stands_in_the_window_in_these_very_words(language: str) -> None:
    assert [] == sorted(set(bold(source(language))) - words(language))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_the_same_controls_as_the_english(language: str) -> None:
    told = catalogue(language)
    expected = [str(told[name].string) for name in bold(source("en"))]

    assert sorted(expected) == sorted(bold(source(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_link_and_picture_leads_somewhere(language: str) -> None:
    text = source(language)
    links = re.findall(r"(?<!!)\[[^\]]+\]\(#([^)]+)\)", text)

    assert set(links) <= set(CHAPTERS)
    assert PICTURES == set(picture_names(text))
    assert text.count("](") == len(links) + len(picture_names(text)) + len(re.findall(r"\]\(https://", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_is_bold_beside_letters_and_signs_too(language: str, qapp: object) -> None:
    """Markdown takes `と**選択…**を` for stars."""

    document = QTextDocument()
    document.setMarkdown(markdown(source(language), language, GUIDE))

    assert "*" not in document.toPlainText()
    assert "#" not in document.toPlainText()


def test_english_names_keys_that_there_are() -> None:
    known = {key for line in (*ACTIONS, *PANEL_SHORTCUTS) for key in line.shortcut.split("; ")}
    named = set(re.findall(r"`((?:Ctrl|Alt|F\d)[^`]*)`", source("en")))

    assert set() == named - known


def test_a_picture_that_is_not_there_leaves_no_hole(tmp_path: Path) -> None:
    text = "## One {#one}\n\nWords.\n\n![A window](compose)\n\n## Two {#two}\n"
    without = markdown(text, "de", tmp_path)
    (tmp_path / "pictures" / "en").mkdir(parents=True)
    (tmp_path / "pictures" / "en" / "compose-light.jpg").write_bytes(b"x")

    assert "compose" not in without
    assert "](compose)" in markdown(text, "de", tmp_path)


def test_a_picture_is_the_one_in_the_language_and_dress_or_the_nearest(tmp_path: Path) -> None:
    for place in ("en/choose-dark", "en/choose-light", "de/choose-light"):
        path = tmp_path / "pictures" / f"{place}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")

    def told(language: str, *, dark: bool) -> str:
        found = picture("choose", language, tmp_path, dark=dark)
        return "/".join(found.parts[-2:]) if found else ""

    assert ["de/choose-light.jpg", "de/choose-light.jpg", "en/choose-dark.jpg"] == [
        told("de", dark=True),
        told("de", dark=False),
        told("ja", dark=True),
    ]
    assert picture("other", "de", tmp_path, dark=True) is None


def test_the_language_is_the_window_s_own_or_english() -> None:
    folder = guide_dir()

    assert ["de", "pt_BR", "pt_BR", "zh_CN", "en", "en"] == [
        language_of(name, folder) for name in ("de_AT", "pt_BR", "pt-PT", "zh_CN", "fr_FR", "en_GB")
    ]
