"""Enter presses the button that has the keyboard, in the window as in its sheets; Qt itself leaves that to Space."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QToolButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TICKED = (QCheckBox, QRadioButton)
"""In a form: there Enter is the sheet's."""


class ButtonKeys(QObject):
    """Looks at the keys of the one widget that has the keyboard, and at no other's. One press is one wish."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QAbstractButton):
            old.removeEventFilter(self)
        if isinstance(new, QAbstractButton) and not isinstance(new, _TICKED):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if isinstance(watched, QAbstractButton) and not event.isAutoRepeat():
            _press(watched)
        return True


def _press(button: QAbstractButton) -> None:
    menu = button.menu() if isinstance(button, QToolButton) else None
    if menu is None:
        button.click()
    else:  # pressed, the button would not return before the menu is closed
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
