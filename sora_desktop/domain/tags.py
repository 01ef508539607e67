"""Tags: words of a person's own for clips and the jobs that they came from, such as the name of a project. Pure."""

import re
from collections.abc import Iterable

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.search_words import folded

LONGEST_TAG = 60
"""Characters."""
MOST_TAGS = 20
TAG_WORD = "tag"
"""Before a tag among the words that the search looks into: who types `tag:winter` finds tags alone."""

_APART = re.compile("[,;\uff0c\uff1b\u3001\u060c\n\r]")
"""Commas, also those of Chinese, Japanese and Arabic."""


def read_tags(typed: str) -> tuple[str, ...]:
    """The tags in what a person typed, apart by commas."""
    return tidy(_APART.split(typed))


def tidy(tags: Iterable[str]) -> tuple[str, ...]:
    """Such as can be kept and shown, each once, however it is spelled: a stranger's file may hold anything."""
    found: dict[str, str] = {}
    for tag in tags:
        plain = one_line(_APART.sub(" ", tag), LONGEST_TAG)
        if plain and len(found) < MOST_TAGS:
            found.setdefault(key_of(plain), plain)
    return tuple(found.values())


def tags_line(tags: Iterable[str]) -> str:
    """As a person types them."""
    return ", ".join(tags)


def key_of(tag: str) -> str:
    """Two spellings with the same key are one tag."""
    return folded(tag)


def changed(tags: Iterable[str], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    """Tags without some and with others, which are spelled and come as they are added."""
    added = tuple(add)
    gone = {key_of(tag) for tag in (*added, *remove)}
    return tidy((*(tag for tag in tags if key_of(tag) not in gone), *added))
