"""The fit of a picture into the frame of its clip: offered where there is one, edited where a person wants that."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton

from sora_desktop.base.values import dataclass
from sora_desktop.domain.image import FitMode, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.fit_editor import FitEditor
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import ThemeKeeper

_PREVIEW_MILLISECONDS = 150


@dataclass(frozen=True, slots=True)
class Fittable:
    """A picture of this size in pixels, which is ours to fit into `target`, the frame of the clip."""

    image: InputImage
    size: Size
    target: Size
    thumbnail: QPixmap


class FitControls(QObject):
    """The button that opens the editor, and the editor with its preview; who owns them lays the two out.

    Signals: `changed(Fit)` at every step; `closed()`: a person is done.
    """

    changed = Signal(object)
    closed = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self._offered: Fittable | None = None
        self.button = QPushButton(tr(text.COMPOSE_FIT))
        self.button.setObjectName("fitButton")
        self.button.setProperty("role", "link")
        self.button.setProperty("scale", "small")
        self.button.setCheckable(True)
        self.button.setAccessibleName(tr(text.COMPOSE_FIT_NAME))
        self.editor = FitEditor(theme)
        self.editor.hide()
        self._preview_timer = QTimer(self, singleShot=True, interval=_PREVIEW_MILLISECONDS)
        self._preview_timer.timeout.connect(self._ask_preview)
        self.button.toggled.connect(self._open)
        self.editor.changed.connect(self.changed)
        self.editor.done.connect(self._close)

    def offer(self, picture: Fittable | None) -> None:
        """Let a person fit this picture; None where there is nothing to fit."""
        self._offered = picture
        self.button.setVisible(picture is not None)
        if picture is None:
            self.button.setChecked(False)
        self._show()

    def _show(self) -> None:
        given = self._offered
        if given is not None and self.button.isChecked():
            self.editor.show_picture(given.thumbnail, given.size, given.target, given.image.fit)
            if given.image.fit.mode is not FitMode.CROP:
                self._preview_timer.start()

    @Slot(bool)
    def _open(self, wanted: bool) -> None:
        self.editor.setVisible(wanted)
        self._show()
        if wanted:
            self.editor.canvas.setFocus()

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
            lambda studio: studio.pictures.preview(image, target),
            "preview fit",
            partial(self._previewed, image, target),
        )

    def _previewed(self, image: InputImage, target: Size, png: bytes) -> None:
        given = self._offered
        if given is not None and (image, target) == (given.image, given.target) and self.button.isChecked():
            preview = QPixmap()
            preview.loadFromData(png, "PNG")
            self.editor.canvas.show_preview(preview)
