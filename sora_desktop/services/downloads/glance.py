"""A glance at the place of a clip: whether a film begins there. Some bytes are asked for, once, and nothing is kept."""

import asyncio

import httpx

from sora_desktop.base.url_guard import UnsafeUrlError
from sora_desktop.services.downloads.in_place import begins_a_film
from sora_desktop.services.downloads.unpack import HEAD
from sora_desktop.services.http.assets import Open
from sora_desktop.services.http.bodies import chunks, read_up_to

PATIENCE = 20.0
"""Seconds for all of it."""
_RANGE = (("range", f"bytes=0-{HEAD - 1}"),)


async def shows_a_film(open_: Open) -> bool:
    """Whether the answer begins as a film does. Never raises: a place that does not answer shows none."""
    try:
        async with asyncio.timeout(PATIENCE), open_(_RANGE) as response:
            if response.status_code not in (200, 206):
                return False
            return begins_a_film(await read_up_to(chunks(response), HEAD))
    except (OSError, httpx.HTTPError, httpx.InvalidURL, UnsafeUrlError):
        return False


async def gives_parts(open_: Open) -> bool | None:
    """Whether a part of a clip is handed out where one is asked for; None where no clip is. Never raises."""
    try:
        async with asyncio.timeout(PATIENCE), open_(_RANGE) as response:
            return {200: False, 206: True}.get(response.status_code)
    except (OSError, httpx.HTTPError, httpx.InvalidURL, UnsafeUrlError):
        return None
