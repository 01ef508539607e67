"""Reports of crashes: written where they happen, found at the next start, and safe to show to everybody.

Like the diagnostic report they hold words and numbers of programs alone: kinds of errors and lines of code. What an error
says is left out: a prompt, a name or a path may be in it, and it stands in the log.
"""

import contextlib
import os
import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sora_desktop.store.files import read_plain, write_atomically
from sora_desktop.store.log_tail import is_ours, public_log
from sora_desktop.store.logs import FILE_NAME
from sora_desktop.store.paths import NATIVE_CRASH
from sora_desktop.studio.diagnostics import HEADING, system_facts

MOST_KEPT = 10
LOG_LINES = 40
_LIMIT = 256 * 1024
_MOST_FRAMES = 60
_MOST_CAUSES = 5
_TOLD = "crash-told.txt"
"""The name of the latest report that a person was told of."""

_NATIVE_NAME = re.compile(re.escape(NATIVE_CRASH).replace(r"\{\}", r"(\d{1,10})"))
_NATIVE_LINE = re.compile(
    r"Fatal Python error: [A-Za-z ]+|Windows fatal exception: [a-z0-9 ]+|(?:Current t|T)hread 0x[0-9a-f]+(?: \[[\w .:-]{1,40}\])? "
    r"\(most recent call first\):|(?:version|Qt|system): [\w .,()+-]{1,120}"
)
_NATIVE_FRAME = re.compile(r"\s+File \"(?P<file>[^\"]+)\", line (?P<line>\d{1,6}) in (?P<name>[\w<>.]{1,80})")
_LIBRARY = re.compile(r"(?:^|.*[/\\])(?:site-packages|dist-packages|lib[/\\]python3\.\d+)[/\\]([\w./\\-]{1,120})")
_OWN = re.compile(r"(?:^|.*[/\\])sora_desktop[/\\]([\w/\\]{1,100}\.py)")
_BUNDLED = re.compile(r"[\w][\w/\\.-]{0,120}\.py")
_KIND = re.compile(r"[\w.<>]{1,120}")
_FROZEN = re.compile(r"<[\w. ]{1,60}>")


class Writer:
    """Writes into the logs folder `logs`."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs

    def stack_of(self, error: BaseException) -> list[str]:
        """What was raised and where, the cause first; a line each."""
        chain: list[BaseException] = []
        cause: BaseException | None = error
        while cause is not None and cause not in chain and len(chain) < _MOST_CAUSES:
            chain.append(cause)
            cause = cause.__cause__ or cause.__context__
        return [line for each in reversed(chain) for line in _raised(each)]

    def write(self, thread: str, stack: Sequence[str], facts: Iterable[str]) -> Path:
        """A report of now. OSError or StorageError where the disk refuses."""
        plain = thread if re.fullmatch(r"[\w .-]{1,40}", thread) else "another"
        return self._put(datetime.now(UTC), [f"in the thread: {plain}", *facts], stack)

    def write_native(self, path: Path) -> Path | None:
        """A report of what the interpreter wrote as it died; None where it did not die by itself."""
        found = list(_of_native(read_plain(path, _LIMIT).decode("utf-8", "replace").splitlines()))
        facts = [line for line in found if re.match(r"version: |Qt: |system: ", line)]
        stack = [line for line in found if line not in facts]
        moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return self._put(moment, ["the process ended itself", *facts], stack) if stack else None

    def _put(self, moment: datetime, facts: Iterable[str], stack: Iterable[str]) -> Path:
        log = public_log(self._logs / FILE_NAME)[-LOG_LINES:]
        parts = (
            ("What happened", [f"when: {moment:%Y-%m-%d %H:%M:%S} UTC", *facts]),
            ("Where", stack),
            ("App and system", system_facts()),
            ("Log: time, level, line of the program", log or ["none"]),
        )
        sections = ("\n".join((f"## {title}", *lines)) for title, lines in parts)
        path = self._free(f"crash-{moment:%Y%m%d-%H%M%S}")
        write_atomically(path, ("\n\n".join(("Sora Desktop: crash report\n" + HEADING, *sections)) + "\n").encode())
        return path

    def _free(self, name: str) -> Path:
        numbered = (self._logs / f"{name}-{number}.txt" for number in range(100))
        return next((path for path in numbered if not path.exists()), self._logs / f"{name}-100.txt")


def reports(logs: Path) -> list[Path]:
    """The newest last."""
    return sorted(logs.glob("crash-2*.txt"))


def collect(logs: Path) -> Path | None:
    """At a start: the newest report that nobody was told of. What is older than the newest ten is deleted."""
    with contextlib.suppress(OSError):
        for path in logs.iterdir():
            if (found := _NATIVE_NAME.fullmatch(path.name)) and not _is_alive(int(found[1])):
                _take_in(path, logs)
    kept = reports(logs)
    for old in kept[:-MOST_KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    newest = kept[-1] if kept else None
    return newest if newest is not None and newest.name > _told(logs) else None


def note_told(logs: Path, report: Path) -> None:
    """A person was told of it. StorageError where that cannot be noted: then it is told once more."""
    write_atomically(logs / _TOLD, report.name.encode())


def _told(logs: Path) -> str:
    try:
        return read_plain(logs / _TOLD, 200).decode("ascii", "replace")
    except OSError:
        return ""


def _take_in(path: Path, logs: Path) -> None:
    with contextlib.suppress(OSError):
        Writer(logs).write_native(path)
        path.unlink()


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():
        return True
    if os.name == "nt":
        return False  # a file that a process has open cannot be deleted there
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _raised(error: BaseException) -> Iterator[str]:
    frames = list(traceback.walk_tb(error.__traceback__))[-_MOST_FRAMES:]
    number = f" (errno {error.errno})" if isinstance(error, OSError) and isinstance(error.errno, int) else ""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    yield f"{kind if _KIND.fullmatch(kind) else 'another error'}{number}"
    for frame, line in frames:
        yield f"    {public_place(frame.f_code.co_filename)}:{line} in {_word(frame.f_code.co_name)}"


def _of_native(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if frame := _NATIVE_FRAME.fullmatch(line):
            yield f"    {public_place(frame['file'])}:{frame['line']} in {frame['name']}"
        elif _NATIVE_LINE.fullmatch(line):
            yield line


def public_place(file: str) -> str:
    """A file of code as everybody may read it: from its package on, whatever folder of whoever's that lies in."""
    if (own := _OWN.fullmatch(file)) and is_ours(own[1]):
        return own[1].replace("\\", "/")
    if library := _LIBRARY.fullmatch(file):
        return library[1].replace("\\", "/")
    return file if _BUNDLED.fullmatch(file) or _FROZEN.fullmatch(file) else "another"


def _word(name: str) -> str:
    return name if re.fullmatch(r"[\w<>]{1,80}", name) else "another"
