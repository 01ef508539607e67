"""How often the studio of a test looks, where the test is not about the pace."""

from dataclasses import dataclass

from sora_desktop.studio.jobs.backoff import Backoff


@dataclass(frozen=True, slots=True)
class OftenLooking(Backoff):
    """The app's own paces, but that a job is looked at some times a second."""

    steps: tuple[tuple[float, float], ...] = ((0.0, 0.1),)
    local: float = 0.2
