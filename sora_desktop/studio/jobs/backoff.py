"""How long to wait: between looks at a job, after a failed question, and after "later" from a service."""

from random import Random

from sora_desktop.base.values import dataclass
from sora_desktop.domain.evidence import Patience

RETRY_AFTER_LIMIT = 120.0
"""Seconds. Longer waits asked for by a service are cut to this: it is asked again, and says so again."""

MOST_DOUBLINGS = 64


@dataclass(frozen=True, slots=True)
class Backoff:
    """All times in seconds.

    `steps` are (age of the job, pause between looks from that age on), oldest last. The pauses keep the
    mean delay after the end of a job near half a pause, so clips of 20 to 300 s are found within
    3 s with less than a third of the questions of a client that asks every second. `failure_limit` is
    short, so that a network that is back is noticed within 10 s; a service that is too busy says so itself.
    `without_key` is long, as each question after a key may ask a person to unlock the key store; a saved key is
    noticed at once. A job is `lost` only where the service did not know it at `gone_looks` looks over `gone_seconds`:
    a service that restarts, or whose list lags, forgets a job for a moment only. A job that is put off is sent again
    after `later`, doubled each time up to `latest`. `second_looks` are the pauses between looks at a job that has ended
    badly: some of them live after all. `fetch_pauses` are those between two rounds along all roads to a finished clip:
    some services say "completed" minutes before they hand it out. `settlements` are those before each question what a job
    cost that has ended: in each life of the app there are no more of them.
    """

    steps: tuple[tuple[float, float], ...] = ((0.0, 2.0), (10.0, 5.0), (600.0, 10.0), (1800.0, 30.0))
    local: float = 0.4
    failure_first: float = 2.0
    failure_limit: float = 8.0
    without_key: float = 60.0
    jitter: float = 0.1
    fetch_pauses: tuple[float, ...] = (2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 60.0)
    gone_looks: int = 3
    gone_seconds: float = 120.0
    reconcile_looks: tuple[float, ...] = (0.0, 30.0, 60.0, 60.0)
    later: float = 15.0
    latest: float = 600.0
    second_looks: tuple[float, ...] = (600.0, 1200.0, 1800.0)
    settlements: tuple[float, ...] = (30.0, 600.0, 3600.0, 14_400.0)

    def put_off(self, laters: int, wish: float | None) -> float:
        """The pause before a job is sent again that a service put off `laters` times, the last time with a wish."""
        return max(min(_doubled(wish or self.later, laters - 1), self.latest), wish or 0.0)

    def second_look(self, looks: int) -> float:
        """The pause before a job that has ended is asked about again, after so many looks in vain."""
        return self.second_looks[min(looks, len(self.second_looks) - 1)]

    @property
    def patience(self) -> Patience:
        return Patience(self.gone_looks, self.gone_seconds)

    def look(self, age: float, *, local: bool, random: Random) -> float:
        """The pause before the next look at a job that was accepted `age` seconds ago."""
        if local:
            return self.local
        pause = next(pause for start, pause in reversed(self.steps) if age >= start)
        return self._jittered(pause, random)

    def after_failure(self, failures: int, *, local: bool, random: Random, retry_after: float | None = None) -> float:
        """The pause after `failures` bad answers in a row; a service's own word wins."""
        if retry_after is not None:
            return min(max(retry_after, 0.0), RETRY_AFTER_LIMIT)
        if local:
            return min(self.local * failures, self.failure_first)
        return self._jittered(min(_doubled(self.failure_first, failures - 1), self.failure_limit), random)

    def _jittered(self, pause: float, random: Random) -> float:
        return pause * (1 + self.jitter * (2 * random.random() - 1))


def _doubled(pause: float, times: int) -> float:
    """After a thousand failures in a row the doubling is beyond all numbers, and the limit of the pause has long counted."""
    return pause * 2.0 ** min(max(times, 0), MOST_DOUBLINGS)
