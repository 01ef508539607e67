"""Connections as a file that is handed on: all of them but their keys."""

import shutil
import tempfile
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace, normalise_base_url
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.field_checks import entry_faults, wire_faults
from sora_desktop.services.formats import facts_of
from sora_desktop.store.connections import load_connections, save_connections
from sora_desktop.store.files import write_atomically
from sora_desktop.studio.connections.new_connections import connection_as_new

MOST_BYTES = 32_000_000
_NONE_IN_IT = message("There are no connections in this file.").about(
    todo=message("Choose one that Sora Desktop has exported.")
)
_TOO_LARGE = message("This file is too large to be a list of connections.")


def write_connections(path: Path, connections: Sequence[Connection]) -> int:
    """Write those that a person added, and say how many they are. StorageError where the disk refuses."""
    kept = [_without_key(each) for each in connections if each.kind is ConnectionKind.SAVED]
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "connections.json"
        save_connections(written, kept, connection_as_new)
        write_atomically(path, written.read_bytes())
    return len(kept)


def read_connections(path: Path, taken: Collection[str]) -> tuple[Connection, ...]:
    """The connections of such a file as new ones, without keys; `taken` are the names that there are.

    Those that cannot be used are left out. InputError where none is left, or where the file cannot be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "connections.json"
        try:
            if path.stat().st_size > MOST_BYTES:
                raise InputError(_TOO_LARGE)
            shutil.copyfile(path, copied)
        except OSError as error:
            raise InputError(message("The file can't be read: {why}", why=error.strerror or str(error))) from error
        said: list[Message] = []
        read = load_connections(copied, said.append, connection_as_new)
    usable = list(_usable(read, {name.casefold() for name in taken}))
    if not usable:
        raise InputError(_NONE_IN_IT)
    return tuple(usable)


def _without_key(connection: Connection) -> Connection:
    place = KeyPlace.NOT_NEEDED if connection.key_place is KeyPlace.NOT_NEEDED else KeyPlace.MISSING
    return replace(connection, key_place=place, key_mark="")


def _usable(read: Sequence[Connection], taken: set[str]) -> Iterator[Connection]:
    for connection in read:
        facts = facts_of(connection.format)
        try:
            base_url = normalise_base_url(connection.base_url, facts) if facts else connection.base_url
        except ValueError:
            continue
        if facts is not None:
            _expect_no_contradiction(connection, facts.body.fields)
        name = _free_name(connection.name, taken)
        taken.add(name.casefold())
        own = replace(_without_key(connection), id=uuid.uuid4().hex, name=name, kind=ConnectionKind.SAVED)
        yield replace(own, base_url=base_url)


def _expect_no_contradiction(connection: Connection, own: tuple[str, ...]) -> None:
    """What contradicts itself would be refused when it is sent: better before it is there. Raises InputError."""
    for fault in wire_faults(connection.wire, own).values():
        raise InputError(_refused(connection.name, "", fault))
    for model in connection.models:
        for fault in entry_faults(model, own):
            raise InputError(_refused(connection.name, model.id, fault))


def _refused(name: str, model_id: str, fault: Message) -> Message:
    what = message("“{name}” in this file contradicts itself, so nothing was added.", name=name)
    where = message("It is about the model {model}.", model=model_id) if model_id else None
    return what.about(more=(*((where,) if where else ()), fault), todo=message("Correct it in the file."))


def _free_name(wanted: str, taken: Collection[str]) -> str:
    number, name = 1, wanted
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} ({number})"
    return name
