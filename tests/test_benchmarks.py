"""What the figures rest on: the library that is measured, and how rows are told."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.library import prompt
from benchmarks.row import Row, quantile, spread, table
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import open_database
from sora_desktop.store.paths import Paths

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
