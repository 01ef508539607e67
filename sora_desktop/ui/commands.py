"""What a person can do, as plain calls for panels: each starts its work and reports what goes wrong.

Panels get a `Commands` and never see a loop, a task or the studio.
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from sora_desktop.domain.catalog import Size
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Health, Notice, Severity
from sora_desktop.domain.image import ImageFacts, InputImage
from sora_desktop.domain.request import Request
from sora_desktop.ui.bridge import Bridge

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

T = TypeVar("T")

SUBMITTING = "submit"
"""The topic of a notice that says why nothing was generated."""


class Commands(QObject):
    """Signals: `notice(Notice)`: something to tell, mostly why a command did not work."""

    notice = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge

    def submit(self, request: Request, connection_id: str, count: int, *, done: Callable[[bool], None]) -> None:
        """Generate. `done(True)` once every job stands in the ledger, `done(False)` where it does not."""

        def accepted(jobs: object) -> None:
            done(jobs is not None)

        self._run(lambda studio: studio.submit(request, connection_id, count), SUBMITTING, accepted, always=True)

    def cancel(self, job_id: str) -> None:
        self._run(lambda studio: studio.cancel(job_id), "cancel")

    def take_back(self, job_id: str, then: Callable[[], None]) -> None:
        """Take a job that was not sent yet off the list; `then()` where that was in time."""
        self._run(lambda studio: studio.take_back(job_id), "take back", lambda _nothing: then())

    def retry(self, job_id: str) -> None:
        self._run(lambda studio: studio.retry(job_id), "retry")

    def check_again(self, job_id: str) -> None:
        self._run(lambda studio: studio.check_again(job_id), "check again")

    def fetch_again(self, job_id: str) -> None:
        self._run(lambda studio: studio.fetch_again(job_id), "fetch again")

    def keep_as_is(self, job_id: str) -> None:
        self._run(lambda studio: studio.keep_as_is(job_id), "keep as is")

    def send_on(self, job_id: str) -> None:
        self._run(lambda studio: studio.send_on(job_id), "send on")

    def bind_remote_id(
        self,
        job_id: str,
        remote_id: str,
        *,
        although_it_differs: bool,
        answered: Callable[[AppError | None], None],
    ) -> None:
        """`answered` hears None once the id is taken, or why it is not: DiffersError is a reason to ask the person."""
        self._run(
            lambda studio: studio.bind_remote_id(job_id, remote_id, although_it_differs=although_it_differs),
            "paste id",
            lambda _nothing: answered(None),
            failed=answered,
        )

    def dismiss(self, job_id: str) -> None:
        self._run(lambda studio: studio.dismiss(job_id), "dismiss")

    def remove_job(self, job_id: str) -> None:
        self._run(lambda studio: studio.remove_job(job_id), "remove job")

    def set_paused(self, paused: bool) -> None:
        self._run(lambda studio: studio.set_paused(paused), "pause")

    def move_job(self, job_id: str, before_id: str | None) -> None:
        self._run(lambda studio: studio.move_job(job_id, before_id), "move job")

    def look_at(self, image: InputImage, then: Callable[[ImageFacts], None]) -> None:
        self._run(lambda studio: studio.look_at(image), "look at image", then)

    def adopt_image(
        self,
        data: bytes,
        name: str,
        then: Callable[[InputImage], None],
        *,
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Keep a picture that has no file. `failed()` where it could not be kept; a notice says why."""

        def answered(image: InputImage | None) -> None:
            if image is not None:
                then(image)
            elif failed is not None:
                failed()

        self._run(lambda studio: studio.adopt_image(data, name), "adopt image", answered, always=True)

    def preview_fit(self, image: InputImage, size: Size, then: Callable[[bytes], None]) -> None:
        self._run(lambda studio: studio.preview_fit(image, size), "preview fit", then)

    def select_connection(self, connection_id: str) -> None:
        self._run(lambda studio: studio.select_connection(connection_id), "select connection")

    def save_connection(self, connection: Connection, key: str | None, then: Callable[[Connection], None]) -> None:
        self._run(lambda studio: studio.save_connection(connection, key), "save connection", then)

    def remove_connection(self, connection_id: str) -> None:
        self._run(lambda studio: studio.remove_connection(connection_id), "remove connection")

    def probe(self, connection_id: str) -> None:
        self._run(lambda studio: studio.probe(connection_id), "probe")

    def try_connection(self, connection: Connection, key: str | None, then: Callable[[Health], None]) -> None:
        self._run(lambda studio: studio.try_connection(connection, key), "try connection", then)

    def delete_clip(self, clip_id: str) -> None:
        self._run(lambda studio: studio.delete_clip(clip_id), "delete clip")

    def change_settings(self, **changes: Any) -> None:
        self._run(lambda studio: studio.change_settings(**changes), "settings")

    def keep_draft(self, draft: Draft) -> None:
        self._run(lambda studio: studio.keep_draft(draft), "keep draft")

    def tell(self, notice: Notice) -> None:
        """Show a notice of the window itself."""
        self.notice.emit(notice)

    def _run(
        self,
        work: Callable[["Studio"], Coroutine[Any, Any, T]],
        name: str,
        then: Callable[[Any], None] | None = None,
        *,
        always: bool = False,
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        """Do `work` as soon as the studio is open; `then` hears the result (`always`: or None where it failed).

        What went wrong is a notice, or told to `failed`.
        """
        self._bridge.spawn(self._await(work, then, always, failed or self._tell_failure(name)), name)

    def _tell_failure(self, name: str) -> Callable[[AppError], None]:
        return lambda error: self.notice.emit(Notice(error.sentence, Severity.ERROR, topic=name))

    async def _await(
        self,
        work: Callable[["Studio"], Coroutine[Any, Any, T]],
        then: Callable[[Any], None] | None,
        always: bool,
        tell: Callable[[AppError], None],
    ) -> None:
        studio = await self._bridge.ready()
        result: T | None = None
        failed = studio is None
        if studio is not None:
            try:
                result = await self._bridge.call(work(studio))
            except AppError as error:
                failed = True
                tell(error)
        if then is not None and (always or not failed):
            then(result)
