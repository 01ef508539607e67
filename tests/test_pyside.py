"""The binding itself: faults of a version that would end the app."""

import sys

from PySide6.QtCore import QObject, Signal


class Emitter(QObject):
    """Signals: `said(object)`."""

    said = Signal(object)


def test_emitting_a_signal_keeps_the_references_to_true() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one at each emit, and the process aborts after a few hundred."""
    heard: list[object] = []
    emitter = Emitter()
    emitter.said.connect(heard.append)
    value = object()
    before = (sys.getrefcount(True), sys.getrefcount(None))

    for _ in range(1_000):
        emitter.said.emit(value)

    after = (sys.getrefcount(True), sys.getrefcount(None))
    heard.clear()
    lost = [was - now for was, now in zip(before, after, strict=True)]
    assert all(abs(each) < 100 for each in lost), lost
