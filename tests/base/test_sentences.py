"""Sentences keep their parts and the kinds of their values apart, and come back from a row as they went in."""

import json
from decimal import Decimal

import pytest

from sora_desktop.base.kept_sentences import from_plain, to_plain
from sora_desktop.base.sentences import (
    NP_,
    Bytes,
    Foreign,
    Message,
    Money,
    Seconds,
    Shortcut,
    counted,
    message,
    plural,
)
from tests.support.rows import rows

WHOLE = message(
    "{name} broke off after {time} and {size}.", name="One {place}", time=Seconds(8.5), size=Bytes(12_345_678)
).about(
    Foreign("no <b>more</b>"),
    money=message("It may cost {money}.", money=Money(Decimal("0.40"))),
    more=(plural("{count} clip is here.", "{count} clips are here.", 2), message("Stop.")),
    todo=message("Press {keys}.", keys=Shortcut("Ctrl+Return")),
)


def test_a_sentence_is_said_with_all_that_belongs_to_it() -> None:
    assert (
        "One {place} broke off after 8.5 s and 12.3 MB: no <b>more</b>. It may cost $0.40. "
        "2 clips are here. Stop. Press Ctrl+Return." == str(WHOLE)
    )


def test_a_closer_sentence_of_ours_follows_as_one_of_its_own() -> None:
    assert str(message("It broke off.").about(message("It took too long."))) == "It broke off. It took too long."


@pytest.mark.parametrize(("count", "said"), [(1, "1 clip"), (0, "0 clips"), (2, "2 clips")])
def test_a_count_picks_its_own_text(count: int, said: str) -> None:
    assert said == str(plural("{count} clip", "{count} clips", count))
    assert said == str(counted(NP_("{count} clip", "{count} clips"), count))


@pytest.mark.parametrize(
    "sentence", [WHOLE, message("As it is."), message("{a}", a=None, b=True), message("{a}", a=message("{b}", b="x"))]
)
def test_a_kept_sentence_comes_back_as_it_was(sentence: Message) -> None:
    assert sentence == from_plain(json.loads(json.dumps(to_plain(sentence))))


def test_what_earlier_versions_kept_is_shown_as_they_showed_it() -> None:
    kept = {"source": "It made {got_seconds:.1f} s instead of {seconds} s: {why}", "values": {"got_seconds": 4.04}}
    kept["values"] |= {"seconds": 8, "why": "no {luck}"}  # type: ignore[operator]

    assert str(from_plain(kept)) == "It made 4.0 s instead of 8 s: no {luck}"


def test_a_value_of_a_later_version_is_left_out_and_its_text_stays_readable() -> None:
    assert str(from_plain({"source": "At {place}.", "values": {"place": {"globe": 1}}})) == "At {place}."


@rows(
    "plain",
    [
        None,
        "text",
        {},
        {"source": 3},
        {"source": "", "many": 1},
        {"source": "", "detail": 5},
        {"source": "", "more": [1]},
        {"source": "", "values": {"a": {"money": "1e999999", "currency": "USD"}}},
    ],
)
def test_what_is_no_sentence_is_refused(plain: object) -> None:
    with pytest.raises((TypeError, ValueError, LookupError)):
        from_plain(plain)


def test_sentences_within_sentences_have_an_end() -> None:
    deep: dict[str, object] = {"source": "x"}
    for _ in range(50):
        deep = {"source": "x", "todo": deep}

    with pytest.raises(TypeError):
        from_plain(deep)
