"""`python -m benchmarks [--quick] [ROW…]`: measure the named rows, or all, and print each beside its reference.

The exit code is 0 where every figure was reached, 1 where one was not, 2 where one could not be measured.
"""

import argparse
import sys
import traceback
from collections.abc import Callable

from benchmarks import (
    animatic_rows,
    close,
    delay,
    download,
    gui_gap,
    gui_load,
    idle,
    large_library,
    loop_stops,
    prompt,
    queue,
    search,
    soak,
    stage_colours,
    start,
)
from benchmarks.children import NotMeasuredError, keep_no_bytecode_apart
from benchmarks.extent import EXTENTS, Extent
from benchmarks.figures import machine, write_figures
from benchmarks.row import Row, not_measured, table

ROWS: dict[str, Callable[[Extent], list[Row]]] = {
    "start": start.measure,
    "gui-load": gui_load.measure,
    "gui-gap": gui_gap.measure,
    "download": download.measure,
    "delay": delay.measure,
    "animatic": animatic_rows.measure,
    "search": search.measure,
    "large-library": large_library.measure,
    "prompt": prompt.measure,
    "queue": queue.measure,
    "idle": idle.measure,
    "loop-stops": loop_stops.measure,
    "close": close.measure,
    "stage-colours": stage_colours.measure,
    "soak-jobs": soak.measure_jobs,
    "soak-clips": soak.measure_clips,
}


def measure(name: str, extent: Extent) -> list[Row]:
    """The rows of one name. What goes wrong is a row too, so that the others are measured all the same."""
    try:
        return ROWS[name](extent)
    except NotMeasuredError as error:
        print(f"{name}: {error}", file=sys.stderr)
    except Exception:  # noqa: BLE001 -- whatever it was is printed whole, and the exit code tells it
        traceback.print_exc()
    return [not_measured(name)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument(
        "--quick", action="store_const", const="quick", default="full", dest="extent", help="less of all"
    )
    parser.add_argument("--tiny", action="store_const", const="tiny", dest="extent", help="only to see that it runs")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/FIGURES.md")
    options = parser.parse_args()
    names = options.rows or list(ROWS)
    if unknown := [name for name in names if name not in ROWS]:
        parser.error(f"no such row: {', '.join(unknown)}")
    if options.extent == "tiny":
        keep_no_bytecode_apart()
    print(machine())
    rows: list[Row] = []
    for name in names:
        print(f"measuring {name} …", file=sys.stderr)
        rows += (measured := measure(name, EXTENTS[options.extent]))
        if options.write:
            write_figures(name, f"scripts/bench {' '.join(sys.argv[1:])}", measured)
    print(table(rows))
    return max((row.exit_code for row in rows), default=0)


if __name__ == "__main__":
    sys.exit(main())
