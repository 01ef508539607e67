"""A list of named values in a file of the data folder, such as presets and snippets."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from sora_desktop.base.sentences import Message, message
from sora_desktop.store.codec import Codec, as_text, parse
from sora_desktop.store.files import keep_copy, read_plain, write_atomically
from sora_desktop.store.unreadable import UnreadableError
from sora_desktop.store.upgrades.history import History

log = logging.getLogger(__name__)

V = TypeVar("V")

_LONGEST = 16 * 1024 * 1024
_KEPT = message("Some of your presets or snippets can't be read.")


class NamedList(Generic[V]):
    """The values of one kind, in their order. What cannot be read, or only a newer version knows of, stays in the file.

    `said` is what a person has to know of how it was found.
    """

    def __init__(self, path: Path, root: Path, kind: type[V], history: History) -> None:
        self._path = path
        self._kind = kind
        self._history = history
        self._codec = Codec(root)
        self._newer: dict[str, dict[str, Any]] = {}
        self._unread: list[Any] = []
        self.said: Message | None = None

    def load(self) -> list[V]:
        """A file that cannot be read at all is kept beside it, before the next save takes its place."""
        try:
            entries = parse(read_plain(self._path, _LONGEST))
        except FileNotFoundError:
            return []
        except (OSError, UnreadableError) as problem:
            return self._unreadable(problem)
        if not isinstance(entries, list):
            return self._unreadable("it is no list")
        return [value for entry in entries if (value := self._read(entry)) is not None]

    def _unreadable(self, problem: object) -> list[V]:
        log.warning("%s cannot be read: %s", self._path.name, problem)
        name = keep_copy(self._path)
        self.said = message("{file} can't be read. It is kept as {name}.", file=self._path.name, name=name or "?")
        return []

    def _read(self, entry: Any) -> V | None:
        try:
            value = self._codec.structure(entry, self._kind)
        except UnreadableError as problem:
            log.warning("an entry of %s cannot be read, and stays as it is: %s", self._path.name, problem)
            self._unread.append(entry)
            self.said = _KEPT
            return None
        if (newer := self._history.newer(entry)) is not None:
            self._newer[str(newer.get("id"))] = newer
        return value

    def save(self, values: Sequence[V]) -> None:
        """All of them, in this order. StorageError where the disk refuses; the file is then as it was."""
        entries = [self._written(self._codec.plain(value)) for value in values]
        write_atomically(self._path, (as_text([*entries, *self._unread], indent=1) + "\n").encode())

    def _written(self, plain: dict[str, Any]) -> dict[str, Any]:
        before = self._newer.get(str(plain.get("id")))
        return plain if before is None else self._history.written_over(before, plain)
