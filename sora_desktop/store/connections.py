"""The connections that a person added. Keys are not here: see `secrets`."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.store.codec import Codec, UnreadableError, as_text, parse
from sora_desktop.store.files import keep_copy, write_atomically
from sora_desktop.store.upgrades import CONNECTION

log = logging.getLogger(__name__)


_ALL = N_("Your connections can't be read. Add them again.")
_ALL_KEPT = N_("Your connections can't be read and are kept as {name}. Add them again.")
_SOME = N_("Some connections can't be read. Add them again.")
_SOME_KEPT = N_("Some connections can't be read. All are kept as {name}. Add the missing ones again.")


def load_connections(path: Path, tell: Callable[[Message], None]) -> list[Connection]:
    """The saved connections in their order; one that cannot be read is left out, and `tell` hears it.

    The file is then kept beside it, before the next save. A key that was kept for a session only is gone with it.
    """
    try:
        entries = parse(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, UnreadableError):
        entries = None
    if not isinstance(entries, list):
        log.warning("the connections cannot be read; their file is kept in a copy")
        tell(_sentence(path, _ALL, _ALL_KEPT))
        return []
    connections = list(_read(entries))
    if len(connections) < len(entries):
        tell(_sentence(path, _SOME, _SOME_KEPT))
    return connections


def _sentence(path: Path, lost: str, kept: str) -> Message:
    name = keep_copy(path)
    return message(kept, name=name) if name else message(lost)


def _read(entries: Sequence[object]) -> Iterator[Connection]:
    for entry in entries:
        try:
            connection = Codec().structure(_upgraded(entry), Connection)
        except UnreadableError as problem:
            log.warning("a connection cannot be read and is left out: %s", problem)
            continue
        if connection.key_place is KeyPlace.SESSION:
            connection = replace(connection, key_place=KeyPlace.MISSING)
        yield connection


def _upgraded(entry: object) -> object:
    if not isinstance(entry, Mapping):
        return entry
    try:
        return CONNECTION.upgraded(entry)
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        msg = f"no connection: {problem}"
        raise UnreadableError(msg) from problem


def save_connections(path: Path, connections: Sequence[Connection]) -> None:
    """Save those that a person added; the engine and the environment's come anew at each start.

    StorageError where the disk refuses; the file is then as it was.
    """
    saved = [connection for connection in connections if connection.kind is ConnectionKind.SAVED]
    plain = [CONNECTION.stamped(Codec().plain(connection)) for connection in saved]
    text = as_text(plain, indent=2) + "\n"
    write_atomically(path, text.encode())
