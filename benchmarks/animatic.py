"""How fast the local engine renders: seconds of work for a second of clip, beside the bare encode.

The reference encodes as many ready frames (the very ones of the clip, already 4:2:0) with the same settings and no
sound. Both are run in turn and the medians compared, so that a busy machine slows both alike.

    python -m benchmarks.animatic [--seconds 4] [--runs 3] [--size 1280x720] [--nice 10]
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from sora_desktop.animatic.painting.frames import start_painting
from sora_desktop.animatic.render import frames_of, render
from sora_desktop.animatic.scene import SceneRequest, read
from sora_desktop.animatic.shots import FPS
from sora_desktop.domain.shapes import Size
from sora_desktop.media.movie import Frame, encode_only

PROMPTS: Mapping[str, str] = {
    "snow": "A red fox runs through snow at dawn, slow pan left, low sun, breath in the cold air",
    "rain": "Neon alley in the rain, a woman with an umbrella walks away, dolly in",
    "sea": "Whale breaching at sunset, aerial",
    "cuts": "A lone tree on a hill at dawn, static. Then birds rise, tilt up. Cut to a city at night, drone shot.",
}
REACH = 1.5
"""Times the bare encode, at most; and a second of clip in less than a second."""


@dataclass(frozen=True)
class Figures:
    """Seconds for a second of clip: wall clock of the render and of the bare encode, and the render's processor time."""

    name: str
    render: float
    encode: float
    processor: float

    @property
    def ratio(self) -> float:
        return self.render / self.encode

    @property
    def reached(self) -> bool:
        return self.ratio <= REACH and self.render < 1.0


def ready_frames(request: SceneRequest) -> list[Frame]:
    """All frames of a request, painted and converted."""
    return list(frames_of(read(request)))


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Wall clock and processor seconds of one run."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def measure(name: str, request: SceneRequest, runs: int) -> Figures:
    frames = ready_frames(request)
    rendered: list[tuple[float, float]] = []
    encoded: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clip.mp4"
        for _ in range(runs):
            encoded.append(timed(lambda: encode_only(target, request.size, FPS, frames)))
            rendered.append(timed(lambda: render(request, target, lambda _share: None, lambda: False)))
    wall, processor = (statistics.median(values) / request.seconds for values in zip(*rendered, strict=True))
    return Figures(name, wall, statistics.median(value for value, _ in encoded) / request.seconds, processor)


def table(figures: Sequence[Figures]) -> str:
    head = f"{'prompt':8} {'render':>8} {'encode':>8} {'ratio':>7} {'CPU':>8}   seconds for a second of clip; reach: ratio <= {REACH}, render < 1"
    rows = [
        f"{each.name:8} {each.render:8.3f} {each.encode:8.3f} {each.ratio:7.2f} {each.processor:8.3f}   {'reached' if each.reached else 'MISSED'}"
        for each in figures
    ]
    return "\n".join([head, *rows])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--size", type=Size.parse, default=Size(1280, 720))
    parser.add_argument("--nice", type=int, default=10, help="the priority that the engine gives itself")
    options = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(options.nice)
    av.logging.set_level(av.logging.ERROR)
    start_painting()
    requests = {
        name: SceneRequest(prompt, options.size, options.seconds, "sora2-pro-720p") for name, prompt in PROMPTS.items()
    }
    figures = [measure(name, request, options.runs) for name, request in requests.items()]
    print(f"animatic, {options.size} at {FPS} fps, {options.seconds} s, {os.cpu_count()} cores, nice {options.nice}")
    print(table(figures))
    return 0 if all(each.reached for each in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
