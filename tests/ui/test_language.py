"""Sentences on screen: looked up, with numbers and money as the language writes them, and a stranger's text as text."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtCore import QDate, QLocale

from sora_desktop.base.sentences import NP_, Foreign, Money, Seconds, message, plural
from sora_desktop.domain.connection import ENGINE_NAME
from sora_desktop.ui.language import (
    DOMAIN,
    Language,
    current,
    find_language,
    say,
    service_name,
    speak,
    tr,
    without_marks,
)
from sora_desktop.ui.pseudo_languages import PSEUDO_LANGUAGES, Accented, Mirrored


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = current()
    yield
    speak(before)


@pytest.mark.parametrize(
    ("locale", "money", "length", "number"),
    [
        ("en_US", "$0.40", "8.5 s", "12,345"),
        ("de_DE", "0,40\u00a0$", "8,5 s", "12.345"),
        ("he_IL", "0.40\u00a0$", "8.5 s", "12,345"),
    ],
)
def test_numbers_are_written_as_the_language_has_them(locale: str, money: str, length: str, number: str) -> None:
    language = Language(QLocale(locale))

    assert (money, length, number) == tuple(map(language.value, (Money(Decimal("0.40")), Seconds(8.5), 12_345)))


def test_a_strangers_text_is_never_looked_up() -> None:
    speak(Language(catalogue=Accented()))

    assert "Play" in tr("{name}", name="Play")
    assert say(message("Play").about(Foreign("Stop."))).endswith(": Stop.")
    assert "Play" not in tr("Play")


def test_each_part_of_a_sentence_is_looked_up_by_itself() -> None:
    speak(Language(catalogue=Accented()))
    looked_up = (tr("It ended."), tr("Not billed."), tr("Try again."))

    said = say(message("It ended.").about(money=message("Not billed."), todo=message("Try again.")))

    assert all(part in said for part in looked_up)


def test_the_pseudo_language_is_half_as_long_again_and_keeps_the_places() -> None:
    source = "Jobs appear here as soon as you press {key}, with {count} more."

    assert Accented().gettext(source).count("{key}") == 1
    assert len(Accented().gettext(source)) >= 1.4 * len(source)
    assert "{count}" in Mirrored().gettext(source)


def test_a_count_is_looked_up_as_a_plural() -> None:
    speak(Language(catalogue=Mirrored()))

    assert tr(NP_("one", "many"), count=1) == Mirrored().gettext("one")
    assert say(plural("one", "many", 5)) == Mirrored().gettext("many")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["tlh", "en-GB"], "en_GB"),
        (["xx"], "en_US"),
        (["C"], "C"),
        *((([name.replace("_", "-")], name)) for name in PSEUDO_LANGUAGES),
    ],
)
def test_the_first_language_that_is_there_is_spoken(wanted: list[str], found: str) -> None:
    assert found == find_language(wanted)[0]


def test_a_language_from_right_to_left_turns_the_window() -> None:
    assert QLocale("ar_XB").textDirection().name == "RightToLeft"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["zh-Hans-CN", "zh-CN", "zh-Hans", "zh"], "zh_CN"),
        (["zh-Hant-TW", "zh-TW", "zh-Hant", "zh"], "en_US"),
        (["zh"], "zh"),
        (["de-AT", "de"], "de_AT"),
    ],
)
def test_a_language_is_found_by_what_the_system_asks_for(
    wanted: list[str], found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("de", "zh_CN"):
        folder = tmp_path / "locale" / name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / f"{DOMAIN}.mo").open("wb") as file:
            write_mo(file, Catalog(locale=name))
    monkeypatch.setattr("sora_desktop.ui.language.resources_dir", lambda: tmp_path)

    assert found == find_language(wanted)[0]


def test_the_names_of_connections_that_nobody_named_are_words_of_the_language() -> None:
    speak(Language(catalogue=Accented()))

    assert tr(ENGINE_NAME) == service_name(ENGINE_NAME) != ENGINE_NAME
    assert "My gateway" == service_name("My gateway")
    assert "Loca…" == service_name("Local studio", 5)


def test_a_day_from_right_to_left_has_no_marks_that_would_be_shown() -> None:
    said = QLocale("ar_EG").toString(QDate(2026, 11, 28), QLocale.FormatType.ShortFormat)

    assert "\u200f" in said
    assert said.replace("\u200f", "") == without_marks(said)
