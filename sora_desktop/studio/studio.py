"""The studio: all that the app does, without a window. One instance owns one data folder."""

from collections.abc import Callable
from typing import Any

from sora_desktop.domain.catalog import Size
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.events import Event, Health, Snapshot
from sora_desktop.domain.image import ImageFacts, ReferenceImage
from sora_desktop.domain.job import Job
from sora_desktop.domain.request import Request


class Studio:
    """All methods run on the studio's loop. Errors for a person are `AppError`s."""

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear every event from now on, on the studio's thread; the answer ends it."""
        raise NotImplementedError

    async def snapshot(self) -> Snapshot:
        raise NotImplementedError

    async def submit(self, request: Request, connection_id: str, count: int = 1) -> tuple[Job, ...]:
        """Commit `count` jobs to the ledger; they go out in turn. InputError where the request may not go."""
        raise NotImplementedError

    async def cancel(self, job_id: str) -> None: ...

    async def retry(self, job_id: str) -> Job:
        """A new job from the same request (it may cost money again), with `retry_of`."""
        raise NotImplementedError

    async def check_again(self, job_id: str) -> None: ...

    async def fetch_again(self, job_id: str) -> None: ...

    async def bind_remote_id(self, job_id: str, remote_id: str) -> None:
        """A person found the id of an `unknown` job at the service and pasted it."""

    async def dismiss(self, job_id: str) -> None: ...

    async def remove_job(self, job_id: str) -> None:
        """Take an ended job off the list; its row stays in the ledger."""

    async def set_paused(self, paused: bool) -> None: ...

    async def look_at(self, image: ReferenceImage) -> ImageFacts:
        """Look at a picture (a URL without credentials). Never raises: what is wrong stands in the facts."""
        raise NotImplementedError

    async def adopt_image(self, data: bytes, name: str) -> ReferenceImage:
        """Keep a pasted or dropped picture that has no file of its own."""
        raise NotImplementedError

    async def preview_fit(self, image: ReferenceImage, size: Size) -> bytes:
        """PNG of the picture exactly as it will be sent, at most 640 pixels wide."""
        raise NotImplementedError

    async def select_connection(self, connection_id: str) -> None: ...

    async def save_connection(self, connection: Connection, key: str | None = None) -> Connection:
        """Add or change a connection; `key` None leaves the key as it is. The answer says where the key is."""
        raise NotImplementedError

    async def remove_connection(self, connection_id: str) -> None: ...

    async def probe(self, connection_id: str) -> Health:
        raise NotImplementedError

    async def try_connection(self, connection: Connection, key: str) -> Health:
        """Ask a service that is not saved yet whether it answers; costs nothing."""
        raise NotImplementedError

    async def delete_clip(self, clip_id: str) -> None:
        """Move the clip, its sidecar and thumbnail to the system's trash."""

    async def change_settings(self, **changes: Any) -> None: ...

    async def close(self) -> None:
        """Stop everything without losing anything: what is under way goes on at the next start."""
