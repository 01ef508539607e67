"""What stands in the strip, and in which order: jobs and clips in one line of time, the newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.job import ACTIVE, NEEDS_PERSON, Job, JobState
from sora_desktop.ui.library.row_window import Entry

MOST_NOW = 100
"""So many jobs that have not ended are shown at most: of those that wait, the next to go out."""
_HAPPENS_NOW = ACTIVE | NEEDS_PERSON


@dataclass(frozen=True, slots=True)
class Take:
    """One row: a clip, or a job that has none. `line` stands for a clip that is not read yet.

    `day` is None for what happens now. `place` counts from the newest of the `of` takes that lie in one stack.
    """

    id: str
    day: date | None
    job: Job | None = None
    clip: Clip | None = None
    line: ClipLine | None = None
    place: int = 0
    of: int = 1

    @property
    def number(self) -> int:
        """Which take of its request it is, the first being 1."""
        return self.of - self.place

    @property
    def prompt(self) -> str:
        if self.job is not None:
            return self.job.request.prompt
        return self.clip.prompt if self.clip is not None else self.line.prompt if self.line is not None else ""

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height, 16 and 9 where they are not known yet."""
        if self.job is not None:
            size = self.job.request.size
        elif self.clip is not None:
            size = self.clip.size
        else:
            return 16, 9
        return size.width, size.height


def line_up(jobs: Iterable[Job], rows: Sequence[Entry], *, whole: bool) -> list[Take]:
    """`jobs` newest first, `rows` the newest clips; `whole`: there are no more of them.

    What happens now comes first, then everything by when it came. A job that ended without a clip stands where its
    clip would.
    """
    all_jobs = list(jobs)
    now = _now(all_jobs)
    shown = {job.id for job in now}
    clips = [row for row in rows if row.line.id and row.line.id not in shown]
    shown |= {row.line.id for row in clips}
    ended = [job for job in all_jobs if _ended_without_clip(job) and job.id not in shown]
    ended.sort(key=_ended_at, reverse=True)
    return [*(Take(job.id, None, job=job) for job in now), *_merged(_stacks(clips), ended, whole=whole)]


def _now(jobs: Sequence[Job]) -> list[Job]:
    now = [job for job in jobs if job.state in _HAPPENS_NOW]
    too_many = len(now) - MOST_NOW
    if too_many <= 0:
        return now
    last_in_line = [job.id for job in now if job.state is JobState.WAITING and not job.held][:too_many]
    left_out = set(last_in_line)
    return [job for job in now if job.id not in left_out]


def _ended_without_clip(job: Job) -> bool:
    return job.state is not JobState.DONE and job.state not in _HAPPENS_NOW and job.clip_id is None


def _ended_at(job: Job) -> datetime:
    return job.ended_at or job.created_at


def _stacks(rows: Sequence[Entry]) -> Iterator[list[Take]]:
    """Takes of one request that came one after the other, on one day."""
    stack: list[Take] = []
    for row in rows:
        take = Take(row.line.id, row.line.day, clip=row.clip, line=row.line)
        if stack and not _are_of_one_request(stack[-1], take):
            yield stack
            stack = []
        stack.append(take)
    if stack:
        yield stack


def _are_of_one_request(one: Take, other: Take) -> bool:
    if one.clip is None or other.clip is None or one.day != other.day or one.prompt != other.prompt:
        return False
    return one.clip.recipe.request.as_asked == other.clip.recipe.request.as_asked


def _merged(stacks: Iterable[list[Take]], ended: Sequence[Job], *, whole: bool) -> Iterator[Take]:
    """A job that ended while the clips of a stack came stands before all of it."""
    waiting = list(reversed(ended))
    for stack in stacks:
        came = stack[-1].clip.added_at if stack[-1].clip is not None else None
        while waiting and came is not None and _ended_at(waiting[-1]) > came:
            yield _of_ended(waiting.pop())
        yield from (replace(take, place=place, of=len(stack)) for place, take in enumerate(stack))
    if whole:
        yield from map(_of_ended, reversed(waiting))


def _of_ended(job: Job) -> Take:
    return Take(job.id, _day(_ended_at(job)), job=job)


def _day(moment: datetime) -> date:
    try:
        return moment.astimezone().date()
    except (OverflowError, ValueError, OSError):  # a year that this system does not count
        return moment.astimezone(UTC).date()
