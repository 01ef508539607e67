"""The one judge of a file that came in place of a clip: whole, doubtful, cut, or something else altogether.

A stranger's file is judged in a child with limits (`examine_in_child`): a bug in a decoder costs the child. That a
check dies, is killed or runs out of time says nothing about the file: then only what the boxes prove is held.
"""

from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from sora_desktop.base.limited_child import ChildError, ChildLimits, ChildSlowError, NoChildError, ask_child
from sora_desktop.base.sentences import Foreign, Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import NOTHING_KNOWN, Examined, FileVerdict, MediaFacts
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from sora_desktop.media import findings
from sora_desktop.media.cuts import ebml_lack
from sora_desktop.media.kinds import ENDINGS, MP4, QUICKTIME, Kind, sniff
from sora_desktop.media.mp4 import Mp4, read_mp4
from sora_desktop.media.watch import Effort, Watched, watch

LIMITS = ChildLimits(cpu=60, wall=150.0)
"""For the first look, which takes a fifth of it for half a minute of 4K."""
LARGER = ChildLimits(memory=6 * 1024**3, cpu=120, wall=300.0)
"""For a second one, where the first did not come to its end."""
FULL = Effort()
LESS = Effort(pixels=FULL.pixels // 8, threads=1)
"""What the second look does."""

_SLACK = 0.3
"""Seconds by which a Matroska film may be shorter than its head says."""
_SIDE_LIMIT = 1 << 16


def examine(path: Path, effort: Effort = FULL) -> Examined:
    """Judge a file by all that is in it. OSError where it cannot be read, MemoryError where there is too little.

    That what is left of a cut film asks for endless memory is no wonder, and changes nothing.
    """
    known = _look_at(path)
    try:
        return known.settled or known.judged(watch(path, known.kind.demuxer, effort))
    except MemoryError:
        if known.lack is None:
            raise
        return known.cut


def examine_in_child(path: Path, limits: ChildLimits = LIMITS, larger: ChildLimits = LARGER) -> Examined:
    """The same in a process of its own; in a second one with more room and less to do where the first one dies.

    Where that dies too, what the boxes prove is held. MediaError where no child can be started or the app ends: that
    says nothing. OSError where the file cannot be read.
    """
    finding = findings.CHECK_DIED
    for allowed, effort in ((limits, FULL), (larger, LESS)):
        try:
            said = ask_child("clip", {"path": str(path.absolute()), "effort": asdict(effort)}, allowed).said
            return _heard(said, path)
        except NoChildError as problem:
            raise MediaError(message("It can't be checked right now.").about(Foreign(problem))) from problem
        except ChildSlowError:
            finding = findings.CHECK_SLOW
        except ChildError:
            finding = findings.CHECK_DIED
    return _look_at(path).unfinished(message(finding))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a file is, and what its boxes prove. `lack`: bytes are surely missing."""

    kind: Kind
    mp4: Mp4 | None
    lack: Message | None

    @property
    def facts(self) -> MediaFacts:
        return self.mp4.facts if self.mp4 else NOTHING_KNOWN

    @property
    def cut(self) -> Examined:
        """The verdict, where something is missing and no more is known."""
        return self._as(FileVerdict.CUT, self.lack)

    @property
    def settled(self) -> Examined | None:
        """The verdict, where there is nothing to decode."""
        if self.kind.demuxer:
            return None
        return self.cut if self.lack else self._as(self.kind.verdict, self.kind.finding)

    def judged(self, watched: Watched) -> Examined:
        """The verdict, now that it was decoded. Of a film that was cut, the facts are those of what came."""
        facts = watched.facts if watched.facts.size else self.facts
        if self.lack:
            return self._as(FileVerdict.CUT, self.lack, facts)
        if watched.hole:
            return self._as(FileVerdict.CUT, watched.flaw, facts)
        if self.kind.lack is ebml_lack and watched.declared - watched.length > _SLACK:
            return self._as(FileVerdict.CUT, findings.shorter(watched.declared, watched.length), facts)
        finding = self.kind.finding or (self.mp4.doubt if self.mp4 else None)
        if watched.flaw and (facts.size or not finding):
            finding = watched.flaw
        return self._as(FileVerdict.DOUBTFUL if finding else FileVerdict.WHOLE, finding, facts)

    def unfinished(self, finding: Message) -> Examined:
        """The verdict, where nobody could decode it."""
        if self.lack:
            return self.cut
        return self.settled or self._as(FileVerdict.DOUBTFUL, finding)

    def _as(self, verdict: FileVerdict, finding: Message | None, facts: MediaFacts | None = None) -> Examined:
        return Examined(verdict, self.kind.ending, facts or self.facts, finding)


def _look_at(path: Path) -> _Known:
    with path.open("rb") as file:
        kind = sniff(file)
        if kind is MP4:
            mp4 = read_mp4(file)
            return _Known(QUICKTIME if mp4.quicktime else MP4, mp4, mp4.lack)
        return _Known(kind, None, kind.lack(file) if kind.lack else None)


def _heard(said: dict[str, Any], path: Path) -> Examined:
    """Only what has the shape that it must have; ChildError for anything else."""
    if "unreadable" in said:
        raise OSError(said["errno"], str(said["unreadable"]), str(path))
    try:
        examined = Examined(
            FileVerdict(said["verdict"]), str(said["ending"]), _facts(**said["facts"]), findings.heard(said["finding"])
        )
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        raise ChildError from problem
    if examined.ending not in ENDINGS:
        raise ChildError("no ending of ours")
    return examined


def _facts(
    size: list[int] | None, seconds: float, fps: float, frames: int, video_codec: str, audio_codec: str | None
) -> MediaFacts:
    if size is not None and not all(0 < side <= _SIDE_LIMIT for side in size):
        raise ValueError(size)
    if not (isfinite(seconds) and isfinite(fps)):
        raise ValueError(seconds, fps)
    return MediaFacts(
        size=None if size is None else Size(int(size[0]), int(size[1])),
        seconds=float(seconds),
        fps=float(fps),
        frames=int(frames),
        video_codec=str(video_codec),
        audio_codec=None if audio_codec is None else str(audio_codec),
    )


def answer(request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """What the child does: examine one file, and say what was found. Without memory it dies: that is no verdict."""
    try:
        examined = examine(Path(request["path"]), Effort(**request.get("effort", {})))
    except OSError as problem:
        return {"unreadable": problem.strerror or "", "errno": problem.errno or 0}, b""
    size = examined.facts.size
    return {
        "verdict": examined.verdict,
        "ending": examined.ending,
        "facts": {**asdict(examined.facts), "size": [size.width, size.height] if size else None},
        "finding": findings.told(examined.finding),
    }, b""
