"""Errors for people: what happened, what it means for money, what to do; strangers' text stays plain."""

import pytest

from sora_desktop.domain import errors
from sora_desktop.domain.errors import AppError, DownloadError, OutcomeUnknownError, RefusedError, SubmitError, tidy
from sora_desktop.domain.message import Message, message


def tree(kind: type[AppError]) -> list[type[AppError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in tree(child))]


@pytest.mark.parametrize("kind", [kind for kind in tree(AppError) if kind != SubmitError])
def test_every_class_of_the_tree_is_drawn_in_it_and_says_something(kind: type[AppError]) -> None:
    assert kind is AppError or kind.__name__ in (errors.__doc__ or "")
    assert len(str(kind("The service's own words"))) > 10


@pytest.mark.parametrize("kind", [*tree(SubmitError)[1:], *tree(DownloadError)])
def test_what_has_to_do_with_a_job_says_what_it_means_for_the_bill(kind: type[AppError]) -> None:
    assert kind.money


def test_a_refusal_has_the_services_own_words_and_says_not_billed() -> None:
    sentence = str(RefusedError("Prompt violates the policy", code="content_policy", http_status=400))

    assert "Prompt violates the policy." in sentence
    assert "Not billed" in sentence


def test_braces_and_markup_in_a_strangers_text_are_only_text() -> None:
    assert "{0} <b>{x}</b>" in str(OutcomeUnknownError("{0} <b>{x}</b>"))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("", ""),
        ("plain", "plain."),
        ("a\x00b\x1b[31mc", "a b [31mc."),
        ("evil\u202egnp.exe", "evil gnp.exe."),
        ("lines\r\nof\ttext!", "lines of text!"),
        ("上游负载已饱和。", "上游负载已饱和。"),
    ],
)
def test_a_strangers_text_is_one_line_without_control_or_bidi_characters(text: str, safe: str) -> None:
    assert tidy(text) == safe


def test_a_strangers_text_is_cut_to_a_length_that_fits_a_window() -> None:
    assert len(tidy("word " * 100_000)) <= 400


def test_a_message_keeps_its_source_apart_from_its_values() -> None:
    sentence = message("{count} clips", count=3)

    assert (sentence.source, str(sentence)) == ("{count} clips", "3 clips")
    assert str(Message("100 % {done}")) == "100 % {done}"
