"""The engine with a square model in its catalogue: both formats order it, and its renderer makes the clip."""

from pathlib import Path

import pytest

from sora_desktop.animatic.render import render
from sora_desktop.animatic.scene import SceneRequest
from sora_desktop.domain.catalog import LengthRange, VideoModel
from sora_desktop.domain.shapes import Size
from sora_desktop.engine import rules
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.rules import read_openai, read_uniall
from sora_desktop.media.probe import examine

pytestmark = pytest.mark.usefixtures("qapp")

SQUARE = VideoModel("square", (Size(960, 960), Size(1280, 720)), length_range=LengthRange(1, 30))


@pytest.fixture(autouse=True)
def square(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules.MODELS, SQUARE.id, SQUARE)


def test_a_square_clip_is_ordered_in_both_formats() -> None:
    fields = {"model": "square", "prompt": "a fox"}

    orders = [
        read_uniall({**fields, "aspect_ratio": "1:1", "duration": 7}),
        read_uniall(fields),
        read_openai({**fields, "size": "960x960", "seconds": "30"}),
    ]
    assert [(Size(960, 960), 7), (Size(960, 960), 1), (Size(960, 960), 30)] == [(o.size, o.seconds) for o in orders]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"model": "sora2-pro-720p", "aspect_ratio": "1:1"}, "conflicting_aspect_ratio"),
        ({"model": "square", "aspect_ratio": "9:16"}, "conflicting_aspect_ratio"),
        ({"model": "square", "aspect_ratio": "4:3"}, "invalid_aspect_ratio"),
        ({"model": "square", "duration": 31}, "unsupported_duration"),
        ({"model": "sora2-pro-720p", "duration": 7}, "conflicting_duration"),
    ],
)
def test_what_the_catalogue_has_elsewhere_is_a_conflict_and_what_it_has_nowhere_is_unknown(
    fields: dict[str, object], code: str
) -> None:
    with pytest.raises(RequestError) as refused:
        read_uniall({**fields, "prompt": "a fox"})

    assert code == refused.value.code


def test_the_renderer_makes_a_square_clip(tmp_path: Path) -> None:
    target = tmp_path / "square.mp4"
    render(SceneRequest("A fox in snow", Size(320, 320), 1, "square"), target, lambda _share: None, lambda: False)

    assert Size(320, 320) == examine(target).facts.size
