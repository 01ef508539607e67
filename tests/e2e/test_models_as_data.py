"""Models that a connection has as data (square, a range of lengths, three roles, parameters), in the real window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QSpinBox, QWidget

from sora_desktop.domain.catalog import ImageRole, ImageSlot, LengthRange, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.parameters import Choice, Parameter, ParameterKind
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Size
from sora_desktop.store.connections import save_connections
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import save_settings
from tests.servers.service import FakeService
from tests.support import formats
from tests.support.drive import Hand, in_window
from tests.support.loops import RunGui
from tests.support.mp4 import small_mp4
from tests.support.pictures import write_picture
from tests.support.until import until

PROMPT = "A red fox runs through snow"
SIZES = (Size(1280, 704), Size(704, 1280), Size(960, 960))
SQUARE = VideoModel("wan-square", SIZES, (5, 10))
RANGE = VideoModel("ltx-range", SIZES[:2], length_range=LengthRange(2, 20, 2))
ROLES = VideoModel(
    "three-roles",
    SIZES,
    (5,),
    images=(
        ImageSlot(),
        ImageSlot(ImageRole.LAST, field="last_frame"),
        ImageSlot(ImageRole.REFERENCE, 2, "reference_images"),
    ),
)
STEPS = VideoModel(
    "with-settings",
    SIZES,
    (5,),
    parameters=(
        Parameter("num_inference_steps", ParameterKind.WHOLE, 30, 1, 200, label="Steps"),
        Parameter("guidance", ParameterKind.NUMBER, least=0, most=20, field="extra_params.guidance_scale"),
        Parameter("quality", ParameterKind.CHOICE, "high", choices=(Choice("high"), Choice("lossless", "Lossless"))),
        Parameter("generate_sound", ParameterKind.YES_NO),
        Parameter("seed", ParameterKind.SEED),
    ),
)
MORE = frozenset({"last_frame", "reference_images", "num_inference_steps", "extra_params", "quality", "seed"})


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService("openai", key="") as running:
        running.clip.data = small_mp4()
        running.more_fields = MORE
        yield running


@pytest.fixture
def data(tmp_path: Path, service: FakeService) -> Path:
    """A folder with one connection, whose models are its own; it is the picked one."""
    paths = Paths(tmp_path / "data")
    paths.make()
    models = (SQUARE, RANGE, ROLES, STEPS)
    own = Connection(
        "own", "Own", service.base_url, format=formats.NATIVE, models=models, key_place=KeyPlace.NOT_NEEDED
    )
    save_connections(paths.connections, [own])
    save_settings(paths.settings, Settings(selected_connection=own.id))
    return paths.root


async def ready(hand: Hand) -> None:
    await until(lambda: "wan-square" in hand.rows("modelPicker"), what="the models of the connection are there")
    hand.type_prompt(PROMPT)


def bodies(service: FakeService) -> list[dict[str, object]]:
    return [json.loads(request.body) for request in service.requests("submit")]


def names(hand: Hand) -> set[str]:
    found = hand.window.compose.findChildren(QPushButton)
    return {button.objectName() for button in found if button.objectName().startswith(("orientation-", "duration-"))}


def test_a_square_clip_is_asked_for_by_its_chip(run_gui: RunGui, data: Path, service: FakeService) -> None:
    async def story(hand: Hand) -> None:
        await ready(hand)
        assert {"orientation-square", "duration-5", "duration-10"} <= names(hand)
        assert "duration-8" not in names(hand)
        hand.click("orientation-square")
        assert "ltx-range" not in hand.rows("modelPicker")
        hand.pick_model("wan-square")
        await hand.generate()
        await hand.job_in("done")

    in_window(run_gui, data, story)
    assert bodies(service) == [{"model": "wan-square", "prompt": PROMPT, "seconds": "5", "size": "960x960"}]


def test_a_length_within_a_range_is_chosen_where_it_has_no_chip(
    run_gui: RunGui, data: Path, service: FakeService
) -> None:
    async def story(hand: Hand) -> None:
        await ready(hand)
        hand.pick_model("ltx-range")
        spin = hand.find(QSpinBox, "durationSpin")
        assert spin.isVisible()
        spin.setFocus()
        spin.selectAll()
        QTest.keyClicks(spin, "14")
        hand.find(QWidget, "promptEdit").setFocus()
        assert hand.button("duration-14").isChecked()
        assert hand.rows("modelPicker") == ["ltx-range"]
        await hand.generate()
        await hand.job_in("done")

    in_window(run_gui, data, story)
    assert bodies(service) == [{"model": "ltx-range", "prompt": PROMPT, "seconds": "14", "size": "1280x704"}]


def test_first_and_last_frame_and_references_go_along_each_in_its_place(
    run_gui: RunGui, data: Path, service: FakeService, tmp_path: Path
) -> None:
    pictures = [write_picture(tmp_path / f"{number}.png") for number in range(4)]
    zones = ("imageDropZone", "imageDropZone-last", "imageDropZone-reference-1", "imageDropZone-reference-2")

    async def story(hand: Hand) -> None:
        await ready(hand)
        hand.pick_model("three-roles")
        for picture, zone in zip(pictures, zones, strict=True):
            mime = QMimeData()
            mime.setUrls([QUrl.fromLocalFile(str(picture))])
            assert hand.window.findChild(QWidget, zone) is not None, f"{zone} is not there"
            hand.drop(mime, zone)
        await until(hand.button("generateButton").isEnabled, what=f"all are looked at: {hand.text('problemLabel')}")
        hand.pick_model("wan-square")
        assert not hand.button("generateButton").isEnabled()
        assert "wan-square takes no last frame." in hand.everything_said()
        hand.pick_model("three-roles")
        await hand.generate()
        await hand.job_in("done")

    in_window(run_gui, data, story)
    (request,) = service.requests("submit")
    sent = [
        request.body.count(f'name="{name}"'.encode()) for name in ("input_reference", "last_frame", "reference_images")
    ]
    assert [1, 1, 2] == sent


def test_parameters_are_sent_where_the_entry_puts_them_and_a_seed_differs_from_take_to_take(
    run_gui: RunGui, data: Path, service: FakeService
) -> None:
    async def story(hand: Hand) -> None:
        await ready(hand)
        hand.pick_model("wan-square")
        assert not hand.button("moreSettings").isVisible()
        hand.pick_model("with-settings")
        hand.click("moreSettings")
        guidance = hand.find(QLineEdit, "parameter-guidance")
        guidance.setFocus()
        QTest.keyClicks(guidance, "50")
        assert "Guidance lies between 0 and 20." in hand.everything_said()
        assert not hand.button("generateButton").isEnabled()
        guidance.selectAll()
        QTest.keyClicks(guidance, "7.5")
        hand.find(QSpinBox, "countSpin").setValue(2)
        await hand.generate()
        await until(lambda: len(hand.clips()) == 2 or len(service.requests("submit")) == 2, what="both are sent")

    in_window(run_gui, data, story)
    sent = bodies(service)
    seeds = {body.pop("seed") for body in sent}
    whole = {
        "model": "with-settings",
        "prompt": PROMPT,
        "seconds": "5",
        "size": "1280x704",
        "num_inference_steps": 30,
        "extra_params": {"guidance_scale": 7.5},
        "quality": "high",
    }
    assert [whole, whole] == sent
    assert len(seeds) == 2
