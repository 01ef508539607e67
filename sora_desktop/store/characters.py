"""The characters that services made, a file each: what was sent is on the disk before it is, and an id right after it came."""

import logging
from pathlib import Path
from typing import Any

from sora_desktop.domain.character import Character
from sora_desktop.domain.errors import StorageError
from sora_desktop.store.codec import Codec, as_text, parse
from sora_desktop.store.files import read_plain, write_atomically
from sora_desktop.store.reserve import Reserve
from sora_desktop.store.unreadable import UnreadableError
from sora_desktop.store.upgrades import CHARACTER

log = logging.getLogger(__name__)

_ENDING = ".json"
_LONGEST = 1024 * 1024
"""Bytes: the start of an answer may be in it."""


class CharacterStore:
    """Those of one data folder. Files are never deleted: a character that is taken off the list says so itself.

    One of a newer version of the app is read as far as it is understood, and what is not stays in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._codec = Codec()
        self._reserve = Reserve(folder / "room")
        self._newer: dict[str, dict[str, Any]] = {}

    def all(self) -> list[Character]:
        """The oldest first. One that cannot be read is left out, and stays where it is."""
        found = []
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            try:
                found.append(self._read(path))
            except (OSError, UnreadableError) as problem:
                log.warning("the character %s cannot be read; its file stays: %s", path.name, problem)
        return sorted(found, key=lambda each: each.created_at)

    def _read(self, path: Path) -> Character:
        plain = parse(read_plain(path, _LONGEST))
        character = self._codec.structure(plain, Character)
        if (newer := CHARACTER.newer(plain)) is not None:
            self._newer[character.id] = newer
        if character.id != path.stem:
            raise UnreadableError("it has another id than its file")
        return character

    def expect_room(self) -> None:
        """There is room for an id that comes back, also on a disk that is full by then. StorageError where there is not."""
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._reserve.keep()
        except OSError as problem:
            raise StorageError(problem.strerror or str(problem)) from problem

    def put(self, character: Character) -> None:
        """It is on the disk as it is now when this returns. StorageError where the disk refuses."""
        path, data = self._folder / f"{character.id}{_ENDING}", self._document(character)
        try:
            write_atomically(path, data)
        except StorageError:
            if not self._reserve.give():
                raise
            write_atomically(path, data)

    def _document(self, character: Character) -> bytes:
        plain = self._codec.plain(character)
        before = self._newer.get(character.id)
        return (as_text(CHARACTER.written_over(before, plain) if before else plain, indent=1) + "\n").encode()
