"""Taking a data folder: its lock, its log, its database, its library as a list.

It loads little, so that the window knows its library before the rest of the studio is even imported.
"""

import errno
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from sora_desktop.base.sentences import Foreign, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import InputError, InUseError
from sora_desktop.domain.library import LibraryAnswer
from sora_desktop.services.http.redact import RedactingFilter
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.files import file_at
from sora_desktop.store.journal import folder_of
from sora_desktop.store.library_index import read_first
from sora_desktop.store.lock import Ownership, own
from sora_desktop.store.logs import set_up_logging, take_down_logging
from sora_desktop.store.paths import Paths, portable_root
from sora_desktop.store.witness import Witness

CARDS = 60
"""So many clips are shown whole at once: more than a screen holds."""


PORTABLE = message(
    "This copy is portable: its data lies beside the program. Move it to where files can be written, or take away --portable or the file “portable”."
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A data folder that is ours until `resources` is closed.

    `number` is what its volume calls it. `witness` is what this machine saw of it, None where it has no journal yet;
    `open_elsewhere`: another program has a copy of it open. `witness_of` makes one for a new id of it.
    """

    paths: Paths
    redaction: RedactingFilter
    database: Database
    resources: AsyncExitStack
    ownership: Ownership
    number: tuple[int, int]
    witness: Witness | None = None
    open_elsewhere: bool = False
    witness_of: Callable[[str], Witness] = Witness

    def first_page(self) -> LibraryAnswer:
        """The newest clips of the library with what their cards show."""
        return read_first(self.database, CARDS)


async def take_folder(data_dir: Path) -> Folder:
    """Own the folder, log into it, open its database; all on the thread that will use them.

    Raises InUseError where another window or command has the folder, and InputError where it cannot be used.
    """
    async with AsyncExitStack() as opening:
        paths = Paths(data_dir)
        _make_folders(paths)
        ownership = opening.enter_context(own(paths))
        number = file_at(paths.root) or (0, 0)
        witness, is_alone = take_witness(paths, number)
        if witness is not None:
            opening.callback(witness.close)
        redaction = RedactingFilter()
        opening.callback(take_down_logging, set_up_logging(data_dir, redaction))
        database = open_database(paths.ledger)
        opening.callback(database.close)
        return Folder(
            paths,
            redaction,
            database,
            opening.pop_all(),
            ownership=ownership,
            number=number,
            witness=witness,
            open_elsewhere=not is_alone,
        )


def take_witness(
    paths: Paths, number: tuple[int, int], witness_of: Callable[[str], Witness] = Witness
) -> tuple[Witness | None, bool]:
    """What this machine saw of the folder, and whether no other program has one of its id open.

    InUseError where that one is this very folder: somebody deleted its lock.
    """
    folder_id = folder_of(paths.journal)
    if not folder_id:
        return None, True
    witness = witness_of(folder_id)
    is_alone = witness.take()
    note = None if is_alone else witness.read()
    if note is not None and (note.device, note.inode) == number:
        raise InUseError
    return witness, is_alone


def _make_folders(paths: Paths) -> None:
    is_portable = paths.root == portable_root()
    try:
        paths.make()
        if is_portable and not os.access(paths.root, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        why = Foreign(f"{error.strerror or type(error).__name__}: {paths.root}")
        todo = PORTABLE if is_portable else message("Choose another one with --data-dir.")
        raise InputError(message("The data folder can't be used.").about(why, todo=todo)) from error
