"""Brings a finished clip here: resumed where that is safe, measured, hashed on the way, flushed before it counts.

It goes on only with `Range` and `If-Range` on a strong ETag, and takes only a 206 that matches; in every other case
it starts over. Whether the file really plays is judged later: here only its first box and its length are looked at.
"""

import asyncio
import errno
import hashlib
import re
import shutil
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from sora_desktop.api.assets import Open
from sora_desktop.api.failures import describe
from sora_desktop.api.gate import UnsafeUrlError
from sora_desktop.api.moments import retry_after
from sora_desktop.api.part_file import PartFile
from sora_desktop.api.transport import Headers, chunks, is_identity, read_up_to
from sora_desktop.api.wire import Answer
from sora_desktop.domain.errors import (
    DiskFullError,
    DownloadBrokenError,
    DownloadError,
    LinkExpiredError,
    NotAVideoError,
)

T = TypeVar("T")
OnBytes = Callable[[int, int | None], None]

_MIB = 1024 * 1024
_BATCH = 2 * _MIB
_HEAD = 12
_ERROR_BODY = 64 * 1024
_PROGRESS = _MIB
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FIRST_BOXES = frozenset({b"ftyp", b"styp", b"free", b"skip", b"wide"})
_CONTENT_RANGE = re.compile(r"bytes (?:(\d{1,18})-(\d{1,18})|\*)/(\d{1,18}|\*)", re.IGNORECASE)


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Limits:
    """`largest`, `spare` (left free on the disk) in bytes; `slowest` bytes a second over `window` seconds.

    `attempts` in a row may bring nothing new. `sleep`, `clock` and `free_bytes` can be replaced by a test.
    """

    largest: int = 4 * 1024 * _MIB
    spare: int = 512 * _MIB
    slowest: int = 1024
    window: float = 60.0
    attempts: int = 6
    longest_pause: float = 30.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    free_bytes: Callable[[Path], int] = _free_bytes


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file: its SHA-256 (hex) and length."""

    sha256: str
    byte_count: int


class _BrokenOffError(Exception):
    """This attempt ended early; `pause` is the service's own wish in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class Download:
    """One URL to one part file. `run` once."""

    def __init__(self, open_: Open, url: str, target: Path, *, limits: Limits, on_bytes: OnBytes | None = None) -> None:
        self._open = open_
        self._source = _fingerprint(url)
        self._target = target
        self._limits = limits
        self._on_bytes = on_bytes or (lambda _have, _total: None)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="download")

    async def run(self) -> Fetched:
        """Fetch until the file is whole and flushed. Raises the DownloadError branch."""
        try:
            part = await self._in_worker(PartFile.open, self._target, self._source)
            try:
                if not part.whole:
                    await self._until_whole(part)
                return Fetched(await self._in_worker(part.finish), part.offset)
            finally:
                await self._in_worker(part.close)
        except OSError as error:
            raise _disk_error(error) from error
        finally:
            self._worker.shutdown(wait=False)

    async def _in_worker(self, work: Callable[..., T], *values: object) -> T:
        """One after another in one thread: also when a wait is cancelled, `close` comes after the last write."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *values)

    async def _until_whole(self, part: PartFile) -> None:
        in_vain, furthest = 0, part.offset
        while True:
            try:
                return await self._attempt(part)
            except _BrokenOffError as error:
                in_vain = 0 if part.can_resume and part.offset - furthest >= _PROGRESS else in_vain + 1
                furthest = max(furthest, part.offset)
                if in_vain >= self._limits.attempts:
                    raise DownloadBrokenError(str(error)) from error
                pause = min(2.0 ** max(in_vain - 1, 0), self._limits.longest_pause)
                await self._limits.sleep(pause if error.pause is None else error.pause)

    async def _attempt(self, part: PartFile) -> None:
        try:
            async with self._open(_resume_headers(part)) as response:
                await self._take(response, part)
        except UnsafeUrlError as error:
            raise DownloadError(f"The link to the clip is not opened: {error}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _BrokenOffError(str(error) or type(error).__name__) from error

    async def _take(self, response: httpx.Response, part: PartFile) -> None:
        status = response.status_code
        if status == 416 and part.offset:
            await self._compare(response, part)
        elif status not in (200, 206):
            await _raise_for(response)
        elif not is_identity(response.headers):
            raise NotAVideoError("It came compressed, although that was not asked for")
        elif await self._settle(response, part):
            await self._receive(response, part)

    async def _compare(self, response: httpx.Response, part: PartFile) -> None:
        """416: there is nothing after what is here. Whole, if the lengths agree; else start over."""
        total = _content_range(response)[2]
        if total != part.offset or part.origin.total not in (None, total):
            await self._in_worker(part.restart)
            raise _BrokenOffError("The file at the service has changed")

    async def _settle(self, response: httpx.Response, part: PartFile) -> bool:
        """Make sure that what comes belongs at the end of `part`; True, or raises."""
        start, _, total = _content_range(response) if response.status_code == 206 else (0, None, _length(response))
        etag = _strong_etag(response)
        if start == part.offset > 0 and total == part.origin.total and etag in ("", part.origin.etag):
            self._check_room(part)
            return True
        if start != 0:
            await self._in_worker(part.restart)
            raise _BrokenOffError("The service sent another part of the file than asked for")
        await self._in_worker(part.restart, etag, total)
        self._check_room(part)
        return True

    def _check_room(self, part: PartFile) -> None:
        total = part.origin.total or 0
        if total > self._limits.largest:
            raise NotAVideoError(f"It is larger than {self._limits.largest // _MIB} MB")
        if self._limits.free_bytes(self._target.parent) < total - part.offset + self._limits.spare:
            raise DiskFullError

    async def _receive(self, response: httpx.Response, part: PartFile) -> None:
        async with aclosing(self._paced(response)) as body:
            if part.offset == 0:
                head = await _head(body)
                if head[4:8] not in _FIRST_BOXES:
                    raise NotAVideoError(await _words_for(response, head, body))
                await self._in_worker(part.append, [head])
            await self._store(body, part)
        if part.origin.total is not None and part.offset != part.origin.total:
            raise _BrokenOffError(f"{part.offset} of {part.origin.total} bytes came")

    async def _store(self, body: AsyncIterator[bytes], part: PartFile) -> None:
        """Write in batches, one in the worker while the next comes in: memory stays flat."""
        batch: list[bytes] = []
        size = 0
        writing: asyncio.Future[None] | None = None
        loop = asyncio.get_running_loop()
        try:
            async for chunk in body:
                batch.append(chunk)
                size += len(chunk)
                if size >= _BATCH:
                    if writing is not None:
                        await writing
                    self._report(part)
                    writing = loop.run_in_executor(self._worker, part.append, batch)
                    batch, size = [], 0
        finally:
            if writing is not None:
                await writing
            await self._in_worker(part.append, batch)
            self._report(part)

    def _report(self, part: PartFile) -> None:
        if part.offset > self._limits.largest:
            raise NotAVideoError(f"It is larger than {self._limits.largest // _MIB} MB")
        self._on_bytes(part.offset, part.origin.total)

    async def _paced(self, response: httpx.Response) -> AsyncGenerator[bytes, None]:
        """The raw body; breaks off where it drips more slowly than the limit."""
        since, got = self._limits.clock(), 0
        async with aclosing(chunks(response)) as body:
            async for chunk in body:
                got += len(chunk)
                if (now := self._limits.clock()) - since >= self._limits.window:
                    if got < self._limits.slowest * (now - since):
                        raise _BrokenOffError("It came too slowly")
                    since, got = now, 0
                yield chunk


def _fingerprint(url: str) -> str:
    """The same for fresh signatures of one file: scheme, host and path count, the query does not."""
    parts = urlsplit(url)
    return hashlib.sha256(f"{parts.scheme}://{parts.netloc}{parts.path}".encode("utf-8", "replace")).hexdigest()


def _resume_headers(part: PartFile) -> Headers:
    if not part.can_resume:
        return ()
    return (("range", f"bytes={part.offset}-"), ("if-range", part.origin.etag))


def _strong_etag(response: httpx.Response) -> str:
    etag: str = response.headers.get("etag", "").strip()
    return etag if len(etag) > 2 and etag.startswith('"') and etag.endswith('"') and etag.isascii() else ""


def _length(response: httpx.Response) -> int | None:
    text: str = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _content_range(response: httpx.Response) -> tuple[int | None, int | None, int | None]:
    """First byte, last byte and total of a Content-Range; None for each that it does not say."""
    found = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", "").strip())
    if not found:
        return None, None, None
    first, last, total = (int(text) if text and text != "*" else None for text in found.groups())
    return first, last, total


async def _head(body: AsyncIterator[bytes]) -> bytes:
    head = b""
    async for chunk in body:
        head += chunk
        if len(head) >= _HEAD:
            break
    return head


async def _words_for(response: httpx.Response, head: bytes, body: AsyncGenerator[bytes, None]) -> str:
    """What came in place of a video, in words."""
    if not head:
        return "The answer is empty"
    data = head + await read_up_to(body, _ERROR_BODY)
    return describe(Answer(response.status_code, dict(response.headers), data)).message


async def _raise_for(response: httpx.Response) -> None:
    """An answer that is no file: come again later, or ask the job for a fresh link."""
    words = await _words_for(response, b" ", chunks(response))
    status = response.status_code
    if status in (408, 425, 429) or status >= 500:
        raise _BrokenOffError(words, retry_after(response.headers))
    raise LinkExpiredError(words)


def _disk_error(error: OSError) -> DownloadError:
    if error.errno in _FULL:
        return DiskFullError(error.strerror or "")
    return DownloadError(error.strerror or str(error))
