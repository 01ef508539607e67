"""The local engine for tests that are not about what a clip shows in its course.

It is the app's own, and so are its clips, in all but this: only the first picture is painted, and stands still to the end.
Nor does it give way to all that else runs, so that a busy machine keeps nobody waiting.

    monkeypatch.setattr(engine_process, "engine_command", sparing_engine.command)
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sora_desktop.animatic.scene import Scene
    from sora_desktop.media.movie import Frame

ROOT = Path(__file__).parents[2]
_RUN = "import sys; sys.path.insert(0, {root!r}); from tests.servers import sparing_engine; sparing_engine.{what}()"


def command() -> list[str]:
    """In place of that of the app."""
    return [*_program("serve"), "engine", "--managed"]


def _program(what: str) -> list[str]:
    return [sys.executable, "-c", _RUN.format(root=str(ROOT), what=what)]


def serve() -> None:
    from sora_desktop.__main__ import main

    _give_way_to_nobody()
    with patch("sora_desktop.engine.child.app_command", lambda *_words: _program("paint")):
        sys.exit(main())


def paint() -> None:
    from sora_desktop.animatic import child_task, render

    _give_way_to_nobody()
    painted = render.frames_of

    def frames_of(scene: "Scene") -> "Iterator[Frame]":
        """Those of a film that it goes on from, and its own first one again and again."""
        frames = painted(scene)
        for _ in range(scene.lead_frames):
            yield next(frames)
        first = next(frames)
        for _ in range(scene.frames):
            yield first

    render.frames_of = frames_of
    child_task.main()


def _give_way_to_nobody() -> None:
    if hasattr(os, "nice"):
        os.nice = lambda _steps: 0
