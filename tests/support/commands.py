"""Commands that are written down instead of done, and answered by the test."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sora_desktop.domain.catalog import Size
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Health
from sora_desktop.domain.image import ImageFacts, InputImage
from sora_desktop.domain.request import Request
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.commands import Commands

if TYPE_CHECKING:
    from sora_desktop.domain.events import Notice
    from sora_desktop.studio.studio import Studio


class RecordingCommands(Commands):
    """`said` holds each command as (name, arguments), in order; `answer` calls the `then` of the last one."""

    def __init__(self) -> None:
        super().__init__(Bridge(_never))
        self.said: list[tuple[str, tuple[Any, ...]]] = []
        self.notices: list[Notice] = []
        self._thens: dict[str, Callable[[Any], None]] = {}
        self.notice.connect(self.notices.append)

    def of(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every command of this name."""
        return [arguments for said, arguments in self.said if said == name]

    def answer(self, name: str, value: Any) -> None:
        """Let the last command of this name come back with `value`."""
        self._thens[name](value)

    def _note(self, name: str, *arguments: Any, then: Callable[[Any], None] | None = None) -> None:
        self.said.append((name, arguments))
        if then is not None:
            self._thens[name] = then

    def submit(self, request: Request, connection_id: str, count: int, *, done: Callable[[bool], None]) -> None:
        self._note("submit", request, connection_id, count, then=done)

    def look_at(self, image: InputImage, then: Callable[[ImageFacts], None]) -> None:
        self._note("look_at", image, then=then)

    def adopt_image(
        self,
        data: bytes,
        name: str,
        then: Callable[[InputImage], None],
        *,
        failed: Callable[[], None] | None = None,
    ) -> None:
        def adopted(image: InputImage | None) -> None:
            if image is not None:
                then(image)
            elif failed is not None:
                failed()

        self._note("adopt_image", data, name, then=adopted)

    def preview_fit(self, image: InputImage, size: Size, then: Callable[[bytes], None]) -> None:
        self._note("preview_fit", image, size, then=then)

    def save_connection(self, connection: Connection, key: str | None, then: Callable[[Connection], None]) -> None:
        self._note("save_connection", connection, key, then=then)

    def try_connection(self, connection: Connection, key: str | None, then: Callable[[Health], None]) -> None:
        self._note("try_connection", connection, key, then=then)

    def change_settings(self, **changes: Any) -> None:
        self._note("change_settings", changes)

    def keep_draft(self, draft: Draft) -> None:
        self._note("keep_draft", draft)

    def cancel(self, job_id: str) -> None:
        self._note("cancel", job_id)

    def take_back(self, job_id: str, then: Callable[[], None]) -> None:
        self._note("take_back", job_id, then=lambda _nothing: then())

    def move_job(self, job_id: str, before_id: str | None) -> None:
        self._note("move_job", job_id, before_id)

    def retry(self, job_id: str) -> None:
        self._note("retry", job_id)

    def check_again(self, job_id: str) -> None:
        self._note("check_again", job_id)

    def fetch_again(self, job_id: str) -> None:
        self._note("fetch_again", job_id)

    def keep_as_is(self, job_id: str) -> None:
        self._note("keep_as_is", job_id)

    def send_on(self, job_id: str) -> None:
        self._note("send_on", job_id)

    def bind_remote_id(
        self,
        job_id: str,
        remote_id: str,
        *,
        although_it_differs: bool,
        answered: Callable[[AppError | None], None],
    ) -> None:
        self._note("bind_remote_id", job_id, remote_id, although_it_differs, then=answered)

    def dismiss(self, job_id: str) -> None:
        self._note("dismiss", job_id)

    def remove_job(self, job_id: str) -> None:
        self._note("remove_job", job_id)

    def set_paused(self, paused: bool) -> None:
        self._note("set_paused", paused)

    def select_connection(self, connection_id: str) -> None:
        self._note("select_connection", connection_id)

    def remove_connection(self, connection_id: str) -> None:
        self._note("remove_connection", connection_id)

    def probe(self, connection_id: str) -> None:
        self._note("probe", connection_id)

    def delete_clip(self, clip_id: str) -> None:
        self._note("delete_clip", clip_id)


async def _never() -> "Studio":
    raise AssertionError("the studio is not opened here")
