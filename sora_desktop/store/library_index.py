"""The library as a list, without reading its clips: quick, and with few imports, for the first paint of the window."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from sora_desktop.domain.clip import ClipLine
from sora_desktop.store.database import Database

_ORDER = "ORDER BY added_at DESC, number DESC"
# One row each, so that SQLite works through the whole list without asking for Python's lock in between.
_ALL = f"SELECT json_group_array(json_array(id, date(added_at, 'localtime'))) FROM (SELECT id, added_at FROM clips {_ORDER})"  # noqa: S608 -- no value of anybody
_FIRST = f"""
    SELECT json_group_object(id, CASE WHEN json_valid(document) THEN json_array(
        json_extract(document, '$.recipe.request.prompt'),
        json_extract(document, '$.media.seconds'),
        json_extract(document, '$.thumbnail_path')) END)
    FROM (SELECT id, document FROM clips {_ORDER} LIMIT ?)
"""  # noqa: S608 -- likewise


def read_lines(database: Database, cards: int) -> list[ClipLine]:
    """Every clip of the library, newest first; the first `cards` of them with what a card shows."""
    ((every,),) = database.read(_ALL)
    ((first,),) = database.read(_FIRST, cards)
    details = json.loads(first)
    return [_line(database.folder, clip_id, day, details.get(clip_id)) for clip_id, day in json.loads(every)]


def _line(root: Path, clip_id: str, day: str | None, details: list[object] | None) -> ClipLine:
    match details:
        case [str() as prompt, int() | float() as seconds, str() as thumbnail]:
            return ClipLine(clip_id, _day(day), prompt, float(seconds), root / thumbnail)
    return ClipLine(clip_id, _day(day))


@cache
def _day(text: str | None) -> date:
    """A row of an earlier version may have a year that SQLite counts and nobody else."""
    try:
        return date.fromisoformat(text) if text else date.min
    except ValueError:
        return date.min
