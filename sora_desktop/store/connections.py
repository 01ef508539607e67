"""The connections that a person added, each by what was changed of it. Keys are not here: see `secrets`.

An entry of a newer version of the app is read as far as it is understood; what is not stays in the file. So does a
model that cannot be read.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.store.codec import Codec, as_text, parse
from sora_desktop.store.connection_changes import (
    Defaults,
    Unread,
    changes_of,
    plain_defaults,
    whole_of,
    with_unread,
)
from sora_desktop.store.files import keep_copy, write_atomically
from sora_desktop.store.unreadable import UnreadableError
from sora_desktop.store.upgrades import CONNECTION

log = logging.getLogger(__name__)


_ALL = N_("Your connections can't be read. Add them again.")
_ALL_KEPT = N_("Your connections can't be read and are kept as {name}. Add them again.")
_SOME = N_("Some connections can't be read. Add them again.")
_SOME_KEPT = N_("Some connections can't be read. All are kept as {name}. Add the missing ones again.")
_NEWER = message("Some connections come from a newer version of Sora Desktop and can't be used in this one.").about(
    money=message("Nothing is lost: they stay saved."), todo=message("Update Sora Desktop to use them.")
)
_MODELS = N_("Some models of “{name}” can't be read, so they aren't offered.")
_THESE_MODELS = N_("Some models of “{name}” can't be read, so they aren't offered: {models}.")
_IN_THE_FILE = message("Nothing is lost: they stay in {file}.", file="connections.json")
_CORRECT_THEM = message("Quit Sora Desktop and correct them there.")
_UPDATE = message("Update Sora Desktop: a newer version saved them.")
_NAMED_AT_MOST = 8


def load_connections(
    path: Path, tell: Callable[[Message], None], defaults: Defaults = plain_defaults
) -> list[Connection]:
    """The saved connections in their order; one that cannot be read is left out, and so is a model: `tell` hears it.

    For a connection the file is then kept beside it, before the next save. A key of a session only is gone with that.
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
    lost = [entry for entry, found in zip(entries, read, strict=True) if found is None]
    if any(CONNECTION.newer(entry) is None for entry in lost):
        tell(_sentence(path, _SOME, _SOME_KEPT))
    elif lost:
        tell(_NEWER)
    for entry, found in zip(entries, read, strict=True):
        if found is not None and found[1]:
            tell(_told_of(*found, is_newer=CONNECTION.newer(entry) is not None))
    return [_with_its_key(found[0]) for found in read if found is not None]


def _told_of(connection: Connection, unread: Unread, *, is_newer: bool) -> Message:
    log.warning("models of the connection %s cannot be read and are not offered", connection.id)
    names = [name for name in unread.names if name][:_NAMED_AT_MOST]
    what = message(_THESE_MODELS if names else _MODELS, name=connection.name, models=", ".join(names))
    return what.about(money=_IN_THE_FILE, todo=_UPDATE if is_newer else _CORRECT_THEM)


def _sentence(path: Path, lost: str, kept: str) -> Message:
    name = keep_copy(path)
    return message(kept, name=name) if name else message(lost)


def _read(entry: object, codec: Codec, defaults: Defaults) -> tuple[Connection, Unread] | None:
    try:
        stored = CONNECTION.upgraded(entry if isinstance(entry, dict) else {})
        whole, unread = whole_of(stored, codec, defaults)
        return codec.structure(whole, Connection), unread
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
    codec, before = Codec(), _stored(path)
    read = {name: _read(entry, codec, defaults) for name, entry in before.items()}
    entries = []
    for connection in connections:
        if connection.kind is ConnectionKind.SAVED:
            was = read.get(connection.id)
            changes = with_unread(changes_of(connection, codec, defaults), was[1] if was else Unread())
            entries.append(CONNECTION.written_over(before.get(connection.id, {}), changes))
    not_read = [entry for name, entry in before.items() if read[name] is None and CONNECTION.is_newer(entry)]
    write_atomically(path, (as_text([*entries, *not_read], indent=2) + "\n").encode())


def _stored(path: Path) -> dict[str, dict[str, Any]]:
    """The entries in the file, by their ids."""
    try:
        entries = parse(path.read_bytes())
    except (OSError, UnreadableError):
        return {}
    known = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return {str(entry.get("id")): entry for entry in known}
