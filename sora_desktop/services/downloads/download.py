"""Brings a finished clip here over one road: gone on with where that is safe, hashed, flushed before it counts.

With a strong ETag it goes on by `Range` and `If-Range`. In every other case the last bytes that are here are asked for
again, and compared; a body that comes from its start is compared as far as bytes are here. So nothing is ever glued to
what it does not belong to, and no byte is thrown away because a service could not go on.
Whether the file really plays is judged later: here only its first bytes and its length are looked at.
"""

import asyncio
import hashlib
import shutil
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import field, replace
from pathlib import Path
from typing import TypeVar, TypeVarTuple, Unpack
from urllib.parse import urlsplit

import httpx

from sora_desktop.base.atomic_files import NO_ROOM
from sora_desktop.base.sentences import Bytes, Message, message
from sora_desktop.base.url_guard import UnsafeUrlError
from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import (
    DiskFullError,
    DownloadBrokenError,
    DownloadError,
    LinkExpiredError,
    NoClipError,
    NotHandedOutError,
    SameLengthError,
    SlowRoadError,
)
from sora_desktop.services.downloads.in_place import TEXT_LIMIT, links_in, may_be_a_clip, words_for
from sora_desktop.services.downloads.part_file import OtherBytesError, PartFile, Whole
from sora_desktop.services.downloads.resuming import Ask, ResumeWay, Served, ask, content_range, fits, read_served
from sora_desktop.services.downloads.unpack import HEAD, LARGEST, unpacked
from sora_desktop.services.http.assets import Open
from sora_desktop.services.http.bodies import is_identity, read_up_to
from sora_desktop.services.http.network_errors import network_error_text
from sora_desktop.services.parsing.timestamps import retry_after
from sora_desktop.services.wire import Answer

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")
OnBytes = Callable[[int, int | None], None]

_MIB = 1024 * 1024
_BATCH = 2 * _MIB
_BATCH_SECONDS = 2.0
_PROGRESS = 64 * 1024
_JUMP = 8 * _MIB
_WORDS_SECONDS = 10.0
_GOOD = frozenset({200, 201, 203, 206})
_DEAD = frozenset({403, 404, 410})
_COME_AGAIN = frozenset({408, 425, 429})


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """`largest`, `spare` (left free on the disk) in bytes; `slowest` bytes a second over `window` seconds.

    `first_byte` and `stall` are the longest silences in seconds, before the body begins and in it. `attempts` in a row
    may bring nothing new. `hurried` are `first_byte` and `slowest` in a hurry. A service that wants longer than `longest_wish` seconds of rest is left for now.
    `sleep`, `clock` and `free_bytes` can be replaced by a test.
    """

    largest: int = LARGEST
    spare: int = 512 * _MIB
    slowest: int = 1024
    window: float = 60.0
    first_byte: float = 300.0
    stall: float = 60.0
    hurried: tuple[float, int] = (60.0, 64 * 1024)
    attempts: int = 3
    longest_pause: float = 30.0
    longest_wish: float = 10.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    free_bytes: Callable[[Path], int] = _free_bytes

    def within(self, hurry: "Hurry") -> "DownloadLimits":
        first_byte, slowest = self.hurried
        return replace(
            self,
            first_byte=min(first_byte * 2.0**hurry.silences, self.first_byte),
            slowest=self.slowest if hurry.may_be_slow else max(slowest, self.slowest),
        )


@dataclass(frozen=True, slots=True)
class Hurry:
    """Another road is worth trying. `silences`: so often this one said nothing before, and more patience is due."""

    silences: int = 0
    may_be_slow: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that came to its end: its SHA-256 (hex) and length.

    `told`: the service said how long it is, and all of that came. Elsewhere its end may be missing.
    """

    sha256: str
    byte_count: int
    told: bool = field(default=True, compare=False)


class _BrokenOffError(Exception):
    """This attempt ended early; `pause` is the service's own wish in seconds."""

    def __init__(self, words: Message | str, pause: float | None = None) -> None:
        super().__init__(str(words))
        self.words = words
        self.pause = pause


class _OtherWayError(Exception):
    """This way of asking leads nowhere; there is another one."""


