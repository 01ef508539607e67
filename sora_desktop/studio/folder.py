"""Taking a data folder: its lock, its log, its database, its library as a list.

It loads little, so that the window knows its library before the rest of the studio is even imported.
"""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from sora_desktop.api.redact import RedactingFilter
from sora_desktop.domain.clip import ClipLine
from sora_desktop.domain.errors import InputError
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.lock import own
from sora_desktop.store.logs import set_up_logging, take_down_logging
from sora_desktop.store.paths import Paths
from sora_desktop.store.shelf import read_lines

CARDS = 60
"""So many clips are shown whole at once: more than a screen holds."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A data folder that is ours until `resources` is closed."""

    paths: Paths
    redaction: RedactingFilter
    database: Database
    resources: AsyncExitStack

    def lines(self) -> tuple[ClipLine, ...]:
        """The library, newest first; the first with what their cards show."""
        return tuple(read_lines(self.database, CARDS))


async def take_folder(data_dir: Path) -> Folder:
    """Own the folder, log into it, open its database; all on the thread that will use them.

    Raises InUseError where another window or command has the folder, and InputError where it cannot be used.
    """
    async with AsyncExitStack() as opening:
        paths = Paths(data_dir)
        _make_folders(paths)
        opening.enter_context(own(paths))
        redaction = RedactingFilter()
        opening.callback(take_down_logging, set_up_logging(data_dir, redaction))
        database = open_database(paths.ledger)
        opening.callback(database.close)
        return Folder(paths, redaction, database, opening.pop_all())


def _make_folders(paths: Paths) -> None:
    try:
        paths.make()
    except OSError as error:
        why = f"{error.strerror or type(error).__name__}: {paths.root}"
        raise InputError(f"The data folder cannot be used: {why}. Choose another one with --data-dir.") from error
