"""Free previews on the stage: they play as soon as they are drawn, and what they show can be sent for real."""

from collections.abc import Coroutine
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.connection import ENGINE_ID, Connection, ConnectionKind
from sora_desktop.domain.job import Job
from sora_desktop.domain.preview import PreviewOf
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import request_cost
from sora_desktop.domain.request_checks import Field, check
from sora_desktop.domain.sent_for_real import sent_for_real
from sora_desktop.ui.commands import SUBMITTING
from sora_desktop.ui.common.over_budget import usual_question
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.language import say, service_name
from sora_desktop.ui.window.contents import WindowContents

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio


class Previews(QObject):
    """Tells the composer which connection draws, and the stage what a preview on it would cost for real."""

    def __init__(self, contents: WindowContents, parent: QObject) -> None:
        super().__init__(parent)
        self._contents = contents
        self._stage = contents.panels.stage
        self._button = contents.panels.stage.real_button
        self._sending = ""
        contents.connections.modelReset.connect(self._tell_engine)
        contents.connections.modelReset.connect(self._show)
        contents.jobs.counts_changed.connect(self._show)
        self._stage.clip_changed.connect(self._show)
        self._button.clicked.connect(self._send)
        contents.panels.compose.previewed.connect(self._stage.let_go)
        self._tell_engine()

    @Slot()
    def _tell_engine(self) -> None:
        self._contents.panels.compose.foot.set_engine(self._contents.connections.connection(ENGINE_ID))

    @property
    def _job(self) -> Job | None:
        """That of the preview on the stage, None where there is none."""
        clip = self._stage.clip
        job = self._contents.jobs.job(clip.job_id) if clip else None
        return job if job is not None and job.preview_of is not None else None

    @Slot()
    def _show(self) -> None:
        job, connection = self._job, self._contents.connections.selected
        if job is None or job.preview_of is None or connection is None or connection.kind is ConnectionKind.ENGINE:
            self._button.hide()
        elif self._sending == job.id:
            self._button.show_busy()
        elif sent_for_real(job, self._contents.jobs) is not None:
            self._button.show_sent()
        else:
            self._offer(job.preview_of, connection)

    def _offer(self, shown: PreviewOf, connection: Connection) -> None:
        """Its pictures are looked at when it goes."""
        request = shown.request
        pictures = (Field.IMAGE, Field.OTHER_IMAGES)
        problems = check(request, connection.model(request.model.id), connection)
        against = next((each for each in problems if not (each.settles and each.field in pictures)), None)
        if against is not None:
            self._button.refuse(say(against.text))
        else:
            self._button.offer(shown.takes, _price(shown, connection), service_name(connection.name))

    @Slot()
    def _send(self) -> None:
        job, connection = self._job, self._contents.connections.selected
        if job is not None and job.preview_of is not None and connection is not None and not self._sending:
            self._ask(job.id, connection.id, _price(job.preview_of, connection), None)

    def _ask(self, job_id: str, connection_id: str, price: Cost, agreed: Asked | None) -> None:
        """`agreed`: what a person has said yes to, although it is above the budget."""

        def send(studio: "Studio", agreed: Asked | None) -> Coroutine[object, object, object]:
            return studio.previews.send(job_id, connection_id, price, agreed=agreed)

        commands, again = self._contents.commands, partial(self._ask, job_id, connection_id, price)
        self._sending = job_id
        self._show()
        commands.run(
            lambda studio: send(studio, agreed),
            SUBMITTING,
            lambda _jobs: self._sent(),
            failed=commands.failing(
                SUBMITTING, lambda error: usual_question(error, self._button, again, send, SUBMITTING)
            ),
            otherwise=self._not_sent,
        )

    def _sent(self) -> None:
        self._sending = ""
        self._contents.notices.clear_topic(SUBMITTING)
        self._show()
        say_aloud(self._button, self._button.text())

    def _not_sent(self) -> None:
        self._sending = ""
        self._show()


def _price(shown: PreviewOf, connection: Connection) -> Cost:
    return request_cost(shown.request, connection).times(shown.takes)
