"""What of the log may be seen by everybody: when, how bad, and which line of the program; nothing that it said there.

What is said may hold a prompt, a name or a path. The line of the program has the sentence without them.
"""

import builtins
import re
import sqlite3
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from sora_desktop.domain import errors
from sora_desktop.store.files import read_plain
from sora_desktop.store.logs import FILE_LIMIT

LINES = 200
"""So many of the latest are told."""

_HEAD = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) ([A-Za-z_][\w.]{0,80})(?::(\d{1,6}))?: "
)
_FRAME = re.compile(r"^\s+File \"(?:.*[/\\])?sora_desktop[/\\]([\w/\\]{1,100}\.py)\", line (\d{1,6}), in ")
_RAISED = re.compile(r"^\s+(?:[\w.]+\.)?([A-Z]\w{2,60})(?::|$)")
_KNOWN = frozenset(
    name for module in (builtins, sqlite3, errors) for name, kind in vars(module).items() if isinstance(kind, type)
)
_OURS = "sora_desktop"
_OF_OTHERS = frozenset({"asyncio", "qasync", "httpx", "httpcore", "PIL", "keyring", "filelock", "uvicorn", "libav"})


def public_log(path: Path) -> list[str]:
    """The latest lines of a log file, as everybody may read them; none where it cannot be read."""
    try:
        text = read_plain(path, 2 * FILE_LIMIT).decode("utf-8", "replace")
    except OSError:
        return []
    return list(deque(_told(text.splitlines()), LINES))


def _told(lines: list[str]) -> Iterator[str]:
    """What follows an event is set in, so that no stranger's text can pose as one."""
    for line in lines:
        if head := _HEAD.match(line):
            yield f"{head[1]} {head[2]} {_named(head[3])}{f':{head[4]}' if head[4] else ''}"
        elif (frame := _FRAME.match(line)) and is_ours(frame[1]):
            yield f"    {frame[1]}:{frame[2]}"
        elif (raised := _RAISED.match(line)) and raised[1] in _KNOWN:
            yield f"    {raised[1]}"


@lru_cache(maxsize=1000)
def is_ours(place: str) -> bool:
    """Whether the program has this file below its package. In a frozen app it lies in no folder: its module is asked for."""
    name = re.sub(r"\.py$|/__init__\.py$", "", place.replace("\\", "/")).replace("/", ".")
    try:
        return find_spec(f"{_OURS}.{name}") is not None
    except (ImportError, ValueError):
        return False


def _named(logger: str) -> str:
    first = logger.partition(".")[0]
    return logger if first == _OURS else first if first in _OF_OTHERS else "another"
