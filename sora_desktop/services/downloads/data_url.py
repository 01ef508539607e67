"""A clip that stands in the answer itself, as a data URL."""

import asyncio
import base64
import binascii
from pathlib import Path
from urllib.parse import unquote_to_bytes

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import DiskFullError, DownloadError, NoClipError
from sora_desktop.services.downloads.download import DownloadLimits, Fetched
from sora_desktop.services.downloads.in_place import may_be_a_clip, words_for
from sora_desktop.services.downloads.part_file import put_whole
from sora_desktop.services.wire import Answer

_SOURCE = "an answer of the service"


def data_of(url: str) -> bytes:
    """The bytes of a data URL; ValueError where they are damaged."""
    head, comma, text = url.partition(",")
    if not comma:
        raise ValueError("no data")
    if not head.lower().replace(" ", "").endswith(";base64"):
        return unquote_to_bytes(text)
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").replace("%2B", "+").replace("%2F", "/")
    plain = plain.replace("%3D", "=").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


async def fetch_data_url(url: str, target: Path, limits: DownloadLimits) -> Fetched:
    """Write what a data URL holds to `target`, whole and flushed. Raises the DownloadError branch."""
    try:
        data = await asyncio.to_thread(data_of, url)
    except ValueError as error:
        raise NoClipError(message("The clip in the answer itself is damaged.")) from error
    return await keep_bytes(data, target, limits)


async def keep_bytes(data: bytes, target: Path, limits: DownloadLimits) -> Fetched:
    """Write a clip that an answer carried to `target`, whole and flushed. Raises the DownloadError branch."""
    if not may_be_a_clip(data[:512]):
        raise NoClipError(words_for(Answer(200, {}, data)))
    try:
        target.parent.mkdir(exist_ok=True)
        if limits.free_bytes(target.parent) < len(data) + limits.spare:
            raise DiskFullError
        whole = await asyncio.to_thread(put_whole, target, _SOURCE, data)
    except OSError as error:
        raise DownloadError(error.strerror or str(error)) from error
    return Fetched(whole.sha256, whole.byte_count, whole.told)
