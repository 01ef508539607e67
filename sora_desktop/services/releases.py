"""Asks whether there is a new version: two small files over https, the second one the signature of the first."""

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import httpx

from sora_desktop.base.release_source import ReleaseSource
from sora_desktop.base.url_guard import UnsafeUrlError, origin, split_url
from sora_desktop.domain.release import ENGLISH, Release, version_key
from sora_desktop.services.http.bodies import chunks, read_up_to
from sora_desktop.services.http.transport import Role, Transport

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FEED_LIMIT = 256 * 1024
SIGNATURE_LIMIT = 1024
"""Bytes."""
NOTES_LIMIT = 20_000
"""Characters of what is new, in one language."""
SECONDS = 60.0
"""For all of it."""
_HOPS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LARGEST = 1 << 53


class FeedError(Exception):
    """Nothing came that can be trusted; the text is for the log."""


async def ask_for_release(transport: Transport, source: ReleaseSource) -> Release:
    """The newest version as its makers tell it. FeedError for whatever is not theirs, whole and as agreed."""
    try:
        async with asyncio.timeout(SECONDS):
            feed = await _read(transport, source.feed, FEED_LIMIT)
            signature = await _read(transport, signature_address(source.feed), SIGNATURE_LIMIT)
    except (httpx.HTTPError, httpx.InvalidURL, UnsafeUrlError, OSError) as error:
        raise FeedError(f"{type(error).__name__}: {error}") from error
    _verify(feed, signature, source.key)
    return _release(feed)


def signature_address(feed: str) -> str:
    """Of a feed: its path with `.sig` behind it."""
    parts = urlsplit(feed)
    return parts._replace(path=f"{parts.path}.sig").geturl()


async def _read(transport: Transport, url: str, limit: int) -> bytes:
    """A file of at most `limit` bytes, which may have moved, but not to anybody else."""
    home = origin(url)
    if home[0] != "https":
        raise FeedError("it is not encrypted")
    for _ in range(_HOPS + 1):
        async with transport.open(Role.ASSET, "GET", url) as response:
            place = response.headers.get("location", "")
            if response.status_code not in _REDIRECTS or not place:
                return await _body(response, limit)
        url = urljoin(url, place)
        if origin(url) != home:
            raise FeedError("it leads to another place")
    raise FeedError("it leads on and on")


async def _body(response: httpx.Response, limit: int) -> bytes:
    if response.status_code != 200:
        raise FeedError(f"HTTP {response.status_code}")
    data = await read_up_to(chunks(response), limit)
    if len(data) > limit:
        raise FeedError("it is too large")
    return data


def load_public_key() -> "type[Ed25519PublicKey]":
    """Only who asks for new versions needs it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey


def load_bad_signature() -> type[Exception]:
    from cryptography.exceptions import InvalidSignature

    return InvalidSignature


def _verify(feed: bytes, signature: bytes, key: bytes) -> None:
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
        load_public_key().from_public_bytes(key).verify(raw, feed)
    except (ValueError, load_bad_signature()) as error:
        raise FeedError("its signature is not that of this app's makers") from error


def _release(feed: bytes) -> Release:
    try:
        told = json.loads(feed)
        number, version, notes, page = (told[name] for name in ("number", "version", "notes", "page"))
        good = (
            type(number) is int and 0 <= number < _LARGEST and isinstance(version, str) and isinstance(page, str)
        ) and split_url(page).scheme == "https"
    except (ValueError, TypeError, KeyError, RecursionError, UnsafeUrlError) as error:
        raise FeedError(f"it is not as agreed: {type(error).__name__}") from error
    if not good or version_key(version) is None:
        raise FeedError("it is not as agreed")
    return Release(number, version.strip(), _notes(notes), page)


def _notes(told: Any) -> tuple[tuple[str, str], ...]:
    """A text, or one for each language."""
    each = {ENGLISH: told} if isinstance(told, str) else told
    if not isinstance(each, dict) or not all(isinstance(text, str) for text in each.values()):
        raise FeedError("its notes are not as agreed")
    return tuple((str(language), text[:NOTES_LIMIT]) for language, text in each.items())
