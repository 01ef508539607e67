"""The library's list of clips, and the sidecar that tells each clip's recipe beside its file."""

import logging
import math
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from string import Formatter

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import NOTHING_KNOWN, Clip, MediaFacts
from sora_desktop.domain.errors import LedgerError, StorageError, UnlistedClipError
from sora_desktop.domain.library import InStack, LibraryQuery
from sora_desktop.domain.tags import tidy
from sora_desktop.store.clip_index import ClipIndex
from sora_desktop.store.clip_lists import ClipLists
from sora_desktop.store.clip_stacks import ClipStacks
from sora_desktop.store.codec import Codec, as_text, parse
from sora_desktop.store.database import Database
from sora_desktop.store.files import read_plain, write_atomically
from sora_desktop.store.paths import Paths
from sora_desktop.store.trash_notes import TrashNotes, trash_mark
from sora_desktop.store.unreadable import UnreadableError
from sora_desktop.store.upgrades import CLIP
from sora_desktop.store.upgrades.history import Plain

log = logging.getLogger(__name__)

SIDECAR_FORMAT = "sora-desktop-recipe/1"
SIDECAR_LIMIT = 4 * 1024 * 1024

_PLAIN_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_FINDING_LIMIT = 1000
_NESTED_AT_MOST = 64
READ_LATELY = 500
"""Clips that are kept as they were read: to read one takes longer than to find it."""
_FOUND_BEFORE = message("It couldn't be checked when it was downloaded.")
_PUT = """
    INSERT INTO clips (id, job_id, path, added_at, document) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET path = excluded.path, document = excluded.document
"""


@dataclass(frozen=True, slots=True)
class _Sidecar:
    format: str
    clip: Clip


def sidecar_path(clip_path: Path) -> Path:
    return clip_path.with_suffix(".json")


