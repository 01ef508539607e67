"""The reference image of a request: taken in, looked at, fitted, removed."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.focus_ring import FocusRing
from sora_desktop.ui.common.labels import set_role
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drop_zone import FIRST_FRAME, DropZone, ShownPicture, SlotWords, ZoneState
from sora_desktop.ui.compose.drops import FileDrop
from sora_desktop.ui.compose.fit_controls import FitControls, Fittable
from sora_desktop.ui.compose.picture_slot import PictureSlot
from sora_desktop.ui.compose.picture_words import GivenPicture, picture_words
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_PICTURE_KINDS = "*.png *.jpg *.jpeg *.webp"


class ReferenceField(QWidget):
    """Shows what stands in its `slot`, and lets a person change that.

    A picture that cannot be used stays to be seen, with its reason; removing it brings the former one back. One whose
    file changed behind a person's back is shown as it is now, and said to be another.

    Signals: `changed()`: what stands in `slot` is another, and is shown.
    """

    changed = Signal()

    def __init__(
        self, commands: Commands, theme: ThemeKeeper, words: SlotWords = FIRST_FRAME, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.slot = PictureSlot(commands, words.role, self)
        self._words = words
        self._target: Size | None = None
        self._thumbnail = QPixmap()
        self._thumbnail_data = b""
        self.zone = DropZone(theme, words)
        self._problem = ProblemLine()
        self._accept = QPushButton(tr(text.COMPOSE_IMAGE_ACCEPT))
        self._fit = FitControls(commands, theme, self)
        self._lay_out()
        FocusRing(theme, self.zone)
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        self._accept.setObjectName("pictureAcceptButton")
        self._accept.setProperty("role", "link")
        self._accept.setProperty("scale", "small")
        self._accept.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        column.addWidget(Caption(say(self._words.caption), self._fit.button))
        column.addWidget(self.zone)
        column.addWidget(self._problem)
        column.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._fit.editor)

    def _connect(self) -> None:
        self.slot.changed.connect(self._show_change)
        self.slot.told.connect(self._note)
        self.zone.given.connect(self.slot.take)
        self.zone.browse_wanted.connect(self.browse)
        self.zone.remove_wanted.connect(self.slot.remove)
        self._accept.clicked.connect(self._take_as_it_is)
        self._fit.changed.connect(self.slot.set_fit)
        self._fit.closed.connect(self._come_back)

    def set_target(self, target: Size | None) -> None:
        """The frame of the clip, in pixels."""
        if target != self._target:
            self._target = target
            self._show()

    def show_refusal(self, words: str) -> None:
        """Why the picture cannot be sent, empty where it can."""
        if words != self.slot.refusal:
            self.slot.refusal = words
            self._note("")
            self._show()

    @Slot()
    def browse(self) -> None:
        dialog = QFileDialog(self, tr(text.COMPOSE_IMAGE_DIALOG))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        pictures = f"{tr(text.COMPOSE_IMAGE_FILTER_PICTURES)} ({_PICTURE_KINDS})"
        dialog.setNameFilters([pictures, f"{tr(text.COMPOSE_IMAGE_FILTER_ALL)} (*)"])
        dialog.fileSelected.connect(self._browsed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _browsed(self, path: str) -> None:
        self.slot.take(FileDrop(Path(path)))

    @Slot()
    def _take_as_it_is(self) -> None:
        """The keyboard goes to the picture before the button that it was on is gone."""
        self.zone.setFocus()
        self.slot.accept()

    @Slot()
    def _come_back(self) -> None:
        self.zone.setFocus()

    @Slot()
    def _show_change(self) -> None:
        data = self.slot.facts.thumbnail if self.slot.facts else b""
        if data != self._thumbnail_data:
            self._thumbnail, self._thumbnail_data = QPixmap(), data
            if data:
                self._thumbnail.loadFromData(data, "PNG")
        self._show()
        self.changed.emit()

    @Slot(str)
    def _note(self, words: str) -> None:
        set_role(self._problem, "caution")
        self._problem.say(words)

    def _show(self) -> None:
        if self.slot.is_arriving:
            self.zone.show_picture(
                ShownPicture(ZoneState.BUSY, self.slot.arriving, tr(text.COMPOSE_IMAGE_ARRIVING), QPixmap())
            )
        elif self.slot.picture is None:
            self.zone.show_empty()
        else:
            self.zone.show_picture(self._shown(self.slot.picture))
        if self.slot.refusal:
            set_role(self._problem, "problem")
            self._problem.say(self.slot.refusal)
        self._accept.setVisible(self.slot.has_become_another and not self.slot.is_arriving)
        self._fit.offer(self._fittable())

    def _shown(self, picture: GivenPicture) -> ShownPicture:
        state = ZoneState.GOOD if picture.is_good else ZoneState.BUSY
        if self.slot.refusal:
            state = ZoneState.REFUSED
        former = self.slot.comes_back.image.name if self.slot.comes_back else ""
        target = self._target if picture.image.path is not None else None
        detail = picture_words(picture, self._target)
        if state is ZoneState.REFUSED and not picture.is_good:
            detail = tr(text.COMPOSE_IMAGE_REFUSED)
        return ShownPicture(state, picture.image.name, detail, self._thumbnail, target, picture.image.fit, former)

    def _fittable(self) -> Fittable | None:
        """The picture, where it is a file whose size is known and the clip has a frame to fit it into."""
        image, size = self.slot.image, self.slot.facts.size if self.slot.facts else None
        if not self._words.fits or self.slot.is_arriving or image is None or image.path is None:
            return None
        return Fittable(image, size, self._target, self._thumbnail) if size and self._target else None
