"""Characters: a name and a picture, to be seen in clips whose words name them.

characters/<id>.json   name and time
characters/<id>.jpg    a telling picture of the film that it came with
"""

import json
import logging
import secrets
from dataclasses import asdict
from pathlib import Path

from sora_desktop.base.atomic_files import write_whole
from sora_desktop.base.values import dataclass

log = logging.getLogger(__name__)

MOST_KEPT = 200
_RECORD, _PICTURE = ".json", ".jpg"


@dataclass(frozen=True, slots=True)
class Portrait:
    """A character as a job takes it along: its picture is a file of the job's own."""

    name: str
    picture: Path


@dataclass(frozen=True, slots=True)
class Character:
    """`created_at` in Unix seconds."""

    id: str
    name: str
    created_at: int


class Characters:
    """Those of one engine, oldest first; of more than `MOST_KEPT` the oldest goes. Calls are short and block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "characters"
        self._known: dict[str, Character] = {}

    def open(self) -> None:
        """Read what is on disk."""
        self._folder.mkdir(parents=True, exist_ok=True)
        found = []
        for record in self._folder.glob(f"*{_RECORD}"):
            try:
                found.append(Character(**json.loads(record.read_bytes())))
            except (OSError, ValueError, TypeError) as error:
                log.warning("the character %s cannot be read: %s", record.stem, type(error).__name__)
        self._known = {each.id: each for each in sorted(found, key=lambda each: each.created_at)}

    def get(self, character_id: str) -> Character | None:
        return self._known.get(character_id)

    def picture(self, character: Character) -> Path:
        return self._folder / (character.id + _PICTURE)

    def add(self, name: str, picture: bytes, now: float) -> Character:
        """A new one, on disk. OSError where it cannot be written."""
        made = Character(f"char_{secrets.token_hex(12)}", name, int(now))
        write_whole(self.picture(made), picture)
        write_whole(self._folder / (made.id + _RECORD), json.dumps(asdict(made)).encode())
        self._known[made.id] = made
        while len(self._known) > MOST_KEPT:
            self._forget(next(iter(self._known.values())))
        return made

    def _forget(self, character: Character) -> None:
        del self._known[character.id]
        for ending in (_RECORD, _PICTURE):
            (self._folder / (character.id + ending)).unlink(missing_ok=True)
