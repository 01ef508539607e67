"""Where services are: out on the internet, or on a network of one's own. Judged by what their names lead to.

Once public, a service stays so until this machine may be on another network: else it could point its own name at a
private address for a moment, and then name links into this network.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import field
from math import inf
from urllib.parse import urlsplit

from sora_desktop.base.addresses import is_private_host, is_public_address, is_stand_in
from sora_desktop.base.url_guard import Resolve
from sora_desktop.base.values import dataclass

_GOOD_FOR = 300.0
_UNKNOWN_FOR = 30.0
_PATIENCE = 5.0


@dataclass(slots=True)
class _Seen:
    public: bool = True
    until: float = -inf
    looking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Whereabouts:
    """Looks each name up once in a while. `resolve` is the look-up, `steady` a clock of seconds that only goes forth."""

    def __init__(self, resolve: Resolve, steady: Callable[[], float] = time.monotonic) -> None:
        self._resolve = resolve
        self._steady = steady
        self._seen: dict[tuple[str, int], _Seen] = defaultdict(_Seen)

    def forget(self) -> None:
        """Look everything up anew: this machine may be on another network now."""
        self._seen.clear()

    async def is_public(self, url: str) -> bool:
        """Whether the host of a URL is out on the internet; also where that cannot be found out, as that is stricter.

        A name that leads to addresses on both sides is public.
        """
        host, port = _place(url)
        if is_private_host(host):
            return False
        seen = self._seen[host, port]
        async with seen.looking:
            if seen.until < self._steady():
                await self._look(seen, host, port)
            return seen.public

    def saw(self, url: str, address: str) -> None:
        """A service was reached at this address: one that is public is so, whatever its name leads to a moment later."""
        if is_public_address(address):
            seen = self._seen[_place(url)]
            seen.public, seen.until = True, inf

    async def _look(self, seen: _Seen, host: str, port: int) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await self._resolve(host, port)
        except OSError:  # TimeoutError among them
            seen.public, seen.until = True, self._steady() + _UNKNOWN_FOR
        else:
            seen.public = not found or any(is_public_address(each) or is_stand_in(each) for each in found)
            seen.until = inf if seen.public and found else self._steady() + _GOOD_FOR


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)
