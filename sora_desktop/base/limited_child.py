"""A look at a stranger's file in a process of its own, with limits: a bug in a decoder costs the child, never the app.

The child gets one JSON object on its standard input, and answers with one line of JSON and then bytes. It has no key,
no network that it uses, writes no file, and is gone when its limits are reached.
"""

import contextlib
import json
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any

from sora_desktop.base.child_processes import app_command, child_environment
from sora_desktop.base.command_words import MEDIA_CHILD
from sora_desktop.base.values import dataclass

_LINE_LIMIT = 64 * 1024

_running: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """`memory` and `answer` (header and bytes) in bytes, `cpu` and `wall` in seconds."""

    memory: int = 2 * 1024**3
    cpu: int = 30
    wall: float = 60.0
    answer: int = _LINE_LIMIT


class ChildError(Exception):
    """There is no answer: the child broke down over the file, or its answer makes no sense."""


class ChildSlowError(ChildError):
    """It took longer than it may."""


class NoChildError(ChildError):
    """That says nothing about the file: no child could be started, or the app ends. The text is the system's own."""


@dataclass(frozen=True, slots=True)
class ChildAnswer:
    said: dict[str, Any]
    data: bytes


def ask_child(task: str, request: Mapping[str, object], limits: ChildLimits) -> ChildAnswer:
    """Let a child do one of the tasks that `media/child_tasks.py` names; blocks as long. Raises the ChildError branch.

    Its answer is as trustworthy as the file: it is bounded and must be JSON, its content is for the caller to judge.
    """
    try:
        child = start_child(task)
    except OSError as problem:
        raise NoChildError(problem.strerror or str(problem)) from problem
    _running.add(child)
    answer = _converse(child, {"limits": asdict(limits), **request}, limits)
    if child not in _running:
        raise NoChildError("The app ends.")
    _running.discard(child)
    return _read(answer, limits)


def start_child(task: str) -> subprocess.Popen[bytes]:
    """A child that waits for its request. Raises OSError."""
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and module, no shell; the request goes over a pipe
        app_command(MEDIA_CHILD, task),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings(),
    )


def end_children() -> None:
    """The app ends: nobody waits for a look any more."""
    while _running:
        with contextlib.suppress(KeyError):
            _running.pop().kill()


def surroundings() -> dict[str, str]:
    """The environment of a child."""
    return child_environment() | {"PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


def _converse(child: subprocess.Popen[bytes], request: Mapping[str, object], limits: ChildLimits) -> bytes:
    """Hand over the request and read the answer, one byte more than is allowed at most."""
    too_late = threading.Event()

    def end() -> None:
        too_late.set()
        child.kill()

    clock = threading.Timer(limits.wall, end)
    clock.start()
    try:
        with child:
            stdin, stdout = _pipes(child)
            with contextlib.suppress(BrokenPipeError):  # it died before it read: its answer is empty
                stdin.write(json.dumps(request).encode())
                stdin.close()
            answer = stdout.read(limits.answer + 1)
            child.kill()
    finally:
        clock.cancel()
        clock.join()
    if too_late.is_set():
        _running.discard(child)
        raise ChildSlowError
    return answer


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None:
        raise ChildError("the child has no pipes")
    return child.stdin, child.stdout


def _read(answer: bytes, limits: ChildLimits) -> ChildAnswer:
    line, _, data = answer.partition(b"\n")
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise ChildError from problem
    if not isinstance(said, dict) or len(answer) > limits.answer or said.get("bytes") != len(data):
        raise ChildError
    return ChildAnswer(said, data)
