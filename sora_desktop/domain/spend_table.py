"""What was spent, as a table that other programs open: CSV, each text such that no program takes it for a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from sora_desktop.domain.charge import ChargeSource, Settlement
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.spend import JobSpend
from sora_desktop.domain.tags import tags_line

COLUMNS = (
    "sent_at",
    "day",
    "connection",
    "model",
    "seconds",
    "billed",
    "estimate",
    "estimate_currency",
    "settled",
    "settled_currency",
    "settled_by",
    "job",
    "tags",
    "estimate_is",
)
_STARTS_A_FORMULA = frozenset("=+-@|%")
_CONTROLS = frozenset("\t\r\n")


def as_csv(lines: Iterable[JobSpend]) -> str:
    """One line a job below a line of names; sums with a point, whatever the language is."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_MINIMAL)
    table.writerow(COLUMNS)
    table.writerows([plain(cell) for cell in _cells(line)] for line in lines)
    return text.getvalue()


def plain(cell: str) -> str:
    """A text that spreadsheets show as it is: one that may begin a formula gets an apostrophe, which they leave out."""
    start = unicodedata.normalize("NFKC", cell.lstrip().lstrip("\ufeff")[:1])
    return f"'{cell}" if start in _STARTS_A_FORMULA or cell[:1] in _CONTROLS else cell


def _cells(line: JobSpend) -> tuple[str, ...]:
    told = line.charge.standing
    return (
        line.at.isoformat(timespec="seconds"),
        line.day.isoformat(),
        line.connection,
        line.model,
        str(line.seconds),
        line.bill.value,
        _amount(line.estimate.amount),
        line.estimate.currency,
        _amount(told.amount if told else None),
        told.unit if told else "",
        _told_by(told) if told else "",
        line.job_id,
        tags_line(line.tags),
        _kind_of(line.estimate),
    )


def _kind_of(estimate: Cost) -> str:
    """Whether it may have come to more."""
    return "at least" if estimate.is_least else "" if estimate.amount is None else "about"


def _told_by(told: Settlement) -> str:
    return "entered by hand" if told.source is ChargeSource.PERSON else told.place or told.source.value


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"
