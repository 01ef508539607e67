"""A small picture that a service has of a clip: read within limits, judged by its first bytes, kept nowhere."""

import asyncio
from contextlib import aclosing

import httpx

from sora_desktop.base.signatures import image_mime
from sora_desktop.base.url_guard import UnsafeUrlError
from sora_desktop.services.http.assets import Open
from sora_desktop.services.http.bodies import chunks

BYTE_LIMIT = 2 * 1024 * 1024
PATIENCE = 20.0
"""Seconds for all of it."""
_HEAD = 16
"""Bytes that tell the kind of a picture."""
_ACCEPT = (("accept", "image/webp, image/png, image/jpeg"),)


async def read_small_picture(open_: Open) -> bytes:
    """A PNG, JPEG or WebP of at most BYTE_LIMIT, as it came; b"" for anything else. Never raises.

    Some servers answer with the whole clip: no more of that is read than shows what it is.
    """
    try:
        async with asyncio.timeout(PATIENCE), open_(_ACCEPT) as response:
            if response.status_code != 200:
                return b""
            data = bytearray()
            async with aclosing(chunks(response)) as body:
                async for chunk in body:
                    data += chunk
                    if len(data) > BYTE_LIMIT or (len(data) >= _HEAD and not image_mime(bytes(data[:_HEAD]))):
                        return b""
    except (OSError, httpx.HTTPError, httpx.InvalidURL, UnsafeUrlError):
        return b""
    whole = bytes(data)
    return whole if image_mime(whole) else b""
