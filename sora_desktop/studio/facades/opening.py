"""What a person opens with the app from outside: files of all kinds, told apart by what is in them."""

import asyncio
import errno
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Foreign, Message, message
from sora_desktop.base.signatures import begins_a_clip, boxed_mime, image_mime, is_webp_that_moves
from sora_desktop.base.start_wish import is_address
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, FileVerdict
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.opened import Opened, film_outside
from sora_desktop.domain.request import Request, edited
from sora_desktop.media.probe import examine_in_child
from sora_desktop.store.files import read_plain
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.library.clips_by_file import ClipsByFile, sum_of

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

HEAD = 4096
"""Bytes by which a file's kind is told."""

MISSING = message("There is no such file.")
FOLDER = message("That is a folder. Open the pictures or clips in it.")
NO_FILE = message("That is no file with a picture or a clip in it.")
UNREADABLE = message("It can't be read.")
NOTHING_KNOWN = message("It is no picture, clip or recipe that Sora Desktop can open.")
ELSEWHERE = message("It is on another computer. Copy it to this one and open the copy.")
NO_RECIPE = message("It is no recipe that this version can read.")
UNKNOWN_ADDRESS = message("Only files and web addresses of pictures can be opened.")


class _Kind(Enum):
    PICTURE = 1
    FILM = 2
    RECIPE = 3


@dataclass(frozen=True, slots=True)
class _File:
    """A plain file with its real path, its kind and its length in bytes."""

    path: Path
    kind: _Kind
    byte_count: int


class OpeningFacade:
    """Looks only: nothing is kept, sent or paid for."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._by_file: ClipsByFile = context.library.by_file

    async def look(self, words: Sequence[str]) -> Opened:
        """What the window can show of these whole paths and addresses. Only the first film is looked into."""
        opened = Opened()
        for word in words:
            try:
                opened = await self._with(opened, word)
            except _RefusedError as refusal:
                opened = replace(opened, refused=(*opened.refused, _about(word, refusal.why)))
        return opened

    async def _with(self, opened: Opened, word: str) -> Opened:
        if is_address(word):
            return replace(opened, links=(*opened.links, _link(word)))
        file = await self._in_pool(_look_at, Path(word))
        if file.kind is _Kind.PICTURE:
            return replace(opened, pictures=(*opened.pictures, Path(word)))
        if file.kind is _Kind.RECIPE:
            return replace(opened, request=opened.request or await self._request(file))
        if opened.clip is not None:
            return replace(opened, left_clips=opened.left_clips + 1)
        return replace(opened, clip=await self._ours(file) or await self._film(file))

    async def _request(self, sidecar: _File) -> Request:
        clip = await self._in_pool(self._by_file.told, sidecar.path, sidecar.path.with_suffix(".mp4"))
        if clip is None:
            raise _RefusedError(NO_RECIPE)
        known = bool(await self._context.library.these([clip.id]))
        return edited(clip.recipe.request, clip_id=clip.id if known else "")

    async def _ours(self, file: _File) -> Clip | None:
        """The clip of the library that this is, or is a copy of."""
        clip = self._by_file.at(file.path)
        if clip is None and self._by_file.may_be_copy(file.byte_count):
            clip = self._by_file.with_sum(await self._in_pool(sum_of, file.path))
        return clip

    async def _film(self, file: _File) -> Clip:
        """Looked through in a process of its own, as everything is that a stranger made, before it plays in this one."""
        examined = await self._in_pool(examine_in_child, file.path)
        if examined.verdict is FileVerdict.NOT_A_CLIP or examined.facts.size is None:
            raise _RefusedError(examined.finding or NOTHING_KNOWN)
        told = await self._in_pool(self._by_file.told_beside, file.path)
        return film_outside(file.path, examined, file.byte_count, self._context.clock.now(), told)

    async def _in_pool(self, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._context.pool, work, *arguments)
        except OSError as problem:
            raise _RefusedError(_why(problem)) from problem
        except MediaError as problem:
            raise _RefusedError(problem.sentence) from problem


class _RefusedError(Exception):
    """Nothing is shown of it."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def _look_at(path: Path) -> _File:
    """OSError where it cannot be read; at once for anything that is no plain file."""
    facts = path.stat()
    if stat.S_ISDIR(facts.st_mode):
        raise _RefusedError(FOLDER)
    if not stat.S_ISREG(facts.st_mode):
        raise _RefusedError(NO_FILE)
    return _File(path.resolve(), _kind(read_plain(path, HEAD)), facts.st_size)


def _kind(head: bytes) -> _Kind:
    if (image_mime(head) and not is_webp_that_moves(head)) or boxed_mime(head):
        return _Kind.PICTURE
    if begins_a_clip(head):
        return _Kind.FILM
    if head.lstrip().startswith(b"{"):
        return _Kind.RECIPE
    raise _RefusedError(NOTHING_KNOWN)


def _link(word: str) -> str:
    scheme = word.partition(":")[0].lower()
    if scheme == "file":
        raise _RefusedError(ELSEWHERE)
    if scheme not in ("http", "https"):
        raise _RefusedError(UNKNOWN_ADDRESS)
    return word


def _why(problem: OSError) -> Message:
    if isinstance(problem, FileNotFoundError | NotADirectoryError) or problem.errno in (
        errno.ENAMETOOLONG,
        errno.ELOOP,
    ):
        return MISSING
    return UNREADABLE.about(Foreign(problem.strerror or os.strerror(problem.errno or errno.EIO)))


def _about(word: str, why: Message) -> Message:
    """Which file it is said of: by its name, and where it lies."""
    return message("“{file}” can't be opened.", file=one_line(word)).about(more=(why,))
