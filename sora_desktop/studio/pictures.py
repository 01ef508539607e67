"""Reference pictures: looked at, fitted and kept, so that a job never depends on a file that may go."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TypeVar, TypeVarTuple, Unpack

from sora_desktop.api.look import look_at_url
from sora_desktop.api.transport import Transport
from sora_desktop.domain.catalog import Size
from sora_desktop.domain.errors import MediaError, StorageError, UnsavedPictureError
from sora_desktop.domain.image import ImageFacts, ImageVerdict, ReferenceImage
from sora_desktop.media.picture_child import inspect_in_child, prepare_in_child, preview_in_child
from sora_desktop.store.files import sync_folder, write_atomically
from sora_desktop.store.paths import Paths
from sora_desktop.studio.clock import Clock

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

Stamp = tuple[int, int, int]

FRESH_SECONDS = 120.0
"""How long a look at a URL is good for before it is taken again."""


class Pictures:
    """Everything the studio does with pictures; the pool waits for the children that open them."""

    def __init__(self, paths: Paths, transport: Transport, pool: Executor, clock: Clock) -> None:
        self._paths = paths
        self._transport = transport
        self._pool = pool
        self._clock = clock
        self._looked: dict[str, tuple[float, ImageFacts]] = {}
        self._seen: dict[Path, tuple[Stamp | None, str]] = {}

    async def look_at(self, image: ReferenceImage, *, fresh: bool = True) -> ImageFacts:
        """What the picture is; with `fresh` False a look at a URL of the last two minutes will do."""
        if image.path is not None:
            return await self._look_at_file(image, image.path, fresh=fresh)
        if image.url is None:
            raise MediaError
        known = self._looked.get(image.url)
        if not fresh and known is not None and self._clock.monotonic() - known[0] < FRESH_SECONDS:
            return known[1]
        facts = await look_at_url(self._transport, image)
        self._looked[image.url] = (self._clock.monotonic(), facts)
        return facts

    async def _look_at_file(self, image: ReferenceImage, path: Path, *, fresh: bool) -> ImageFacts:
        stamp = await self._in_pool(_stamp, path)
        facts = await self._in_pool(inspect_in_child, image)
        if facts.verdict is ImageVerdict.OK:
            facts = replace(facts, digest=await self._in_pool(_digest, path))
        if fresh:
            self._seen[path] = stamp, facts.digest
        return facts

    async def has_changed(self, image: ReferenceImage) -> bool:
        """Whether the file holds another picture than when a person was last shown it, or is gone."""
        if image.path is None or image.path not in self._seen:
            return False
        stamp, digest = self._seen[image.path]
        now = await self._in_pool(_stamp, image.path)
        if now == stamp:
            return False
        if now is None or not digest or await self._in_pool(_digest, image.path) != digest:
            return True
        self._seen[image.path] = now, digest  # only copied to its place anew, or touched
        return False

    async def adopt(self, data: bytes, name: str) -> ReferenceImage:
        """Keep a picture that has no file of its own, under a name made from its bytes."""
        stem = PurePath(name).stem[:40] or "picture"
        safe = "".join(char for char in stem if char.isalnum() or char in "-_ ") or "picture"
        target = self._paths.inputs / f"{safe}-{hashlib.sha256(data).hexdigest()[:12]}.png"
        with self._writing():
            await self._in_pool(write_atomically, target, data)
        return ReferenceImage(path=target)

    async def prepare(self, image: ReferenceImage, size: Size) -> Path | None:
        """The picture as it is sent (exact size, upright, no metadata); None for a URL."""
        if image.path is None:
            return None
        with self._writing():
            prepared = await self._in_pool(prepare_in_child, image.path, image.fit, size, self._paths.inputs)
            await self._in_pool(sync_folder, self._paths.inputs)
            return prepared

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The folder is there again, should somebody have deleted it; UnsavedPictureError where it cannot be written."""
        try:
            self._paths.inputs.mkdir(mode=0o700, parents=True, exist_ok=True)
            yield
        except StorageError as error:
            raise UnsavedPictureError(error.detail) from error
        except OSError as error:
            raise UnsavedPictureError(error.strerror or str(error)) from error

    async def preview(self, image: ReferenceImage, size: Size) -> bytes:
        if image.path is None:
            raise MediaError("A picture that lies at a web address is fitted by the service.")
        return await self._in_pool(preview_in_child, image.path, image.fit, size)

    async def _in_pool(self, work: Callable[[Unpack[Arguments]], T], *arguments: *Arguments) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)


def _stamp(path: Path) -> Stamp | None:
    """What tells one state of a file from another; None where there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _digest(path: Path) -> str:
    """SHA-256 of a picture's file; "" where it cannot be read, or is no plain file any more."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
