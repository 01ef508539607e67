"""Fixtures that tests of the window have, for hostile ones too."""

from tests.ui.conftest import commands, theme

__all__ = ["commands", "theme"]
