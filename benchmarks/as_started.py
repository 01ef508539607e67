"""Imported before all else by a program that is the app: what the command line and the app do before they load more."""

import gc

from sora_desktop.ui import plain_imports  # noqa: F401 -- for what it does

gc.disable()  # as `load_window` does; the app lets it work again once its studio is open
