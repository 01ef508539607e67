"""Keeps the machine from falling asleep by itself while jobs are under way, where a person wishes that."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Slot

from sora_desktop.domain.settings import Settings
from sora_desktop.ui.common.background import Background
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_counts import Sort

if TYPE_CHECKING:
    from sora_desktop.ui.window import awake_bus, awake_elsewhere

log = logging.getLogger(__name__)


class Wakefulness(Protocol):
    """While it is held the machine stays awake; an end of the program, of whatever kind, lets go of it."""

    def release(self) -> None: ...


def load_bus() -> "type[awake_bus.HeldByBus]":
    from sora_desktop.ui.window.awake_bus import HeldByBus

    return HeldByBus


def load_elsewhere() -> "type[awake_elsewhere.HeldBySystem]":
    from sora_desktop.ui.window.awake_elsewhere import HeldBySystem

    return HeldBySystem


def hold(why: str) -> Wakefulness | None:
    """Ask the system for it; None where it has no way. May wait; for a thread of its own, but on Windows."""
    if sys.platform.startswith("linux"):
        return load_bus().take(why)
    return load_elsewhere().take()


class StayAwake(QObject):
    """Follows the jobs and the setting. `why` is what the system shows a person who asks what keeps it awake."""

    def __init__(
        self, jobs: JobList, why: str, parent: QObject, take: Callable[[str], Wakefulness | None] = hold
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._why, self._take = why, take
        self._background = Background(self)
        self._is_wished = False
        self._is_asking = self._is_closed = False
        self._held: Wakefulness | None = None
        jobs.counts_changed.connect(self._settle)

    @property
    def is_held(self) -> bool:
        return self._held is not None

    @Slot(object)
    def take_settings(self, settings: Settings) -> None:
        self._is_wished = settings.keep_awake
        self._settle()

    def close(self) -> None:
        """Let go of it for good."""
        self._is_closed = True
        self._settle()

    @Slot()
    def _settle(self) -> None:
        wanted = self._is_wished and not self._is_closed and self._jobs.count(Sort.ACTIVE) > 0
        if not wanted and self._held is not None:
            held, self._held = self._held, None
            held.release()
        elif wanted and self._held is None and not self._is_asking:
            self._is_asking = True
            if sys.platform == "win32":  # it holds for the thread that asks
                self._took(self._take(self._why))
            else:
                self._background.run(self._ask, self._took)

    def _ask(self) -> Wakefulness | None:
        return self._take(self._why)

    def _took(self, held: Wakefulness | None) -> None:
        self._is_asking = False
        self._held = held
        if held is None:
            self._is_wished = False  # not asked for again until the setting is changed
        self._settle()
