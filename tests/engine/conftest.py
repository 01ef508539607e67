"""Fixtures of the engine's tests: one real engine process for a module."""

from collections.abc import Iterator

import pytest

from tests.servers.engine_process import EngineProcess


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """The real engine; the tests of a module share it."""
    with EngineProcess(tmp_path_factory.mktemp("module") / "engine") as running:
        yield running
