"""The child that renders, seen from the engine: real processes with small programs in the renderer's place."""

import asyncio
import os
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.engine import child
from sora_desktop.engine.child import render_in_child
from sora_desktop.engine.jobs import Rendered, RenderError
from tests.engine.test_store import JOB
from tests.support.until import until

PRELUDE = "import json, os, sys, time\norder = json.loads(sys.stdin.readline())\n"
SAY = "def say(**told):\n    print(json.dumps(told), flush=True)\n"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """`play(program)` puts a program in the renderer's place and renders with it; the result and the progress.

    `heard` is called at each progress that is told.
    """

    async def run(
        program: str, image: Path | None = None, heard: Callable[[float], None] = lambda _: None
    ) -> tuple[Rendered, list[float]]:
        script = PRELUDE + SAY + textwrap.dedent(program)
        monkeypatch.setattr(child, "app_command", lambda *_words: [sys.executable, "-c", script])
        progress: list[float] = []

        def hear(share: float) -> None:
            progress.append(share)
            heard(share)

        return await render_in_child(JOB, image, tmp_path / "clip.part", hear), progress

    return run


async def test_the_child_gets_the_order_and_gives_progress_and_a_clip(play: Callable[..., Any], tmp_path: Path) -> None:
    """The whole order stands on one line of its standard input."""
    program = """
        open(order["target"], "w").write(json.dumps(order))
        say(progress=0.5)
        say(progress=1.0)
        say(sha256="ab", byte_count=3)
    """

    assert (Rendered("ab", 3), [0.5, 1.0]) == await play(program, tmp_path / "picture")

    expected = replace(JOB)
    told = (tmp_path / "clip.part").read_text()
    for part in (expected.model, str(expected.size), str(tmp_path / "picture"), "\\u72d0"):
        assert part in told


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ('say(failed="disk_full", sentence="No room.")', "disk_full"),
        ("say(progress=0.2)\nsys.exit(3)", "render_failed"),
        ("os.abort()", "render_failed"),
        ("sys.stdin.close()\nos._exit(0)", "render_failed"),
    ],
)
async def test_a_child_that_ends_without_a_clip_is_a_render_error(
    play: Callable[..., Any], program: str, code: str
) -> None:
    """What it said is passed on; a crash is told with its code."""
    with pytest.raises(RenderError) as caught:
        await play(program)

    assert code == caught.value.code


def pid_in(file: Path) -> int:
    return int(file.read_text())


async def test_a_child_that_falls_silent_is_stopped(
    play: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its job fails, and nothing of it runs on."""
    program = 'open(order["target"], "w").write(str(os.getpid()))\nsay(progress=0.5)\ntime.sleep(600)'

    with pytest.raises(RenderError) as caught:
        await play(program, heard=lambda _: monkeypatch.setattr(child, "SILENCE_SECONDS", 0.05))

    assert "render_stalled" == caught.value.code
    with pytest.raises(ProcessLookupError):
        os.kill(pid_in(tmp_path / "clip.part"), 0)


async def test_a_cancelled_render_has_ended_when_the_cancellation_arrives(
    play: Callable[..., Any], tmp_path: Path
) -> None:
    """Its process is gone and waited for."""
    program = 'open(order["target"], "w").write(str(os.getpid()))\nsay(progress=0.1)\ntime.sleep(600)'
    target = tmp_path / "clip.part"
    async with asyncio.TaskGroup() as group:
        task = group.create_task(play(program))
        await until(lambda: target.exists() and target.read_text() != "")
        pid = pid_in(target)
        os.kill(pid, 0)
        task.cancel()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
