"""What the figures rest on: the library that is measured, and how rows are told."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import figures
from benchmarks.__main__ import ROWS
from benchmarks.census import growth, theil_sen
from benchmarks.idle import woken
from benchmarks.library import prompt
from benchmarks.row import NOT_MEASURED, Row, not_measured, quantile, spread, table
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import open_database
from sora_desktop.store.paths import Paths
from tests.support.forked_programs import environment

ROOT = Path(__file__).parents[1]


def test_the_measured_library_is_a_real_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.library", "0", str(tmp_path), "12"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    database = open_database(Paths(tmp_path).ledger)

    clips = ClipStore(database, Paths(tmp_path)).all()

    database.close()
    assert [clip.prompt for clip in clips] == [prompt(number) for number in reversed(range(12))]
    assert all(clip.path.stat().st_size == clip.byte_count for clip in clips)
    assert all(clip.thumbnail_path.exists() for clip in clips)


def test_a_table_puts_each_figure_beside_its_reference() -> None:
    rows = [
        Row("start", "0.20 s", "bare: 0.12 s", "≤ 2.0 ×", reached=True),
        Row("gap", "20 ms", "a frame: 16.7 ms", "≤ 16.7 ms", reached=False),
        Row("speed", "3 ×", "–", "–", reached=None),
    ]

    lines = [[cell for cell in line.split("  ") if cell] for line in table(rows).splitlines()]

    assert [[cell.strip() for cell in line] for line in lines] == [
        ["what", "figure", "reference in the same run", "to reach", "reached"],
        ["start", "0.20 s", "bare: 0.12 s", "≤ 2.0 ×", "yes"],
        ["gap", "20 ms", "a frame: 16.7 ms", "≤ 16.7 ms", "NO"],
        ["speed", "3 ×", "–", "–", "–"],
    ]


@pytest.mark.parametrize(("share", "value"), [(0.0, 1.0), (0.5, 3.0), (0.999, 4.0), (1.0, 4.0)])
def test_a_quantile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert value == quantile([4.0, 1.0, 3.0, 2.0], share)


def test_a_spread_tells_the_median_and_both_ends() -> None:
    assert spread([0.3, 0.1, 0.2], "s") == "0.20 s (0.10–0.30)"


@pytest.mark.skipif(sys.platform != "linux", reason="some rows ask Linux about the process")
@pytest.mark.parametrize("names", [list(ROWS)[part::3] for part in range(3)], ids=",".join)
def test_every_row_can_be_measured(names: list[str]) -> None:
    """A tiny run of each: its figures say nothing, but its programs run to their end. Some share what is prepared."""
    lacks_its_reference = "download" in names and shutil.which("curl") is None
    command = [sys.executable, "-m", "tests.support.forked_benchmarks", "--tiny", *names]

    told = os.environ | environment()
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)

    assert done.returncode in ((2,) if lacks_its_reference else (0, 1)), done.stderr
    assert int(lacks_its_reference) == done.stdout.count(NOT_MEASURED)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows looks for programs in other places, too")
def test_a_row_whose_reference_is_not_installed_says_what_it_wants(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--tiny", "download"]
    nothing = os.environ | {"PATH": str(tmp_path)}

    done = subprocess.run(command, cwd=ROOT, env=nothing, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "download: curl, sha256sum and sync are needed for the reference" in done.stderr
    assert NOT_MEASURED in done.stdout


def test_a_thread_that_ends_takes_no_wake_ups_of_the_others_away() -> None:
    assert 7 == woken({"1": 100, "2": 900}, {"1": 105, "3": 2})


def test_a_row_that_could_not_be_measured_is_told_by_the_exit_code() -> None:
    rows = [Row("a", "1", "–", "–", reached=reached) for reached in (True, False, None)]

    assert [row.exit_code for row in (*rows, not_measured("b"))] == [0, 1, 0, 2]


def test_the_slope_of_a_line_is_found_beside_wild_points() -> None:
    points = [(float(number), 100 + 0.5 * number) for number in range(20)]
    points[3], points[11] = (3.0, 900.0), (11.0, -50.0)

    assert theil_sen(points) == pytest.approx(0.5, abs=0.05)


def test_growth_is_told_after_the_warm_up() -> None:
    censuses = [{"done": float(number), "memory": 50.0, "threads": 9.0, "files": number} for number in range(30)]
    censuses[0]["threads"] = 40.0

    found = growth(censuses)

    assert (found.memory, found.counts["threads"], list(found.grown)) == (0.0, 0.0, ["files"])


def test_the_record_keeps_the_last_figures_of_each_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "PAGE", tmp_path / "FIGURES.md")
    for name, figure in (("start", "0.30 s"), ("idle", "0.3 a second"), ("start", "0.20 s")):
        figures.write_figures(name, f"scripts/bench --write {name}", [Row(name, figure, "–", "–", reached=True)])

    page = figures.PAGE.read_text()

    assert [line for line in page.splitlines() if line.startswith("## ")] == ["## start", "## idle"]
    assert ("0.20 s" in page, "0.30 s" in page, "0.3 a second" in page) == (True, False, True)
    assert "`scripts/bench --write start`" in page
