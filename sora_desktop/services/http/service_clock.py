"""What the clocks of services show: local ones may be wrong, and services judge links and jobs by their own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sora_desktop.base.values import dataclass
from sora_desktop.services.parsing.timestamps import served_at
from sora_desktop.services.wire import Answer

_JUMP = 30.0


@dataclass(frozen=True, slots=True)
class _Reading:
    """A service's clock, and both of ours when it was read: the wall's, and seconds that only go forth."""

    served_at: datetime
    wall: datetime
    steady: float


class ServiceClocks:
    """`wall` and `steady` are the clocks of this machine."""

    def __init__(self, wall: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._wall = wall
        self._steady = steady
        self._readings: dict[str, _Reading] = {}

    def read(self, url: str, answer: Answer) -> None:
        if moment := served_at(answer.headers):
            self._readings[urlsplit(url).netloc] = _Reading(moment, self._wall(), self._steady())

    def now(self, url: str) -> datetime | None:
        """What a service's own clock shows now, from its last answer; None where that is not known.

        Nor is it after this machine slept or somebody set its clock, until the next answer.
        """
        reading = self._readings.get(urlsplit(url).netloc)
        if reading is None:
            return None
        passed = self._steady() - reading.steady
        if abs((self._wall() - reading.wall).total_seconds() - passed) > _JUMP:
            return None
        return reading.served_at + timedelta(seconds=passed)
