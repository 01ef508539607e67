"""`python -m benchmarks [ROW…]`: measure the named rows, or all, and print each beside its reference."""

import argparse
import os
import platform
import sys
from collections.abc import Callable

import PySide6

from benchmarks import animatic_rows, gui_gap, start
from benchmarks.row import Row, table

ROWS: dict[str, Callable[[], list[Row]]] = {
    "start": start.measure,
    "gui-gap": gui_gap.measure,
    "animatic": animatic_rows.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    names = parser.parse_args().rows or list(ROWS)
    if unknown := [name for name in names if name not in ROWS]:
        parser.error(f"no such row: {', '.join(unknown)}")
    print(
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {os.cpu_count()} cores, {platform.system()}"
    )
    rows: list[Row] = []
    for name in names:
        print(f"measuring {name} …", file=sys.stderr)
        rows += ROWS[name]()
    print(table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
