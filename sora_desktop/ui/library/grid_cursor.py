"""Where the cursor of the grid goes by keys."""

from PySide6.QtWidgets import QAbstractItemView

from sora_desktop.ui.library.grid_layout import GridLayout

Move = QAbstractItemView.CursorAction

TURNED = {Move.MoveLeft: Move.MoveRight, Move.MoveRight: Move.MoveLeft}
"""What the arrows mean where the grid begins at the right."""


def row_after(layout: GridLayout, row: int, action: Move, height: int, last: int) -> int:
    """The row that a move from `row` leads to, perhaps beyond the ends; a page is `height` pixels, `last` the last row."""
    page = max(1, height // max(1, layout.card_height))
    lines = {Move.MoveUp: -1, Move.MoveDown: 1, Move.MovePageUp: -page, Move.MovePageDown: page}.get(action)
    if lines is not None:
        return layout.row_beside(row, lines)
    beside = {Move.MoveLeft: row - 1, Move.MovePrevious: row - 1, Move.MoveRight: row + 1, Move.MoveNext: row + 1}
    return beside.get(action, 0 if action is Move.MoveHome else last)
