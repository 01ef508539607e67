"""The parts that sheets are made of: a field with its caption above and a line of help or trouble below."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from sora_desktop.base.values import dataclass
from sora_desktop.ui.common.labels import PlainLabel, set_look, set_role
from sora_desktop.ui.language import tr

C = TypeVar("C")
W = TypeVar("W", bound=QWidget)


class FormRow(QWidget, Generic[W]):
    """A captioned field. The line below says the help, or a caution, or what is wrong, in that order of weight."""

    def __init__(self, caption: str, field: W, help_text: str = "") -> None:
        super().__init__()
        self.field: W = field
        self._help = help_text
        self._below = PlainLabel(role="hint", wrap=True)
        label = PlainLabel(caption, role="caption", wrap=True)
        label.setBuddy(field)
        field.setAccessibleName(caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for part in (label, field, self._below):
            column.addWidget(part)
        label.setVisible(bool(caption))
        self.say()

    @property
    def below(self) -> str:
        """What the line below the field says."""
        return self._below.text()

    @property
    def is_wrong(self) -> bool:
        return bool(self.field.property("wrong") == "true")

    def help_with(self, help_text: str) -> None:
        self._help = help_text
        self.say()

    def say(self, problem: str = "", *, caution: str = "") -> None:
        """Show the weightiest of the three; a problem also marks the field."""
        words = problem or caution or self._help
        self._below.setText(words)
        self._below.setVisible(bool(words))
        set_role(self._below, "problem" if problem else "caution" if caution else "hint")
        set_look(self.field, "wrong", "true" if problem else "false")
        self.field.setAccessibleDescription(words)


@dataclass(frozen=True, slots=True)
class Choice(Generic[C]):
    """One entry of a choice: its value, and its words and help as source texts."""

    value: C
    words: str
    help: str


class ChoiceBox(QComboBox, Generic[C]):
    """A combo box over values with words. The wheel over it changes nothing unless it has the focus."""

    def __init__(self, choices: Sequence[Choice[C]]) -> None:
        super().__init__()
        self._choices: tuple[Choice[C], ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.offer(choices)

    def offer(self, choices: Sequence[Choice[C]]) -> None:
        """Take other choices; what is chosen stays where it is among them, else it is the first one."""
        if self._choices == tuple(choices):
            return
        kept = [self.value] if self._choices else []
        with QSignalBlocker(self):
            self._choices = tuple(choices)
            self.clear()
            for choice in choices:
                self.addItem(tr(choice.words))
        for value in kept:
            self.choose(value)

    @property
    def choice(self) -> Choice[C]:
        return self._choices[max(self.currentIndex(), 0)]

    @property
    def value(self) -> C:
        return self.choice.value

    def choose(self, value: C) -> None:
        """The first one where `value` is none of the choices."""
        values = [choice.value for choice in self._choices]
        self.setCurrentIndex(values.index(value) if value in values else 0)
