"""What each job cost, out of the ledger: also of jobs that were taken off the list, and of those of earlier versions."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sora_desktop.domain.charge import Charge
from sora_desktop.domain.job import Billed, JobState
from sora_desktop.domain.origin import Way
from sora_desktop.domain.pricing import Cost, Doubt
from sora_desktop.domain.spend import JobSpend
from sora_desktop.domain.tags import tidy
from sora_desktop.store.codec import Codec
from sora_desktop.store.database import Database
from sora_desktop.store.unreadable import UnreadableError

PORTION = 500
"""Rows that are read at a time: between two portions others may work."""

_ROWS = """
    SELECT number, id, state, created_at,
        json_extract(document, '$.submitted_at'),
        json_extract(document, '$.billed'),
        json_extract(document, '$.cost.amount'),
        coalesce(json_extract(document, '$.cost.currency'), 'USD'),
        coalesce(json_extract(document, '$.cost.free'), 0),
        coalesce(json_extract(document, '$.request.model.id'), ''),
        coalesce(json_extract(document, '$.service.name'), json_extract(document, '$.connection.name'), ''),
        coalesce(json_extract(document, '$.request.seconds'), 0),
        json_extract(document, '$.charge'),
        coalesce(json_extract(document, '$.request.origin.way'), ''),
        json_extract(document, '$.submitted_at_service'),
        json_extract(document, '$.tags'),
        json_extract(document, '$.cost.doubts')
    FROM jobs WHERE number < ? AND json_valid(document) ORDER BY number DESC LIMIT ?
"""
_BEYOND = 1 << 62


class SpendStore:
    """Reads only. `zone` of the days is that of the machine."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._codec = Codec()

    def portions(self) -> Iterator[list[tuple[datetime, JobSpend]]]:
        """All jobs, each with when it was made, the newest first, some at a time. UnreadableLedgerError as for reading."""
        before = _BEYOND
        while rows := self._database.read(_ROWS, before, PORTION):
            before = rows[-1][0]
            yield [line for row in rows if (line := self._line(row)) is not None]

    def _line(self, row: tuple[Any, ...]) -> tuple[datetime, JobSpend] | None:
        """None for a row of a shape that nobody knows: it is counted among the unreadable ones elsewhere."""
        _, job_id, state, created, sent, billed, amount, currency, free, model, connection, seconds, charge, *rest = row
        is_elsewhere = rest[0] == Way.ELSEWHERE
        try:
            made = _moment(created)
            at = _moment(sent) if sent else made
            return made, JobSpend(
                job_id=job_id,
                at=at,
                day=day_of(at),
                state=JobState(state),
                bill=Billed(billed or Billed.NO),
                model=str(model),
                connection=str(connection),
                seconds=int(seconds),
                estimate=Cost(None if amount is None else Decimal(amount), str(currency), bool(free), _doubts(rest[3])),
                charge=self._charge(charge),
                is_elsewhere=is_elsewhere,
                is_dated=not is_elsewhere or bool(rest[1]),
                tags=_tags(rest[2]),
            )
        except (ValueError, TypeError, InvalidOperation, OverflowError):
            return None

    def _charge(self, document: str | None) -> Charge:
        if not document:
            return Charge()
        try:
            return self._codec.structure(json.loads(document), Charge)
        except UnreadableError:
            return Charge()


def _tags(document: str | None) -> tuple[str, ...]:
    told = json.loads(document) if document else []
    return tidy(each for each in told if isinstance(each, str)) if isinstance(told, list) else ()


def _doubts(document: str | None) -> tuple[Doubt, ...]:
    """A word that this version does not know is a doubt all the same."""
    told = json.loads(document) if document else []
    return tuple(Doubt(each) if each in set(Doubt) else Doubt.FURTHER for each in told)


def day_of(moment: datetime) -> date:
    """The day of the person's calendar."""
    return moment.astimezone().date()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
