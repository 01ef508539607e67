"""The engine's own folder: one folder a job, with its record, its reference image and its clip.

    jobs/<id>/job.json    the record, written whole or not at all
    jobs/<id>/reference   the image as it was sent
    jobs/<id>/source      the film that it goes on from, or that was sent to be changed
    jobs/<id>/cast-<n>    the picture of a character that is in it
    jobs/<id>/clip.mp4    the finished clip; clip.part while it is rendered, and what else the render needs
    incoming/             what is not yet part of a job; emptied at each start

Names of files are the engine's own words and ids; nothing that a caller sent becomes part of a path.
"""

import json
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from sora_desktop.base.atomic_files import sync_folder, write_whole
from sora_desktop.base.values import dataclass
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.wire_format import WireFormat

log = logging.getLogger(__name__)

RECORD, REFERENCE, CLIP, PART = "job.json", "reference", "clip.mp4", "clip.part"
FILM = "source"
CAST = ("cast-0", "cast-1")
KEPT = frozenset({RECORD, REFERENCE, CLIP, FILM, *CAST})


class EngineJobState(StrEnum):
    """The states of a job, in both formats' own words."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        return self in (EngineJobState.COMPLETED, EngineJobState.FAILED)


@dataclass(frozen=True, slots=True)
class EngineJob:
    """One job. `number` orders them as they came; times are Unix seconds, 0 where not yet.

    `tries` counts the renders that were begun and not ended in order. `sha256` is the clip's, and its ETag.
    `key_digest` and `fingerprint` belong to the caller's Idempotency-Key, empty without one.
    `change` is that of a video that was there, which is `source_id`, "" for a film that came along. Its own words are
    `story` and `edits`, and `lead_seconds` is so much of the clip that shows the film itself. `cast` are the names of
    the characters whose pictures lie beside it.
    """

    id: str
    number: int
    format: WireFormat
    model: str
    prompt: str
    size: Size
    seconds: int
    created_at: int
    state: EngineJobState = EngineJobState.QUEUED
    completed_at: int = 0
    error_code: str = ""
    error_text: str = ""
    has_image: bool = False
    tries: int = 0
    sha256: str = ""
    byte_count: int = 0
    key_digest: str = ""
    fingerprint: str = ""
    change: str = ""
    source_id: str = ""
    story: str = ""
    edits: tuple[str, ...] = ()
    lead_seconds: int = 0
    cast: tuple[str, ...] = ()


class JobFolder:
    """Reads and writes the folder. All calls are short and block; a failed write raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._jobs = folder / "jobs"
        self._incoming = folder / "incoming"

    def open(self) -> list[EngineJob]:
        """Every job on disk, oldest first; what a stop left half done is cleared away."""
        shutil.rmtree(self._incoming, ignore_errors=True)
        for folder in (self._jobs, self._incoming):
            folder.mkdir(parents=True, exist_ok=True)
        return sorted(self._read_all(), key=lambda job: job.number)

    def _read_all(self) -> Iterator[EngineJob]:
        for folder in self._jobs.iterdir():
            try:
                job = _decode(json.loads((folder / RECORD).read_bytes()))
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.warning("the record of job %s cannot be read: %s", folder.name, type(error).__name__)
                continue
            if job.id == folder.name:
                self.tidy(job.id)
                yield job

    def keep(self, name: str, data: bytes) -> Path:
        """Put the bytes of an image or a film into `incoming`, under a name of the engine's own."""
        path = self._incoming / name
        path.write_bytes(data)
        return path

    def copy_in(self, name: str, file: Path) -> Path:
        """A file of another job, or of a character, likewise."""
        path = self._incoming / name
        try:
            os.link(file, path)
        except OSError:  # not on every disk
            shutil.copyfile(file, path)
        return path

    def add(self, job: EngineJob, image: Path | None, film: Path | None = None, portraits: Sequence[Path] = ()) -> None:
        """Bring a new job into being at once: its folder appears whole, with its record and what belongs to it."""
        staged = self._incoming / job.id
        staged.mkdir()
        parts = ((image, REFERENCE), (film, FILM), *zip(portraits, CAST, strict=False))
        for path, name in parts:
            if path is not None:
                path.replace(staged / name)
        write_whole(staged / RECORD, _encode(job))
        staged.rename(self._jobs / job.id)
        sync_folder(self._jobs)

    def put(self, job: EngineJob) -> None:
        write_whole(self._jobs / job.id / RECORD, _encode(job))

    def remove(self, job_id: str) -> None:
        """Take a job away: it is gone at once, its bytes follow."""
        gone = self._incoming / f"{job_id}.gone"
        (self._jobs / job_id).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def accept_clip(self, job_id: str) -> None:
        """The part file is whole: it becomes the clip."""
        self.part(job_id).replace(self.clip(job_id))
        sync_folder(self._jobs / job_id)

    def tidy(self, job_id: str) -> None:
        """Remove what a render left beside the clip."""
        for path in (self._jobs / job_id).iterdir():
            if path.name not in KEPT:
                path.unlink(missing_ok=True)

    def clip(self, job_id: str) -> Path:
        return self._jobs / job_id / CLIP

    def part(self, job_id: str) -> Path:
        return self._jobs / job_id / PART

    def reference(self, job: EngineJob) -> Path | None:
        return self._jobs / job.id / REFERENCE if job.has_image else None


def film_beside(job: EngineJob, clip: Path) -> Path | None:
    """The film that a job goes on from, beside its clip; None where it goes on from none."""
    return clip.with_name(FILM) if job.lead_seconds else None


def portraits_beside(job: EngineJob, clip: Path) -> tuple[Path, ...]:
    """The pictures of a job's characters, in the order of their names."""
    return tuple(clip.with_name(name) for _, name in zip(job.cast, CAST, strict=False))


def _encode(job: EngineJob) -> bytes:
    record = {name: getattr(job, name) for name in EngineJob.__slots__}
    return json.dumps(record | {"size": str(job.size)}, indent=1).encode()


def _decode(record: dict[str, Any]) -> EngineJob:
    known = {name: value for name, value in dict(record).items() if name in EngineJob.__slots__}
    settled = {
        "format": WireFormat(record["format"]),
        "state": EngineJobState(record["state"]),
        "size": Size.parse(record["size"]),
        "edits": tuple(record.get("edits", ())),
        "cast": tuple(record.get("cast", ())),
    }
    return EngineJob(**(known | settled))
