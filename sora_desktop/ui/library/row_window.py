"""Some rows of a long list: those that were looked at, and the days of all."""

from collections.abc import Iterator, Sequence
from datetime import date

from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.library import ALONE, DayCount, InStack, LibraryAnswer, day_of

KEPT_ROWS = 1500
"""More rows than this are not kept: those that are farthest from what was looked at last are let go."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is here. `clip` is None as long as only its line is."""

    line: ClipLine
    clip: Clip | None = None
    in_stack: InStack = ALONE


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Consecutive rows of one local day: `first` and `count` are rows of the list as it is shown."""

    day: date
    first: int
    count: int


class RowWindow:
    """`count` rows, of which some are here. Whoever changes it tells Qt."""

    def __init__(self) -> None:
        self.count = 0
        self._entries: dict[int, Entry] = {}
        self._days: list[DayCount] = []
        self._groups: list[DayGroup] | None = None

    def entry(self, row: int) -> Entry | None:
        return self._entries.get(row)

    def entries(self) -> Iterator[tuple[int, Entry]]:
        return iter(sorted(self._entries.items()))

    def row_of(self, clip_id: str) -> int | None:
        """Where a clip stands, if its row is here."""
        return next((row for row, entry in self._entries.items() if entry.line.id == clip_id), None)

    def groups(self) -> list[DayGroup]:
        """All rows by day, in their order."""
        if self._groups is None:
            self._groups, first = [], 0
            for day, clips in self._days:
                self._groups.append(DayGroup(day, first, clips))
                first += clips
        return self._groups

    def begins_with(self, answer: LibraryAnswer) -> bool:
        """Whether this is the list of an answer, as far as both are here."""
        here = [entry.line.id for row in range(len(_entries(answer))) if (entry := self._entries.get(row))]
        told = [entry.line.id for entry in _entries(answer)]
        return self.count == answer.count and bool(here) and here == told[: len(here)]

    def take(self, answer: LibraryAnswer) -> None:
        """Begin anew with the first page of a list."""
        self._entries.clear()
        self.fill(0, answer)
        self.set_days(answer.days)

    def fill(self, first: int, answer: LibraryAnswer) -> int:
        """Take a page; how many rows it has."""
        entries = _entries(answer)
        self._entries.update(enumerate(entries, start=first))
        if len(self._entries) > KEPT_ROWS:
            nearest = sorted(self._entries, key=lambda row: abs(row - first))[: KEPT_ROWS // 2]
            self._entries = {row: self._entries[row] for row in nearest}
        return len(entries)

    def set_days(self, days: Sequence[DayCount]) -> None:
        self._days, self._groups = list(days), None
        self.count = sum(day.clips for day in days)

    def replace(self, row: int, clip: Clip, in_stack: InStack = ALONE) -> None:
        self._entries[row] = entry_of(clip, in_stack)

    def insert(self, row: int, clip: Clip, in_stack: InStack = ALONE) -> None:
        """A clip comes in before the row that is at this place now."""
        self._entries = {each + (each >= row): entry for each, entry in self._entries.items()}
        self._entries[row] = entry_of(clip, in_stack)
        self._count_in(row, day_of(clip))

    def _count_in(self, row: int, day: date) -> None:
        known = next((place for place, each in enumerate(self._days) if each.day == day), None)
        if known is not None:
            self._days[known] = DayCount(day, self._days[known].clips + 1)
        else:
            place = next((place for place, group in enumerate(self.groups()) if group.first >= row), len(self._days))
            self._days.insert(place, DayCount(day, 1))
        self._groups = None
        self.count += 1

    def remove(self, row: int) -> None:
        self._entries = {each - (each > row): entry for each, entry in self._entries.items() if each != row}
        place = next(place for place, group in enumerate(self.groups()) if row < group.first + group.count)
        day, clips = self._days[place]
        self._days[place : place + 1] = [DayCount(day, clips - 1)] if clips > 1 else []
        self._groups = None
        self.count -= 1


def entry_of(clip: Clip, in_stack: InStack = ALONE) -> Entry:
    line = ClipLine(clip.id, day_of(clip), clip.prompt, clip.media.seconds, clip.thumbnail_path)
    return Entry(line, clip, in_stack)


def _entries(answer: LibraryAnswer) -> list[Entry]:
    stacks = answer.stacks or [ALONE] * len(answer.clips)
    return [entry_of(*each) for each in zip(answer.clips, stacks, strict=True)] or [
        Entry(line) for line in answer.lines
    ]
