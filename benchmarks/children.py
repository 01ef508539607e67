"""Starting the programs that are measured: each run is a process of its own and answers one line of JSON."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


class NotMeasuredError(Exception):
    """A row could not be measured; the text says why."""


def bytecode_folder() -> Path:
    """Where all measured programs keep their bytecode: an installed app has its own, and so has the reference.

    It stays from run to run where the tree can be written: compiling everything takes longer than a small run.
    """
    return ROOT / "build" / "bench-bytecode" if os.access(ROOT, os.W_OK) else _passing_folder("bytecode")


@cache
def _passing_folder(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"sora-bench-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


_APART = {"PYTHONPYCACHEPREFIX": bytecode_folder}


def keep_no_bytecode_apart() -> None:
    """For a run whose figures say nothing: where none is kept yet, compiling takes longer than the run."""
    _APART.clear()


def environment() -> dict[str, str]:
    """As the person's own, but without their key store, services and settings of the interpreter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SORA_", "PYTHON"))}
    return kept | {
        "QT_API": "pyside6",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        **{name: str(folder()) for name, folder in _APART.items()},
        "XDG_STATE_HOME": str(_passing_folder("state")),
    }


def _command(module: str, arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{module}", str(time.monotonic()), *arguments]


def measured(module: str, *arguments: str, **variables: str) -> dict[str, Any]:
    """Run a module of this package; the answer is what it printed last. It gets the clock at its birth first."""
    done = subprocess.run(
        _command(module, arguments),
        cwd=ROOT,
        env=environment() | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return _answer(module, done.returncode, done.stdout, done.stderr)


def _answer(module: str, code: int, said: str, errors: str) -> dict[str, Any]:
    lines = said.strip().splitlines()
    if code != 0 or not lines:
        raise NotMeasuredError(f"{module} ended with {code}: {errors.strip()[-2000:]}")
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


@dataclass
class Running:
    """A program that has said its first line of JSON, `ready`, and stays until its standard input ends."""

    process: "subprocess.Popen[str]"
    ready: dict[str, Any]


@contextmanager
def running(module: str, *arguments: str, **variables: str) -> Iterator[Running]:
    """Start a module of this package beside the measuring, and end it after."""
    process = subprocess.Popen(
        _command(module, arguments),
        cwd=ROOT,
        env=environment() | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise NotMeasuredError(f"{module} did not start: {process.communicate()[1].strip()[-2000:]}")
        yield Running(process, json.loads(line))
    finally:
        _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    try:
        process.communicate(timeout=10)  # closes its standard input first
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
