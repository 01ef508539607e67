"""The library's list of clips, and the sidecar that tells each clip's recipe beside its file."""

import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.errors import StorageError, UnlistedClipError
from sora_desktop.domain.steps import Step, step
from sora_desktop.store.codec import Codec, UnreadableError
from sora_desktop.store.database import Database
from sora_desktop.store.files import write_atomically
from sora_desktop.store.paths import Paths
from sora_desktop.store.shelf import read_lines

log = logging.getLogger(__name__)

SIDECAR_FORMAT = "sora-desktop-recipe/1"
SIDECAR_LIMIT = 4 * 1024 * 1024

_PUT = """
    INSERT INTO clips (id, job_id, path, added_at, document) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET path = excluded.path, document = excluded.document
"""


@dataclass(frozen=True, slots=True)
class _Sidecar:
    format: str
    clip: Clip


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What looking through the library's folder found.

    `added` were entered from their sidecars; `strangers` are MP4s without one; the files of `missing` are gone.
    """

    added: tuple[Clip, ...] = ()
    strangers: tuple[Path, ...] = ()
    missing: tuple[Clip, ...] = ()


def sidecar_path(clip_path: Path) -> Path:
    return clip_path.with_suffix(".json")


class ClipStore:
    """The clips of one data folder. Every method that changes something has committed it when it returns."""

    def __init__(self, database: Database, paths: Paths) -> None:
        self._database = database
        self._paths = paths
        self._codec = Codec(paths.root)

    def is_free(self) -> bool:
        """Whether no other program holds the database just now."""
        return self._database.is_free()

    def add(self, clip: Clip) -> None:
        """Enter a clip: its sidecar first, then its row. UnlistedClipError where the disk refuses."""
        try:
            self.write_sidecar(clip)
            step(Step.SIDECAR_WRITTEN)
            self._put(clip)
        except StorageError as problem:
            raise UnlistedClipError(problem.detail, busy=problem.busy) from problem

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

    def lines(self) -> list[ClipLine]:
        """Every clip as a line of a list, newest first."""
        return read_lines(self._database, 0)

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
        """Take a clip off the list; its files stay where they are."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM clips WHERE id = ?", (clip_id,))

    def write_sidecar(self, clip: Clip) -> None:
        """Write the clip's recipe beside its file, for people and for `rebuild`. StorageError where the disk refuses."""
        text = self._codec.dump(_Sidecar(SIDECAR_FORMAT, clip), indent=2) + "\n"
        write_atomically(sidecar_path(clip.path), text.encode())

    def read_sidecar(self, path: Path) -> Clip:
        """The clip that the sidecar `path` tells of, which lies beside it whatever its old place was.

        Its small picture is one of ours, whatever file the sidecar names: that one goes with the clip.
        UnreadableError where it is no sidecar, or one of a format that this version does not know.
        """
        with path.open("rb") as file:
            data = file.read(SIDECAR_LIMIT + 1)
        if len(data) > SIDECAR_LIMIT:
            msg = f"{path.name} is too long for a sidecar"
            raise UnreadableError(msg)
        sidecar = self._codec.load(data, _Sidecar)
        if sidecar.format != SIDECAR_FORMAT:
            msg = f"{path.name} has an unknown format"
            raise UnreadableError(msg)
        small = sidecar.clip.thumbnail_path
        if small.parent != self._paths.thumbnails.absolute():
            small = self._paths.thumbnails / f"{path.stem}.jpg"
        return replace(sidecar.clip, path=path.with_suffix(".mp4"), thumbnail_path=small)

    def rebuild(self) -> Rebuilt:
        """Enter every clip of the library's folder that has a sidecar but no row. Safe to do at any time."""
        known = {clip.path: clip for clip in self.all()}
        files = sorted(path for path in self._paths.library.iterdir() if path.suffix == ".mp4" and path.is_file())
        missing = {path: clip for path, clip in known.items() if path not in set(files)}
        added, strangers = [], []
        for path in files:
            if path in known:
                continue
            clip = self._from_sidecar(path)
            if clip is None:
                strangers.append(path)
                continue
            clip = self._settle_id(clip, {gone.id for gone in missing.values()})
            self._put(clip)
            missing = {path: gone for path, gone in missing.items() if gone.id != clip.id}
            added.append(clip)
        return Rebuilt(tuple(added), tuple(strangers), tuple(missing.values()))

    def _from_sidecar(self, path: Path) -> Clip | None:
        try:
            return self.read_sidecar(sidecar_path(path))
        except FileNotFoundError:
            return None
        except (OSError, UnreadableError) as problem:
            log.warning("%s has no sidecar that can be read: %s", path.name, problem)
            return None

    def _settle_id(self, clip: Clip, free: set[str]) -> Clip:
        """A renamed clip keeps its id; a copy of one that is still there gets an id of its own."""
        if clip.id in free or self.get(clip.id) is None:
            return clip
        return replace(clip, id=str(uuid.uuid4()))

    def _put(self, clip: Clip) -> None:
        document = self._codec.dump(clip)
        place = clip.path.name if clip.path.parent == self._paths.library else str(clip.path)
        row = (clip.id, clip.job_id, place, clip.added_at.astimezone(UTC).isoformat(timespec="microseconds"), document)
        with self._database.transaction() as database:
            database.execute(_PUT, row)

    def _clips(self, rows: list[tuple[str, str]]) -> Iterator[Clip]:
        for clip_id, document in rows:
            try:
                yield self._codec.load(document, Clip)
            except UnreadableError as problem:
                log.warning("clip %s cannot be read; its row and file stay: %s", clip_id, problem)
