"""Where the tiles of the strip lie."""

from sora_desktop.ui.strip.strip_layout import Heights, StripLayout


def test_a_tile_that_is_not_laid_out_yet_has_no_place() -> None:
    """Qt asks for it between the coming of a take and the layout: an error there ends the process."""
    assert StripLayout([], Heights(0, 0, 0), 0).rect(0).isNull()
