"""A row of buttons of which one is on."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from sora_desktop.base.values import dataclass
from sora_desktop.ui.assets import icon
from sora_desktop.ui.common.labels import set_look, set_tip
from sora_desktop.ui.theme import Colours, ThemeKeeper

_SHAPE_SIZE = 13
_LEAST_SIDE = 24


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice. `name` is the object name of its button, `spoken` its accessible name, `icon` may be empty."""

    value: object
    words: str
    name: str
    spoken: str
    icon: str = ""


class SegmentButton(QPushButton):
    """Never too narrow to be hit."""

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(_LEAST_SIDE, _LEAST_SIDE))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(_LEAST_SIDE, _LEAST_SIDE))


class Segmented(QFrame):
    """Left and Right move, Tab leaves: one stop of the keyboard.

    `optional`: nothing need be chosen. Then `value` is None, what comes of it anyway is shown by `settle`, and the
    choice is taken back by pressing it once more.
    Signals: `chosen(object)`: the value that a person chose, None where they took it back.
    """

    chosen = Signal(object)

    def __init__(
        self,
        theme: ThemeKeeper,
        name: str,
        segments: Sequence[Segment],
        parent: QWidget | None = None,
        *,
        optional: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self.setAccessibleName(name)
        self._name = name
        self._theme = theme
        self._segments: tuple[Segment, ...] = ()
        self._buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._optional = optional
        self._offer(segments)
        self._value = None if optional else segments[0].value
        self._show(self._value)
        self._group.idClicked.connect(self._clicked)
        theme.changed.connect(self._draw)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Offer other choices, without a signal. What is chosen stays; where it is gone, the first or none is on."""
        if tuple(segments) == self._segments:
            return
        self._offer(segments)
        if self._value not in [segment.value for segment in self._segments]:
            self._value = None if self._optional else self._segments[0].value
        self._show(self._value)

    def _offer(self, segments: Sequence[Segment]) -> None:
        known = dict(zip(self._segments, self._buttons, strict=True))
        for button in self._buttons:
            self._group.removeButton(button)
            self._row.removeWidget(button)
        self._segments = tuple(segments)
        self._buttons = [known.pop(segment) if segment in known else self._made(segment) for segment in segments]
        for at, (segment, button) in enumerate(zip(self._segments, self._buttons, strict=True)):
            self._group.addButton(button, at)
            self._row.addWidget(button, 1 + len(segment.words))
        for button in known.values():
            button.setObjectName("")
            button.hide()
            button.deleteLater()
        self._draw(self._theme.colours)

    def _made(self, segment: Segment) -> QPushButton:
        button = SegmentButton(segment.words, self)
        button.setObjectName(segment.name)
        button.setCheckable(True)
        button.setAutoExclusive(True)  # a choice, to screen readers: else each would be one to tick
        button.setProperty("role", "segment")
        button.setAccessibleName(f"{self._name}: {segment.spoken}")
        button.setIconSize(QSize(_SHAPE_SIZE, _SHAPE_SIZE))
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return button

    @property
    def value(self) -> object:
        """What a person chose; None before that where it is optional."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show another choice, without a signal. A value that is no choice changes nothing; None is one if optional."""
        if value in [segment.value for segment in self._segments] or (value is None and self._optional):
            self._value = value
            self._show(value)

    def settle(self, value: object, tip: str) -> None:
        """Show what comes of it while nothing is chosen, with the reason; None shows nothing."""
        settled = value if self._value is None else None
        self._show(self._value if settled is None else settled)
        for segment, button in zip(self._segments, self._buttons, strict=True):
            marked = settled is not None and segment.value == settled
            set_look(button, "settled", "true" if marked else "false")
            set_tip(button, tip if marked else "")
            button.setAccessibleDescription(tip if marked else "")

    def _show(self, value: object) -> None:
        """An exclusive group lets go of its last button only while it is not."""
        self._group.setExclusive(False)
        for segment, button in zip(self._segments, self._buttons, strict=True):
            button.setChecked(segment.value == value)
        self._group.setExclusive(True)

    def button(self, value: object) -> QAbstractButton:
        return next(
            button for segment, button in zip(self._segments, self._buttons, strict=True) if segment.value == value
        )

    @Slot(int)
    def _clicked(self, at: int) -> None:
        value = self._segments[at].value
        self._value = None if self._optional and value == self._value else value
        self.chosen.emit(self._value)

    @Slot(object)
    def _draw(self, colours: Colours) -> None:
        for segment, button in zip(self._segments, self._buttons, strict=True):
            if segment.icon:
                button.setIcon(icon(segment.icon, colours.muted, _SHAPE_SIZE))
