"""The real window in front of other people's servers: what a person sees of each, step by step, with pictures.

Run by `scripts/interop window`, on a screen of its own. For each server: its address and key are pasted, what it is gets
recognised, a clip is made of words and one of a picture, and everything that can be examined is. The pictures, light
and dark, lie in `build/interop/window`, and `said.txt` beside them has the words of each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListView, QMenu, QWidget

from sora_desktop.domain.doctor import Check, Verdict
from sora_desktop.domain.job import Job
from sora_desktop.domain.settings import Theme
from sora_desktop.ui.connections.sheet import ConnectionSheet
from sora_desktop.ui.window.gui_watchdog import GuiWatchdog
from tests.interop.real_server import PLACE, RealServer
from tests.interop.through_litellm import ENGINES, WAN, Proxy, model_of
from tests.servers.engine_process import EngineProcess
from tests.support.drive import Hand, in_window
from tests.support.loops import RunGui
from tests.support.pictures import write_picture
from tests.support.until import turns, until

PICTURES = PLACE / "window"
WINDOW, SCREEN = (1440, 900), (1600, 1000)
MADE_IN_SECONDS = 300.0
CHILDREN_ARE_TOLD_THE_KEY = True
_SETTLED_AFTER = 20
"""Turns of the loop."""


@dataclass(frozen=True)
class Visited:
    """What a person was told, and the two jobs."""

    recognised: str
    tested: str
    examined: dict[Check, Verdict]
    of_words: Job
    of_a_picture: Job
    said: str

    @property
    def is_not_right(self) -> set[Check]:
        return {check for check, verdict in self.examined.items() if verdict in (Verdict.BAD, Verdict.CAREFUL)}


class Visit:
    """One server in one window. `name` begins the names of its pictures."""

    def __init__(self, hand: Hand, name: str) -> None:
        self.hand, self.name = hand, name
        self.window = hand.window
        self._number = 0

    @property
    def sheet(self) -> ConnectionSheet:
        return self.window.sheets.connection

    async def begin(self) -> None:
        self.window.resize(*WINDOW)
        self.window.move(0, 0)
        await until(lambda: self.window.connections.selected is not None, what="a connection is picked")

    async def see(self, what: str) -> None:
        """A picture of the whole screen in both looks, and the words that can be read on it."""
        self._number += 1
        for theme in (Theme.LIGHT, Theme.DARK):
            self.window.settings.change(theme=theme)
            await turns(_SETTLED_AFTER)
            assert self._screen().save(str(PICTURES / f"{self.name}-{self._number:02}-{what}-{theme}.png"))
        with (PICTURES / "said.txt").open("a", encoding="utf-8") as file:
            file.write(f"== {self.name} {self._number:02} {what}\n{self._said()}\n\n")

    def _shown(self) -> list[QWidget]:
        """All windows, what lies above behind what it lies on."""
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.windowTitle()]
        return sorted(shown, key=_depth)

    def _screen(self) -> QPixmap:
        screen = QPixmap(*SCREEN)  # painted by hand: what a screen shows is late by some frames
        screen.fill(Qt.GlobalColor.black)
        painter = QPainter(screen)
        for each in self._shown():
            painter.drawPixmap(each.frameGeometry().topLeft(), each.grab())
        painter.end()
        return screen

    def _said(self) -> str:
        front = self._shown()[-1]
        labels = [each for each in front.findChildren(QLabel) if each.isVisible() and each.window() is front]
        lines = [each.text() for each in labels]
        typed = [each for each in front.findChildren(QLineEdit) if each.isVisible() and each.window() is front]
        shown = [each for each in typed if each.echoMode() is QLineEdit.EchoMode.Normal]
        fields = [f"[{each.accessibleName()}: {each.text()}]" for each in shown]
        jobs = [str(self.index_words(row)) for row in range(len(self.hand.jobs()))]
        return "\n".join(line for line in (*lines, *fields, *jobs) if line.strip())

    def index_words(self, row: int) -> object:
        model = self.hand.find(QListView, "queueList").model()
        return model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    # ------------------------------------------------------------ the sheet

    async def ask_menu(self, words: str) -> None:
        """Open the list of connections and click the entry that has these words."""
        picker = self.hand.find(QAbstractButton, "connectionPicker")
        QTest.mouseClick(picker, Qt.MouseButton.LeftButton)
        menu = cast("QMenu", await until(lambda: self._menu_with(words), what=f"the list offers {words}"))
        entry = next(each for each in menu.actions() if words in each.text())
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())

    @staticmethod
    def _menu_with(words: str) -> QMenu | None:
        shown = QApplication.activePopupWidget()
        has = isinstance(shown, QMenu) and any(words in each.text() for each in shown.actions())
        return shown if has and isinstance(shown, QMenu) else None

    def paste(self, field: QLineEdit, words: str) -> None:
        """By the clipboard and the keys, over what stands there."""
        QApplication.clipboard().setText(words)
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QApplication.clipboard().clear()

    async def fill_in(self, address: str, key: str) -> None:
        await self.ask_menu("Add a connection")
        await until(self.sheet.isVisible, what="the sheet is open")
        self.paste(self.sheet.form.url.field, address)
        if key:
            self.paste(self.sheet.form.key.field, key)

    async def recognised(self) -> str:
        """What the look at it says once it has ended."""
        looking = "Looking what answers there"
        await until(
            lambda: self.sheet.found.isVisible() and looking not in self.sheet.found.text(),
            what=lambda: f"it is looked at; it says: {self.sheet.found.text()}",
        )
        return self.sheet.found.text()

    async def press(self, button: QAbstractButton) -> None:
        await until(lambda: button.isEnabled() and button.isVisible(), what=f"{button.text()} can be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    async def tested(self) -> str:
        await self.press(self.sheet.test_button)
        await until(self.sheet.test_button.isEnabled, what="the test has ended")
        return self.sheet.found.text()

    async def examined(self) -> dict[Check, Verdict]:
        await self.press(self.sheet.extras.examine_button)
        doctor = self.sheet.extras.doctor
        await until(doctor.isVisible, what="it is examined")
        return {line.finding.check: line.finding.verdict for line in doctor.lines}

    async def save(self) -> None:
        await self.press(self.sheet.save_button)
        await until(
            lambda: not self.sheet.isVisible(), what=lambda: f"the sheet is saved; it says: {self.sheet.found.text()}"
        )

    # ------------------------------------------------------------ a clip

    async def pick(self, model_id: str) -> None:
        picker = self.hand.find(QListView, "modelPicker")
        await until(lambda: model_id in self.hand.rows("modelPicker"), what=f"{model_id} is offered")
        at: QModelIndex = self.hand.index("modelPicker", model_id)
        picker.scrollTo(at)
        QTest.mouseClick(
            picker.viewport(),
            Qt.MouseButton.LeftButton,
            pos=picker.visualRect(at).center(),
        )

    async def made(self) -> Job:
        """Generate, and the job once its clip is home."""
        known = {job.id for job in self.hand.jobs()}
        await self.hand.generate()
        new = next(job.id for job in self.hand.jobs() if job.id not in known)
        return await self.hand.job_in("done", job_id=new, timeout=MADE_IN_SECONDS)

    async def whole(self, address: str, key: str, model_id: str, picture: Path) -> Visited:
        """All of it, from the empty sheet to two clips."""
        await self.begin()
        await self.fill_in(address, key)
        recognised = await self.recognised()
        await self.see("recognised")
        tested = await self.tested()
        await self.see("tested")
        await self.examined()
        await self.see("examined-before")
        await self.save()
        await self.pick(model_id)
        await self.see("saved")
        self.hand.type_prompt("A red fox runs through snow at dawn")
        words = await self.made()
        await self.see("clip-of-words")
        self.hand.drop_files(picture)
        with_picture = await self.made()
        await self.see("clip-of-a-picture")
        await self.ask_menu("Edit “")
        await until(self.sheet.isVisible, what="the sheet is open")
        await self.press(self.sheet.extras.refresh_button)
        await until(self.sheet.extras.refresh_button.isEnabled, what="the models are asked for")
        await self.see("edited")
        await self.press(self.sheet.extras.models_button)
        await until(self.sheet.models.isVisible, what="the models are shown")
        await self.see("models")
        QTest.keyClick(self.sheet.models, Qt.Key.Key_Escape)
        examined = await self.examined()
        await self.see("examined")
        QTest.keyClick(cast("QWidget", self.sheet), Qt.Key.Key_Escape)
        said = f"{self.index_words(0)}\n{self.index_words(1)}"
        return Visited(recognised, tested, examined, words, with_picture, said)


def _depth(widget: QWidget) -> int:
    above = widget.parentWidget()
    return _depth(above) + 1 if above is not None else 0


@pytest.fixture(scope="module", autouse=True)
def _an_empty_folder() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.iterdir():
        old.unlink()


@pytest.fixture(autouse=True)
def _a_busy_machine_is_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuiWatchdog, "start", lambda _watchdog: None)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with EngineProcess(tmp_path_factory.mktemp("engine") / "engine") as running:
        yield running


@pytest.fixture(scope="module")
def omni(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    with RealServer.vllm_omni(tmp_path_factory.mktemp("vllm-omni")) as running:
        yield running


@pytest.fixture(scope="module")
def sglang(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    with RealServer.sglang(tmp_path_factory.mktemp("sglang")) as running:
        yield running


@pytest.fixture(scope="module")
def proxy(engine: EngineProcess, omni: RealServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    priced = {"mode": "video_generation", "output_cost_per_second": 0.05}
    models = [model_of(engine), model_of(omni) | {"info": priced}]
    with Proxy(tmp_path_factory.mktemp("proxy"), models) as running:
        yield running


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return write_picture(tmp_path / "fox.png")


def test_vllm_omni(run_gui: RunGui, tmp_path: Path, omni: RealServer, picture: Path) -> None:
    visited = list[Visited]()

    async def story(hand: Hand) -> None:
        visited.append(await Visit(hand, "vllm-omni").whole(omni.base_url, omni.key, omni.model, picture))

    in_window(run_gui, tmp_path / "data", story)
    (seen,) = visited
    assert seen.recognised.startswith("This is vLLM-Omni.")
    assert "The service answers as it should, and accepts the key." == seen.tested
    assert (set(), 2) == (seen.is_not_right, seen.said.count("Done. free"))


def test_sglang(run_gui: RunGui, tmp_path: Path, sglang: RealServer, picture: Path) -> None:
    visited = list[Visited]()

    async def story(hand: Hand) -> None:
        address = f"{sglang.base_url}/v1/videos"
        visited.append(await Visit(hand, "sglang").whole(address, "", sglang.model, picture))

    in_window(run_gui, tmp_path / "data", story)
    (seen,) = visited
    assert seen.recognised.startswith("This is SGLang Diffusion.")
    assert "The service answers as it should." == seen.tested
    assert (set(), 2) == (seen.is_not_right, seen.said.count("Done. free"))


BEHIND = {"engine": (ENGINES.id, "billed, price unknown"), "vllm-omni": (WAN.id, "billed $0.25")}
"""The model that the proxy has of each, and what is said of the bill: it has the price of one of them."""


@pytest.mark.parametrize("behind", BEHIND)
def test_litellm(run_gui: RunGui, tmp_path: Path, proxy: Proxy, picture: Path, behind: str) -> None:
    model_id, bill = BEHIND[behind]
    visited = list[Visited]()

    async def story(hand: Hand) -> None:
        address = f"{proxy.base_url}/v1"
        visited.append(await Visit(hand, f"litellm-{behind}").whole(address, proxy.key, model_id, picture))

    in_window(run_gui, tmp_path / "data", story)
    (seen,) = visited
    assert seen.recognised.startswith("This is LiteLLM.")
    assert "The service answers as it should, and accepts the key." == seen.tested
    assert (set(), 2) == (seen.is_not_right, seen.said.count(bill))
