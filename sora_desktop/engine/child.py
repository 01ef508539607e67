"""Renders in a process of its own: a crash in there fails one job, and a cancelled one stops at once.

The order goes out as one JSON line on the child's standard input, which then stays open: the child ends when it
closes, so it cannot outlive the engine. Back come JSON lines: `{"progress": 0.25}` and, at the end,
`{"sha256": "…", "byte_count": 1}` or `{"failed": code, "sentence": text}`.
"""

import asyncio
import contextlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from sora_desktop.base.child_processes import app_command, child_environment, end_at_once
from sora_desktop.base.command_words import RENDER_CHILD
from sora_desktop.engine.jobs import Rendered, RenderError
from sora_desktop.engine.order import Change
from sora_desktop.engine.store import EngineJob, film_beside, portraits_beside

SILENCE_SECONDS = 120.0


async def render_in_child(
    job: EngineJob, image: Path | None, target: Path, on_progress: Callable[[float], None]
) -> Rendered:
    """The engine's own Renderer: the app itself, as a child that paints."""
    process = await asyncio.create_subprocess_exec(
        *app_command(RENDER_CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=child_environment() | {"QT_QPA_PLATFORM": "offscreen"},
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )
    try:
        await _send(process, _order(job, image, target))
        return await _follow(process, on_progress)
    finally:
        await _end(process)


def _order(job: EngineJob, image: Path | None, target: Path) -> dict[str, object]:
    film = film_beside(job, target)
    is_edit = job.change == Change.EDIT and bool(job.story)
    return {
        "prompt": job.story if is_edit else job.prompt,
        "edits": job.edits if job.story else (),
        "before": "" if is_edit else job.story,
        "size": str(job.size),
        "seconds": job.seconds - job.lead_seconds,
        "model": job.model,
        "image": None if image is None else str(image),
        "lead": None if film is None else str(film),
        "lead_seconds": job.lead_seconds,
        "cast": [
            {"name": name, "picture": str(picture)}
            for name, picture in zip(job.cast, portraits_beside(job, target), strict=False)
        ],
        "target": str(target),
    }


async def _send(process: asyncio.subprocess.Process, order: dict[str, object]) -> None:
    if process.stdin is None:
        raise RuntimeError("the child has no standard input")
    with contextlib.suppress(ConnectionError):  # a child that is dead already is found so by its silence
        process.stdin.write(json.dumps(order).encode() + b"\n")
        await process.stdin.drain()


async def _follow(process: asyncio.subprocess.Process, on_progress: Callable[[float], None]) -> Rendered:
    while line := await _line(process):
        said = json.loads(line)
        match said:
            case {"progress": progress}:
                on_progress(float(progress))
            case {"sha256": str(sha256), "byte_count": int(byte_count)}:
                return Rendered(sha256, byte_count)
            case {"failed": str(code), "sentence": str(sentence)}:
                raise RenderError(code, sentence)
    raise RenderError("render_failed", f"The renderer stopped without a clip (code {await process.wait()}).")


async def _line(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        raise RuntimeError("the child has no standard output")
    try:
        async with asyncio.timeout(SILENCE_SECONDS):
            return await process.stdout.readline()
    except TimeoutError as error:
        raise RenderError("render_stalled", "The renderer made no progress and was stopped.") from error


async def _end(process: asyncio.subprocess.Process) -> None:
    """The clip is on disk or is not wanted: either way nothing of the child is needed any more."""
    end_at_once(process)
    await process.wait()
    if process.stdin is not None:
        process.stdin.close()
