"""Houses in virtual time, that are left in order."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.small_house import SmallHouse

MoveIn = Callable[..., SmallHouse]


@pytest.fixture
def move_in(tmp_path: Path) -> Iterator[MoveIn]:
    """`move_in(lists_jobs=False, concurrency=2)`: a house whose connection is like that."""
    houses: list[SmallHouse] = []

    def moved(**changes: Any) -> SmallHouse:
        houses.append(SmallHouse(tmp_path / f"house-{len(houses)}", **changes))
        return houses[-1]

    yield moved
    for house in houses:
        house.rows.full = False
        house.close()
        house.end()
        assert house.broken == []