class ClipStore:
    """The clips of one data folder. Every method that changes something has committed it when it returns.

    `unreadable` are the ids of those that were met and could not be read: their rows and files stay. What a newer
    version of the app has put into a row stays in it.
    `hidden` are the ids of clips that are in no list, such as those on their way to the trash: until this program ends.
    `full_text`: whether SQLite searches by its own full text index; None where it does if it can.
    """

    def __init__(self, database: Database, paths: Paths, *, full_text: bool | None = None) -> None:
        self._database = database
        self._paths = paths
        self._codec = Codec(paths.root)
        self.unreadable = set[str]()
        self.hidden: frozenset[str] = frozenset()
        self._read_lately: dict[str, tuple[str, Clip]] = {}
        self._newer: dict[str, Plain] = {}
        self._newer_beside: dict[Path, Plain] = {}
        self.index = ClipIndex(database, self._listed, full_text=full_text)
        self.stacks = ClipStacks(database, self.index)
        self.lists = ClipLists(database)
        self.trash = TrashNotes(database)

    def is_free(self) -> bool:
        """Whether no other program holds the database just now."""
        return self._database.is_free()

    def add(self, clip: Clip) -> None:
        """Enter a clip: its sidecar first, then its row. UnlistedClipError where the disk refuses."""
        try:
            self.write_sidecar(clip)
            reach(CrashPoint.SIDECAR_WRITTEN)
            self._put(clip)
        except StorageError as problem:
            raise UnlistedClipError(problem.detail, busy=problem.busy) from problem

    def change(self, clip: Clip) -> None:
        """Write what is told of a clip anew, its sidecar first; its file stays as it is. StorageError where the disk refuses."""
        self.write_sidecar(clip)
        self._put(clip)

    def get(self, clip_id: str) -> Clip | None:
        rows = self._database.read("SELECT id, document FROM clips WHERE id = ?", clip_id)
        return next(self._clips(rows), None)

    def all(self) -> list[Clip]:
        """Every clip, newest first."""
        return self.newest(-1)

    def newest(self, limit: int, skip: int = 0) -> list[Clip]:
        """At most `limit` clips (all where it is negative), newest first, after the first `skip`."""
        question = "SELECT id, document FROM clips ORDER BY added_at DESC, number DESC LIMIT ? OFFSET ?"
        return list(self._clips(self._database.read(question, limit, skip)))

    def page(self, query: LibraryQuery) -> tuple[list[Clip], list[str]]:
        """The clips of a page in their order, and the ids of those among them whose rows cannot be read any more."""
        clips, broken, _ = self.page_in_stacks(query)
        return clips, broken

    def page_in_stacks(self, query: LibraryQuery) -> tuple[list[Clip], list[str], tuple[InStack, ...]]:
        """As `page`, and how each of the clips lies with its takes, where the list is stacked."""
        clips: list[Clip] = []
        broken: list[str] = []
        places: list[int] = []
        page = self.stacks.page(query)
        for (clip_id, document), place in zip(page.rows, page.places, strict=True):
            clip = self._load(clip_id, document)
            if clip is None:
                broken.append(clip_id)
            else:
                clips.append(clip)
                places.append(place)
        return clips, broken, self.stacks.in_stacks(places) if query.stacked else ()

    def these(self, clip_ids: Sequence[str]) -> list[Clip]:
        """The clips with these ids, in that order; one that is gone or cannot be read is left out."""
        marks = ", ".join("?" * len(clip_ids))
        rows = self._database.read(f"SELECT id, document FROM clips WHERE id IN ({marks})", *clip_ids)  # noqa: S608 -- marks alone
        found = {clip.id: clip for clip in self._clips(rows)}
        return [found[clip_id] for clip_id in clip_ids if clip_id in found]

    def count(self) -> int:
        ((clips,),) = self._database.read("SELECT count(*) FROM clips")
        return int(clips)

    def remove(self, clip_id: str) -> None:
        """Take a clip off the list; its files stay where they are. Of its way to the trash nothing has to be known any more."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM clips WHERE id = ?", (clip_id,))
            database.execute("DELETE FROM marks WHERE name = ?", (trash_mark(clip_id),))
        self._index([clip_id])

    def hide(self, hidden: frozenset[str]) -> None:
        """Have these in no list, and those before in their lists again. Rows and files stay.

        The index takes them for rows that cannot be read, which each start looks at again. StorageError where the disk
        refuses: then all is as it was.
        """
        before, self.hidden = self.hidden, hidden
        try:
            self.index.follow_ids(sorted(before ^ self.hidden))
        except StorageError:
            self.hidden = before
            raise

    def write_sidecar(self, clip: Clip) -> None:
        """Write the clip's recipe beside its file, for people and for `rebuild`. StorageError where the disk refuses."""
        text = as_text({"format": SIDECAR_FORMAT, "clip": self._plain(clip)}, indent=2) + "\n"
        write_atomically(sidecar_path(clip.path), text.encode())

    def read_sidecar(self, sidecar: Path, file: Path) -> Clip:
        """The clip that a sidecar tells of and that lies beside it as `file`, whatever its old place was.

        It may be a stranger's: its small picture is one of ours, whatever file it names, for that one goes with the
        clip; and what no clip of ours has is not believed. UnreadableError where it is no sidecar, or one of a format
        that this version does not know; OSError where it is no plain file.
        """
        data = read_plain(sidecar, SIDECAR_LIMIT + 1)
        if len(data) > SIDECAR_LIMIT:
            raise UnreadableError(f"{sidecar.name} is too long for a sidecar")
        plain = parse(data)
        told = self._codec.structure(plain, _Sidecar)
        if told.format != SIDECAR_FORMAT:
            raise UnreadableError(f"{sidecar.name} has an unknown format")
        self._keep_beside(file, plain)
        small = told.clip.thumbnail_path
        if small.parent != self._paths.thumbnails.absolute():
            small = self._paths.thumbnails / f"{sidecar.stem}.jpg"
        return replace(
            told.clip,
            id=told.clip.id if _PLAIN_ID.fullmatch(told.clip.id) else str(uuid.uuid4()),
            job_id=told.clip.job_id if _PLAIN_ID.fullmatch(told.clip.job_id) else "",
            path=file,
            thumbnail_path=small,
            byte_count=told.clip.byte_count if 0 <= told.clip.byte_count < 1 << 53 else file.stat().st_size,
            media=told.clip.media if _is_possible(told.clip.media) else NOTHING_KNOWN,
            unchecked=told.clip.unchecked and _plain(told.clip.unchecked),
            tags=tidy(told.clip.tags),
        )

    def _keep_beside(self, file: Path, sidecar: object) -> None:
        """What a newer version has put into a sidecar goes into the row of its file, whatever id that gets."""
        newer = CLIP.newer(sidecar.get("clip")) if isinstance(sidecar, dict) else None
        if newer is not None and _is_storable(newer):
            self._newer_beside[file] = newer
        else:
            self._newer_beside.pop(file, None)

    def enter(self, clips: Sequence[Clip]) -> None:
        """Enter clips that have their sidecars: all of them or, where the disk refuses, none."""
        for clip in clips:
            beside = self._newer_beside.pop(clip.path, None)
            if beside is not None:
                self._newer.setdefault(clip.id, beside)
        rows = [self._row(clip) for clip in clips]
        with self._database.transaction() as database:
            database.executemany(_PUT, rows)
        self.unreadable -= {clip.id for clip in clips}
        self._index([clip.id for clip in clips])

    def _index(self, clip_ids: Sequence[str]) -> None:
        """What is committed is committed: where the index does not follow now it does so later."""
        try:
            self.index.follow_ids(clip_ids)
        except LedgerError as problem:
            log.warning("the library's index is behind its clips: %s", problem)

    def _put(self, clip: Clip) -> None:
        self.enter([clip])

    def _row(self, clip: Clip) -> tuple[str, str, str, str, str]:
        place = clip.path.name if clip.path.parent == self._paths.library else str(clip.path)
        added = clip.added_at.astimezone(UTC).isoformat(timespec="microseconds")
        return clip.id, clip.job_id, place, added, as_text(self._plain(clip))

    def _plain(self, clip: Clip) -> Plain:
        plain: Plain = self._codec.plain(clip)
        before = self._newer.get(clip.id)
        return plain if before is None else CLIP.written_over(before, plain)

    def _clips(self, rows: Iterable[tuple[str, str]]) -> Iterator[Clip]:
        for clip_id, document in rows:
            clip = self._load(clip_id, document)
            if clip is not None:
                yield clip

    def _load(self, clip_id: str, document: str) -> Clip | None:
        """Those that were read lately are not read again: what somebody types finds the same ones at each letter."""
        text, clip = self._read_lately.pop(clip_id, ("", None))
        if clip is None or text != document:
            clip = self._read(clip_id, document)
        if clip is not None:
            self._read_lately[clip_id] = document, clip
            if len(self._read_lately) > READ_LATELY:
                del self._read_lately[next(iter(self._read_lately))]
        return clip

    def _listed(self, clip_id: str, document: str) -> Clip | None:
        return None if clip_id in self.hidden else self._load(clip_id, document)

    def _read(self, clip_id: str, document: str) -> Clip | None:
        try:
            plain = parse(document)
            newer = CLIP.newer(plain)
            if newer is not None:
                self._newer[clip_id] = newer
            return self._codec.structure(plain, Clip)
        except UnreadableError as problem:
            log.warning("clip %s cannot be read; its row and file stay: %s", clip_id, problem)
            self.unreadable.add(clip_id)
            return None


