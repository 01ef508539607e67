"""What a frozen app starts with."""

import os
import sys

from sora_desktop.__main__ import main

# The programs of the system that the app starts (a player, a file manager) are not to load the libraries of the bundle.
# What this process loads is settled by now, and what it starts of itself sets them anew.
for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    before = os.environ.pop(f"{name}_ORIG", None)
    if before is not None:
        os.environ[name] = before
    elif name in os.environ and getattr(sys, "frozen", False):
        del os.environ[name]

sys.exit(main())
