"""Row "download": a verified download from one fixed server, beside curl to a file, then sha256sum and sync.

Both files are whole, hashed and on the disk at the end. Whether a film plays is another matter and not counted.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import service as fixed
from benchmarks.children import NotMeasuredError, measured, running
from benchmarks.extent import Extent
from benchmarks.row import Row, spread

LEAST_SHARE = 0.9
MIB = 1024 * 1024
SMALL_SHARE = 8
"""Memory is flat where a file eight times as long needs no more of it."""
FLAT_MIB = 8.0


def measure(extent: Extent) -> list[Row]:
    """In turn, so that what else the machine does falls on both."""
    with tempfile.TemporaryDirectory(prefix="sora-bench-") as name:
        folder = Path(name)
        film, small = (
            _film(folder / "film", extent.download_mib),
            _film(folder / "small", extent.download_mib // SMALL_SHARE),
        )
        with running("service", str(film)) as service, running("service", str(small)) as lesser:
            base_url = str(service.ready["base_url"])
            peak = _ours(str(lesser.ready["base_url"]), folder)["peak"]
            theirs, runs = [], []
            for _ in range(extent.download_runs):
                theirs.append(_reference(f"{base_url}/file", folder))
                runs.append(_ours(base_url, folder))
    return [row(extent, theirs, [run["seconds"] for run in runs], max(run["peak"] for run in runs) - peak)]


def row(extent: Extent, theirs: list[float], ours: list[float], growth: float) -> Row:
    share = statistics.median(theirs) / statistics.median(ours)
    speed = extent.download_mib / statistics.median(ours)
    return Row(
        what=f"verified download of {extent.download_mib:,} MiB × {extent.download_runs}",
        figure=f"{spread(ours, 's')} = {share:.2f} × the throughput, {speed:.0f} MiB/s, memory {growth:+.1f} MiB",
        reference=f"curl, sha256sum, sync: {spread(theirs, 's')}",
        reach=f"≥ {LEAST_SHARE} ×, memory flat",
        reached=share >= LEAST_SHARE and growth <= FLAT_MIB,
    )


def _film(path: Path, mib: int) -> Path:
    """Begins like an MP4; what follows is noise, so that no disk is clever about it."""
    noise = os.urandom(MIB)
    with path.open("wb") as file:
        file.write(fixed.HEAD + noise[len(fixed.HEAD) :])
        for _ in range(mib - 1):
            file.write(noise)
        file.flush()
        os.fsync(file.fileno())
    return path


def _ours(base_url: str, folder: Path) -> dict[str, float]:
    target = folder / "ours"
    answer = measured("download_child", base_url, str(target))
    for left in folder.glob("ours*"):
        left.unlink()
    return {name: float(answer[name]) for name in ("seconds", "peak")}


def _reference(url: str, folder: Path) -> float:
    if sys.platform == "win32" or not all(map(shutil.which, ("curl", "sha256sum", "sync"))):
        raise NotMeasuredError("curl, sha256sum and sync are needed for the reference")
    target = folder / "theirs"
    started = time.perf_counter()
    for command in (["curl", "-sS", "-o", target, url], ["sha256sum", target], ["sync", target]):
        subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - started
    target.unlink()
    return took
