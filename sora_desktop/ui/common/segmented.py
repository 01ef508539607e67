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
        self._name = name
        self._theme = theme
        self._segments: tuple[Segment, ...] = ()
        self._buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._offer(segments)
        self._buttons[0].setChecked(True)
        self._group.idClicked.connect(self._clicked)
        theme.changed.connect(self._draw)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Offer other choices, without a signal. What is chosen stays; where it is gone, the first choice is on."""
        if tuple(segments) == self._segments:
            return
        value = self.value
        self._offer(segments)
        self._buttons[0].setChecked(True)
        self.set_value(value)

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
        button = QPushButton(segment.words, self)
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
