"""The reference image of a request: taken in, looked at, fitted, removed."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.image import Fit, FitMode, ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.focus_ring import FocusRing
from sora_desktop.ui.common.labels import set_role
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drop_zone import FIRST_FRAME, DropZone, ShownPicture, SlotWords, ZoneState
from sora_desktop.ui.compose.drops import Drop, FileDrop, LinkDrop, PixelsDrop, WrongDrop
from sora_desktop.ui.compose.fit_editor import FitEditor
from sora_desktop.ui.compose.picture_words import GivenPicture, Sight, changed_words, picture_words, sight_of
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_PREVIEW_MILLISECONDS = 150
_PICTURE_KINDS = "*.png *.jpg *.jpeg *.webp"


class ReferenceField(QWidget):
    """A picture that cannot be used stays to be seen, with its reason; removing it brings the former one back.

    One whose file changed behind a person's back is shown as it is now, and said to be another.

    Signals: `changed()`: the picture, what is known of it, or its fit is another.
    """

    changed = Signal()

    def __init__(
        self, commands: Commands, theme: ThemeKeeper, slot: SlotWords = FIRST_FRAME, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._slot_words = slot
        self._picture: GivenPicture | None = None
        self._former: GivenPicture | None = None
        self._target: Size | None = None
        self._refusal = ""
        self._turn = 0
        self._arriving = ""
        self._seen = Sight()
        self._is_unseen = False
        self._must_accept = False
        self._thumbnail = QPixmap()
        self._fit_button = QPushButton(tr(text.COMPOSE_FIT))
        self.zone = DropZone(theme, slot)
        self._problem = ProblemLine()
        self._accept = QPushButton(tr(text.COMPOSE_IMAGE_ACCEPT))
        self._editor = FitEditor(theme)
        self._preview_timer = QTimer(self, singleShot=True, interval=_PREVIEW_MILLISECONDS)
        self._lay_out()
        FocusRing(theme, self.zone)
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        self._fit_button.setObjectName("fitButton")
        self._fit_button.setProperty("role", "link")
        self._fit_button.setProperty("scale", "small")
        self._fit_button.setCheckable(True)
        self._fit_button.setAccessibleName(tr(text.COMPOSE_FIT_NAME))
        self._accept.setObjectName("pictureAcceptButton")
        self._accept.setProperty("role", "link")
        self._accept.setProperty("scale", "small")
        self._accept.hide()
        self._editor.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        column.addWidget(Caption(say(self._slot_words.caption), self._fit_button))
        column.addWidget(self.zone)
        column.addWidget(self._problem)
        column.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._editor)

    def _connect(self) -> None:
        self.zone.given.connect(self.take)
        self.zone.browse_wanted.connect(self.browse)
        self.zone.remove_wanted.connect(self.remove)
        self._accept.clicked.connect(self._take_as_it_is)
        self._fit_button.toggled.connect(self._open_editor)
        self._editor.changed.connect(self._fit_changed)
        self._editor.done.connect(self._close_editor)
        self._preview_timer.timeout.connect(self._ask_preview)

    @property
    def image(self) -> InputImage | None:
        return self._picture.image if self._picture else None

    @property
    def facts(self) -> ImageFacts | None:
        """What looking at `image` found, None while that is under way."""
        return self._picture.facts if self._picture else None

    @property
    def is_arriving(self) -> bool:
        """Whether a pasted picture is still being taken in, so that `image` is about to be another."""
        return bool(self._arriving)

    @property
    def digest(self) -> str:
        """Of the picture's file as the person was last shown it and took it."""
        return self._seen.digest if self._picture else ""

    @property
    def has_become_another(self) -> bool:
        """Whether the file of a picture that was brought back has changed since, and the person did not take it yet."""
        facts = self.facts
        return self._must_accept and facts is not None and self._seen.differs(facts)

    def set_image(self, image: InputImage | None) -> None:
        """Show another picture and look at it; the answer about an earlier one is ignored."""
        if self._picture is None or self._picture.is_good:
            self._former = self._picture
        self._start_with(image, Sight())
        self.look_again()

    def bring_back(self, image: InputImage | None, digest: str) -> None:
        """Show the picture of a draft; nothing is known of it before `look_again`."""
        self._former = None
        self._start_with(image, Sight(digest))
        self._must_accept = True

    def _start_with(self, image: InputImage | None, seen: Sight) -> None:
        self._turn += 1
        self._arriving = ""
        self._refusal = ""
        self._seen = seen
        self._must_accept = False
        self._is_unseen = image is not None
        self._become(GivenPicture(image) if image else None)

    def look_at_what_is_unseen(self) -> None:
        """Look at the picture, where nobody did yet."""
        if self._is_unseen:
            self.look_again()

    def look_at_what_is_missing(self) -> None:
        """Look once more at a picture that could not be used: its file or network may be there again."""
        if self.facts is not None and self.facts.verdict is not ImageVerdict.OK:
            self.look_again()

    def look_again(self) -> None:
        """Look at the picture as it is now."""
        if self._picture is None:
            return
        self._turn += 1
        self._is_unseen = False
        self._become(replace(self._picture, facts=None))
        image = self._picture.image
        self._commands.run(
            lambda studio: studio.pictures.look_at(image), "look at image", partial(self._looked, self._turn)
        )

    def set_target(self, target: Size | None) -> None:
        """The frame of the clip, in pixels."""
        if target != self._target:
            self._target = target
            self._show()

    def show_refusal(self, words: str) -> None:
        """Why the picture cannot be sent, empty where it can."""
        if words != self._refusal:
            self._refusal = words
            self._note("")
            self._show()

    @Slot(object)
    def take(self, drop: Drop) -> None:
        match drop:
            case WrongDrop(reason):
                self._note(say(reason))
            case FileDrop(path):
                self.set_image(InputImage(path=path, fit=self._new_fit(), role=self._slot_words.role))
            case LinkDrop(url):
                self.set_image(InputImage(url=url, fit=self._new_fit(), role=self._slot_words.role))
            case PixelsDrop(data, name):
                self._take_in(data, name)

    def _new_fit(self) -> Fit:
        """A new picture starts in its middle, filling the frame the way the last one did."""
        return Fit(self._picture.image.fit.mode) if self._picture else Fit()

    def _take_in(self, data: bytes, name: str) -> None:
        self._turn += 1
        self._arriving = name
        self._note("")
        self._show()
        self.changed.emit()
        turn = self._turn
        self._commands.run(
            lambda studio: studio.pictures.adopt(data, name),
            "adopt image",
            partial(self._adopted, turn),
            otherwise=partial(self._not_adopted, turn),
        )

    def _adopted(self, turn: int, image: InputImage) -> None:
        if turn == self._turn:
            self.set_image(replace(image, fit=self._new_fit(), role=self._slot_words.role))

    def _not_adopted(self, turn: int) -> None:
        if turn == self._turn:
            self._arriving = ""
            self._show()
            self.changed.emit()

    @property
    def _comes_back(self) -> GivenPicture | None:
        """The former picture, where the one that took its place turned out to be no good."""
        failed = self._refusal and self._picture is not None and not self._picture.is_good
        return self._former if failed else None

    @Slot()
    def remove(self) -> None:
        former, self._former = self._comes_back, None
        self._turn += 1
        self._arriving = ""
        self._refusal = ""
        self._seen = sight_of(former.facts) if former and former.facts else Sight()
        self._must_accept = False
        self._become(former)

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
        self.take(FileDrop(Path(path)))

    def _looked(self, turn: int, facts: ImageFacts) -> None:
        if turn != self._turn or self._picture is None:
            return
        before = self._seen
        if facts.digest and not (self._must_accept and before.differs(facts)):
            self._seen, self._must_accept = sight_of(facts), False
        self._become(replace(self._picture, facts=facts))
        if before.differs(facts) and not self._must_accept:
            self._note(changed_words(before, facts))

    @Slot()
    def _take_as_it_is(self) -> None:
        """The person has seen that the file changed, and wants it as it is."""
        if self.facts is not None:
            self._seen, self._must_accept = sight_of(self.facts), False
            self.zone.setFocus()
            self._note("")
            self.changed.emit()

    def _become(self, picture: GivenPicture | None) -> None:
        self._picture = picture
        data = picture.facts.thumbnail if picture and picture.facts else b""
        self._thumbnail = QPixmap()
        if data:
            self._thumbnail.loadFromData(data, "PNG")
        self._note("")
        self._show()
        self.changed.emit()

    def _note(self, words: str) -> None:
        set_role(self._problem, "caution")
        self._problem.say(words)

    def _show(self) -> None:
        if self._arriving:
            self.zone.show_picture(
                ShownPicture(ZoneState.BUSY, self._arriving, tr(text.COMPOSE_IMAGE_ARRIVING), QPixmap())
            )
        elif self._picture is None:
            self.zone.show_empty()
        else:
            self.zone.show_picture(self._shown(self._picture))
        if self._refusal:
            set_role(self._problem, "problem")
            self._problem.say(self._refusal)
        self._accept.setVisible(self.has_become_another and not self._arriving)
        self._show_editor()

    def _shown(self, picture: GivenPicture) -> ShownPicture:
        state = ZoneState.GOOD if picture.is_good else ZoneState.BUSY
        if self._refusal:
            state = ZoneState.REFUSED
        former = self._comes_back.image.name if self._comes_back else ""
        target = self._target if picture.image.path is not None else None
        detail = picture_words(picture, self._target)
        if state is ZoneState.REFUSED and not picture.is_good:
            detail = tr(text.COMPOSE_IMAGE_REFUSED)
        return ShownPicture(state, picture.image.name, detail, self._thumbnail, target, picture.image.fit, former)

    @property
    def _can_fit(self) -> bool:
        local = self._picture is not None and self._picture.image.path is not None
        return (
            self._slot_words.fits
            and local
            and self._picture_size is not None
            and self._target is not None
            and not self._arriving
        )

    @property
    def _picture_size(self) -> Size | None:
        return self._picture.facts.size if self._picture and self._picture.facts else None

    def _show_editor(self) -> None:
        self._fit_button.setVisible(self._can_fit)
        if not self._can_fit:
            self._fit_button.setChecked(False)
        size, target = self._picture_size, self._target
        if self._fit_button.isChecked() and self._picture and size and target:
            fit = self._picture.image.fit
            self._editor.show_picture(self._thumbnail, size, target, fit)
            if fit.mode is not FitMode.CROP:
                self._preview_timer.start()

    @Slot(bool)
    def _open_editor(self, wanted: bool) -> None:
        self._editor.setVisible(wanted)
        self._show_editor()
        if wanted:
            self._editor.canvas.setFocus()

    @Slot()
    def _close_editor(self) -> None:
        self._fit_button.setChecked(False)
        self.zone.setFocus()

    @Slot(object)
    def _fit_changed(self, fit: Fit) -> None:
        if self._picture is not None:
            self._picture = replace(self._picture, image=replace(self._picture.image, fit=fit))
            self._show()
            self.changed.emit()

    @Slot()
    def _ask_preview(self) -> None:
        if self._picture is None or self._target is None or not self._fit_button.isChecked():
            return
        image, target = self._picture.image, self._target
        self._commands.run(
            lambda studio: studio.pictures.preview(image, target),
            "preview fit",
            partial(self._previewed, image, target),
        )

    def _previewed(self, image: InputImage, target: Size, png: bytes) -> None:
        if (image, target) == (self.image, self._target) and self._fit_button.isChecked():
            preview = QPixmap()
            preview.loadFromData(png, "PNG")
            self._editor.canvas.show_preview(preview)
