"""pytest-qt's bot with the patience of the other waits: how fast the machine is makes no test of a widget fail."""

from collections.abc import Callable
from typing import Any

from pytestqt.exceptions import TimeoutError as WaitedInVain
from pytestqt.qtbot import QtBot

from tests.support.patience import PATIENCE_SECONDS, Patience, patient
from tests.support.until import LONGER, LONGEST_PAUSE_SECONDS, LOOK_AGAIN_SECONDS

PATIENCE_MS = PATIENCE_SECONDS * 1000


class PatientBot(QtBot):
    """Where pytest-qt counts milliseconds, here are those of a machine that has nothing else to do."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: float = PATIENCE_MS) -> None:
        """Until `callback` answers True, or nothing where it asserts. The last that spoke against it is the cause of the error."""
        __tracebackhide__ = True
        patience, pause = Patience(timeout / 1000), LOOK_AGAIN_SECONDS
        while True:
            against: AssertionError | None = None
            try:
                answer = callback()
                if answer not in (None, True, False):
                    raise ValueError(f"an answer of True or False was expected, not {answer!r}")
                if answer is not False:
                    return
            except AssertionError as error:
                against = error
            if patience.is_over():
                raise WaitedInVain(f"not within {timeout / 1000:g} s") from against
            self.wait(max(1, round(pause * 1000)))
            pause = min(pause * LONGER, LONGEST_PAUSE_SECONDS)

    def waitSignal(self, signal: Any, *, timeout: float = PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=round(patient(timeout)), **more)

    def waitSignals(self, signals: Any, *, timeout: float = PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignals(signals, timeout=round(patient(timeout)), **more)

    def waitExposed(self, widget: Any, *, timeout: float = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=round(patient(timeout)))
