"""The fit of a picture into the frame of its clip: offered where there is one, edited where a person wants that."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from sora_desktop.base.values import dataclass
from sora_desktop.domain.image import Fit, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.compose.fit_editor import FitEditor

_PREVIEW_MILLISECONDS = 150
_LEAST_WIDTH, _MOST_WIDTH = 640, 1920
"""Of the pictures that are asked for, in pixels."""


def load_fit_editor() -> "type[FitEditor]":
    """The first paint needs none."""
    from sora_desktop.ui.compose.fit_editor import FitEditor

    return FitEditor


@dataclass(frozen=True, slots=True)
class Fittable:
    """A picture of this size in pixels, which is ours to fit into `target`, the frame of the clip."""

    image: InputImage
    size: Size
    target: Size
    thumbnail: QPixmap


class FitControls(QObject):
    """The button that opens the editor, and the editor with its preview: it stands on the stage where there is one, else
    below the field.

    Signals: `changed(Fit)` at every step; `closed()`: a person is done.
    """

    changed = Signal(object)
    closed = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper, field: QWidget) -> None:
        super().__init__(field)
        self._commands = commands
        self._theme = theme
        self._field = field
        self._offered: Fittable | None = None
        self._whole: tuple[InputImage, Size, QPixmap] | None = None
        self.editor: FitEditor | None = None
        """Made when it is first opened."""
        self.button = QPushButton(tr(text.COMPOSE_FIT))
        self.button.setObjectName("fitButton")
        self.button.setProperty("role", "link")
        self.button.setProperty("scale", "small")
        self.button.setCheckable(True)
        self.button.setAccessibleName(tr(text.COMPOSE_FIT_NAME))
        self._preview_timer = QTimer(self, singleShot=True, interval=_PREVIEW_MILLISECONDS)
        self._preview_timer.timeout.connect(self._ask_preview)
        self.button.toggled.connect(self._open)

    def offer(self, picture: Fittable | None) -> None:
        """Let a person fit this picture; None where there is nothing to fit."""
        self._offered = picture
        self.button.setVisible(picture is not None)
        if picture is None:
            self.button.setChecked(False)
        self._show()

    def _show(self) -> None:
        given = self._offered
        if given is None or self.editor is None or not self.button.isChecked():
            return
        unfitted = replace(given.image, fit=Fit())
        if self._whole is None or self._whole[:2] != (unfitted, given.size):
            self._whole = (unfitted, given.size, given.thumbnail)
            self._commands.run(
                lambda studio: studio.pictures.preview(unfitted, given.size, self._width),
                "show picture",
                partial(self._shown, unfitted, given.size),
            )
        self.editor.show_picture(self._whole[2], given.size, given.target, given.image.fit)
        self._preview_timer.start()

    @property
    def _width(self) -> int:
        """As many pixels across as the editor has."""
        canvas = self.editor.canvas if self.editor is not None else None
        there = round(canvas.width() * canvas.devicePixelRatioF()) if canvas is not None else 0
        return min(max(there, _LEAST_WIDTH), _MOST_WIDTH)

    def _shown(self, unfitted: InputImage, size: Size, png: bytes) -> None:
        """The whole picture, as large as it is shown; until then its thumbnail stands for it."""
        if self._whole is not None and self._whole[:2] == (unfitted, size):
            self._whole = (unfitted, size, _picture(png))
            self._show()

    @Slot(bool)
    def _open(self, wanted: bool) -> None:
        if not wanted:
            self._put_down()
            return
        editor = self.editor = self.editor or self._made()
        self._commands.stage_wanted.emit(editor)
        layout = self._field.layout()
        if editor.parentWidget() is self._field and layout is not None:
            layout.addWidget(editor)
            editor.show()
        self._show()
        editor.canvas.setFocus()

    def _made(self) -> "FitEditor":
        editor = load_fit_editor()(self._theme, self._field)
        editor.hide()
        editor.changed.connect(self.changed)
        editor.done.connect(self._close)
        editor.put_away.connect(self._leave)
        return editor

    def _put_down(self) -> None:
        self._whole = None
        if self.editor is not None and not self.editor.isHidden():
            self.editor.hide()
            self._commands.stage_wanted.emit(None)

    @Slot()
    def _leave(self) -> None:
        self.button.setChecked(False)

    @Slot()
    def _close(self) -> None:
        self.button.setChecked(False)
        self.closed.emit()

    @Slot()
    def _ask_preview(self) -> None:
        if self._offered is None or not self.button.isChecked():
            return
        image, target = self._offered.image, self._offered.target
        self._commands.run(
            lambda studio: studio.pictures.preview(image, target, self._width),
            "preview fit",
            partial(self._previewed, image, target),
        )

    def _previewed(self, image: InputImage, target: Size, png: bytes) -> None:
        given = self._offered
        is_asked = given is not None and (image, target) == (given.image, given.target) and self.button.isChecked()
        if is_asked and self.editor is not None:
            self.editor.canvas.show_preview(_picture(png))


def _picture(png: bytes) -> QPixmap:
    made = QPixmap()
    made.loadFromData(png, "PNG")
    return made
