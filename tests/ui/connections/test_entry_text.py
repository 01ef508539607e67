"""A model as a person writes it: nothing is lost on the way there and back, and what contradicts itself is said."""

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG, ImageRole, ImageSlot, LengthRange, Settled, VideoModel
from sora_desktop.domain.parameters import Choice, Parameter, ParameterKind, Place
from sora_desktop.domain.pricing import Price
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import LinkAs, WireOptions
from sora_desktop.ui.connections.entry_form import EntryForm
from sora_desktop.ui.connections.entry_text import EntryText, Part, SlotText, read_entry, write_entry
from sora_desktop.ui.connections.parameter_text import ParameterText, write_parameter
from tests.support.rows import rows

RICH = VideoModel(
    "wan/2.2, large",
    (Size(1280, 704), Size(704, 1280), Size(768, 768)),
    (5, 3),
    LengthRange(8, 20, 4),
    default_seconds=12,
    name="Wan, the large one",
    images=(
        ImageSlot(ImageRole.REFERENCE, 4, "images[]", 2),
        ImageSlot(least=1),
        ImageSlot(ImageRole.LAST, 1, "last_frame"),
    ),
    parameters=(
        Parameter("seed", ParameterKind.SEED),
        Parameter(
            "guidance", ParameterKind.NUMBER, 5.0, 0, 20, 0.5, label="Guidance", help="How close.", place=Place.FORM
        ),
        Parameter("steps", ParameterKind.WHOLE, 30, 1, 200),
        Parameter("audio", ParameterKind.YES_NO, default=True, field="extra.audio"),
        Parameter("mood", ParameterKind.TEXT, " plain, or so "),
        Parameter("empty", ParameterKind.TEXT, ""),
        Parameter("quoted", ParameterKind.TEXT, '"so"'),
        Parameter(
            "quality",
            ParameterKind.CHOICE,
            "720",
            choices=(
                Choice("720", "HD"),
                Choice(720),
                Choice(1.5),
                Choice(True),
                Choice("a, b"),
                Choice("true"),
                Choice("high"),
            ),
        ),
    ),
    assumed=("sizes", "lengths", "default_size"),
    deadline_seconds=7200,
    prices=(Price("wan/2.2, large", Decimal("0.1")),),
    if_enabled=True,
    about_size=True,
    pro=True,
    wire=WireOptions(form=True, link=LinkAs.TEXT, link_field="image"),
)


@rows("model", [*CATALOG, RICH], ids=lambda model: model.id)
def test_what_is_written_of_a_model_is_read_as_the_very_same(model: VideoModel) -> None:
    read = read_entry(write_entry(model))

    assert (model, {}) == (read.model, dict(read.problems))


def test_the_rich_model_has_something_of_its_own_in_each_field() -> None:
    """Else a field that the editor forgets would be missed by nobody. What ids fix is that of the catalogue."""
    plain, slot = VideoModel("", (Size(1, 1),), (1,)), ImageSlot()
    same = [each.name for each in fields(VideoModel) if getattr(plain, each.name) == getattr(RICH, each.name)]
    told = [[getattr(slot, each.name) != getattr(one, each.name) for each in fields(ImageSlot)] for one in RICH.images]

    assert ["fixes"] == same
    assert all(any(column) for column in zip(*told, strict=True))


def test_the_form_gives_back_all_of_a_model_that_it_shows(qtbot: QtBot) -> None:
    form = EntryForm()
    qtbot.addWidget(form)
    form.show_entry(write_entry(RICH))
    shown = form.entry

    assert shown is not None
    assert RICH == read_entry(shown).model


def test_what_a_person_wrote_is_assumed_no_more() -> None:
    read = read_entry(replace(write_entry(RICH), sizes="1280 × 704"))

    assert read.model is not None
    assert ("lengths",) == read.model.assumed


def entry(**changes: Any) -> EntryText:
    return replace(write_entry(CATALOG[6]), **changes)


