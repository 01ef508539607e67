"""The parts that sheets are made of: a field with its caption above and a line of help or trouble below."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sora_desktop.base.values import dataclass
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel, set_look, set_role
from sora_desktop.ui.language import tr

C = TypeVar("C")
W = TypeVar("W", bound=QWidget)

SHEET_WIDTH = 460
_FRAME = 48
"""What the window manager adds around a sheet, at most."""


class FormRow(QWidget, Generic[W]):
    """A captioned field. The line below says the help, or a caution, or what is wrong, in that order of weight."""

    def __init__(self, caption: str, field: W, help_text: str = "") -> None:
        super().__init__()
        self.field: W = field
        self._help = help_text
        self._below = PlainLabel(role="hint", wrap=True)
        label = PlainLabel(caption, role="caption")
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


class Sheet(QDialog):
    """A dialog over the window that is opened with `open()`: nothing waits for it in a loop of its own."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(SHEET_WIDTH)
        self.heading = PlainLabel(title, role="title")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(22, 20, 22, 18)
        self.column.setSpacing(14)
        self.column.addWidget(self.heading)

    def add_close(self) -> None:
        """A row with the button that closes it, for a sheet in which all holds at once."""
        close = QPushButton(tr(shared.DIALOG_CLOSE))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        self.column.addLayout(row)

    def make_room(self) -> None:
        """Grow so far that no part is squashed, after one of them has got more to say; it never shrinks.

        Never beyond the screen: a part that scrolls gives way.
        """
        self.column.invalidate()
        self.column.activate()
        wanted = min(self.column.totalHeightForWidth(self.width()), self._room())
        self.resize(self.width(), max(self.height(), wanted))
        if self.isVisible():
            self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        """Not every window manager moves up what grew down beyond the edge, and the buttons are at the bottom."""
        screen, frame = self.screen().availableGeometry(), self.frameGeometry()
        below = frame.bottom() - screen.bottom()
        if below > 0:
            self.move(frame.x(), max(screen.y(), frame.y() - below))

    def begin_anew(self) -> None:
        """Be as tall as the parts want now, whatever they had to say when it was last open.

        What changed in a sheet that was hidden has told nobody yet.
        """
        for part in self.findChildren(QWidget):
            part.updateGeometry()
        self.resize(self.width(), self.minimumHeight())
        self.make_room()

    def _room(self) -> int:
        """The most of the screen that a sheet may take."""
        return self.screen().availableGeometry().height() - _FRAME

    def retitle(self, title: str) -> None:
        self.setWindowTitle(title)
        self.heading.setText(title)
