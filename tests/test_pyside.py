"""The binding itself: faults of a version that would end the app."""

import json
import subprocess
import sys
from itertools import product

from PySide6.QtCore import QObject, Signal

EMITS = 1_000
FEW = EMITS // 10
"""What else runs may hold a few references more or less; a fault takes at least one at each emit."""
MORTAL_TRUTH = sys.version_info < (3, 12)
"""From 3.12 on True, False and None never end, whatever is counted; the binding does not know that, and counts on."""


class Emitter(QObject):
    """Signals: `said(object)`, `switched(bool)`."""

    said = Signal(object)
    switched = Signal(bool)


class Hearer(QObject):
    """Hears as the app does: some slots answer, most do not."""

    def hear(self, value: object) -> None:
        """Nothing is kept."""

    def answer(self, on: bool) -> bool:
        return not on


def lost() -> dict[str, int]:
    """How many references each thing has lost (or, below 0, won) after the emits."""
    emitter, hearer = Emitter(), Hearer()
    emitter.said.connect(hearer.hear)
    emitter.switched.connect(hearer.answer)
    things = {"the value": object(), "the emitter": emitter, "the hearer": hearer, "its class": Hearer}
    if MORTAL_TRUTH:
        things |= {"True": True, "False": False, "None": None}
    before = {name: sys.getrefcount(thing) for name, thing in things.items()}

    for _, value in product(range(EMITS), (things["the value"], None, True)):
        emitter.said.emit(value)
        emitter.switched.emit(value is True)

    return {name: before[name] - sys.getrefcount(thing) for name, thing in things.items()}


def test_a_process_that_emits_signals_lives_and_keeps_its_references() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one to True at each emit, and the process aborts after a few hundred."""
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    counted = json.loads(done.stdout)
    assert ("True" in counted) == MORTAL_TRUTH
    assert {name: count for name, count in counted.items() if abs(count) >= FEW} == {}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(lost()))