@rows(
    ("changes", "part", "said"),
    [
        ({"id": " "}, Part.ID, "Enter the id"),
        ({"id": "taken"}, Part.ID, "has this id"),
        ({"id": "a\nb"}, Part.ID, "such an id"),
        ({"sizes": ""}, Part.SIZES, "at least one size"),
        ({"sizes": "1280x720, wide"}, Part.SIZES, "“wide” isn't a size"),
        ({"sizes": "1280x0"}, Part.SIZES, "isn't a size"),
        ({"fixes": (Settled.SIZE,)}, Part.SIZES, "only one"),
        ({"lengths": ""}, Part.LENGTHS, "at least one length"),
        ({"lengths": "4, long"}, Part.LENGTHS, "“long” isn't a length"),
        ({"lengths": "9-4"}, Part.LENGTHS, "isn't a length"),
        ({"lengths": "4-8, 10-12"}, Part.LENGTHS, "only one range"),
        ({"usual": "5"}, Part.USUAL, "one of the lengths"),
        ({"deadline": "soon"}, Part.DEADLINE, "whole seconds"),
        ({"slots": {ImageRole.FIRST: SlotText(1, "a b")}}, Part.IMAGES, "field name"),
        ({"slots": {ImageRole.FIRST: SlotText(1, "prompt")}}, Part.IMAGES, "already means something else"),
        ({"wire": WireOptions(seconds_field="prompt")}, Part.WIRE, "already means something else"),
        ({"wire": WireOptions(link_field="a b")}, Part.WIRE, "field name"),
        (
            {"slots": {ImageRole.FIRST: SlotText(1, "image"), ImageRole.LAST: SlotText(1, "image")}},
            Part.IMAGES,
            "can't share the field",
        ),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(changes: dict[str, Any], part: Part, said: str) -> None:
    read = read_entry(entry(**changes), ["taken"], ("model", "prompt", "seconds", "size"))

    assert read.model is None
    assert {part} == set(read.problems)
    assert said in str(read.problems[part])


def test_roles_share_a_field_that_is_a_list() -> None:
    """Vidu takes `images: [first, last]`, and `images: [first]`."""
    shared = {ImageRole.FIRST: SlotText(1, "images"), ImageRole.LAST: SlotText(1, "images")}
    read = read_entry(entry(slots=shared, wire=WireOptions(lists_links=True)))

    assert read.model is not None
    assert ["images", "images"] == [slot.field for slot in read.model.images]


SEED = write_parameter(Parameter("seed", ParameterKind.SEED))


@rows(
    ("row", "said"),
    [
        (ParameterText(), "can't be a parameter"),
        (replace(SEED, field="a b"), "the field has characters"),
        (replace(SEED, least="few"), "are numbers"),
        (replace(SEED, least="9", most="3"), "the least is more than the most"),
        (replace(SEED, step="0"), "more than zero"),
        (replace(SEED, kind=ParameterKind.CHOICE), "list what can be chosen"),
        (replace(SEED, default="blue"), "the default doesn't fit"),
        (replace(SEED, most="9", default="10"), "the default doesn't fit"),
        (replace(SEED, kind=ParameterKind.CHOICE, choices="low, high", default="mid"), "the default doesn't fit"),
    ],
)
def test_a_parameter_that_contradicts_itself_is_said(row: ParameterText, said: str) -> None:
    read = read_entry(entry(parameters=(row,)))

    assert {Part.PARAMETERS} == set(read.problems)
    assert said in str(read.problems[Part.PARAMETERS])


def test_one_field_has_one_use() -> None:
    twice = read_entry(entry(parameters=(SEED, SEED)))
    shared = read_entry(entry(parameters=(SEED, replace(SEED, id="other", field="seed"))))

    assert "stands there twice" in str(twice.problems[Part.PARAMETERS])
    assert "already means something else" in str(shared.problems[Part.PARAMETERS])
