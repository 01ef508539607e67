"""Disks and networks of a test's own, in namespaces that need no rights. Linux; skip where the system has none."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_MOUNT = 'mount -t tmpfs -o size="$2" none "$1" && echo mounted && exec cat'


@dataclass(frozen=True)
class Volume:
    """A small file system of its own, mounted at `inside` for who enters it, as the process `holder` has. `outside` is how
    a test gets at it.

    SQLite makes of `outside` the path that it stands for, which leads elsewhere: it opens copies alone.
    """

    inside: Path
    outside: Path
    enter: tuple[str, ...]
    holder: int

    def run(self, *command: str) -> None:
        """Run a command where the volume is mounted, with all rights there."""
        subprocess.run([*self.enter, *command], check=True)

    def grow(self, size: str) -> None:
        """From now on there is so much room."""
        self.run("mount", "-o", f"remount,size={size}", "none", str(self.inside))


@contextlib.contextmanager
def volume(place: Path, size: str) -> Iterator[Volume]:
    """Mount a memory disk of that size over the folder `place`, for the processes that are run by `enter` alone."""
    unshare, nsenter = shutil.which("unshare"), shutil.which("nsenter")
    if unshare is None or nsenter is None:
        pytest.skip("this system has no namespaces")
    command = [unshare, "-rm", "sh", "-c", _MOUNT, "sh", str(place), size]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        try:
            if holder.stdout.readline().strip() != "mounted":
                pytest.skip("this system lets nobody mount a volume of their own")
            enter = (nsenter, "-U", "-m", "--preserve-credentials", "-t", str(holder.pid), "--wd=" + str(Path.cwd()))
            yield Volume(place, Path(f"/proc/{holder.pid}/root{place}"), enter, holder.pid)
        finally:
            holder.kill()


def fill(folder: Path) -> None:
    """Leave not one block free; the filler is `folder/filler`."""
    with contextlib.suppress(OSError), (folder / "filler").open("ab", buffering=0) as filler:
        while True:
            filler.write(bytes(512))


def silent_names() -> tuple[str, ...]:
    """A command that runs another one where the name server takes every question and answers none."""
    unshare = shutil.which("unshare")
    check = [unshare or "false", "-rmn", sys.executable, "-m", "tests.support.silent_names", "true"]
    if subprocess.run(check, capture_output=True, check=False, env={**os.environ}).returncode:
        pytest.skip("this system gives no network of one's own")
    return tuple(check[:-1])
