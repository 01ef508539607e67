"""Saying something to a screen reader at once. Loaded when there is something to say: Qt has much to make for it."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """`urgent` is said before what is being said."""
    event = QAccessibleAnnouncementEvent(widget, words)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def tell_focus(view: QWidget, row: int) -> None:
    """The keyboard is at this row of a list now."""
    _tell(QAccessible.Event.Focus, view, row)


def tell_selected(view: QWidget, row: int, *, selected: bool) -> None:
    """This row of a list was selected, or is no longer."""
    _tell(QAccessible.Event.SelectionAdd if selected else QAccessible.Event.SelectionRemove, view, row)


def _tell(kind: QAccessible.Event, view: QWidget, row: int) -> None:
    if QAccessible.isActive():  # else the event would make an object for the row that nobody looks at
        event = QAccessibleEvent(view, kind)
        event.setChild(row)
        QAccessible.updateAccessibility(event)
