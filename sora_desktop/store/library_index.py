"""The first page of the library without reading its clips: quick, and with few imports, for the first paint."""

import json
from datetime import date
from pathlib import Path

from sora_desktop.domain.clip import ClipLine
from sora_desktop.domain.library import DayCount, LibraryAnswer, by_day
from sora_desktop.store.clip_tables import DAY_BITS, has_full_text, is_current
from sora_desktop.store.database import Database

_CARD = """CASE WHEN json_valid(document) THEN json_array(
    json_extract(document, '$.recipe.request.prompt'),
    json_extract(document, '$.media.seconds'),
    json_extract(document, '$.thumbnail_path')) END"""
_INDEXED = f"""
    SELECT clips.id, place >> {DAY_BITS}, {_CARD} FROM library JOIN clips USING (number) ORDER BY place DESC LIMIT ?
"""  # noqa: S608 -- no value of anybody
_NOT_INDEXED = f"""
    SELECT id, date(added_at, 'localtime'), {_CARD} FROM clips ORDER BY added_at DESC, number DESC LIMIT ?
"""  # noqa: S608 -- likewise
_DAYS = "SELECT day, sum(clips), sum(iif(kind & 4, clips, 0)) FROM library_days GROUP BY day ORDER BY day DESC"


def read_first(database: Database, cards: int) -> LibraryAnswer:
    """The newest clips with what their cards show, and how many there are: of one without an index only these."""
    if not is_current(database, full_text=has_full_text(database)):
        lines = tuple(_line(database.folder, *row) for row in database.read(_NOT_INDEXED, cards))
        return LibraryAnswer(lines=lines, days=by_day([line.day for line in lines]), total=len(lines))
    lines = tuple(_line(database.folder, *row) for row in database.read(_INDEXED, cards))
    counted = database.read(_DAYS)
    days = tuple(DayCount(date.fromordinal(day), clips) for day, clips, _ in counted)
    squares = sum(some for _, _, some in counted)
    return LibraryAnswer(lines=lines, days=days, total=sum(day.clips for day in days), squares=squares)


def _line(root: Path, clip_id: str, day: str | int | None, card: str | None) -> ClipLine:
    match json.loads(card) if card else None:
        case [str() as prompt, int() | float() as seconds, str() as thumbnail]:
            return ClipLine(clip_id, _day(day), prompt, float(seconds), root / thumbnail)
    return ClipLine(clip_id, _day(day))


def _day(told: str | int | None) -> date:
    """A row of an earlier version may have a year that SQLite counts and nobody else."""
    try:
        return date.fromordinal(told) if isinstance(told, int) else date.fromisoformat(told) if told else date.min
    except ValueError:
        return date.min
