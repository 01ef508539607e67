"""Paints scenes with QtGui, the one place of the engine that does; `frames` is the way in."""
