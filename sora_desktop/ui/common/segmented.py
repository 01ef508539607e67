"""A row of buttons of which exactly one is on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from sora_desktop.ui.assets import icon
from sora_desktop.ui.common.labels import set_look, set_tip
from sora_desktop.ui.theme import Colours, ThemeKeeper

_SHAPE_SIZE = 13


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice. `name` is the object name of its button, `spoken` its accessible name, `icon` may be empty."""

    value: object
    words: str
    name: str
    spoken: str
    icon: str = ""


class Segmented(QFrame):
    """Left and Right move, Tab leaves: one stop of the keyboard.

    Signals: `chosen(object)`: the value that a person chose.
    """

    chosen = Signal(object)

    def __init__(
        self, theme: ThemeKeeper, name: str, segments: Sequence[Segment], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self.setAccessibleName(name)
        self._segments = tuple(segments)
        self._group = QButtonGroup(self)
        self._buttons = [self._add(name, segment, at) for at, segment in enumerate(segments)]
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for segment, button in zip(segments, self._buttons, strict=True):
            row.addWidget(button, 1 + len(segment.words))
        self._buttons[0].setChecked(True)
        self._group.idClicked.connect(self._clicked)
        self._draw(theme.colours)
        theme.changed.connect(self._draw)

    def _add(self, name: str, segment: Segment, at: int) -> QPushButton:
        button = QPushButton(segment.words)
        button.setObjectName(segment.name)
        button.setCheckable(True)
        button.setProperty("role", "segment")
        button.setAccessibleName(f"{name}: {segment.spoken}")
        button.setIconSize(QSize(_SHAPE_SIZE, _SHAPE_SIZE))
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._group.addButton(button, at)
        return button

    @property
    def value(self) -> object:
        return self._segments[self._group.checkedId()].value

    def set_value(self, value: object) -> None:
        """Show another choice, without a signal. A value that is no choice changes nothing."""
        for segment, button in zip(self._segments, self._buttons, strict=True):
            if segment.value == value:
                button.setChecked(True)

    def mark(self, value: object, tip: str) -> None:
        """Show which value the first choice ("Any") comes to, with the reason; None takes the mark away."""
        for segment, button in zip(self._segments, self._buttons, strict=True):
            marked = value is not None and segment.value == value
            set_look(button, "settled", "true" if marked else "false")
            set_tip(button, tip if marked else "")
            button.setAccessibleDescription(tip if marked else "")

    def button(self, value: object) -> QAbstractButton:
        return next(
            button for segment, button in zip(self._segments, self._buttons, strict=True) if segment.value == value
        )

    @Slot(int)
    def _clicked(self, at: int) -> None:
        self.chosen.emit(self._segments[at].value)

    @Slot(object)
    def _draw(self, colours: Colours) -> None:
        for segment, button in zip(self._segments, self._buttons, strict=True):
            if segment.icon:
                button.setIcon(icon(segment.icon, colours.muted, _SHAPE_SIZE))
