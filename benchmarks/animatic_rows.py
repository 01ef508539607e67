"""Row "animatic": seconds of work for a second of clip, beside the bare encode of as many ready frames."""

import json
import os
import sys
from itertools import islice

import av

from benchmarks import animatic
from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row
from sora_desktop.animatic.painting.frames import start_painting
from sora_desktop.animatic.scene import SceneRequest
from sora_desktop.domain.shapes import Size

SIZE = Size(1280, 720)
NICE = 10
"""The priority that the engine gives itself."""


def measure(extent: Extent) -> list[Row]:
    """One row a prompt: they differ in what is painted."""
    return [row(figures) for figures in _answers(extent)]


def _answers(extent: Extent) -> list[dict[str, float | str]]:
    counts = (extent.animatic_prompts, extent.animatic_seconds, extent.animatic_runs)
    answers: list[dict[str, float | str]] = measured("animatic_rows", *map(str, counts))["figures"]
    return answers


def row(figures: dict[str, float | str]) -> Row:
    render, encode = float(figures["render"]), float(figures["encode"])
    times = render / encode
    return Row(
        what=f"animatic {SIZE.height}p, {figures['name']}: seconds for a second",
        figure=f"{render:.2f} s = {times:.2f} ×",
        reference=f"bare encode: {encode:.2f} s",
        reach=f"≤ {animatic.REACH:.1f} × and < 1 s",
        reached=times <= animatic.REACH and render < 1.0,
    )


def main() -> None:
    """In a process of its own: a priority once given up does not come back."""
    os.nice(NICE)
    av.logging.set_level(av.logging.ERROR)
    start_painting()
    prompts, seconds, runs = map(int, sys.argv[2:5])
    figures = [
        animatic.measure(name, SceneRequest(prompt, SIZE, seconds, "sora2-pro-720p"), runs)
        for name, prompt in islice(animatic.PROMPTS.items(), prompts)
    ]
    told = [{"name": each.name, "render": each.render, "encode": each.encode} for each in figures]
    print(json.dumps({"figures": told}))


if __name__ == "__main__":
    main()
