"""Where what another panel shows on the stage stands meanwhile."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QWidget

from sora_desktop.ui.common.stage_guest import StageGuest


class GuestRoom(QObject):
    """Takes the place of what stands on the stage itself, and gives it back.

    Signals: `came()`: a guest is about to be shown; `left()`: the last one has gone.
    """

    came = Signal()
    left = Signal()

    def __init__(self, own: QWidget, place: QBoxLayout) -> None:
        """`own` is what stands there else, in `place`."""
        super().__init__(own)
        self._own = own
        self._place = place
        self._guest: StageGuest | None = None

    @property
    def is_taken(self) -> bool:
        return self._guest is not None

    @Slot(object)
    def host(self, guest: StageGuest | None) -> None:
        """Show this one; None: what stood here is to be seen again."""
        before, self._guest = self._guest, guest
        if before is guest:
            return
        if before is not None:
            before.hide()
            before.setParent(before.home)
        if guest is None:
            self._own.show()
            self.left.emit()
            return
        self.came.emit()
        guest.home = guest.parentWidget()
        self._own.hide()
        self._place.addWidget(guest)
        guest.show()

    @Slot()
    def put_away(self) -> None:
        """A person wants to see something else."""
        if self._guest is not None:
            self._guest.put_away.emit()
