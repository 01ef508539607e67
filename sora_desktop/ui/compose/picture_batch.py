"""The first frames of a form: one, or several that become clips of their own with the same words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.draft import BATCH_LIMIT, DraftPicture
from sora_desktop.domain.image import InputImage
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drops import Drop, FileDrop, FilesDrop, WrongDrop
from sora_desktop.ui.compose.picture_slot import PictureSlot
from sora_desktop.ui.language import tr


class PictureBatch(QObject):
    """One of `slots` is looked at, at `at`; there is always one, which may be empty.

    Signals: `changed()`: a picture, what is known of one, or which one is looked at is another; `told(str)` what there
    is to say of what was given, empty where what was said before holds no more.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, commands: Commands, role: ImageRole, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self._role = role
        self.slots: list[PictureSlot] = []
        self.at = 0
        self._add()

    @property
    def current(self) -> PictureSlot:
        """The one that is looked at."""
        return self.slots[self.at]

    @property
    def given(self) -> list[PictureSlot]:
        """Those that hold a picture."""
        return [slot for slot in self.slots if slot.image is not None]

    @property
    def kept(self) -> tuple[DraftPicture, ...]:
        """All pictures, for a draft."""
        return tuple(DraftPicture(slot.image, slot.digest) for slot in self.slots if slot.image is not None)

    def _add(self) -> PictureSlot:
        slot = PictureSlot(self._commands, self._role, self)
        slot.changed.connect(self.changed)
        slot.told.connect(partial(self._tell, slot))
        self.slots.append(slot)
        return slot

    def bring_back(self, pictures: Sequence[DraftPicture], at: int) -> None:
        """Hold the pictures of a draft; nothing is known of them before they are looked at."""
        self._shrink()
        for number, picture in enumerate(pictures):
            slot = self.slots[0] if number == 0 else self._add()
            slot.bring_back(picture.image, picture.digest)
        if not pictures:
            self.slots[0].bring_back(None, "")
        self.at = min(max(at, 0), len(self.slots) - 1)
        self.changed.emit()

    def _shrink(self) -> None:
        """Let go of all but one."""
        for slot in self.slots[1:]:
            slot.let_go()
        del self.slots[1:]
        self.at = 0

    @Slot(object)
    def take(self, drop: Drop) -> None:
        """One picture takes the place of another. Where there are several, what comes is added to them."""
        if isinstance(drop, FilesDrop):
            self._take_files(drop)
        elif len(self.slots) > 1 and not isinstance(drop, WrongDrop):
            if len(self.slots) < BATCH_LIMIT and not self._has(drop):
                self._add().take(drop)
                self.go(len(self.slots) - 1)
        else:
            self.current.take(drop)

    def _take_files(self, drop: FilesDrop) -> None:
        fit = self.current.new_fit()
        if len(self.slots) == 1:
            self.slots[0].bring_back(None, "")
        here = {slot.image.path for slot in self.given if slot.image}
        wanted = [path for path in drop.paths if path not in here]
        room = BATCH_LIMIT - len(self.given)
        for path in wanted[:room]:
            slot = self.slots[0] if self.slots[0].image is None else self._add()
            slot.set_image(InputImage(path=path, fit=fit, role=self._role))
        self.changed.emit()
        self._tell_files(drop, too_many=len(wanted) > room)

    def _tell_files(self, drop: FilesDrop, *, too_many: bool) -> None:
        said = [tr(text.COMPOSE_BATCH_LIMIT, most=BATCH_LIMIT)] if too_many else []
        if drop.left_out:
            said.append(tr(text.COMPOSE_DROP_LEFT_OUT, count=drop.left_out))
        self.told.emit(" ".join(said))

    def _has(self, drop: Drop) -> bool:
        paths = {slot.image.path for slot in self.given if slot.image is not None}
        return isinstance(drop, FileDrop) and drop.path in paths

    @Slot(int)
    def go(self, at: int) -> None:
        """Look at another one."""
        if 0 <= at < len(self.slots) and at != self.at:
            self.at = at
            self.changed.emit()

    @Slot()
    def remove(self) -> None:
        """Take out the picture that is looked at."""
        if len(self.slots) == 1:
            self.current.remove()
            return
        self.slots.pop(self.at).let_go()
        self.at = min(self.at, len(self.slots) - 1)
        self.changed.emit()

    @Slot()
    def keep_current(self) -> None:
        """Take out all others."""
        kept = self.current
        for slot in self.slots:
            if slot is not kept:
                slot.let_go()
        self.slots, self.at = [kept], 0
        self.changed.emit()

    def look_again(self) -> None:
        for slot in self.slots:
            slot.look_again()

    def look_at_what_is_unseen(self) -> None:
        for slot in self.slots:
            slot.look_at_what_is_unseen()

    def look_at_what_is_missing(self) -> None:
        for slot in self.slots:
            slot.look_at_what_is_missing()

    def _tell(self, slot: PictureSlot, words: str) -> None:
        if slot is self.current:
            self.told.emit(words)
