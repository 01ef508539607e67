"""The reference image of a request: taken in, looked at, fitted, removed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.image import Fit
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.focus_ring import FocusRing
from sora_desktop.ui.common.labels import set_role
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drop_zone import FIRST_FRAME, DropZone, SlotWords
from sora_desktop.ui.compose.drops import PICTURE_ENDINGS, Drop, FilesDrop, files_drop
from sora_desktop.ui.compose.fit_controls import FitControls, Fittable
from sora_desktop.ui.compose.picture_batch import PictureBatch
from sora_desktop.ui.compose.picture_slot import PictureSlot
from sora_desktop.ui.compose.picture_words import GivenPicture, picture_words, tile_words
from sora_desktop.ui.compose.shown_picture import ShownPicture, ZoneState
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.compose.batch_strip import BatchStrip


def load_batch_strip() -> "type[BatchStrip]":
    """The first paint needs none."""
    from sora_desktop.ui.compose.batch_strip import BatchStrip

    return BatchStrip


_PICTURE_KINDS = " ".join(f"*{ending}" for ending in sorted(PICTURE_ENDINGS))


class ReferenceField(QWidget):
    """Shows what stands in its `slot`, and lets a person change that.

    A picture that cannot be used stays to be seen, with its reason; removing it brings the former one back. One whose
    file changed behind a person's back is shown as it is now, and said to be another.

    Signals: `changed()`: what stands in `slot` is another, and is shown; `several_given(FilesDrop)`: several pictures
    came where one has room.
    """

    changed = Signal()
    several_given = Signal(object)

    def __init__(
        self, commands: Commands, theme: ThemeKeeper, words: SlotWords = FIRST_FRAME, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.batch = PictureBatch(commands, words.role, self)
        self._theme = theme
        self._words = words
        self._target: Size | None = None
        self._thumbnail = QPixmap()
        self._thumbnail_data = b""
        self.zone = DropZone(theme, words)
        self._problem = ProblemLine()
        self._accept = QPushButton(tr(text.COMPOSE_IMAGE_ACCEPT))
        self._fit = FitControls(commands, theme, self)
        self._strip: BatchStrip | None = None
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
        self._caption = Caption(say(self._words.caption), self._fit.button)
        if self._words.role is ImageRole.FIRST:
            self._caption.aside.setText(tr(text.COMPOSE_PICTURES_ASIDE))
        for part in (self._caption, self.zone, self._problem):
            column.addWidget(part)
        self._column = column
        column.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self.batch.changed.connect(self._show_change)
        self.batch.told.connect(self._note)
        self.zone.given.connect(self.take)
        self.zone.browse_wanted.connect(self.browse)
        self.zone.fit_wanted.connect(self._open_fit)
        self.zone.remove_wanted.connect(self.batch.remove)
        self._accept.clicked.connect(self._take_as_it_is)
        self._fit.changed.connect(self._set_fit)
        self._fit.closed.connect(self._come_back)

    @property
    def slot(self) -> PictureSlot:
        """The picture that is looked at."""
        return self.batch.current

    @Slot(object)
    def take(self, drop: Drop) -> None:
        """Hold what was dropped, pasted or browsed to. Only first frames may be several."""
        if isinstance(drop, FilesDrop) and self._words.role is not ImageRole.FIRST:
            self.several_given.emit(drop)
        else:
            self.batch.take(drop)

    def as_tile(self, *, is_tile: bool) -> QWidget:
        """Stand among other places: its zone, which whoever asks lays out; what there is to say of it stays here."""
        self.zone.set_tile(is_tile=is_tile)
        self._caption.setVisible(not is_tile)
        if not is_tile:
            self._column.insertWidget(1, self.zone)
        return self.zone

    def set_target(self, target: Size | None) -> None:
        """The frame of the clip, in pixels."""
        if target != self._target:
            self._target = target
            self._show()
            self._show_strip()

    def show_refusal(self, words: str) -> None:
        """Why the picture cannot be sent, empty where it can."""
        if words != self.slot.refusal:
            self.slot.refusal = words
            self._note("")
            self._show()

    @Slot()
    def browse(self) -> None:
        dialog = QFileDialog(self, tr(text.COMPOSE_IMAGE_DIALOG))
        several = self._words.role is not ImageRole.LAST
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
        pictures = f"{tr(text.COMPOSE_IMAGE_FILTER_PICTURES)} ({_PICTURE_KINDS})"
        dialog.setNameFilters([pictures, f"{tr(text.COMPOSE_IMAGE_FILTER_ALL)} (*)"])
        dialog.filesSelected.connect(self._browsed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def _browsed(self, paths: list[str]) -> None:
        self.take(files_drop([Path(path) for path in paths]))

    @Slot()
    def _open_fit(self) -> None:
        """Open the editor of the fit or close it, where there is anything to fit."""
        if self._fittable() is not None:
            self._fit.button.toggle()

    @Slot(object)
    def _set_fit(self, fit: Fit) -> None:
        self.slot.set_fit(fit)

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
        self._show_strip()
        self.changed.emit()

    def _show_strip(self) -> None:
        """The row of several pictures, made when there are several for the first time."""
        if self._strip is None and len(self.batch.slots) > 1:
            self._strip = load_batch_strip()(self.batch, self._theme)
            self._column.insertWidget(self._column.indexOf(self._problem), self._strip)
        if self._strip is not None:
            self._strip.follow(self._target)

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
        refused = state is ZoneState.REFUSED
        slot = say(self._words.short or self._words.caption)
        short = tile_words(slot, picture, target, refused=refused)
        return ShownPicture(
            state, picture.image.name, detail, self._thumbnail, target, picture.image.fit, former, short
        )

    def _fittable(self) -> Fittable | None:
        """The picture, where it is a file whose size is known and the clip has a frame to fit it into."""
        image, size = self.slot.image, self.slot.facts.size if self.slot.facts else None
        if not self._words.fits or self.slot.is_arriving or image is None or image.path is None:
            return None
        return Fittable(image, size, self._target, self._thumbnail) if size and self._target else None
