"""What looks into films, which is loaded when the first one is there."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sora_desktop.engine.films import FilmLooks


def load_looks() -> "FilmLooks":
    """Heavy: most engines never see a film, and start without FFmpeg."""
    from sora_desktop.engine.films import LOOKS

    return LOOKS
