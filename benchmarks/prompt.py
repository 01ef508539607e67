"""Row "prompt": edits of a prompt of a megabyte, each until it is painted, beside a bare editor of Qt."""

import tempfile

from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row

MOST_MILLISECONDS = 100.0
KEYS = 8


def measure(extent: Extent) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        answer = measured("prompt_window", folder, str(extent.prompt_characters), str(KEYS))
    return [_row(extent, name, told) for name, told in answer.items()]


def _row(extent: Extent, name: str, told: dict[str, dict[str, list[float]]]) -> Row:
    """What counts is what the edit itself takes: by the clock, other programs have their turn meanwhile."""
    longest, by_clock = _longest(told["ours"]), _longest(told["ours_took"])
    ratio = longest / _longest(told["bare"])
    return Row(
        what=f"edits of a prompt of {extent.prompt_characters:,} characters, {name}",
        figure=f"longest {longest:.0f} ms of work, {ratio:.2f} × the bare editor ({_each(told['ours'])}); by the clock {by_clock:.0f} ms",
        reference=f"a bare editor: {_each(told['bare'])}; by the clock {_longest(told['bare_took']):.0f} ms",
        reach=f"≤ {MOST_MILLISECONDS:.0f} ms",
        reached=longest <= MOST_MILLISECONDS,
    )


def _longest(took: dict[str, list[float]]) -> float:
    return max(max(times) for times in took.values())


def _each(took: dict[str, list[float]]) -> str:
    return ", ".join(f"{name} {max(times):.0f} ms" for name, times in took.items())
