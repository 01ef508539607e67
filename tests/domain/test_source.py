"""What speaks against changing a clip, before a byte of it is sent."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.request import request_cost
from sora_desktop.domain.request_checks import Field, check
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.source import Change
from sora_desktop.domain.wire_options import SourceAs, WireOptions
from sora_desktop.services.formats import FORMATS
from tests.support import formats
from tests.support.changes import change_of, with_ways

MODEL = CATALOG[6]
_WITHOUT = next(name for name, wire in FORMATS.items() if not wire.facts.body.changes_in)
WAYS = WireOptions(remix=SourceAs.ID, extend=SourceAs.ID)


def connection(wire: WireOptions = WAYS, **changes: Any) -> Connection:
    plain = Connection("one", "Studio", "https://one.example.com", formats.NATIVE, wire=wire, models=CATALOG)
    return with_ways(replace(plain, key_place=KeyPlace.SESSION, **changes))


def told(change: Change, at: Connection, **changes: Any) -> list[tuple[Field, str]]:
    request = change_of(change, model=MODEL, connection=changes.pop("made_by", at), **changes)
    return [(problem.field, str(problem.text)) for problem in check(request, MODEL, at)]


@pytest.mark.parametrize("change", Change)
def test_a_clip_of_the_connection_itself_may_be_changed(change: Change) -> None:
    assert [] == told(change, connection())


@pytest.mark.parametrize(
    ("change", "words"),
    [(Change.REMIX, "“Studio” can't change clips."), (Change.EXTEND, "“Studio” can't make clips longer.")],
)
def test_a_service_that_is_not_known_to_do_it_is_not_asked(change: Change, words: str) -> None:
    assert [(Field.SOURCE, words)] == told(change, connection(WireOptions()))


def test_a_format_without_changes_is_not_asked_whatever_its_connection_says() -> None:
    at = with_ways(replace(connection(), format=_WITHOUT))

    assert [(Field.SOURCE, "“Studio” can't change clips.")] == told(Change.REMIX, at)


@pytest.mark.parametrize("differs", [{"id": "two"}, {"base_url": "https://two.example.com"}])
def test_a_clip_of_another_service_is_refused_in_words(differs: dict[str, Any]) -> None:
    made_by = replace(connection(), name="Other", **differs)

    assert [(Field.SOURCE, "This clip was made with “Other”, so only that connection can change it.")] == told(
        Change.REMIX, connection(), made_by=made_by
    )


def test_a_service_that_wants_the_clip_itself_takes_any() -> None:
    made_by = replace(connection(), id="two")

    assert [] == told(Change.REMIX, connection(WireOptions(remix=SourceAs.FILE)), made_by=made_by, remote_id="")


def test_a_clip_without_an_id_cannot_be_named() -> None:
    assert [Field.SOURCE] == [field for field, _ in told(Change.REMIX, connection(), remote_id="")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"size": Size(720, 1280)}, Field.SIZE),
        ({"seconds": 8}, Field.SECONDS),
        ({"images": (InputImage(path=Path("/fox.png")),)}, Field.IMAGE),
    ],
)
def test_nothing_that_is_asked_for_is_dropped_in_silence(changes: dict[str, Any], field: Field) -> None:
    assert {field} == {each for each, _ in told(Change.REMIX, connection(), **changes)}


def test_another_model_than_that_of_the_clip_is_said_to_be_no_choice() -> None:
    request = replace(
        change_of(Change.REMIX, model=MODEL, connection=connection()), model=CATALOG[7], size=Size(1280, 720)
    )

    assert Field.MODEL in [problem.field for problem in check(request, CATALOG[7], connection())]


def test_what_goes_on_is_as_long_as_its_model_makes_and_costs_what_is_added() -> None:
    at = connection()
    longer = change_of(Change.EXTEND, model=MODEL, connection=at, seconds=8)

    assert [] == list(check(longer, MODEL, at))
    assert (8, 12) == (longer.seconds, longer.clip_seconds)
    assert request_cost(longer, at) == request_cost(replace(longer, source=None), at)
    assert [Field.SECONDS] == [field for field, _ in told(Change.EXTEND, at, seconds=5)]


def test_takes_of_one_change_are_alike_and_of_two_clips_are_not() -> None:
    one, other = change_of(Change.REMIX), change_of(Change.REMIX, remote_id="video_2")

    assert one.as_asked == change_of(Change.REMIX).as_asked
    assert one.as_asked != other.as_asked
