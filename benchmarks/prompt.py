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
    return [_row(extent, name, took["ours"], took["bare"]) for name, took in answer.items()]


def _row(extent: Extent, name: str, ours: dict[str, list[float]], bare: dict[str, list[float]]) -> Row:
    longest = max(max(times) for times in ours.values())
    ratio = longest / max(max(times) for times in bare.values())
    return Row(
        what=f"edits of a prompt of {extent.prompt_characters:,} characters, {name}",
        figure=f"longest {longest:.0f} ms, {ratio:.2f} × the bare editor ({_each(ours)})",
        reference=f"a bare editor: {_each(bare)}",
        reach=f"≤ {MOST_MILLISECONDS:.0f} ms",
        reached=longest <= MOST_MILLISECONDS,
    )


def _each(took: dict[str, list[float]]) -> str:
    return ", ".join(f"{name} {max(times):.0f} ms" for name, times in took.items())
