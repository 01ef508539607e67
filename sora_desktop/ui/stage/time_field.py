"""A place in a clip as a field of which the value is a time in words: of a slider a screen reader would hear a number."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

_SECOND = 1000
_FRAMES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
_SECONDS = {Qt.Key.Key_PageDown: -1, Qt.Key.Key_PageUp: 1}


class TimeField(QSpinBox):
    """Milliseconds from 0 to the length of the clip; how it looks is left to who makes one.

    While the clip runs its value follows once a second: each change is told to screen readers.
    Signals: `sought(int)` a person wants to be at this time; `stepped(int)` so many frames on (or back).
    """

    sought = Signal(int)
    stepped = Signal(int)

    def __init__(self, words: Callable[[int], str], parent: QWidget | None = None) -> None:
        """`words` writes a time, given in milliseconds."""
        super().__init__(parent)
        self._words = words
        self._place = 0
        self._is_held = self._is_following = False
        self.lineEdit().hide()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setRange(0, 0)
        self.valueChanged.connect(self._seek)

    @property
    def place(self) -> int:
        """Where the clip is, in milliseconds."""
        return self._place

    def show_length(self, milliseconds: int) -> None:
        self._follow(lambda: self.setRange(0, milliseconds))

    def show_position(self, milliseconds: int, *, runs: bool = False) -> None:
        """Follow the player, except while a person holds the handle. `runs`: it is on its way."""
        if not self._is_held:
            self._go(milliseconds, is_spoken=not runs or milliseconds // _SECOND != self.value() // _SECOND)

    def say_anew(self) -> None:
        """Frames lie elsewhere than was thought."""
        self._follow(lambda: self.setSuffix(""))  # has the words of the value written again

    def _go(self, milliseconds: int, *, is_spoken: bool) -> None:
        self._place = milliseconds
        if is_spoken:
            self._follow(lambda: self.setValue(milliseconds))
        self.update()

    def _follow(self, change: Callable[[], object]) -> None:
        """What is changed here is no wish of a person."""
        self._is_following = True
        change()
        self._is_following = False
        self.update()

    @Slot(int)
    def _seek(self, milliseconds: int) -> None:
        """A screen reader has set another value."""
        if not self._is_following:
            self.sought.emit(milliseconds)

    def textFromValue(self, milliseconds: int) -> str:
        return self._words(milliseconds)

    def valueFromText(self, _text: str) -> int:
        """Nothing is typed here."""
        return self.value()

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is no way through the clip is left to the stage."""
        key = Qt.Key(event.key())
        if key in _FRAMES:
            self.stepped.emit(_FRAMES[key])
        elif key in _SECONDS:
            self.sought.emit(min(self.maximum(), max(0, self._place + _SECONDS[key] * _SECOND)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.sought.emit(0 if key == Qt.Key.Key_Home else self.maximum())
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Nothing is typed here, so no key is kept from the shortcuts of the window."""
        return QWidget.event(self, event) if event.type() is QEvent.Type.ShortcutOverride else super().event(event)
