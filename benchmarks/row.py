"""A measured row, and how rows are printed."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Row:
    """`reach` says in words what the figure should be; `reached` is None where nothing was promised."""

    what: str
    figure: str
    reference: str
    reach: str
    reached: bool | None

    @property
    def exit_code(self) -> int:
        if self.figure == NOT_MEASURED:
            return 2
        return 1 if self.reached is False else 0


HEAD = ("what", "figure", "reference in the same run", "to reach", "reached")
_VERDICTS = {True: "yes", False: "NO", None: "–"}


def not_measured(name: str) -> Row:
    return Row(name, NOT_MEASURED, "–", "–", reached=None)


def cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.figure, row.reference, row.reach, _VERDICTS[row.reached])


def table(rows: Iterable[Row]) -> str:
    """Rows as aligned text, each beside its reference."""
    lines = [HEAD, *map(cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of all values lie; the nearest one that was really measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float], unit: str, digits: int = 2) -> str:
    """The median with the least and the greatest in brackets."""
    middle = statistics.median(values)
    return f"{middle:.{digits}f} {unit} ({min(values):.{digits}f}–{max(values):.{digits}f})"
