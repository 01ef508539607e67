"""The composer as it is seen: what is typed into, what is pressed, what is read."""

from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.pricing import Price, PriceList, PriceUnit
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.captions import ProblemLine
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.compose.drop_zone import DropZone
from sora_desktop.ui.compose.generate_row import GenerateButton
from sora_desktop.ui.compose.item_models import ID_ROLE
from sora_desktop.ui.compose.model_picker import ModelPicker
from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.compose.prompt_edit import PromptEdit

BY_ID = {model.id: model for model in CATALOG}
PRICES = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.40"), PriceUnit.JOB),))
GATEWAY = Connection("gateway", "Gateway", "https://api.example.com", prices=PRICES, key_place=KeyPlace.SESSION)
FOX = "A red fox runs through snow at dawn"
PICTURE = InputImage(path=Path("/pictures/fox.png"))
W = TypeVar("W", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


def facts(image: InputImage, verdict: ImageVerdict = ImageVerdict.OK) -> ImageFacts:
    return ImageFacts(image, verdict, Size(4032, 3024) if verdict is ImageVerdict.OK else None)


class Screen:
    """The panel as it is seen: what is typed into, what is pressed, what is read."""

    def __init__(self, panel: ComposePanel, qtbot: QtBot) -> None:
        self.panel = panel
        self.qtbot = qtbot
        self.prompt = self.find(PromptEdit, "promptEdit")
        self.picker = self.find(ModelPicker, "modelPicker")
        self.button = self.find(GenerateButton, "generateButton")
        self.count = self.find(QSpinBox, "countSpin")
        self.zone = self.find(DropZone, "imageDropZone")

    def find(self, kind: type[W], name: str) -> W:
        found = self.panel.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def text(self, name: str) -> str:
        return self.find(PlainLabel, name).text()

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.find(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(self.prompt, words)

    def pick(self, model_id: str) -> None:
        row = next(row for row in range(self.picker.model().rowCount()) if self.model_at(row) == model_id)
        self.picker.scrollTo(self.picker.model().index(row, 0))
        place = self.picker.visualRect(self.picker.model().index(row, 0))
        self.qtbot.mouseClick(self.picker.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(40, 8))

    def model_at(self, row: int) -> str:
        return str(self.picker.model().index(row, 0).data(ID_ROLE))

    @property
    def listed(self) -> list[str]:
        return [self.model_at(row) for row in range(self.picker.model().rowCount())]

    @property
    def picked(self) -> str:
        return str(self.picker.currentIndex().data(ID_ROLE))

    @property
    def complaints(self) -> list[str]:
        """The problems that are said: what holds Generate back stands there, the others beside their controls."""
        held = self.find(PlainLabel, "problemLabel")
        beside = [line.text() for line in self.panel.findChildren(ProblemLine) if line.isVisible()]
        return [*([held.text()] if held.property("role") == "problem" and held.text() else []), *beside]