class Download:
    """One URL to one part file. `run` once.

    `own`: the URL is the service's own, not a link that it handed out. A file of `but_not` bytes is not fetched.
    """

    def __init__(
        self,
        open_: Open,
        url: str,
        target: Path,
        *,
        limits: DownloadLimits,
        on_bytes: OnBytes | None = None,
        own: bool = False,
        but_not: int = -1,
        hurry: Hurry | None = None,
    ) -> None:
        self._may_be_slow = hurry is None or hurry.may_be_slow
        self._came = False
        self._open = open_
        self._url = url
        self._but_not = but_not
        self._source = _fingerprint(url)
        self._target = target
        self._limits = limits.within(hurry) if hurry else limits
        self._on_bytes = on_bytes or (lambda _have, _total: None)
        self._own = own
        self._refused: frozenset[ResumeWay] = frozenset()
        self._stop = threading.Event()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="download")

    async def run(self) -> Fetched:
        """Fetch until the file is whole and flushed. Raises the DownloadError branch."""
        try:
            part = await self._in_worker(PartFile.open, self._target, self._stop)
            try:
                if part.whole is None:
                    await self._until_whole(part)
                whole = await self._in_worker(part.finish)
            finally:
                await self._in_worker(part.close)
            whole = await self._unpacked(whole)
            return Fetched(whole.sha256, whole.byte_count, whole.told)
        except OSError as error:
            raise _disk_error(error) from error
        finally:
            self._worker.shutdown(wait=False)

    async def _in_worker(self, work: Callable[[Unpack[Arguments]], T], *values: *Arguments) -> T:
        """One after another in one thread: also when a wait is cancelled, `close` comes after the last write."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, work, *values)
        except asyncio.CancelledError:
            self._stop.set()
            raise

    async def _unpacked(self, whole: Whole) -> Whole:
        room = self._limits.free_bytes(self._target.parent) - self._limits.spare
        return await self._in_worker(unpacked, self._target, whole, self._limits.largest, room, self._stop)

    async def _until_whole(self, part: PartFile) -> None:
        in_vain, furthest = 0, part.offset
        while True:
            try:
                return await self._attempt(part)
            except _OtherWayError:
                continue
            except _BrokenOffError as error:
                in_vain = 0 if part.offset - furthest >= _PROGRESS else in_vain + 1
                furthest = max(furthest, part.offset)
                pause = min(2.0 ** max(in_vain - 1, 0), self._limits.longest_pause)
                pause = pause if error.pause is None else error.pause
                if in_vain >= self._limits.attempts or pause > self._limits.longest_wish:
                    raise DownloadBrokenError(error.words, retry_after=error.pause) from error
                await self._limits.sleep(pause)

    async def _attempt(self, part: PartFile) -> None:
        asked = ask(part.origin, part.offset, self._source, self._refused)
        self._came = False
        try:
            async with self._open(asked.headers) as response:
                await self._take(response, part, asked)
        except UnsafeUrlError as error:
            raise DownloadError(message("Its link isn't opened.").about(error.why)) from error
        except httpx.TimeoutException as error:
            raise self._too_slow(network_error_text(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _BrokenOffError(network_error_text(error)) from error
        except OtherBytesError as error:
            await self._in_worker(part.put_aside)
            raise _BrokenOffError(message("The file at the service has changed.")) from error

    async def _take(self, response: httpx.Response, part: PartFile, asked: Ask) -> None:
        status = response.status_code
        if status == 416 and asked.start:
            self._compare_ends(response, part, asked)
            return
        if status not in _GOOD:
            await self._raise_for(response)
        served = read_served(status, response.headers, self._source, asked_whole=asked.way is ResumeWay.WHOLE)
        if served is None or (served.start and not fits(asked, part.origin, served)):
            raise self._other_way(asked)
        if asked.start and not served.start:
            self._refused |= {asked.way}
        self._check_size(served.origin.total or 0)
        if not served.start and served.origin.total == self._but_not:
            raise SameLengthError
        try:
            async with asyncio.timeout(self._limits.first_byte) as silence:
                await self._receive(response, part, served, silence)
        except TimeoutError as error:
            if not silence.expired():
                raise
            raise self._too_slow(message("It comes too slowly.")) from error
        if not part.all_here:
            raise _BrokenOffError(_so_far(part))

    def _too_slow(self, words: Message | str) -> Exception:
        """Who says nothing at all is not asked again over and over, and in a hurry nobody who is slow."""
        return _BrokenOffError(words) if self._came and self._may_be_slow else SlowRoadError(words)

    def _other_way(self, asked: Ask) -> Exception:
        """There always is one: the whole file, until that fails, too."""
        self._refused |= {asked.way}
        if asked.way is ResumeWay.WHOLE:
            return _BrokenOffError(message("The service sent a different part of the file."))
        return _OtherWayError()

    def _compare_ends(self, response: httpx.Response, part: PartFile, asked: Ask) -> None:
        """416: there is nothing at that place. What is here is all of it, where it ends there."""
        total = content_range(response.headers)[2]
        if total != part.offset:
            raise self._other_way(asked)
        part.go_on(part.offset, total if part.origin.total in (None, total) else None)

    async def _receive(
        self, response: httpx.Response, part: PartFile, served: Served, silence: asyncio.Timeout
    ) -> None:
        async with aclosing(self._paced(response)) as body:
            if served.start:
                part.go_on(served.start, served.origin.total)
                self._check_room(part)
            else:
                head = await _head(body)
                if not may_be_a_clip(head):
                    instead = await _instead(response, head, body)
                    raise NoClipError(words_for(instead), links=links_in(instead, self._url))
                await self._in_worker(part.begin, served.origin)
                self._check_room(part)
                await self._in_worker(part.append, [head])
            await self._store(body, part, silence)

    def _check_size(self, size: int) -> None:
        if size > self._limits.largest:
            raise DownloadError(message("It is larger than {size}.", size=Bytes(self._limits.largest)))

    def _check_room(self, part: PartFile) -> None:
        missing = max((part.coming_total or 0) - part.offset, 0)
        if self._limits.free_bytes(self._target.parent) < missing + self._limits.spare:
            raise DiskFullError

    async def _store(self, body: AsyncIterator[bytes], part: PartFile, silence: asyncio.Timeout) -> None:
        """Write in batches, one in the worker while the next comes in: memory stays flat."""
        loop = asyncio.get_running_loop()
        batch: list[bytes] = []
        size, since = 0, loop.time()
        writing: asyncio.Future[None] | None = None
        try:
            async for chunk in body:
                batch.append(chunk)
                size += len(chunk)
                now = loop.time()
                if size >= _BATCH or now - since >= _BATCH_SECONDS:
                    if writing is not None:
                        silence.reschedule(None)  # a slow disk is no silence of the service
                        await writing
                        self._report(part)
                    silence.reschedule(loop.time() + self._limits.stall)
                    writing = loop.run_in_executor(self._worker, part.append, batch)
                    batch, size, since = [], 0, now
        finally:
            if not silence.expired():
                silence.reschedule(None)
            if writing is not None:
                await writing
            await self._in_worker(part.append, batch)
            self._on_bytes(part.offset, part.coming_total)
        self._check_size(part.offset)

    def _report(self, part: PartFile) -> None:
        self._check_size(part.offset)
        if part.behind > _JUMP and ResumeWay.OVERLAP not in self._refused:
            raise _OtherWayError  # so much that is here already need not come again
        self._on_bytes(part.offset, part.coming_total)

    async def _paced(self, response: httpx.Response) -> AsyncGenerator[bytes, None]:
        """The body as it comes, compressed or not; breaks off where it drips more slowly than the limit."""
        since, got = self._limits.clock(), 0
        async with aclosing(_raw(response)) as body:
            async for chunk in body:
                self._came = True
                got += len(chunk)
                if (now := self._limits.clock()) - since >= self._limits.window:
                    if got < self._limits.slowest * (now - since):
                        raise self._too_slow(message("It comes too slowly."))
                    since, got = now, 0
                yield chunk

    async def _raise_for(self, response: httpx.Response) -> None:
        """An answer that is no file: come again, or leave this road for now."""
        words = words_for(await _instead(response, b"", _raw(response)))
        status = response.status_code
        if status in _COME_AGAIN or status >= 500:
            raise _BrokenOffError(words, retry_after(response.headers))
        dead = status in _DEAD and not self._own
        raise LinkExpiredError(words) if dead else NotHandedOutError(words)


def _fingerprint(url: str) -> str:
    """The same for fresh signatures of one file: scheme, host and path count, the query does not."""
    try:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}{parts.path}"
    except ValueError:  # it will not be opened
        place = url
    return hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()


async def _raw(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body as it was sent, compressed or not."""
    async for chunk in response.aiter_bytes() if is_identity(response.headers) else response.aiter_raw():
        yield chunk


async def _head(body: AsyncIterator[bytes]) -> bytes:
    head = b""
    async for chunk in body:
        head += chunk
        if len(head) >= HEAD:
            break
    return head


async def _instead(response: httpx.Response, head: bytes, body: AsyncGenerator[bytes, None]) -> Answer:
    """The start of what came in place of a clip; nobody waits long for the words of an error."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_WORDS_SECONDS):
            head += await read_up_to(body, TEXT_LIMIT)
    return Answer(response.status_code, dict(response.headers), head)


def _so_far(part: PartFile) -> Message:
    if part.origin.total:
        return message("{got} of {total} bytes arrived.", got=part.offset, total=part.origin.total)
    return message("{got} bytes arrived.", got=part.offset)


def _disk_error(error: OSError) -> DownloadError:
    if error.errno in NO_ROOM:
        return DiskFullError(error.strerror or "")
    return DownloadError(error.strerror or str(error))
