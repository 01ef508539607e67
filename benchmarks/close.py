"""Row "close": from the moment at which the window is told to close until nothing of it runs any more.

Once with nothing amiss, and then in each of the cases in which something hangs that closing could wait for.
"""

import os
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.children import NotMeasuredError, running
from benchmarks.extent import Extent
from benchmarks.row import Row, spread

MOST_SECONDS = 2.0
PLAIN = "nothing amiss"
CASES = {
    "names": "a name server that says nothing",
    "held": "a job list that another program holds",
    "sum": "a 3.5 GB download whose sum is being worked out",
    "pipe": "a pipe in the place of a sidecar",
    "strangers": "50,000 strangers' files in the library",
    "flush": "a disk that does not come to the end of a flush",
    "full": "a full disk",
}
_LARGE = 3_500_000_000
_NAMES = "http://service.example"
_NOBODY = "http://127.0.0.1:9"


def measure(extent: Extent) -> list[Row]:
    """Each case in a window, a process and a folder of its own."""
    plain = [_closed("plain", extent) for _ in range(extent.closings)]
    cases = islice(CASES.items(), extent.closing_cases)
    return [row(what, [_closed(case, extent) for _ in range(extent.closings)], plain) for case, what in cases]


def row(what: str, seconds: list[float], plain: list[float]) -> Row:
    return Row(
        what=f"close: {what}",
        figure=spread(seconds, "s"),
        reference=f"{PLAIN}: {statistics.median(plain):.2f} s",
        reach=f"≤ {MOST_SECONDS:.0f} s",
        reached=max(seconds) <= MOST_SECONDS,
    )


def _closed(case: str, extent: Extent) -> float:
    """Seconds that one window takes."""
    with tempfile.TemporaryDirectory(prefix="sora-bench-close-") as folder:
        _prepare(Path(folder), case, extent)
        base_url = _NAMES if case == "names" else _NOBODY
        with running("close_window", folder, case, SORA_BASE_URL=base_url, SORA_API_KEY="sk-bench") as window:
            code = window.process.wait(timeout=60)
            ended = time.monotonic()
    if code:
        raise NotMeasuredError(f"the window ended with {code}")
    return ended - float(window.ready["told"])


def _prepare(folder: Path, case: str, extent: Extent) -> None:
    library = folder / "library"
    library.mkdir()
    if case == "pipe":
        (library / "stranger.mp4").write_bytes(b"mp4")
        os.mkfifo(library / "stranger.json")
    if case == "strangers":
        (library / "one.mp4").write_bytes(b"mp4")
        for number in range(extent.strangers):
            os.link(library / "one.mp4", library / f"{number}.mp4")
    if case == "sum":
        (folder / "incoming").mkdir()
        with (folder / "incoming" / "large.part").open("wb") as part:
            part.truncate(_LARGE)
