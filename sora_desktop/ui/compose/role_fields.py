"""The pictures of a request besides its first frame: places for them where the model takes any."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import ImageRole, VideoModel
from sora_desktop.domain.image import ImageFacts, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.captions import ProblemLine
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drop_zone import SlotWords
from sora_desktop.ui.compose.reference_field import ReferenceField
from sora_desktop.ui.theme import ThemeKeeper

_GAP = 12
_ROLES = (ImageRole.LAST, ImageRole.REFERENCE)


class RoleFields(QWidget):
    """A picture that the model does not take stays to be seen, and is refused in words: it is never left out.

    Signals: `changed()`: a picture, or what is known of it, is another.
    """

    changed = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._theme = theme
        self._fields: dict[ImageRole, list[ReferenceField]] = {role: [] for role in _ROLES}
        self._most: dict[ImageRole, int] = dict.fromkeys(_ROLES, 0)
        self._target: Size | None = None
        self._problem = ProblemLine()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self._problem)
        self.hide()

    @property
    def _all(self) -> Iterator[ReferenceField]:
        return (field for role in _ROLES for field in self._fields[role])

    @property
    def images(self) -> tuple[InputImage, ...]:
        return tuple(field.slot.image for field in self._all if field.slot.image is not None)

    @property
    def first_given(self) -> ReferenceField | None:
        """The first place that holds a picture."""
        return next((field for field in self._all if field.slot.image is not None), None)

    @property
    def facts(self) -> list[ImageFacts | None]:
        """What looking at each of `images` found, None while that is under way."""
        return [field.slot.facts for field in self._all if field.slot.image is not None]

    @property
    def is_arriving(self) -> bool:
        return any(field.slot.is_arriving for field in self._all)

    def bring_back(self, images: Sequence[InputImage]) -> None:
        """Show the pictures of a draft; nothing is known of them before they are looked at."""
        for role in _ROLES:
            given = [image for image in images if image.role is role]
            while len(self._fields[role]) < len(given):
                self._add(role)
            for field, image in zip(self._fields[role], [*given, *(None for _ in self._fields[role])], strict=False):
                field.slot.bring_back(image, "")
        self._arrange()

    def show_model(self, model: VideoModel | None, target: Size | None) -> None:
        """Offer the places that this model has; `target` is the frame of the clip."""
        self._target = target
        for role in _ROLES:
            slot = model.slot(role) if model else None
            self._most[role] = slot.most if slot else 0
        self._arrange()

    def look_again(self) -> None:
        for field in self._all:
            field.slot.look_again()

    def look_at_what_is_unseen(self) -> None:
        for field in self._all:
            field.slot.look_at_what_is_unseen()

    def look_at_what_is_missing(self) -> None:
        for field in self._all:
            field.slot.look_at_what_is_missing()

    def show_problem(self, words: str) -> None:
        self._problem.say(words)

    def _add(self, role: ImageRole) -> None:
        fields = self._fields[role]
        field = ReferenceField(self._commands, self._theme, _words(role, len(fields) + 1))
        field.changed.connect(self._changed)
        fields.append(field)
        place = sum(len(self._fields[each]) for each in _ROLES[: _ROLES.index(role) + 1]) - 1
        self._column.insertWidget(place, field)

    def _arrange(self) -> None:
        """One empty place more than there are pictures, as long as the model takes another."""
        for role in _ROLES:
            fields = self._fields[role]
            given = sum(field.slot.image is not None or field.slot.is_arriving for field in fields)
            if given < self._most[role] and given == len(fields):
                self._add(role)
            is_free = given < self._most[role]
            for field in fields:
                is_empty = field.slot.image is None and not field.slot.is_arriving
                field.setVisible(not is_empty or is_free)
                is_free = is_free and not is_empty
                field.set_target(self._target if role is ImageRole.LAST else None)
        self.setVisible(any(not field.isHidden() for field in self._all))

    @Slot()
    def _changed(self) -> None:
        self._arrange()
        self.changed.emit()


def _words(role: ImageRole, number: int) -> SlotWords:
    if role is ImageRole.LAST:
        return SlotWords(role, "imageDropZone-last", message(text.COMPOSE_LAST_FRAME))
    caption = message(text.COMPOSE_REFERENCE_PICTURE, number=number)
    return SlotWords(role, f"imageDropZone-reference-{number}", caption, fits=False)
