"""`python -m benchmarks`, whose programs are forked from a process that has everything imported (see forked_programs.py).

For runs whose figures say nothing. Linux alone; elsewhere its programs are started as they are in life.
"""

import subprocess
import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from benchmarks import children
from benchmarks.__main__ import main
from tests.support.forked_programs import IS_POSSIBLE, ForkedProgram


def _start(command: list[str], **streams: Any) -> "subprocess.Popen[Any]":
    """`command` is a Python, `-m`, a module and its words."""
    return ForkedProgram(command[3:], module=command[2], **streams)


def _run(
    command: list[str], *, check: bool, capture_output: bool, **streams: Any
) -> "subprocess.CompletedProcess[str]":
    pipes = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE if capture_output else None)
    with _start(command, **pipes, **streams) as process:
        said = process.communicate()
    done = subprocess.CompletedProcess(command, process.returncode, *said)
    if check:
        done.check_returncode()
    return done


if __name__ == "__main__":
    forked = SimpleNamespace(**{**vars(subprocess), "Popen": _start, "run": _run})
    with patch.object(children, "subprocess", forked if IS_POSSIBLE else subprocess):
        sys.exit(main())
