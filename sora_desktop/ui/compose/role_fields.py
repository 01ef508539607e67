"""The pictures of a request besides its first frame: places for them where the model takes any."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import ImageRole, VideoModel
from sora_desktop.domain.image import ImageFacts, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drop_zone import SlotWords
from sora_desktop.ui.compose.drops import Drop, FileDrop, FilesDrop
from sora_desktop.ui.compose.reference_field import ReferenceField
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import ThemeKeeper

_GAP = 8
_ACROSS = 3
_ROLES = (ImageRole.LAST, ImageRole.REFERENCE)


class RoleFields(QWidget):
    """All places for pictures in one row, the first frame's at its start. A picture that the model does not take stays to be seen, and is refused in words: it is never left out.

    Signals: `changed()`: a picture, or what is known of it, is another.
    """

    changed = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper, first: ReferenceField) -> None:
        super().__init__()
        self._commands = commands
        self._first = first
        self._theme = theme
        self._fields: dict[ImageRole, list[ReferenceField]] = {role: [] for role in _ROLES}
        self._most: dict[ImageRole, int] = dict.fromkeys(_ROLES, 0)
        self._target: Size | None = None
        self._shown: list[ReferenceField] = []
        self._problem = ProblemLine()
        self._caption = Caption(tr(text.COMPOSE_PICTURES))
        self._caption.aside.setText(tr(text.COMPOSE_PICTURES_ASIDE))
        self._caption.hide()
        self._tiles = QGridLayout()
        self._tiles.setSpacing(_GAP)
        for across in range(_ACROSS):
            self._tiles.setColumnStretch(across, 1)
        self._below = QVBoxLayout()
        self._below.setSpacing(0)
        self._below.addWidget(first)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        column.addWidget(self._caption)
        column.addLayout(self._tiles)
        column.addLayout(self._below)
        column.addWidget(self._problem)

    @property
    def _all(self) -> Iterator[ReferenceField]:
        return (field for role in _ROLES for field in self._fields[role])

    @property
    def images(self) -> tuple[InputImage, ...]:
        return tuple(field.slot.image for field in self._all if field.slot.image is not None)

    @property
    def with_first(self) -> tuple[InputImage, ...]:
        """All of a request: the first frame that is looked at, and `images`."""
        first = self._first.slot.image
        return (*((first,) if first else ()), *self.images)

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

    def focus_picture(self) -> None:
        """To the first picture that stands here, else to the place of the first frame."""
        place = self._first if self._first.slot.image else self.first_given or self._first
        place.zone.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def look_again(self) -> None:
        """Look at all pictures as they are now, the first frame's too."""
        for field in (self._first, *self._all):
            field.batch.look_again()

    def look_at_what_is_unseen(self) -> None:
        """Look at the pictures of a draft that nobody looked at yet."""
        for field in (self._first, *self._all):
            field.batch.look_at_what_is_unseen()

    def look_at_what_is_missing(self) -> None:
        """Look once more at pictures that could not be used."""
        for field in (self._first, *self._all):
            field.batch.look_at_what_is_missing()

    def show_problem(self, words: str) -> None:
        self._problem.say(words)

    def _add(self, role: ImageRole) -> None:
        fields = self._fields[role]
        field = ReferenceField(self._commands, self._theme, _words(role, len(fields) + 1))
        field.changed.connect(self._changed)
        field.several_given.connect(partial(self._take_several, role))
        fields.append(field)
        place = sum(len(self._fields[each]) for each in _ROLES[: _ROLES.index(role) + 1])
        self._below.insertWidget(place, field)

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
        self._lay_out([field for field in self._all if not field.isHidden()])

    def _lay_out(self, others: list[ReferenceField]) -> None:
        """All places in rows of three, or the first frame alone with its words beside it."""
        is_several = bool(others)
        shown = [self._first, *others] if is_several else []
        self._caption.setVisible(is_several)
        if shown == self._shown:
            return
        for field in (each for each in self._shown if each not in shown and each is not self._first):
            field.as_tile(is_tile=False)
        self._shown = shown
        zones = [field.as_tile(is_tile=True) for field in shown] or [self._first.as_tile(is_tile=False)]
        if is_several:
            while self._tiles.count():
                self._tiles.takeAt(0)
            for at, zone in enumerate(zones):
                self._tiles.addWidget(zone, at // _ACROSS, at % _ACROSS)
            for before, after in pairwise(zones):
                QWidget.setTabOrder(before, after)

    def take(self, role: ImageRole, drop: Drop) -> None:
        """Put what was dropped elsewhere in the window where pictures of this role go, an empty place before any other."""
        if role is ImageRole.FIRST:
            self._first.take(drop)
            return
        fields = self._fields[role]
        place = next((field for field in fields if field.slot.image is None), fields[-1] if fields else None)
        if isinstance(drop, FilesDrop):
            self._take_several(role, drop)
        elif place is not None:
            place.take(drop)

    def _take_several(self, role: ImageRole, drop: FilesDrop) -> None:
        """As many as there is room for: a reference each."""
        for path in drop.paths if role is ImageRole.REFERENCE else drop.paths[:1]:
            self.take(role, FileDrop(path))

    @Slot()
    def _changed(self) -> None:
        self._arrange()
        self.changed.emit()


def _words(role: ImageRole, number: int) -> SlotWords:
    if role is ImageRole.LAST:
        return SlotWords(role, "imageDropZone-last", message(text.COMPOSE_LAST_FRAME))
    caption = message(text.COMPOSE_REFERENCE_PICTURE, number=number)
    short = message(text.COMPOSE_REFERENCE_SHORT, number=number)
    return SlotWords(role, f"imageDropZone-reference-{number}", caption, fits=False, short=short)
