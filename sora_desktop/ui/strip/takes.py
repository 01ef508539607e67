"""What stands in the strip, and in which order: what happens now, and then all in one line of time, the newest first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain

from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.job import ACTIVE, NEEDS_PERSON, Job, JobState
from sora_desktop.ui.library.row_window import Entry
from sora_desktop.ui.queue.job_rows import Section, section_of

MOST_NOW = 100
"""So many jobs that have not ended are shown at most: of those that wait, the next to go out."""
NEXT_APART = 1
"""So many presses that wait have tiles of their own; all after them lie on one pile, so that clips stay in sight."""
_HAPPENS_NOW = ACTIVE | NEEDS_PERSON
_ORDER = (Section.RUNNING, Section.NEEDS_YOU, Section.NEXT, Section.ENDED)

TakesOf = Callable[[Job], Sequence[Job]]
"""The jobs of the press of Generate that a job came from, the first take first."""


@dataclass(frozen=True, slots=True)
class Take:
    """One row: a clip, or a job that has none. `line` stands for a clip that is not read yet.

    `day` is None for what happens now, and for its siblings. `place` counts from the top of the `of` rows that lie on
    each other: takes of one request, or a `pile` of whatever waits. It is take `number` of the `count` of its request.
    """

    id: str
    day: date | None
    job: Job | None = None
    clip: Clip | None = None
    line: ClipLine | None = None
    place: int = 0
    of: int = 1
    number: int = 1
    count: int = 1
    pile: bool = False

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


Stack = list[Take]


def line_up(jobs: Iterable[Job], rows: Sequence[Entry], takes_of: TakesOf, *, whole: bool) -> list[Take]:
    """`jobs` newest first, `rows` the newest clips; `whole`: there are no more of them.

    What happens now comes first: what runs, what needs a person, what goes out next. Then everything by when it came;
    a job that ended without a clip stands where its clip would. Takes of one press of Generate stand in one place.
    """
    all_jobs = {job.id: job for job in jobs}
    now = _now(list(all_jobs.values()))
    job_of = {job.clip_id: job.id for job in all_jobs.values() if job.clip_id is not None}
    here = {job_of.get(row.line.id, row.line.id): row for row in rows if row.line.id and row.line.id not in now}
    presses = _Presses(all_jobs, here, now, takes_of)
    first = _in_front(presses.of_now())
    return [*chain.from_iterable(first), *_merged(presses.stacks(), presses.ended(), whole=whole)]


class _Presses:
    """Puts what came from one press together; each job and clip is given out once.

    `here` are the clips by the ids of their jobs, `now` the jobs that have not ended, as far as they are shown.
    """

    def __init__(self, jobs: dict[str, Job], here: dict[str, Entry], now: set[str], takes_of: TakesOf) -> None:
        self._jobs, self._here, self._now, self._takes_of = jobs, here, now, takes_of
        self._given: set[str] = set()
        self._places = {row.line.id: place for place, row in enumerate(here.values())}

    def of_now(self) -> list[Stack]:
        """What has a take that has not ended, with its siblings: the one that is furthest in front lies on top."""
        stacks = []
        for job in self._jobs.values():
            if job.id in self._now and job.id not in self._given:
                takes = self._siblings(job)
                stacks.append([replace(take, day=None) for take in sorted(takes, key=_rank)])
        later = {job_id: place for place, job_id in enumerate(reversed(self._jobs))}
        return sorted(stacks, key=lambda stack: _stands(stack, later))

    def stacks(self) -> list[Stack]:
        """Clips of one press, and of one request that came one after the other on one day."""
        stacks: list[Stack] = []
        for job_id, row in self._here.items():
            if job_id in self._given:
                continue
            job = self._jobs.get(job_id)
            takes = self._siblings(job)[::-1] if job is not None else [_of_row(row)]
            takes.sort(key=lambda take: self._places.get(take.id, len(self._places)))
            takes = [replace(take, day=row.line.day) for take in takes]
            if stacks and _are_of_one_request(stacks[-1], takes):
                stacks[-1] = _counted(stacks[-1] + takes)
            else:
                stacks.append(takes)
        return stacks

    def ended(self) -> list[Stack]:
        """What ended and left no clip, the last end first; asked for last."""
        stacks = [
            [replace(take, day=_day(_ended_at(job))) for take in self._siblings(job)[::-1]]
            for job in sorted(self._jobs.values(), key=_ended_at, reverse=True)
            if _ended_without_clip(job) and job.id not in self._given
        ]
        return [stack for stack in stacks if stack]

    def _siblings(self, job: Job) -> Stack:
        """The takes of its press that can be shown, the first take first."""
        siblings = self._takes_of(job)
        takes = []
        for number, each in enumerate(siblings, 1):
            row = self._here.get(each.id)
            if each.id in self._given:
                continue
            self._given.add(each.id)
            if row is not None:
                takes.append(replace(_of_row(row), number=number, count=len(siblings)))
            elif each.id in self._now or _ended_without_clip(each):
                takes.append(Take(each.id, None, job=each, number=number, count=len(siblings)))
        return takes


def _now(jobs: Sequence[Job]) -> set[str]:
    now = [job for job in jobs if job.state in _HAPPENS_NOW]
    last_in_line = [job.id for job in now if job.state is JobState.WAITING and not job.held]
    too_many = max(0, len(now) - MOST_NOW)
    return {job.id for job in now} - set(last_in_line[:too_many])


def _in_front(stacks: list[Stack]) -> list[Stack]:
    waiting = [stack for stack in stacks if _rank(stack[0]) == _ORDER.index(Section.NEXT)]
    if len(waiting) <= NEXT_APART + 1:
        return [_stacked(stack) for stack in stacks]
    apart = len(stacks) - len(waiting) + NEXT_APART
    pile = [replace(take, pile=True) for take in chain.from_iterable(stacks[apart:])]
    return [*(_stacked(stack) for stack in stacks[:apart]), _stacked(pile)]


def _rank(take: Take) -> int:
    return _ORDER.index(section_of(take.job)) if take.job is not None else len(_ORDER)


def _stands(stack: Stack, later: Mapping[str, int]) -> tuple[int, int]:
    """What is under way stands as it goes out, what needs a person with the newest first."""
    rank = _rank(stack[0])
    places = [later[take.id] for take in stack if _rank(take) == rank]
    return rank, -max(places) if _ORDER[rank] is Section.NEEDS_YOU else min(places)


def _of_row(row: Entry) -> Take:
    return Take(row.line.id, row.line.day, clip=row.clip, line=row.line)


def _counted(stack: Stack) -> Stack:
    """Of several presses: they count as one."""
    return [replace(take, number=len(stack) - place, count=len(stack)) for place, take in enumerate(stack)]


def _stacked(stack: Stack) -> Stack:
    return [replace(take, place=place, of=len(stack)) for place, take in enumerate(stack)]


def _ended_without_clip(job: Job) -> bool:
    return job.state is not JobState.DONE and job.state not in _HAPPENS_NOW and job.clip_id is None


def _ended_at(job: Job) -> datetime:
    return job.ended_at or job.created_at


def _are_of_one_request(before: Stack, after: Stack) -> bool:
    """What is not read yet is of none."""
    one, other = before[-1], after[0]
    if one.clip is None or other.clip is None or one.day != other.day or one.prompt != other.prompt:
        return False
    return one.clip.recipe.request.as_asked == other.clip.recipe.request.as_asked


def _merged(stacks: Iterable[Stack], ended: Sequence[Stack], *, whole: bool) -> Iterator[Take]:
    """What ended while the clips of a stack came stands before all of it."""
    waiting = list(reversed(ended))
    for stack in stacks:
        came = [take.clip.added_at for take in stack if take.clip is not None]
        while waiting and came and _last_end(waiting[-1]) > min(came):
            yield from _stacked(waiting.pop())
        yield from _stacked(stack)
    if whole:
        yield from chain.from_iterable(map(_stacked, reversed(waiting)))


def _last_end(stack: Stack) -> datetime:
    return max(_ended_at(take.job) for take in stack if take.job is not None)


def _day(moment: datetime) -> date:
    try:
        return moment.astimezone().date()
    except (OverflowError, ValueError, OSError):  # a year that this system does not count
        return moment.astimezone(UTC).date()