def _is_storable(plain: Plain) -> bool:
    """Whether it can be written as JSON again: a stranger's may be nested without end, or have numbers without one."""
    level: list[object] = [plain]
    for _ in range(_NESTED_AT_MOST):
        level = [inner for each in level for inner in _inside(each)]
        if any(isinstance(each, float) and not math.isfinite(each) for each in level):
            return False
    return not level


def _inside(plain: object) -> Iterable[object]:
    return plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ()


def _is_possible(media: MediaFacts) -> bool:
    """Whether a film can be like that at all: beyond that a window has no room for its numbers."""
    sides = (media.size.width, media.size.height) if media.size else (1, 1)
    numbers = media.seconds <= 1e7 and media.fps <= 1e5 and media.frames <= 1e9
    return numbers and min(media.seconds, media.fps, media.frames) >= 0 and 0 < min(sides) and max(sides) <= 1 << 16


def _plain(finding: Message) -> Message:
    """What a check found, where its sentence asks for nothing but its own values: one may ask for gigabytes."""
    try:
        places = [(name, form, turn) for _, name, form, turn in Formatter().parse(finding.source) if name is not None]
    except ValueError:
        return _FOUND_BEFORE
    is_plain = all(name in finding.values and not form and not turn for name, form, turn in places)
    return finding if is_plain and len(str(finding)) <= _FINDING_LIMIT else _FOUND_BEFORE
