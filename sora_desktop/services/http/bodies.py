"""The body of a response as it comes in."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import httpx

from sora_desktop.services.http.inflate import Layers


def is_identity(headers: httpx.Headers) -> bool:
    return headers.get("content-encoding", "identity").strip().lower() in ("", "identity")


class CutShortError(httpx.DecodingError):
    """The body ended well, but what was compressed in it did not."""


async def chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body as it comes in, inflated piece by piece where it is compressed, which nobody asked for.

    It may be a bomb: count what comes. Close it (`aclosing`) where it is not read to its end. Raises CutShortError.
    """
    if is_identity(response.headers):
        async for chunk in response.aiter_bytes():
            yield chunk
        return
    layers, failure = Layers(response.headers), None
    try:
        async for raw in response.aiter_raw():
            for piece in layers.feed(raw):
                yield piece
                await asyncio.sleep(0)  # a small chunk may hold a thousand times its length
    except httpx.HTTPError as error:
        failure = error
    for piece in layers.finish():
        yield piece
        await asyncio.sleep(0)
    if failure is not None:
        raise failure
    if layers.are_cut:
        raise CutShortError("The compressed answer ends too early")


async def read_up_to(body: AsyncGenerator[bytes, None], limit: int) -> bytes:
    """The first `limit` bytes or a little more, and then no further."""
    data = bytearray()
    async with aclosing(body):
        async for chunk in body:
            data += chunk
            if len(data) > limit:
                break
    return bytes(data)
