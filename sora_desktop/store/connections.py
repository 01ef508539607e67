"""The connections that a person added, each by what was changed of it. Keys are not here: see `secrets`.

An entry of a newer version of the app is read as far as it is understood; what is not stays in the file.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.store.codec import Codec, UnreadableError, as_text, parse
from sora_desktop.store.connection_changes import Defaults, changes_of, plain_defaults, whole_of
from sora_desktop.store.files import keep_copy, write_atomically
from sora_desktop.store.upgrades import CONNECTION

log = logging.getLogger(__name__)


_ALL = N_("Your connections can't be read. Add them again.")
_ALL_KEPT = N_("Your connections can't be read and are kept as {name}. Add them again.")
_SOME = N_("Some connections can't be read. Add them again.")
_SOME_KEPT = N_("Some connections can't be read. All are kept as {name}. Add the missing ones again.")
_NEWER = N_("Some connections were saved by a newer version of this app and can't be used here. They stay in its file.")


def load_connections(
    path: Path, tell: Callable[[Message], None], defaults: Defaults = plain_defaults
) -> list[Connection]:
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
    codec = Codec()
    read = [_read(entry, codec, defaults) for entry in entries]
    lost = [entry for entry, connection in zip(entries, read, strict=True) if connection is None]
    if any(CONNECTION.newer(entry) is None for entry in lost):
        tell(_sentence(path, _SOME, _SOME_KEPT))
    elif lost:
        tell(message(_NEWER))
    return [_with_its_key(connection) for connection in read if connection is not None]


def _sentence(path: Path, lost: str, kept: str) -> Message:
    name = keep_copy(path)
    return message(kept, name=name) if name else message(lost)


def _read(entry: object, codec: Codec, defaults: Defaults) -> Connection | None:
    try:
        stored = CONNECTION.upgraded(entry if isinstance(entry, dict) else {})
        return codec.structure(whole_of(stored, codec, defaults), Connection)
    except (UnreadableError, LookupError, TypeError, ValueError, AttributeError) as problem:
        log.warning("a connection cannot be read and is left out: %s", problem)
        return None


def _with_its_key(connection: Connection) -> Connection:
    is_gone = connection.key_place is KeyPlace.SESSION
    return replace(connection, key_place=KeyPlace.MISSING) if is_gone else connection


def save_connections(path: Path, connections: Sequence[Connection], defaults: Defaults = plain_defaults) -> None:
    """Save those that a person added; the engine and the environment's come anew at each start.

    StorageError where the disk refuses; the file is then as it was.
    """
    codec, newer = Codec(), _newer(path)
    saved = [connection for connection in connections if connection.kind is ConnectionKind.SAVED]
    entries = [
        CONNECTION.written_over(newer.get(connection.id, {}), changes_of(connection, codec, defaults))
        for connection in saved
    ]
    not_read = [entry for entry in newer.values() if _read(entry, codec, defaults) is None]
    write_atomically(path, (as_text([*entries, *not_read], indent=2) + "\n").encode())


def _newer(path: Path) -> dict[Any, dict[str, Any]]:
    """The entries of a newer version in the file, by their ids."""
    try:
        entries = parse(path.read_bytes())
    except (OSError, UnreadableError):
        return {}
    known = [CONNECTION.newer(entry) for entry in entries] if isinstance(entries, list) else []
    return {str(entry.get("id")): entry for entry in known if entry is not None}
