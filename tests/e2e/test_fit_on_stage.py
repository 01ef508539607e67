"""A picture is fitted on the stage of the real window: what goes over the wire is what was seen there."""

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Size
from sora_desktop.store.connections import save_connections
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import save_settings
from sora_desktop.ui.compose.fit_canvas import FitCanvas
from tests.servers.forms import read_form
from tests.servers.service import FakeService
from tests.support import formats
from tests.support.drive import Hand, in_window
from tests.support.finding import child
from tests.support.loops import RunGui
from tests.support.mp4 import small_mp4
from tests.support.until import until

FRAME = Size(1280, 704)
ALIKE = 3.0
"""So much, of 255, a painted pixel differs from the sent one on the average: it is seen smaller than it is sent."""


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService("openai", key="") as running:
        running.clip.data = small_mp4()
        running.polls = 0
        yield running


@pytest.fixture
def data(tmp_path: Path, service: FakeService) -> Path:
    paths = Paths(tmp_path / "data")
    paths.make()
    models = (VideoModel("own-model", (FRAME,), (5,)),)
    own = Connection(
        "own", "Own", service.base_url, format=formats.NATIVE, models=models, key_place=KeyPlace.NOT_NEEDED
    )
    save_connections(paths.connections, [own])
    save_settings(paths.settings, Settings(selected_connection=own.id))
    return paths.root


def painted() -> Image.Image:
    """Nothing of it is like its neighbour: a shift or a turn is seen."""
    across = Image.linear_gradient("L").rotate(90).resize((900, 900))
    down = Image.linear_gradient("L").resize((900, 900))
    made = Image.merge("RGB", (across, down, Image.radial_gradient("L").resize((900, 900))))
    made.paste((230, 40, 40), (60, 80, 240, 200))
    made.paste((40, 220, 60), (640, 620, 860, 840))
    return made


def plain(path: Path) -> None:
    painted().save(path)


def turned(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    painted().resize((900, 500)).save(path, exif=exif)


def transparent(path: Path) -> None:
    picture = painted().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((900, 900)))
    picture.save(path)


def seen(canvas: FitCanvas) -> Image.Image:
    """What the stage paints in the frame, without the line around it."""
    whole = canvas.grab().toImage()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    whole.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows no QBuffer
    frame = canvas.frame()
    box = (round(frame.left()), round(frame.top()), round(frame.right()), round(frame.bottom()))
    return Image.open(BytesIO(buffer.data().data())).convert("RGB").crop(box)


def difference(shown: Image.Image, sent: Image.Image) -> float:
    edge = 6
    alike = sent.resize(shown.size, Image.Resampling.LANCZOS)
    box = (edge, edge, shown.width - edge, shown.height - edge)
    mean = ImageStat.Stat(ImageChops.difference(shown, alike).crop(box)).mean
    return sum(mean) / len(mean)


def has_preview(canvas: FitCanvas) -> bool:
    return not canvas._preview.isNull()


def as_it_is(_canvas: FitCanvas) -> None:
    pass


def closer_and_aside(canvas: FitCanvas) -> None:
    for key in (*[Qt.Key.Key_Plus] * 5, *[Qt.Key.Key_Right] * 4, Qt.Key.Key_Up):
        QTest.keyClick(canvas, key)


CASES: list[tuple[str, Callable[[Path], None], str, Callable[[FitCanvas], None]]] = [
    ("plain.png", plain, "fit-crop", closer_and_aside),
    ("turned.jpg", turned, "fit-crop", as_it_is),
    ("see-through.png", transparent, "fit-pad", as_it_is),
    ("turned-blur.jpg", turned, "fit-blur", as_it_is),
]


def test_what_is_sent_is_what_the_stage_showed(
    run_gui: RunGui, data: Path, service: FakeService, tmp_path: Path
) -> None:
    shown: list[Image.Image] = []

    async def story(hand: Hand) -> None:
        await until(lambda: hand.rows("modelPicker") == ["own-model"], what="the model is offered")
        hand.type_prompt("A red fox runs through snow")
        for name, make, mode, act in CASES:
            make(tmp_path / name)
            hand.drop_files(tmp_path / name)
            fit = hand.find(QPushButton, "fitButton")
            await until(fit.isVisible, what=f"{name} can be fitted")
            hand.click("fitButton")
            canvas = child(hand.window.stage, FitCanvas)
            hand.click(mode)
            if mode == "fit-pad":
                hand.click("fit-colour-white")
            act(canvas)
            await until(partial(has_preview, canvas), what=f"{name} as it is sent")
            shown.append(seen(canvas))
            assert not hand.window.stage._screen.isVisible()
            hand.click("fitDone")
            assert hand.window.stage._screen.isVisible()
            await hand.generate()
            await hand.job_in("done")

    in_window(run_gui, data, story)
    files = [read_form(request).files["input_reference"] for request in service.requests("submit")]
    sent = [Image.open(BytesIO(file.data)).convert("RGB") for file in files]

    assert [(FRAME.width, FRAME.height)] * len(CASES) == [each.size for each in sent]
    found = {case[0]: difference(*pair) for case, *pair in zip(CASES, shown, sent, strict=True)}
    assert {} == {name: apart for name, apart in found.items() if apart > ALIKE}
