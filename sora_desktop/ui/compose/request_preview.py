"""The request as it would be sent now, in a sheet of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.commands import SUBMITTING, Commands
from sora_desktop.ui.compose.request_form import RequestForm

if TYPE_CHECKING:
    from sora_desktop.ui.compose.request_sheet import RequestSheet


def load_request_sheet() -> "type[RequestSheet]":
    """The first paint needs none."""
    from sora_desktop.ui.compose.request_sheet import RequestSheet

    return RequestSheet


class RequestPreview(QObject):
    """Asks the studio for it, and shows it over the window of `panel`."""

    def __init__(self, commands: Commands, form: RequestForm, panel: QWidget) -> None:
        super().__init__(panel)
        self._commands = commands
        self._form = form
        self._panel = panel

    @Slot()
    def ask(self) -> None:
        """What would be sent, as it stands now; why it can't be sent, where something speaks against it."""
        request, connection = self._form.request, self._form.connection
        if request is not None and connection is not None:
            connection_id = connection.id
            self._commands.run(lambda studio: studio.inside.of_request(request, connection_id), SUBMITTING, self._show)

    def _show(self, command: str) -> None:
        load_request_sheet()(command, self._panel.window()).open()
