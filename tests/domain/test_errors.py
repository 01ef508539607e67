"""Errors for people: what happened, what it means for money, what to do; strangers' text stays plain."""

import ast
import re
from pathlib import Path

from sora_desktop.base.sentences import Message, message, tidy
from sora_desktop.domain import errors
from sora_desktop.domain.errors import (
    AppError,
    BlockedError,
    ClipLostError,
    CollectableError,
    DownloadError,
    EngineError,
    NotSentError,
    OutcomeUnknownError,
    OverBudgetError,
    PictureChangedError,
    PictureLostError,
    RefusedError,
    SubmitError,
    UnreachablePictureError,
    UnsavedJobError,
    UnsavedPictureError,
)
from tests.support.rows import rows


def tree(kind: type[AppError]) -> list[type[AppError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in tree(child))]


@rows("kind", [kind for kind in tree(AppError) if kind != SubmitError])
def test_every_class_of_the_tree_is_drawn_in_it_and_says_something(kind: type[AppError]) -> None:
    assert kind is AppError or kind.__name__ in (errors.__doc__ or "")
    words = "The service's own words"
    made = CollectableError(words, retry_after=1.0) if issubclass(kind, CollectableError) else kind(words)
    assert len(str(made)) > 10


def test_no_sentence_of_an_error_is_kept_from_translators() -> None:
    bare = [
        each.value.value
        for path in Path(errors.__file__).parent.glob("*.py")
        for kind in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(kind, ast.ClassDef)
        for each in kind.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
    ]

    assert [] == [words for words in bare if words]


@rows("kind", [*tree(SubmitError)[1:], *tree(DownloadError)])
def test_what_has_to_do_with_a_job_says_what_it_means_for_the_bill(kind: type[AppError]) -> None:
    assert kind.money


CLAIMS = re.compile(
    r"nothing (was sent|is billed)|not billed|not arrive|never arrived|not lost|is paid for", re.IGNORECASE
)
PROVEN = {
    NotSentError: "surely no byte left this machine",
    RefusedError: "the service said no",
    PictureLostError: "refused on this machine, before anything was sent",
    ClipLostError: "refused on this machine, before anything was sent",
    BlockedError: "stopped in front of the service",
    UnsavedJobError: "what is not saved is not sent",
    UnsavedPictureError: "what is not saved is not sent",
    OverBudgetError: "weighed before the job was made",
    PictureChangedError: "noticed before the job was made",
    UnreachablePictureError: "noticed before the job was made",
    EngineError: "the engine is free",
}
"""Where a sentence may say that nothing was sent or billed, and why that is sure."""


def test_that_nothing_was_sent_or_billed_is_said_only_where_it_is_sure() -> None:
    claiming = {
        kind
        for kind in tree(AppError)
        if any(CLAIMS.search(kind.__dict__.get(part, "")) for part in ("what", "money", "todo"))
    }

    assert set(PROVEN) == claiming


def test_a_refusal_has_the_services_own_words_and_says_not_billed() -> None:
    sentence = str(RefusedError("Prompt violates the policy", code="content_policy", http_status=400))

    assert "Prompt violates the policy." in sentence
    assert "Not billed" in sentence


KEY, MONEY, PLACE, REQUEST = (
    "Check the key of this connection",
    "Top up your account at the service",
    "Check the base URL of this connection",
    "Change the request",
)


@rows(
    ("error", "advice"),
    [
        (RefusedError("No", http_status=400), REQUEST),
        (RefusedError("No", http_status=422), REQUEST),
        (RefusedError("No", http_status=401), KEY),
        (RefusedError("No", http_status=403), KEY),
        (RefusedError("No", code="401", http_status=200), KEY),
        (RefusedError("No", code="invalid_api_key", http_status=400), KEY),
        (RefusedError("Your request was blocked by our content policy", http_status=403), REQUEST),
        (RefusedError("No", http_status=402), MONEY),
        (RefusedError("No", code="402", http_status=200), MONEY),
        (RefusedError("No", code="insufficient_user_quota", http_status=403), MONEY),
        (RefusedError("You have insufficient credits", http_status=400), MONEY),
        (RefusedError("You exceeded your current quota, check your plan", http_status=429), MONEY),
        (RefusedError("用户余额不足", http_status=403), MONEY),
        (RefusedError("It sends on to another address: https://other.example/v1", http_status=307), PLACE),
        (RefusedError("Not found", http_status=404), PLACE),
        (RefusedError("No", code="model_not_found", http_status=400), PLACE),
        (PictureLostError(), "Add the picture again"),
    ],
    ids=lambda value: f"{value.detail} {value.code} {value.http_status}" if isinstance(value, RefusedError) else value,
)
def test_a_refusal_says_what_helps_against_it_and_nothing_else(error: RefusedError, advice: str) -> None:
    sentence = str(error)

    assert [advice] == [each for each in (KEY, MONEY, PLACE, REQUEST, "Add the picture again") if each in sentence]
    assert error.money in sentence


@rows("kind", [kind for kind in tree(AppError) if kind.what and kind is not SubmitError])
def test_a_strangers_words_that_begin_anyhow_are_set_off_from_ours(kind: type[AppError]) -> None:
    words = "slow down, please"
    made = kind(words, retry_after=1.0) if kind is CollectableError else kind(words)

    assert f": {words}. " in f"{made} "
    assert " :" not in str(made)
    assert "::" not in str(made)


def test_braces_and_markup_in_a_strangers_text_are_only_text() -> None:
    assert "{0} <b>{x}</b>" in str(OutcomeUnknownError("{0} <b>{x}</b>"))


@rows(
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


def test_a_key_that_a_proxy_has_for_the_server_behind_it_is_not_called_the_persons() -> None:
    said = 'litellm.AuthenticationError: AuthenticationError: Hosted_vllmException - {"error":"Unauthorized"}'
    sentence = str(RefusedError(said, code="401", http_status=401).sentence)

    assert "Your key is fine" in sentence
    assert "Check the key" not in sentence
