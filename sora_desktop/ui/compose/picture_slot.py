"""What stands in the place for one picture of a request: the picture, what is known of it, and what a person saw of it."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.image import Fit, ImageFacts, ImageVerdict, InputImage
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose.drops import Drop, FileDrop, LinkDrop, PixelsDrop, WrongDrop
from sora_desktop.ui.compose.picture_words import GivenPicture, Sight, changed_words, sight_of
from sora_desktop.ui.language import say


class PictureSlot(QObject):
    """Takes pictures in and has them looked at; an answer about an earlier one is ignored.

    Signals: `changed()`: the picture, what is known of it, or its fit is another; `told(str)`: what there is to say of
    what was given, empty where what was said before holds no more.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, commands: Commands, role: ImageRole, parent: QObject) -> None:
        super().__init__(parent)
        self.picture: GivenPicture | None = None
        self.refusal = ""
        """Why the picture cannot be sent, as others judge it; empty where it can."""
        self.arriving = ""
        """The name of a pasted picture that is still being taken in."""
        self._commands = commands
        self._role = role
        self._former: GivenPicture | None = None
        self._turn = 0
        self._seen = Sight()
        self._is_unseen = False
        self._must_accept = False

    @property
    def image(self) -> InputImage | None:
        return self.picture.image if self.picture else None

    @property
    def facts(self) -> ImageFacts | None:
        """What looking at `image` found, None while that is under way."""
        return self.picture.facts if self.picture else None

    @property
    def is_arriving(self) -> bool:
        """Whether a pasted picture is still being taken in, so that `image` is about to be another."""
        return bool(self.arriving)

    @property
    def digest(self) -> str:
        """Of the picture's file as the person was last shown it and took it."""
        return self._seen.digest if self.picture else ""

    @property
    def has_become_another(self) -> bool:
        """Whether the file of a picture that was brought back has changed since, and the person did not take it yet."""
        facts = self.facts
        return self._must_accept and facts is not None and self._seen.differs(facts)

    @property
    def comes_back(self) -> GivenPicture | None:
        """The former picture, where the one that took its place turned out to be no good."""
        failed = self.refusal and self.picture is not None and not self.picture.is_good
        return self._former if failed else None

    def set_image(self, image: InputImage | None) -> None:
        """Hold another picture and look at it."""
        if self.picture is None or self.picture.is_good:
            self._former = self.picture
        self._start_with(image, Sight())
        self.look_again()

    def bring_back(self, image: InputImage | None, digest: str) -> None:
        """Hold the picture of a draft; nothing is known of it before `look_again`."""
        self._former = None
        self._start_with(image, Sight(digest))
        self._must_accept = True

    def _start_with(self, image: InputImage | None, seen: Sight) -> None:
        self._turn += 1
        self.arriving = ""
        self.refusal = ""
        self._seen = seen
        self._must_accept = False
        self._is_unseen = image is not None
        self._become(GivenPicture(image) if image else None)

    @Slot()
    def remove(self) -> None:
        """Take the picture out; where it is no good, the former one is back."""
        former, self._former = self.comes_back, None
        self._turn += 1
        self.arriving = ""
        self.refusal = ""
        self._seen = sight_of(former.facts) if former and former.facts else Sight()
        self._must_accept = False
        self._become(former)

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
        if self.picture is None:
            return
        self._turn += 1
        self._is_unseen = False
        self._become(replace(self.picture, facts=None))
        image = self.picture.image
        self._commands.run(
            lambda studio: studio.pictures.look_at(image), "look at image", partial(self._looked, self._turn)
        )

    def _looked(self, turn: int, facts: ImageFacts) -> None:
        if turn != self._turn or self.picture is None:
            return
        before = self._seen
        if facts.digest and not (self._must_accept and before.differs(facts)):
            self._seen, self._must_accept = sight_of(facts), False
        self._become(replace(self.picture, facts=facts))
        if before.differs(facts) and not self._must_accept:
            self.told.emit(changed_words(before, facts))

    def accept(self) -> None:
        """The person has seen that the file changed, and wants it as it is."""
        if self.facts is not None:
            self._seen, self._must_accept = sight_of(self.facts), False
            self.told.emit("")
            self.changed.emit()

    @Slot(object)
    def set_fit(self, fit: Fit) -> None:
        if self.picture is not None:
            self.picture = replace(self.picture, image=replace(self.picture.image, fit=fit))
            self.changed.emit()

    @Slot(object)
    def take(self, drop: Drop) -> None:
        """Hold what was dropped, pasted or browsed to; or tell why it cannot be."""
        match drop:
            case WrongDrop(reason):
                self.told.emit(say(reason))
            case FileDrop(path):
                self.set_image(InputImage(path=path, fit=self.new_fit(), role=self._role))
            case LinkDrop(url):
                self.set_image(InputImage(url=url, fit=self.new_fit(), role=self._role))
            case PixelsDrop(data, name):
                self._take_in(data, name)

    def let_go(self) -> None:
        """Nobody looks at it any more: an answer about its picture is ignored."""
        self._turn += 1
        self.blockSignals(True)
        self.setParent(None)

    def new_fit(self) -> Fit:
        """A new picture starts in its middle, filling the frame the way the last one did."""
        return Fit(self.picture.image.fit.mode) if self.picture else Fit()

    def _take_in(self, data: bytes, name: str) -> None:
        self._turn += 1
        self.arriving = name
        self.told.emit("")
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
            self.set_image(replace(image, fit=self.new_fit(), role=self._role))

    def _not_adopted(self, turn: int) -> None:
        if turn == self._turn:
            self.arriving = ""
            self.changed.emit()

    def _become(self, picture: GivenPicture | None) -> None:
        self.picture = picture
        self.told.emit("")
        self.changed.emit()
