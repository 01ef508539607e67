"""A data folder and its database, both real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop.store.database import Database, open_database
from sora_desktop.store.paths import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path / "data")
    made.make()
    return made


@pytest.fixture
def database(paths: Paths) -> Iterator[Database]:
    opened = open_database(paths.ledger)
    yield opened
    opened.close()
