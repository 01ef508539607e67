"""Any entry that a catalogue may hold: what it settles it makes, and what it does not take is refused in words."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.catalog import ImageRole, ImageSlot, LengthRange, Settled, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.format_facts import BodyWays, LocalImage, PictureWays
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.parameters import (
    SEED_LIMIT,
    Choice,
    Parameter,
    ParameterKind,
    ParameterValue,
    Place,
    Scalar,
    draw_seeds,
    problem_of,
)
from sora_desktop.domain.request import Request, one_take
from sora_desktop.domain.request_checks import Field, check
from sora_desktop.domain.shapes import Shape, Size
from tests.support.rows import rows

SERVICE = Connection("s", "Service", "https://video.example.com", key_place=KeyPlace.NOT_NEEDED)
SIDES = st.integers(1, 4096)
SIZES = st.lists(st.builds(Size, SIDES, SIDES), min_size=1, max_size=6, unique=True).map(tuple)
LENGTHS = st.lists(st.integers(1, 120), max_size=5, unique=True).map(tuple)
RANGES = st.none() | st.builds(
    lambda least, more, step: LengthRange(least, least + more, step),
    st.integers(1, 30),
    st.integers(0, 60),
    st.integers(1, 7),
)
FIXES = st.sampled_from([(), (Settled.SIZE,), (Settled.SECONDS,), (Settled.SIZE, Settled.SECONDS)])
SLOTS = st.dictionaries(st.sampled_from(list(ImageRole)), st.integers(0, 3), max_size=3).map(
    lambda most: tuple(ImageSlot(role, count, f"{role}_picture") for role, count in most.items())
)
ENTRIES = (
    st.tuples(SIZES, LENGTHS, RANGES, FIXES, SLOTS)
    .filter(lambda parts: bool(parts[1] or parts[2]))
    .map(lambda parts: VideoModel("any", parts[0], parts[1], parts[2], parts[3], images=parts[4]))
)


def fields(request: Request, connection: Connection = SERVICE) -> set[Field]:
    facts = [ImageFacts(image, ImageVerdict.OK) for image in request.images]
    return {problem.field for problem in check(request, request.model, connection, facts)}


@given(ENTRIES, st.none() | st.sampled_from(list(Shape)), st.none() | st.integers(1, 120))
def test_what_an_entry_fits_it_settles_to_and_what_it_settles_to_it_makes(
    model: VideoModel, shape: Shape | None, seconds: int | None
) -> None:
    size, settled = model.settle_size(shape), model.settle_seconds(seconds)

    assert size in model.sizes
    if model.fits(shape, seconds) and not model.fixes:
        assert (shape in (None, size.shape), seconds in (None, settled)) == (True, True)
        assert fields(Request("a fox", model, size, settled)) == set()
    if not model.makes(settled):
        assert Field.SECONDS in fields(Request("a fox", model, size, settled))


@given(ENTRIES, st.builds(Size, SIDES, SIDES))
def test_a_size_is_taken_only_where_the_entry_has_it(model: VideoModel, size: Size) -> None:
    found = fields(Request("a fox", model, size, model.settle_seconds(None)))

    assert (size in model.sizes) is not bool(found & {Field.SHAPE, Field.SIZE})


@given(ENTRIES, st.lists(st.sampled_from(list(ImageRole)), max_size=6))
def test_a_role_or_a_count_that_the_entry_does_not_take_is_refused(model: VideoModel, roles: list[ImageRole]) -> None:
    images = tuple(InputImage(url="https://example.com/a.png", role=role) for role in roles)
    request = Request("a fox", model, model.sizes[0], model.settle_seconds(None), images)
    slots = {slot.role: slot.most for slot in model.images}
    is_taken = all(roles.count(role) <= slots.get(role, 0) for role in roles)

    assert is_taken is not bool(fields(request) & {Field.IMAGE, Field.OTHER_IMAGES})


def test_a_role_without_a_place_on_the_wire_is_refused() -> None:
    model = VideoModel("m", (Size(1280, 720),), (4,), images=(ImageSlot(), ImageSlot(ImageRole.LAST)))
    last = InputImage(url="https://example.com/a.png", role=ImageRole.LAST)

    assert fields(Request("a fox", model, model.sizes[0], 4, (last,))) == {Field.OTHER_IMAGES}


def test_a_picture_that_a_model_cannot_do_without_is_asked_for_in_words() -> None:
    model = VideoModel("m", (Size(1280, 720),), (4,), name="Moving Pictures", images=(ImageSlot(least=1),))
    request = Request("a fox", model, model.sizes[0], 4)
    (problem,) = check(request, model, SERVICE)

    assert (problem.field, str(problem.text)) == (Field.IMAGE, "Moving Pictures needs a first frame.")
    assert fields(replace(request, images=(InputImage(url="https://example.com/a.png"),))) == set()


def test_files_and_links_are_never_mixed_in_one_request() -> None:
    model = VideoModel(
        "m", (Size(1280, 720),), (4,), images=(ImageSlot(), ImageSlot(ImageRole.LAST, field="last_frame"))
    )
    images = (InputImage(path=Path("/a.png")), InputImage(url="https://example.com/b.png", role=ImageRole.LAST))
    request = Request("a fox", model, model.sizes[0], 4, images)

    assert fields(request, replace(SERVICE, local_image=LocalImage.NATIVE)) == {Field.OTHER_IMAGES}
    assert fields(request, replace(SERVICE, local_image=LocalImage.DATA_URL)) == set()


def test_a_format_that_names_ratios_only_is_asked_for_the_usual_size_of_a_ratio_and_no_other() -> None:
    model = VideoModel("m", (Size(1280, 720), Size(1920, 1080), Size(960, 960)), (4,))
    ratios = replace(SERVICE, body=BodyWays(sizes=False, forms=False))

    found = [fields(Request("a fox", model, size, 4), ratios) for size in model.sizes]
    assert [set(), {Field.SIZE}, set()] == found
    assert all(fields(Request("a fox", model, size, 4)) == set() for size in model.sizes)


def test_a_parameter_for_forms_is_refused_where_there_are_none() -> None:
    model = VideoModel(
        "m", (Size(1280, 720),), (4,), parameters=(Parameter("fps", ParameterKind.WHOLE, place=Place.FORM),)
    )
    request = Request("a fox", model, model.sizes[0], 4, parameters=(ParameterValue("fps", 24),))

    assert fields(request) == set()
    assert fields(request, replace(SERVICE, body=BodyWays(forms=False))) == {Field.PARAMETERS}
    assert fields(replace(request, parameters=(ParameterValue("lora", "x"),))) == {Field.PARAMETERS}


BODY = BodyWays(fields=("model", "prompt", "seconds", "size"), image_field="input_reference")
SISTER = BodyWays(fields=("model", "prompt", "width"), image_field="frame")
FILE, LINK = InputImage(path=Path("/a.png")), InputImage(url="https://example.com/a.png")


def with_parameters(*used: str, kind: ParameterKind = ParameterKind.WHOLE, **changes: Any) -> Request:
    """A request that sets a parameter in each of these fields."""
    parameters = tuple(Parameter(f"p{number}", kind, field=name) for number, name in enumerate(used))
    model = VideoModel("m", (Size(1280, 720),), (4,), parameters=parameters)
    values = tuple(ParameterValue(each.id, 1) for each in parameters)
    return replace(Request("a fox", model, model.sizes[0], 4, parameters=values), **changes)


@rows("used", [*BODY.fields, "input_reference", "prompt.text", "input_reference.image_url"])
def test_a_parameter_in_a_field_of_the_format_is_refused_in_words(used: str) -> None:
    request, service = with_parameters(used), replace(SERVICE, body=BODY)

    (problem,) = check(request, request.model, service)
    assert Field.PARAMETERS is problem.field
    assert f"P0 can't be sent to “Service”: its field “{used}” has another use there." in str(problem.text)
    assert fields(replace(request, parameters=()), service) == set()
    assert fields(with_parameters(used, kind=ParameterKind.SEED, parameters=()), service) == {Field.PARAMETERS}


def test_the_fields_are_those_of_the_one_format_that_the_whole_job_goes_in() -> None:
    service = replace(SERVICE, body=BODY, file_body=SISTER, pictures=PictureWays(file_format="sister"))
    narrow, wide = with_parameters("size", images=(FILE,)), with_parameters("width", images=(FILE,))

    assert [set(), {Field.PARAMETERS}] == [fields(each, service) for each in (narrow, wide)]
    links = [replace(each, images=(LINK,)) for each in (narrow, wide)]
    assert [{Field.PARAMETERS}, set()] == [fields(each, service) for each in links]


@rows(
    ("used", "expected"),
    [
        (("a", "b"), set()),
        (("a.b", "a.c"), set()),
        (("a.b", "ab"), set()),
        (("a", "a"), {Field.PARAMETERS}),
        (("a", "a.b"), {Field.PARAMETERS}),
        (("a.b.c", "a.b"), {Field.PARAMETERS}),
    ],
)
def test_two_parameters_never_stand_in_one_field(used: tuple[str, ...], expected: set[Field]) -> None:
    request = with_parameters(*used)

    assert expected == fields(request)
    assert fields(replace(request, parameters=request.parameters[:1])) == set()


def test_pictures_have_a_field_that_nothing_else_has() -> None:
    def request(*images: InputImage, last: str, used: str = "steps") -> Request:
        slots = (ImageSlot(), ImageSlot(ImageRole.LAST, field=last))
        whole = with_parameters(used, images=images)
        return replace(whole, model=replace(whole.model, images=slots))

    service, last = replace(SERVICE, body=BODY), replace(LINK, role=ImageRole.LAST)

    assert fields(request(LINK, last, last="last_frame"), service) == set()
    assert fields(request(last, last="prompt"), service) == {Field.OTHER_IMAGES}
    assert fields(request(last, last="frame", used="frame"), service) == {Field.PARAMETERS}
    assert fields(request(LINK, last, last="input_reference"), service) == {Field.IMAGE, Field.OTHER_IMAGES}
    files = (FILE, replace(FILE, role=ImageRole.LAST))
    assert fields(request(*files, last="input_reference"), service) == set()


@rows(
    ("parameter", "good", "bad"),
    [
        (Parameter("n", ParameterKind.WHOLE, least=1, most=200), (1, 200), (0, 201, 1.5, "7", True)),
        (Parameter("n", ParameterKind.NUMBER, least=0, most=20), (0, 7.5, 20), (-0.1, 21, "x", float("nan"), False)),
        (Parameter("n", ParameterKind.NUMBER, most=1), (-5, 1), (2,)),
        (Parameter("n", ParameterKind.TEXT, most=5), ("", "blur!"), ("blurry", 5)),
        (Parameter("n", ParameterKind.CHOICE, choices=(Choice("high"), Choice(1))), ("high", 1), ("low", True)),
        (Parameter("n", ParameterKind.YES_NO), (True, False), ("yes", 1)),
        (Parameter("n", ParameterKind.SEED), (0, SEED_LIMIT), (-1, SEED_LIMIT + 1)),
    ],
)
def test_a_value_is_taken_where_its_kind_and_limits_allow_it(
    parameter: Parameter, good: tuple[Scalar, ...], bad: tuple[Scalar, ...]
) -> None:
    assert [None for _ in good] == [problem_of(parameter, value) for value in good]
    assert all(str(problem_of(parameter, value)).startswith("N ") for value in bad)


@given(st.integers(0, 2**32))
def test_a_seed_is_drawn_for_each_take_unless_a_person_fixed_one(chance: int) -> None:
    seed = Parameter("seed", ParameterKind.SEED, least=5, most=9)
    source = random.Random(chance)
    (drawn,) = draw_seeds([seed], (), source)

    assert (drawn.id, drawn.drawn, 5 <= int(drawn.value) <= 9) == ("seed", True, True)
    assert draw_seeds([seed], (drawn,), source)[0].drawn
    fixed = (ParameterValue("seed", 7),)
    assert fixed == draw_seeds([seed], fixed, source)


def test_takes_of_one_wish_are_equal_but_for_what_was_drawn_and_where_it_came_from() -> None:
    model = VideoModel("m", (Size(960, 960),), (4,), parameters=(Parameter("seed", ParameterKind.SEED),))
    wish = Request("a fox", model, model.sizes[0], 4)
    one, other = one_take(wish), one_take(replace(wish, origin=Origin(Way.EDITED, clip_id="c")))

    assert one.parameters != ()
    assert one.as_asked == other.as_asked == wish
