"""The child's side of a look at a stranger's file: what it can be asked, and the limits that it puts on itself."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from sora_desktop.base.limited_child import ChildLimits

if sys.platform != "win32":
    import resource

Answer = Callable[[dict[str, Any]], tuple[dict[str, object], bytes]]


def load_clip_check() -> Answer:
    from sora_desktop.media.probe import answer

    return answer


def load_thumbnails() -> Answer:
    from sora_desktop.media.frames import answer

    return answer


def load_film_look() -> Answer:
    from sora_desktop.media.film_child import answer

    return answer


def load_picture_look() -> Answer:
    from sora_desktop.media.picture_child import answer

    return answer


def load_marks() -> Answer:
    from sora_desktop.media.marks import answer

    return answer


TASKS: dict[str, Callable[[], Answer]] = {
    "clip": load_clip_check,
    "thumbnail": load_thumbnails,
    "film": load_film_look,
    "picture": load_picture_look,
    "mark": load_marks,
}
"""What a child can be asked. Each loads no more than it needs: they load FFmpeg, Pillow, or both."""


def limit_self(limits: ChildLimits) -> None:
    """No more memory, time or files than one look needs, from here on."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # macOS knows the limit, but does not keep it
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def main(task: str) -> NoReturn:
    """What the child does; it is gone at once with its answer.

    A decoder may still have threads: what Python and C take down in the end is in use there.
    """
    code = 1
    try:
        _do(task)
        code = 0
    finally:
        os._exit(code)


def _do(task: str) -> None:
    request = json.load(sys.stdin.buffer)
    answer = TASKS[task]()
    limit_self(ChildLimits(**request.pop("limits")))
    said, data = answer(request)
    sys.stdout.buffer.write(json.dumps({**said, "bytes": len(data)}).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
