"""What the desktop is told of the app is what it can do."""

import configparser
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop.__main__ import _as_command, _parser
from sora_desktop.base.start_wish import Front

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"
VALIDATE = shutil.which("desktop-file-validate")
LANGUAGES = sorted(folder.parent.name for folder in (ROOT / "resources" / "locale").glob("*/LC_MESSAGES"))
ENTRY = LINUX / "sora-desktop.desktop"
METAINFO = LINUX / "io.github.sora_desktop.SoraDesktop.metainfo.xml"
SPACED = "/home/person/ein 视频 $(x).mp4"


class CasedParser(configparser.ConfigParser):
    """Keys are told apart by their case."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.fixture
def entry() -> configparser.ConfigParser:
    read = CasedParser(interpolation=None)
    read.read_string(ENTRY.read_text())
    return read


def words_of(line: str, *files: str) -> list[str]:
    """An `Exec` line with these files, as the specification has it: the field code is a word of its own."""
    words = shlex.split(line)
    return [each for word in words[1:] for each in (files if word == "%F" else (word,))]


def parsed(words: list[str]) -> tuple[str | None, list[str], str]:
    said, rest = _parser().parse_known_args(_as_command(words))
    assert rest == []
    return said.command, getattr(said, "files", []), said.show


def test_a_click_and_a_double_click_are_words_of_the_command_line(entry: configparser.ConfigParser) -> None:
    line = entry["Desktop Entry"]["Exec"]

    assert parsed(words_of(line)) == (None, [], "")
    assert parsed(words_of(line, SPACED, "/b.png")) == ("open", [SPACED, "/b.png"], "")


def test_each_action_shows_what_it_says_in_every_language(entry: configparser.ConfigParser) -> None:
    actions = entry["Desktop Entry"]["Actions"].rstrip(";").split(";")
    assert [*actions] == [front.value for front in Front if front]
    for action in actions:
        section = entry[f"Desktop Action {action}"]
        assert parsed(words_of(section["Exec"])) == (None, [], action)
        assert {f"Name[{language}]" for language in LANGUAGES} | {"Name", "Exec"} == set(section)


def test_the_two_descriptions_name_the_same_kinds(entry: configparser.ConfigParser) -> None:
    told = [each.text for each in ET.parse(METAINFO).iter("mediatype")]  # noqa: S314 -- our own file

    assert told == entry["Desktop Entry"]["MimeType"].rstrip(";").split(";")


def untranslated(element: ET.Element) -> Iterator[str]:
    """Texts of a description that lack a language."""
    for tag in ("summary", "p", "li"):
        texts = list(element.iter(tag))
        language = "{http://www.w3.org/XML/1998/namespace}lang"
        for name in LANGUAGES:
            if sum(each.get(language) == name for each in texts) != sum(each.get(language) is None for each in texts):
                yield f"{tag} in {name}"


def test_the_description_speaks_every_language() -> None:
    assert list(untranslated(ET.parse(METAINFO).getroot())) == []  # noqa: S314 -- our own file


@pytest.mark.skipif(VALIDATE is None, reason="desktop-file-utils are not here")
def test_the_entry_is_valid() -> None:
    told = subprocess.run([str(VALIDATE), str(ENTRY)], check=False, capture_output=True, text=True)

    assert re.sub(r".*hint:.*\n", "", told.stdout) == ""
