"""Paints scenes with QtGui, the one package that does; `frames` is the way in."""
