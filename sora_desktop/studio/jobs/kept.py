"""What came of a clip so far, whole or not: nothing that was paid for is thrown away before something better is here.

In `incoming`, for a job ID: `ID.mp4.part` is a download under way, `ID.mp4.part.old` what came before it and did not go
together with it, `ID.sent` a clip that came inside an answer, `ID.best` the best file that came to its end and is not
known to be a whole clip.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict
from enum import Enum, auto
from pathlib import Path

from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, Examined, FileVerdict
from sora_desktop.services.downloads.part_file import discard, note_path, old_path, sha256_of, whole_part
from sora_desktop.services.downloads.unpack import LARGEST, unpacked
from sora_desktop.services.json.reader import JsonObject, read_object
from sora_desktop.store.files import adopt, free_bytes, write_atomically
from sora_desktop.store.paths import Paths

_SHORTER = 0.1
"""Seconds of film, by its own tables: a clip may be so much shorter than asked without a doubt that its end is missing.

Less than three pictures at 24 a second, more than lengths are rounded by. No clock of any machine is in it.
"""
_RANKS = (FileVerdict.NOT_A_CLIP, FileVerdict.CUT, FileVerdict.DOUBTFUL, FileVerdict.WHOLE)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that came to its end. `told`: the service said how long it is, and all of that came."""

    path: Path
    sha256: str
    byte_count: int
    told: bool

    def is_same(self, other: "Kept | None") -> bool:
        return other is not None and (self.sha256, self.byte_count) == (other.sha256, other.byte_count)


@dataclass(frozen=True, slots=True)
class Kept:
    """The best file that came so far. `seconds` is what was measured of it, 0.0 where it could not be."""

    sha256: str
    byte_count: int
    verdict: FileVerdict
    told: bool
    seconds: float = 0.0

    @property
    def worth(self) -> tuple[int, bool, float, int]:
        return _RANKS.index(self.verdict), self.told, self.seconds, self.byte_count

    @classmethod
    def of(cls, arrived: Arrived, examined: Examined) -> "Kept":
        return cls(arrived.sha256, arrived.byte_count, examined.verdict, arrived.told, examined.facts.seconds)

    @classmethod
    def of_clip(cls, clip: Clip) -> "Kept":
        """A clip of the library that could not be checked."""
        return cls(clip.sha256, clip.byte_count, FileVerdict.DOUBTFUL, told=True, seconds=clip.media.seconds)

    @classmethod
    def read(cls, note: JsonObject) -> "Kept":
        """What a note says; ValueError where it makes no sense."""
        match note:
            case {
                "sha256": str(sha256),
                "byte_count": int(byte_count),
                "verdict": str(verdict),
                "told": told,
                "seconds": int(seconds) | float(seconds),
            }:
                return cls(sha256, byte_count, FileVerdict(verdict), told=told is True, seconds=float(seconds))
        raise ValueError("no note of ours")


class Ruling(Enum):
    """What is done with a file that came. TAKE: it is the clip. KEEP: it is what the service has, unchecked."""

    TAKE = auto()
    KEEP = auto()
    GO_ON = auto()


def rule(examined: Examined, arrived: Arrived, best: Kept | None, asked_seconds: float) -> Ruling:
    """Where nobody said how long the file is, its end may be missing: then it has to come alike a second time."""
    twice = arrived.is_same(best)
    match examined.verdict:
        case FileVerdict.WHOLE:
            as_long = examined.facts.seconds >= asked_seconds - _SHORTER
            return Ruling.TAKE if arrived.told or as_long or twice else Ruling.GO_ON
        case FileVerdict.DOUBTFUL | FileVerdict.CUT if twice:
            return Ruling.KEEP
    return Ruling.GO_ON


class KeptFiles:
    """The files of one job. Every method may raise OSError, and takes long: call them in a thread."""

    def __init__(self, paths: Paths, job_id: str) -> None:
        self.part = paths.incoming / f"{job_id}.mp4.part"
        self.best = paths.incoming / f"{job_id}.best"
        self.sent = paths.sent_clip(job_id)
        self._note = paths.incoming / f"{job_id}.best.json"
        self._stop = threading.Event()

    def stop(self) -> None:
        """End a long look through a file, in whatever thread it is."""
        self._stop.set()

    def measured(self, path: Path, *, told: bool) -> Arrived:
        """A file that lies somewhere, whoever put it there."""
        return Arrived(path, sha256_of(path, self._stop), path.stat().st_size, told)

    def here(self) -> Iterator[Arrived]:
        """What an earlier life of the app brought to its end and did not judge any more."""
        if self.best.is_file() and self.known_best() is None:
            yield self.measured(self.best, told=False)
        if self.sent.is_file():
            yield self.measured(self.sent, told=True)
        whole = whole_part(self.part, self._stop)
        if whole is not None:
            whole = unpacked(self.part, whole, LARGEST, free_bytes(self.part.parent), self._stop)
            yield Arrived(self.part, whole.sha256, whole.byte_count, whole.told)

    def known_best(self) -> Kept | None:
        try:
            kept = Kept.read(read_object(self._note.read_bytes()))
        except (OSError, ValueError):
            return None
        return kept if self.best.is_file() and self.best.stat().st_size == kept.byte_count else None

    def put(self, arrived: Arrived, examined: Examined) -> Kept:
        """Keep a file that came if it is better than what is kept; the better of both."""
        new, old = Kept.of(arrived, examined), self.known_best()
        if old is not None and old.worth >= new.worth:
            self._drop(arrived.path)
            return old
        write_atomically(self._note, json.dumps(asdict(new)).encode())
        if arrived.path != self.best:
            adopt(arrived.path, self.best)
            self._drop(arrived.path)
        return new

    def _drop(self, path: Path) -> None:
        """A file that is no better than the one that is kept, or that was moved away."""
        path.unlink(missing_ok=True)
        if path == self.part:
            note_path(path).unlink(missing_ok=True)

    def longest(self) -> Path | None:
        """The best of all that is here, for a person who wants it as it is."""
        if self.best.is_file():
            return self.best
        files = [path for path in (self.sent, self.part, old_path(self.part)) if path.is_file() and path.stat().st_size]
        return max(files, key=lambda path: path.stat().st_size, default=None)

    def byte_count(self) -> int:
        longest = self.longest()
        return longest.stat().st_size if longest else 0

    def forget(self, better: Kept | None = None) -> None:
        """Something better is in the library: whatever it is, or a file that is worth as much as the best that is here."""
        discard(self.part)
        best = self.known_best()
        if better is not None and best is not None and best.worth > better.worth:
            return
        for path in (self.best, self._note, self.sent):
            path.unlink(missing_ok=True)
