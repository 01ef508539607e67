"""What the request in the form costs, beside Generate and on it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.pricing import total_cost
from sora_desktop.domain.request import Request, request_cost
from sora_desktop.ui.compose.generate_row import CostLabel, GenerateButton


class PriceFoot(QObject):
    """Signals: `wanted(Connection, str)`: a person wants to enter the price of this model there."""

    wanted = Signal(object, str)

    def __init__(self, label: CostLabel, button: GenerateButton, parent: QObject) -> None:
        super().__init__(parent)
        self._label = label
        self._button = button
        self._shown: tuple[Connection, Request] | None = None
        label.price_wanted.connect(self._want)

    def show(self, requests: Sequence[Request], connection: Connection | None, count: int) -> None:
        """The price of the very requests that would be sent, each so many times."""
        self._shown = (connection, requests[0]) if requests and connection else None
        cost = None
        if requests and connection is not None:
            cost = total_cost(request_cost(request, connection) for request in requests).times(count)
        is_saved = connection is not None and connection.kind is ConnectionKind.SAVED
        self._label.show_cost(cost, can_be_entered=is_saved)
        is_preview = connection is not None and connection.kind is ConnectionKind.ENGINE
        self._button.show_offer(count * max(len(requests), 1), cost, is_preview=is_preview)

    @Slot()
    def _want(self) -> None:
        if self._shown is not None:
            connection, request = self._shown
            self.wanted.emit(connection, request.model.id)
