"""How long a test waits for what must come, whatever else the machine does meanwhile.

Only what never comes takes so long. Where programs wait for a core, each second counts for less: a deadline is a number
of seconds of a machine that has nothing else to do.
"""

import os
import time

PATIENCE_SECONDS = 90.0


def crowd() -> float:
    """How many programs want each core, by the last minute; at least 1."""
    wanting = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1.0, wanting / (os.cpu_count() or 1))


def patient(seconds: float = PATIENCE_SECONDS) -> float:
    """So long a call may block at most that takes a number of seconds and no more."""
    return seconds * crowd()


class Patience:
    """Begins as it is made."""

    def __init__(self, seconds: float = PATIENCE_SECONDS) -> None:
        self.seconds = seconds
        self._left = seconds
        self._seen = time.monotonic()

    def is_over(self) -> bool:
        """To be asked again and again: the time since the last question is counted as the machine is now."""
        now = time.monotonic()
        self._left -= (now - self._seen) / crowd()
        self._seen = now
        return self._left < 0
