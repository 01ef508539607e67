"""Data folders as every version has written them: see `make_sample.py`."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sora_desktop.domain.connection import Connection, new_connection
from sora_desktop.services.formats import facts_of
from sora_desktop.store.connection_changes import plain_defaults

SAMPLES = Path(__file__).with_name("samples")
FOLDERS = tuple(sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir()))


def with_file(name: str) -> tuple[str, ...]:
    """The samples of the versions that wrote such a file."""
    return tuple(folder for folder in FOLDERS if (SAMPLES / folder / name).exists())


def as_new(wire: str) -> Connection:
    """A connection as its format has it, also one that nobody speaks."""
    facts = facts_of(wire)
    return new_connection(facts) if facts else plain_defaults(wire)


def open_sample(name: str, root: Path) -> Path:
    """A data folder as that version left it, at `root`; the answer is the folder."""
    shutil.copytree(SAMPLES / name, root, dirs_exist_ok=True)
    script = root / "ledger.sql"
    if script.exists():
        with closing(sqlite3.connect(root / "ledger.sqlite3")) as database:
            database.executescript(script.read_text(encoding="utf-8"))
        script.unlink()
    return root


def rows(root: Path, table: str) -> dict[str, str]:
    """The documents of a ledger as they are stored, by id."""
    with closing(sqlite3.connect(root / "ledger.sqlite3")) as database:
        return dict(database.execute(f"SELECT id, document FROM {table} ORDER BY number"))  # noqa: S608 -- a name of ours


def leaves(plain: object, place: str = "") -> Iterator[tuple[str, Any]]:
    """Each entry of a JSON value that has no parts, with its place: `request.image.fit.mode`, `other_urls.0`."""
    numbered = plain if isinstance(plain, list) else []
    parts = plain if isinstance(plain, dict) else {str(number): each for number, each in enumerate(numbered)}
    if not parts:
        yield place, plain
    for name, each in parts.items():
        yield from leaves(each, f"{place}.{name}" if place else name)
