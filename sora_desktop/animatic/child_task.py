"""The process that renders one clip: `sora-desktop render-child`, started by the engine alone.

Standard output belongs to the protocol (see `engine/child.py`); whatever a library prints there goes to standard error.
"""

import hashlib
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from sora_desktop.animatic.render import render
from sora_desktop.animatic.scene import Role, SceneRequest
from sora_desktop.base.atomic_files import NO_ROOM
from sora_desktop.domain.image import Fit
from sora_desktop.domain.shapes import Size
from sora_desktop.media.fit import prepare

NICENESS = 5
"""Steps behind the engine, which is five behind the window itself."""


def main() -> NoReturn:
    """Render the one order and end: what Qt and the encoders leave need not be taken down, in whatever order."""
    os._exit(work())


def work() -> int:
    """Render the one order that stands on standard input; the exit code is 0 with a clip."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the engine, which then ends this
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    speak = Speaker(_claim_stdout())
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_engine, daemon=True, name="engine watch").start()
    try:
        speak.say(_make(order, speak))
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        speak.say({"failed": "disk_full", "sentence": "There is no room on the disk for the clip."})
        return 1
    return 0


class Speaker:
    """Says things to the engine, progress only when a whole percent is gained."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._percent = 0

    def say(self, value: Mapping[str, object]) -> None:
        self._out.write(json.dumps(value).encode() + b"\n")
        self._out.flush()

    def progress(self, part: float) -> None:
        if int(part * 100) > self._percent:
            self._percent = int(part * 100)
            self.say({"progress": part})


def _make(order: dict[str, Any], speak: Speaker) -> dict[str, object]:
    target, size = Path(order["target"]), Size.parse(order["size"])
    scene = SceneRequest(
        prompt=order["prompt"],
        size=size,
        seconds=order["seconds"],
        model=order["model"],
        image=_fitted(order["image"], size, target.parent),
        edits=tuple(order["edits"]),
        before=order["before"],
        lead=None if order["lead"] is None else Path(order["lead"]),
        lead_seconds=order["lead_seconds"],
        cast=tuple(Role(each["name"], Path(each["picture"])) for each in order["cast"]),
    )
    render(scene, target, speak.progress, lambda: False)
    return _seal(target)


def _fitted(image: str | None, size: Size, folder: Path) -> Path | None:
    """The image upright and in the clip's size: UniAll's may have any."""
    return None if image is None else prepare(Path(image), Fit(), size, folder)


def _seal(target: Path) -> dict[str, object]:
    """Force the clip to the disk and measure it."""
    with target.open("rb+") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "byte_count": target.stat().st_size}


def _claim_stdout() -> BinaryIO:
    """The true standard output for the protocol alone; file descriptor 1 becomes standard error."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "wb")


def _end_with_engine() -> None:
    """Ends this process, whatever it is doing, when the engine closes the pipe or dies."""
    while os.read(0, 4096):
        continue
    os._exit(1)
