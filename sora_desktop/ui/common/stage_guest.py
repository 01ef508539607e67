"""What a panel shows on the stage for a while, in place of the clip."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget


class StageGuest(QFrame):
    """A panel hands it over by `Commands.stage_wanted`, and takes it back by the same signal with None.

    Signals: `put_away()`: a person wants to see something else on the stage.
    """

    put_away = Signal()
    home: QWidget | None = None
    """Where it is while it is not on the stage."""
