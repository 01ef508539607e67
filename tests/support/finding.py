"""Finding a control of a widget, of the right kind, or failing with its name."""

from typing import TypeVar

from PySide6.QtCore import QObject

Q = TypeVar("Q", bound=QObject)


def child(parent: QObject | None, kind: type[Q], name: str = "") -> Q:
    """The one child of this kind and object name (of any name where it is left out)."""
    assert parent is not None, f"there is nothing that could hold {name or kind.__name__}"
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert isinstance(found, kind), f"nothing is called {name or kind.__name__}"
    return found
