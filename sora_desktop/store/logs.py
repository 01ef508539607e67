"""The log file: bounded in size, one event a line, control characters shown instead of obeyed."""

import contextlib
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from sora_desktop.domain.errors import StorageError
from sora_desktop.store.paths import Paths

FILE_NAME = "sora-desktop.log"
FILE_LIMIT = 1024 * 1024
FILES_KEPT = 3
EVENT_LIMIT = 8000
QUIET = ("httpx", "httpcore", "PIL", "keyring", "asyncio", "filelock", "python_multipart", "uvicorn")
"""Libraries that are heard from WARNING on only: httpx would write whole URLs, with their signatures."""


class _SafeFormatter(logging.Formatter):
    """An event as one line; what follows (a traceback, or a stranger's line breaks) is set in, so that none poses as an event."""

    def format(self, record: logging.LogRecord) -> str:
        shown = "\n    ".join(_shown(line) for line in super().format(record).split("\n"))
        return shown if len(shown) <= EVENT_LIMIT else f"{shown[:EVENT_LIMIT]} … ({len(shown)} characters)"


def _shown(line: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in line)


class _LogFile(RotatingFileHandler):
    """On a full disk an event is lost, and nothing else: neither what logs it nor closing hears of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the library's own name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            super().close()


def set_up_logging(data_dir: Path, redaction: logging.Filter | None = None) -> logging.Handler:
    """Log into the `logs` folder of a data folder from now on, at most 4 MB in 4 files.

    `redaction` takes secrets out of every record; the studio tells it each key. StorageError where the folder
    cannot be written. The answer is the handler, for `take_down_logging`.
    """
    folder = Paths(data_dir).logs
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _LogFile(
            folder / FILE_NAME, maxBytes=FILE_LIMIT, backupCount=FILES_KEPT, encoding="utf-8", errors="replace"
        )
    except OSError as problem:
        raise StorageError(f"{folder}: {problem.strerror or problem}") from problem
    handler.setFormatter(_SafeFormatter("%(asctime)s %(levelname)s %(name)s:%(lineno)d: %(message)s"))
    if redaction is not None:
        handler.addFilter(redaction)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def take_down_logging(handler: logging.Handler) -> None:
    """Stop logging to a handler of `set_up_logging`, and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
