"""Keeps what was asked about each job and what came back, for a person who looks inside."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace

from sora_desktop.domain.exchange import Exchange
from sora_desktop.store.exchanges import ExchangeFiles

log = logging.getLogger(__name__)

MOST_WRITTEN = 60
"""So many exchanges of a job are written down while the app is open; of what comes behind them only the last one is."""
MOST_HELD = 256
"""So many jobs have their last exchange in memory."""
_DIGITS = re.compile(r"\d+")


class ExchangeLog:
    """Of one data folder. Looks that find nothing new are counted, not written: the last of them is held until another
    one comes.

    `redact` takes keys and signatures out of a text. Call everything on the studio's loop.
    """

    def __init__(self, files: ExchangeFiles, redact: Callable[[str], str], pool: Executor) -> None:
        self._files = files
        self._redact = redact
        self._pool = pool
        self._last: dict[str, Exchange] = {}
        self._held: dict[str, Exchange] = {}
        self._written: Counter[str] = Counter()
        self._failed = False

    def note(self, job_id: str, exchange: Exchange) -> None:
        """Keep one, of the job that it is about."""
        clean = self._clean(exchange)
        before, held = self._last.pop(job_id, None), self._held.pop(job_id, None)
        self._last[job_id] = clean
        if before is not None and _is_alike(before, clean):
            self._held[job_id] = replace(clean, repeats=held.repeats + 1 if held else 0)
        elif self._written[job_id] < MOST_WRITTEN:
            self._write(job_id, held, clean)
        else:
            self._held[job_id] = replace(clean, repeats=held.repeats + 1 if held else 0)
        self._let_go()

    def _clean(self, exchange: Exchange) -> Exchange:
        redact = self._redact
        return replace(
            exchange,
            place=redact(exchange.place),
            headers=tuple((name, redact(value)) for name, value in exchange.headers),
            body=redact(exchange.body),
        )

    def _write(self, job_id: str, *exchanges: Exchange | None) -> None:
        for exchange in exchanges:
            if exchange is None:
                continue
            self._written[job_id] += 1
            try:
                self._files.append(job_id, exchange)
            except OSError as error:
                if not self._failed:
                    log.warning("exchanges can't be kept: %s", error.strerror)
                self._failed = True

    def _let_go(self) -> None:
        """Of the jobs that nothing was heard of for longest the last exchange goes to the disk."""
        while len(self._last) > MOST_HELD:
            job_id = next(iter(self._last))
            del self._last[job_id]
            self._write(job_id, self._held.pop(job_id, None))
            self._written.pop(job_id, None)

    async def of(self, job_id: str) -> tuple[Exchange, ...]:
        """All that is kept of a job, in its order."""
        held = self._held.get(job_id)
        written = await asyncio.get_running_loop().run_in_executor(self._pool, self._files.of, job_id)
        return (*written, *((held,) if held and held not in written else ()))

    def close(self) -> None:
        """Write down what is held."""
        for job_id, exchange in self._held.items():
            self._write(job_id, exchange)
        self._held.clear()


def _is_alike(one: Exchange, other: Exchange) -> bool:
    """Whether the second says nothing new: progress and times are figures."""
    return _gist(one) == _gist(other)


def _gist(exchange: Exchange) -> tuple[object, ...]:
    body = _DIGITS.sub("0", exchange.body)
    return exchange.method, exchange.place, exchange.status, body, exchange.trouble
