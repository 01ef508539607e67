"""What files of machine code are linked to."""

import re
import subprocess
import sys
from collections.abc import Iterable

_FILE = re.compile(r"^File: (.+)$")
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")


def links(paths: Iterable[str]) -> dict[str, list[str]]:
    """For each file the names of the shared libraries that it asks the loader for; links between files are followed."""
    return _by_readelf(list(paths)) if sys.platform == "linux" else _by_pyinstaller(paths)


def _by_readelf(paths: list[str]) -> dict[str, list[str]]:
    """In one go: a process for each file takes minutes."""
    answer = subprocess.run(["readelf", "-d", "-W", *paths, "/dev/null"], capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {path: [] for path in paths}
    names: list[str] = []
    for line in answer.stdout.splitlines():
        if file := _FILE.match(line):
            names = found.setdefault(file[1], [])
        elif needed := _NEEDED.search(line):
            names.append(needed[1])
    return found


def _by_pyinstaller(paths: Iterable[str]) -> dict[str, list[str]]:
    from PyInstaller.depend.bindepend import get_imports

    return {path: [name for name, _ in get_imports(path)] for path in paths}
