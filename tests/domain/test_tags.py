"""Tags are a person's own words, each once, and nothing that a stranger puts in their place breaks a line."""

import pytest

from sora_desktop.domain.tags import LONGEST_TAG, MOST_TAGS, changed, read_tags, tags_line, tidy


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("winter, Client A", ("winter", "Client A")),
        ("  winter ,, , ", ("winter",)),
        ("冬、客户；甲", ("冬", "客户", "甲")),
        ("Été, ETE, été", ("Été",)),
        ("שלום, a", ("שלום", "a")),
        ("a\nb\tc", ("a", "b c")),
        ("\ud800x\u202egpj", ("x gpj",)),
        ("", ()),
    ],
)
def test_what_is_typed_is_read_apart_at_commas(typed: str, tags: tuple[str, ...]) -> None:
    assert tags == read_tags(typed)
    assert tags == read_tags(tags_line(tags)), "as it is shown it is read again"


def test_there_are_no_more_and_no_longer_ones_than_can_be_shown() -> None:
    assert MOST_TAGS == len(tidy(str(number) for number in range(1000)))
    assert LONGEST_TAG == len(tidy(["x" * 100_000])[0])


def test_some_are_added_and_others_taken_and_a_new_spelling_counts() -> None:
    assert ("b", "c") == changed(("a", "b"), ("c",), ("A",))
    assert ("b", "Winter") == changed(("winter", "b"), ("Winter",), ())
