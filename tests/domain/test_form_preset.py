"""A preset of the form: what it takes along, and what of it a connection does not have."""

from dataclasses import replace
from pathlib import Path

from sora_desktop.domain.catalog import CATALOG, ImageRole, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.form_preset import FormPreset, Lacking, Lacks, apply_preset, preset_of
from sora_desktop.domain.image import Fit, FitMode, InputImage
from sora_desktop.domain.parameters import Choice, Parameter, ParameterKind, ParameterValue
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.domain.source import Change
from tests.support.changes import change_of

QUALITY = Parameter("quality", ParameterKind.CHOICE, choices=(Choice("low"), Choice("high")), label="Quality")
STEPS = Parameter("steps", ParameterKind.WHOLE, least=1, most=50)
OWN = VideoModel("own", (Size(1280, 720), Size(720, 1280)), (4, 8), parameters=(QUALITY, STEPS))
HERE = Connection("here", "Here", "https://a.example.com", models=(OWN, CATALOG[0]))
FOX = InputImage(path=Path("/fox.png"), fit=Fit(FitMode.BLUR, 0.2, 0.3, 2.0, "#112233"))
LAST = InputImage(path=Path("/last.png"), role=ImageRole.LAST)
FORM = Draft(
    prompt="a fox",
    image=FOX,
    others=(LAST,),
    shape=Shape.PORTRAIT,
    seconds=8,
    model="own",
    takes=3,
    size=Size(720, 1280),
    parameters=(ParameterValue("quality", "high"), ParameterValue("of another", 1), ParameterValue("steps", 9)),
)


def test_prompt_and_pictures_are_no_part_of_it_unless_a_person_wants_that() -> None:
    plain = preset_of(FORM, OWN, "mine")
    whole = preset_of(FORM, OWN, "mine", with_prompt=True, with_pictures=True)

    assert (None, None, FOX.fit) == (plain.prompt, plain.images, plain.fit)
    assert ("a fox", (FOX, LAST)) == (whole.prompt, whole.images)
    assert ("own", Shape.PORTRAIT, 8, 3) == (plain.model, plain.shape, plain.seconds, plain.takes)
    assert ("quality", "steps") == tuple(each.id for each in plain.parameters)


def test_it_fills_the_form_again_and_leaves_what_is_no_part_of_it() -> None:
    other = Draft("an owl", InputImage(path=Path("/owl.png")), model=CATALOG[0].id)
    applied = apply_preset(preset_of(FORM, OWN, "mine"), other, HERE)

    wanted = replace(FORM, prompt="an owl", others=(), parameters=(FORM.parameters[0], FORM.parameters[2]))
    fitted = InputImage(path=Path("/owl.png"), fit=Fit(FitMode.BLUR, colour="#112233"))
    assert (replace(wanted, image=fitted), ()) == (applied.draft, applied.lacking)


def test_with_prompt_and_pictures_it_takes_their_place() -> None:
    applied = apply_preset(
        preset_of(FORM, OWN, "mine", with_prompt=True, with_pictures=True), Draft("an owl", model="own"), HERE
    )

    assert ("a fox", FOX, (LAST,)) == (applied.draft.prompt, applied.draft.image, applied.draft.others)


def test_what_is_not_there_is_told_and_the_rest_is_done() -> None:
    preset = FormPreset(
        "1",
        "mine",
        "gone",
        Shape.SQUARE,
        12,
        Size(1792, 1024),
        2,
        (ParameterValue("quality", "best"), ParameterValue("sound", True), ParameterValue("steps", 5)),
    )
    form = replace(FORM, parameters=())
    applied = apply_preset(preset, form, HERE)

    assert (
        Lacking(Lacks.MODEL, "gone"),
        Lacking(Lacks.SHAPE, "1:1"),
        Lacking(Lacks.SECONDS, 12),
        Lacking(Lacks.SIZE, Size(1792, 1024)),
        Lacking(Lacks.VALUE, "best", QUALITY.name),
        Lacking(Lacks.PARAMETER, "sound"),
    ) == applied.lacking
    assert replace(form, takes=2, parameters=(ParameterValue("steps", 5),)) == applied.draft


def test_a_clip_that_is_changed_keeps_its_model() -> None:
    source = change_of(Change.REMIX).source
    assert source is not None
    form = replace(FORM, source=source, model=source.model)

    assert source.model == apply_preset(FormPreset("1", "mine", "own"), form, HERE).draft.model


def test_before_a_connection_is_there_nothing_is_missed() -> None:
    applied = apply_preset(preset_of(FORM, OWN, "mine"), Draft(), None)

    assert ("own", 8, ()) == (applied.draft.model, applied.draft.seconds, applied.lacking)
