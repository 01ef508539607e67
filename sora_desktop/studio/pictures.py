"""Reference pictures: looked at, fitted and kept, so that a job never depends on a file that may go."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TypeVar, TypeVarTuple, Unpack

from sora_desktop.base.atomic_files import sync_folder
from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.errors import MediaError, PictureChangedError, StorageError, UnsavedPictureError
from sora_desktop.domain.image import ImageFacts, InputImage
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from sora_desktop.media.picture_child import inspect_in_child, prepare_in_child, preview_in_child
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.reference_look import fetch_picture, look_at_url
from sora_desktop.store.files import write_atomically
from sora_desktop.store.paths import Paths
from sora_desktop.studio.clock import Clock

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

FRESH_SECONDS = 120.0
"""How long a look at a URL is good for before it is taken again."""
REFERENCE_LIMIT = 2048
"""Pixels of the longer side of a reference as it is sent, at most."""


class Pictures:
    """Everything the studio does with pictures; the pool waits for the children that open them."""

    def __init__(self, paths: Paths, transport: Transport, pool: Executor, clock: Clock) -> None:
        self._paths = paths
        self._transport = transport
        self._pool = pool
        self._clock = clock
        self._looked: dict[str, tuple[float, ImageFacts]] = {}
        self._shown: dict[Path, str] = {}

    async def look_at(self, image: InputImage, *, fresh: bool = True) -> ImageFacts:
        """What the picture is; with `fresh` False a look at a URL of the last two minutes will do."""
        if image.path is not None:
            facts = await self._in_pool(inspect_in_child, image)
            if fresh:
                self._shown[image.path] = facts.digest
            return facts
        if image.url is None:
            raise MediaError
        known = self._looked.get(image.url)
        if not fresh and known is not None and self._clock.monotonic() - known[0] < FRESH_SECONDS:
            return known[1]
        facts = await look_at_url(self._transport, image)
        self._looked[image.url] = (self._clock.monotonic(), facts)
        return facts

    def is_another(self, image: InputImage, digest: str) -> bool:
        """Whether a file of this digest holds another picture than the one that a person was last shown."""
        shown = self._shown.get(image.path, "") if image.path else ""
        return bool(shown and digest and shown != digest)

    async def adopt(self, data: bytes, name: str) -> InputImage:
        """Keep a picture that has no file of its own, under a name made from its bytes."""
        stem = PurePath(name).stem[:40] or "picture"
        safe = "".join(char for char in stem if char.isalnum() or char in "-_ ") or "picture"
        target = self._paths.inputs / f"{safe}-{hashlib.sha256(data).hexdigest()[:12]}.png"
        with self._writing():
            await self._in_pool(write_atomically, target, data)
        return InputImage(path=target)

    async def prepare(self, image: InputImage, size: Size) -> Path | None:
        """The picture as it is sent (exact size, upright, no metadata); None for a URL.

        PictureChangedError where it would be made of another file than a person was shown.
        """
        if image.path is None:
            return None
        with self._writing():
            prepared = await self._in_pool(prepare_in_child, image.path, image.fit, size, self._paths.inputs)
            await self._in_pool(sync_folder, self._paths.inputs)
        if self.is_another(image, prepared.source_digest):
            raise PictureChangedError
        return prepared.path

    async def look_at_all(self, images: Sequence[InputImage]) -> tuple[ImageFacts, ...]:
        """What the pictures of a request are, right before it goes.

        PictureChangedError where one is another than a person was shown.
        """
        found = tuple([await self.look_at(image, fresh=False) for image in images])
        if any(self.is_another(image, facts.digest) for image, facts in zip(images, found, strict=True)):
            raise PictureChangedError
        return found

    async def prepare_all(
        self,
        request: Request,
        facts: Sequence[ImageFacts],
        ready: Sequence[Path | None] = (),
        *,
        with_links: bool = False,
    ) -> tuple[Path | None, ...]:
        """Each picture of a request as it is sent; those that are `ready` already are not made again.

        A reference keeps its own shape: it is no frame of the clip. `with_links`: those of web addresses are fetched
        and sent as files, too. UnreachablePictureError where one does not come.
        """
        paths = []
        for at, (image, found) in enumerate(zip(request.images, facts, strict=True)):
            path = ready[at] if at < len(ready) else None
            if path is None:
                here = await self._fetched(image) if with_links and image.url else image
                path = await self.prepare(here, _sent_size(image, found, request.size))
            paths.append(path)
        return tuple(paths)

    async def _fetched(self, image: InputImage) -> InputImage:
        """The picture of a web address as one of this machine, fitted as that one was to be."""
        data = await fetch_picture(self._transport, image)
        kept = await self.adopt(data, image.name)
        return replace(kept, fit=image.fit, role=image.role)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The folder is there again, should somebody have deleted it; UnsavedPictureError where it cannot be written."""
        try:
            self._paths.inputs.mkdir(mode=0o700, exist_ok=True)
            yield
        except StorageError as error:
            raise UnsavedPictureError(error.detail) from error
        except OSError as error:
            raise UnsavedPictureError(error.strerror or str(error)) from error

    async def preview(self, image: InputImage, size: Size, width: int = 640) -> bytes:
        """PNG of the picture as it is sent in a frame of this size, at most `width` pixels wide."""
        if image.path is None:
            raise MediaError(message("The service itself fits a picture from a web address."))
        return await self._in_pool(preview_in_child, image.path, image.fit, size, width)

    async def _in_pool(self, work: Callable[[Unpack[Arguments]], T], *arguments: *Arguments) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)


def _sent_size(image: InputImage, facts: ImageFacts, frame: Size) -> Size:
    if image.role is not ImageRole.REFERENCE or facts.size is None:
        return frame
    share = min(1.0, REFERENCE_LIMIT / max(facts.size.width, facts.size.height))
    return Size(max(1, round(facts.size.width * share)), max(1, round(facts.size.height * share)))
