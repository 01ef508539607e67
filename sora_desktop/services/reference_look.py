"""Looks at a picture's web address the way a service would: from outside, without credentials."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import SplitResult

import httpx

from sora_desktop.base.addresses import is_private_host, open_addresses
from sora_desktop.base.sentences import message
from sora_desktop.base.url_guard import PrivateAddressError, UnsafeUrlError, UrlGuard, port_of, split_url
from sora_desktop.domain.errors import UnreachablePictureError
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.services.http.assets import Assets
from sora_desktop.services.http.bodies import chunks
from sora_desktop.services.http.network_errors import network_error_text
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.parsing.expiry import link_expiry
from sora_desktop.services.parsing.image_header import ImageHeader, read_image_header
from sora_desktop.services.parsing.timestamps import read_number, served_at

_ENOUGH = 512 * 1024
_BYTE_LIMIT = 50 * 1024 * 1024
_PIXEL_LIMIT = 64_000_000
_PATIENCE = 20.0
_DEADLINE = 3600.0


async def look_at_url(transport: Transport, image: InputImage, *, deadline_seconds: float = _DEADLINE) -> ImageFacts:
    """What a service would find at `image.url`. Never raises: what is wrong stands in the verdict.

    A link that ends within `deadline_seconds` is EXPIRES_SOON. The thumbnail stays empty.
    """
    url = image.url or ""
    try:
        parts = split_url(url)
        private = await _is_private(parts, transport)
        facts = await _look(transport, ImageFacts(image, ImageVerdict.OK, private_address=private), deadline_seconds)
    except PrivateAddressError:
        return ImageFacts(image, ImageVerdict.PRIVATE)
    except (UnsafeUrlError, httpx.InvalidURL):
        return ImageFacts(image, ImageVerdict.BAD_URL)
    except (OSError, httpx.HTTPError):
        return ImageFacts(image, ImageVerdict.UNREACHABLE)
    return facts


async def fetch_picture(transport: Transport, image: InputImage) -> bytes:
    """The whole picture at `image.url`, for a service that takes files only. Without credentials, as `look_at_url`.

    UnreachablePictureError where it does not come whole, or is too large to be sent.
    """
    url = image.url or ""
    data = bytearray()
    try:
        private = await _is_private(split_url(url), transport)
        assets = Assets(transport, UrlGuard(http=True, private=private))
        async with asyncio.timeout(_PATIENCE), assets.open(url, (("accept", "image/*"),)) as response:
            if not response.is_success:
                raise UnreachablePictureError(f"HTTP {response.status_code}")
            async with aclosing(chunks(response)) as body:
                async for chunk in body:
                    data += chunk
                    if len(data) > _BYTE_LIMIT:
                        raise UnreachablePictureError(message("It is larger than 50 MB."))
    except (UnsafeUrlError, httpx.InvalidURL, OSError, httpx.HTTPError) as error:
        raise UnreachablePictureError(network_error_text(error)) from error
    return bytes(data)


async def _is_private(parts: SplitResult, transport: Transport) -> bool:
    """Whether the host is not out on the internet. Raises OSError where nobody knows its name."""
    host = parts.hostname or ""
    if is_private_host(host):
        return True
    if await transport.goes_through_proxy(parts.geturl()):
        return False
    found = await transport.resolve(host, port_of(parts))
    return bool(found) and not open_addresses(found)


async def _look(transport: Transport, facts: ImageFacts, deadline_seconds: float) -> ImageFacts:
    url = facts.image.url or ""
    assets = Assets(transport, UrlGuard(http=True, private=facts.private_address))
    async with asyncio.timeout(_PATIENCE), assets.open(url, (("accept", "image/*"),)) as response:
        now = served_at(response.headers) or datetime.now(UTC)
        expiry = link_expiry(url)
        if response.status_code == 410 or (expiry and expiry <= now):
            return replace(facts, verdict=ImageVerdict.EXPIRED)
        if response.status_code in (401, 403, 404):
            return replace(facts, verdict=ImageVerdict.PRIVATE)
        if not response.is_success:
            return _unreachable(facts, response.status_code)
        seen = await _judge(facts, response)
    if seen.verdict is ImageVerdict.OK and expiry and expiry - now < timedelta(seconds=deadline_seconds):
        return replace(seen, verdict=ImageVerdict.EXPIRES_SOON)
    return seen


def _unreachable(facts: ImageFacts, status: int) -> ImageFacts:
    words = message("The picture's address answers with an error (HTTP {status}).", status=status)
    return replace(facts, verdict=ImageVerdict.UNREACHABLE, detail=words)


async def _judge(facts: ImageFacts, response: httpx.Response) -> ImageFacts:
    """Judge what came by its first bytes, never by its name or its Content-Type."""
    data = await _start_of(response)
    header = read_image_header(data)
    if header is None:
        return replace(facts, verdict=ImageVerdict.NOT_AN_IMAGE if data else ImageVerdict.EMPTY)
    byte_count = int(read_number(response.headers.get("content-length")) or len(data))
    verdict = ImageVerdict.TOO_LARGE if _is_too_large(header, byte_count) else ImageVerdict.OK
    return replace(facts, verdict=verdict, size=header.size, mime=header.mime, byte_count=byte_count)


def _is_too_large(header: ImageHeader, byte_count: int) -> bool:
    pixels = header.size.width * header.size.height if header.size else 0
    return byte_count > _BYTE_LIMIT or pixels > _PIXEL_LIMIT


async def _start_of(response: httpx.Response) -> bytes:
    """As much as is needed to know kind and size."""
    data = b""
    async with aclosing(chunks(response)) as body:
        async for chunk in body:
            data += chunk
            header = read_image_header(data)
            if len(data) >= _ENOUGH or (len(data) >= 16 and (header is None or header.size)):
                break
    return data
