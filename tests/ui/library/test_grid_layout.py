"""Where the cards of the library lie."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint

from sora_desktop.ui.library.grid_layout import GridLayout
from sora_desktop.ui.library.item_models import DayGroup

DAY = date(2026, 11, 22)


def laid(counts: list[int], width: int = 296) -> GridLayout:
    groups: list[DayGroup] = []
    first = 0
    for count in counts:
        groups.append(DayGroup(DAY, first, count))
        first += count
    return GridLayout(groups, width, 42, 28)


@pytest.mark.parametrize(("width", "columns"), [(60, 1), (190, 2), (296, 2), (499, 2), (500, 3), (1300, 4)])
def test_as_many_columns_as_fit(width: int, columns: int) -> None:
    assert laid([5], width).columns == columns


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(40, 900))
def test_every_card_is_found_at_its_middle_and_none_between_cards(counts: Any, width: Any) -> None:
    grid = laid(counts, width)

    for row in range(sum(counts)):
        rect = grid.rect(row)
        assert grid.row_at(rect.center()) == row
        assert grid.row_at(rect.bottomLeft() + QPoint(0, 3)) is None
        assert rect.bottom() < grid.height


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 4000), st.integers(1, 900))
@example([3, 1], 292, 33)  # it begins in the gap below a line that is not full
def test_every_card_that_can_be_seen_is_painted(counts: Any, top: Any, height: Any) -> None:
    grid = laid(counts)
    seen = {row for row in range(sum(counts)) if grid.rect(row).bottom() >= top and grid.rect(row).top() < top + height}

    assert seen <= set(grid.rows_between(top, top + height))


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_down_arrows_reach_the_last_line_and_up_arrows_the_first(counts: Any) -> None:
    grid = laid(counts)
    last = sum(counts) - 1

    assert grid.rect(grid.row_beside(0, 200)).top() == grid.rect(last).top()
    assert grid.rect(grid.row_beside(last, -200)).top() == grid.rect(0).top()


@pytest.mark.parametrize(
    ("row", "lines", "beside"), [(0, 1, 2), (1, 1, 2), (2, 1, 3), (4, -1, 2), (4, 1, 6), (6, 1, 6)]
)
def test_arrows_keep_the_column_as_far_as_there_is_one_across_days(row: int, lines: int, beside: int) -> None:
    """Two columns; three clips of one day, four of the next."""
    assert laid([3, 4]).row_beside(row, lines) == beside


def test_an_empty_grid_has_no_rows() -> None:
    grid = laid([])

    assert (grid.height, grid.row_at(QPoint(5, 5)), list(grid.rows_between(0, 100))) == (0, None, [])


def test_a_card_that_is_not_laid_out_yet_has_no_place() -> None:
    """Qt asks for it between the coming of a row and the layout: an error there ends the process."""
    assert GridLayout([], 0, 0, 0).rect(0).isNull()
