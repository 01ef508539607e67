"""The system's trash: what a person deletes can be taken back."""

from collections.abc import Iterable
from pathlib import Path

from send2trash import send2trash

from sora_desktop.domain.errors import NoTrashError


def move_to_trash(paths: Iterable[Path]) -> None:
    """Move the files that are there to the trash, in order; NoTrashError where the system has none for them."""
    for path in paths:
        if path.exists():
            try:
                send2trash(path)
            except OSError as problem:
                raise NoTrashError(problem.strerror or str(problem)) from problem
