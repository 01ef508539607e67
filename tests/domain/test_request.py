"""The one judge: what the service would refuse is never sent, and the reason is said in words."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection, new_connection
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.request import PROMPT_LIMIT, Request, wire_format
from sora_desktop.domain.request_checks import Field, check
from sora_desktop.domain.shapes import Size
from tests.support import formats
from tests.support.formats import FACTS, NATIVE
from tests.support.rows import rows

MODELS = {model.id: model for model in CATALOG}
LANDSCAPE = MODELS["sora2-landscape-4s"]
PRO = MODELS["sora2-pro-720p"]
UNIALL = replace(
    new_connection(FACTS[formats.UNIALL]),
    id="u",
    name="UniAll",
    base_url="https://gateway.example.com",
    key_place=KeyPlace.KEYRING,
)
PORTRAIT = Size(720, 1280)
FILE = InputImage(path=Path("/pictures/fox.png"))
LINK = InputImage(url="https://example.com/image.jpg")


def request_for(model: VideoModel = LANDSCAPE, **changes: Any) -> Request:
    plain = Request("A cat running through grass", model, model.settle_size(None), model.settle_seconds(None))
    return replace(plain, **changes)


def fields(
    request: Request,
    connection: Connection = UNIALL,
    facts: ImageFacts | None = None,
    model: VideoModel | None = None,
) -> list[Field]:
    problems = check(request, model or connection.model(request.model.id), connection, [facts])
    return [problem.field for problem in problems]


@rows("model", CATALOG, ids=lambda model: model.id)
def test_every_model_of_the_catalogue_may_be_sent_as_it_is(model: VideoModel) -> None:
    assert fields(request_for(model)) == []


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("", [Field.PROMPT]),
        (" \n\t ", [Field.PROMPT]),
        ("x" * PROMPT_LIMIT, []),
        ("x" * (PROMPT_LIMIT + 1), [Field.PROMPT]),
    ],
)
def test_the_prompt_is_there_and_within_the_limit(prompt: str, expected: Any) -> None:
    assert fields(request_for(prompt=prompt)) == expected


def test_a_prompt_that_is_too_long_is_told_by_how_much() -> None:
    (problem,) = check(request_for(prompt="x" * 40_000), LANDSCAPE, UNIALL)

    assert "8000" in str(problem.text)
    assert "32000" in str(problem.text)


def test_a_model_that_the_connection_does_not_offer_is_named() -> None:
    odd = replace(LANDSCAPE, id="sora9-ultra")
    (problem,) = check(request_for(odd), None, UNIALL)

    assert problem.field is Field.MODEL
    assert "sora9-ultra" in str(problem.text)
    assert "UniAll" in str(problem.text)


def test_an_aspect_ratio_or_length_against_the_models_name_is_a_problem() -> None:
    assert fields(request_for(size=PORTRAIT)) == [Field.SHAPE]
    assert fields(request_for(seconds=8)) == [Field.SECONDS]
    assert fields(request_for(PRO, seconds=10)) == [Field.SECONDS]
    assert fields(request_for(PRO, seconds=20, size=PORTRAIT)) == []


@rows("verdict", [each for each in ImageVerdict if each is not ImageVerdict.OK])
def test_each_bad_verdict_on_a_picture_has_a_sentence_of_its_own(verdict: ImageVerdict) -> None:
    problems = check(request_for(images=(LINK,)), LANDSCAPE, UNIALL, [ImageFacts(LINK, verdict)])

    assert [problem.field for problem in problems] == [Field.IMAGE]
    assert len(str(problems[0].text)) > 20


def test_a_picture_that_is_still_looked_at_holds_the_request_back_for_the_moment() -> None:
    (problem,) = check(request_for(images=(LINK,)), LANDSCAPE, UNIALL)

    assert problem.settles


def test_a_private_address_is_a_problem_for_a_public_service_and_for_the_engine_which_judges_alike() -> None:
    facts = ImageFacts(LINK, ImageVerdict.OK, private_address=True)
    at_home = replace(UNIALL, base_url="http://192.168.1.5:8000")
    at_work = replace(UNIALL, base_url="https://video.corp.example", is_inside=True)

    assert fields(request_for(images=(LINK,)), UNIALL, facts) == [Field.IMAGE]
    assert fields(request_for(images=(LINK,)), engine_connection(), facts) == [Field.IMAGE]
    assert fields(request_for(images=(LINK,)), at_home, facts) == []
    assert fields(request_for(images=(LINK,)), at_work, facts) == []
    assert fields(request_for(images=(LINK,)), replace(engine_connection(), is_inside=True), facts) == [Field.IMAGE]


def test_a_connection_that_takes_no_local_picture_says_so_before_any_money_is_spent() -> None:
    strict = replace(UNIALL, local_image=LocalImage.REFUSE)

    assert fields(request_for(images=(FILE,)), strict, ImageFacts(FILE, ImageVerdict.OK)) == [Field.IMAGE]
    assert fields(request_for(images=(FILE,)), UNIALL, ImageFacts(FILE, ImageVerdict.OK)) == []


def test_nothing_goes_out_without_the_key_of_its_connection() -> None:
    assert fields(request_for(), replace(UNIALL, key_place=KeyPlace.MISSING)) == [Field.CONNECTION]


def test_a_job_with_a_local_picture_goes_wholly_in_the_sister_format() -> None:
    assert wire_format(request_for(images=(FILE,)), UNIALL) == NATIVE
    assert wire_format(request_for(images=(LINK,)), UNIALL) == formats.UNIALL
    assert wire_format(request_for(), UNIALL) == formats.UNIALL
    inlined = replace(UNIALL, local_image=LocalImage.DATA_URL)
    assert wire_format(request_for(images=(FILE,)), inlined) == formats.UNIALL


def test_a_format_that_takes_files_has_no_need_of_a_sister() -> None:
    native = replace(UNIALL, format=NATIVE, pictures=FACTS[NATIVE].pictures)

    assert wire_format(request_for(images=(FILE,)), native) == NATIVE


def test_a_link_is_refused_in_words_where_the_format_takes_files_only() -> None:
    strict = replace(UNIALL, pictures=replace(UNIALL.pictures, links=False))
    looked_at = ImageFacts(LINK, ImageVerdict.OK)

    assert fields(request_for(images=(LINK,)), strict, looked_at) == [Field.IMAGE]
    assert fields(request_for(images=(FILE,)), strict, ImageFacts(FILE, ImageVerdict.OK)) == []


def test_a_request_tells_what_is_sent_and_what_the_models_name_fixes() -> None:
    assert not request_for().sends_size
    assert not request_for().sends_seconds
    assert request_for(PRO).sends_size
    assert request_for(PRO).sends_seconds


def test_a_reference_image_is_a_file_or_a_url_and_never_both() -> None:
    with pytest.raises(ValueError, match="a file or a URL"):
        InputImage()
    with pytest.raises(ValueError, match="a file or a URL"):
        InputImage(path=Path("a"), url="https://b")
