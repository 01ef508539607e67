"""The studio around servers that are somebody else's."""

from tests.studio.conftest import no_engine_in_vain, no_key_leaves, open_house

__all__ = ["no_engine_in_vain", "no_key_leaves", "open_house"]
