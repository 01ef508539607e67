"""What the engine is asked for as a preview, what it cannot draw, and when the real thing counts as sent."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG, ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.parameters import Parameter, ParameterKind, ParameterValue
from sora_desktop.domain.preview import PreviewOf, preview_request, why_no_preview
from sora_desktop.domain.request import Request
from sora_desktop.domain.sent_for_real import sent_for_real
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.ui.language import say
from tests.support.rows import rows
from tests.ui.samples import SERVICE, job

ENGINE = engine_connection()
HD = Size(1280, 720)
SEED = Parameter("seed", ParameterKind.SEED)
WAN = VideoModel(
    "wan", (HD, Size(832, 480)), (4, 5), images=(ImageSlot(), ImageSlot(ImageRole.LAST)), parameters=(SEED,)
)


def asked(**changes: Any) -> Request:
    return replace(Request("a fox", WAN, HD, 4, parameters=(ParameterValue("seed", 7),)), **changes)


def test_another_model_is_drawn_by_one_that_makes_the_same_frame_and_length_without_what_only_it_takes() -> None:
    drawn = preview_request(asked(), ENGINE)

    assert drawn is not None
    assert ("a fox", HD, 4, ()) == (drawn.prompt, drawn.size, drawn.seconds, drawn.parameters)
    assert ENGINE.model(drawn.model.id) == drawn.model


def test_a_model_that_the_engine_has_draws_its_own_preview() -> None:
    for model in CATALOG:
        request = Request("a fox", model, model.sizes[-1], model.every_length[-1])
        assert request == preview_request(request, ENGINE)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": Size(832, 480)}, "No preview: frames of 832 × 480 can't be drawn."),
        ({"seconds": 5}, "No preview: clips of 5 s can't be drawn, only of 4, 8, 12, 16, 20 s."),
        (
            {"images": (InputImage(Path("/fox.png"), role=ImageRole.LAST),)},
            "No preview: only a first frame can be drawn, no last frame and no references.",
        ),
        (
            {"source": SourceClip(Change.REMIX, "c", "r", "s", "Gateway", Path("/c.mp4"), "wan", HD, 4)},
            "There is no preview of a change to a clip.",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(changes: dict[str, Any], words: str) -> None:
    why = why_no_preview(asked(**changes), ENGINE)

    assert preview_request(asked(**changes), ENGINE) is None
    assert why is not None
    assert words == say(why)


PREVIEW = job(1, JobState.DONE, service=ServiceRef.of(ENGINE), preview_of=PreviewOf(asked(), 2))


def real(state: JobState = JobState.QUEUED, **changes: Any) -> Job:
    whole = job(2, state, request=asked(), service=ServiceRef.of(SERVICE), created_at=PREVIEW.created_at)
    return replace(whole, **changes)


def test_the_same_request_at_a_service_counts_also_with_another_seed_drawn() -> None:
    drawn = replace(PREVIEW, preview_of=PreviewOf(asked(parameters=())))
    sent = real(request=asked(parameters=(ParameterValue("seed", 11, drawn=True),)))

    assert sent == sent_for_real(drawn, [drawn, sent])


@rows(
    "other",
    [
        real(request=asked(prompt="an owl")),
        real(service=ServiceRef.of(ENGINE)),
        real(created_at=PREVIEW.created_at - timedelta(seconds=1)),
        real(JobState.CANCELLED, billed=Billed.NO),
        real(JobState.REFUSED, billed=Billed.NO),
    ],
)
def test_what_is_another_or_came_to_nothing_and_cost_nothing_does_not_count(other: Job) -> None:
    assert sent_for_real(PREVIEW, [PREVIEW, other]) is None


@pytest.mark.parametrize(
    "other", [real(JobState.UNKNOWN), real(JobState.DONE), real(JobState.FAILED, billed=Billed.UNKNOWN)]
)
def test_what_may_have_cost_something_counts(other: Job) -> None:
    assert other == sent_for_real(PREVIEW, [other])
