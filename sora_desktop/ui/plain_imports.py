"""To be imported before anything else of the window: it makes all later imports quicker.

Importing QtCore puts a wrapper around `import` for everybody, which reads the source of each module that is imported
later, to see whether it asks for PySide6's other spelling of names (`from __feature__ import snake_case`). None of ours
does, and reading all of them takes a good part of a start. What lies under it stays: it finds classes of Qt that are
made only when they are asked for.
"""

import builtins

from PySide6 import QtCore  # noqa: F401 -- for its wrapper, which is there from here on

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
