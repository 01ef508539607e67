"""The signals by which a system or a person ends a program politely."""

import signal

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl+C, the system, a terminal that is closed, and Ctrl+Break or a console that is closed on Windows."""


def stop_signals() -> tuple[signal.Signals, ...]:
    """Those of this system that are not ignored on purpose, as `nohup` does it."""
    known = [signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__]
    return tuple(each for each in known if signal.getsignal(each) is not signal.SIG_IGN)
