"""Where the finished clip is: services put its URLs in two dozen places, and some send the clip itself in the answer."""

import base64
import binascii
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from sora_desktop.base.signatures import begins_a_clip
from sora_desktop.services.json.reader import Json

_URL_KEYS = (
    "video_url",
    "url",
    "output_url",
    "result_url",
    "download_url",
    "videoUrl",
    "resultUrl",
    "resultUrls",
    "urls",
)
_BOX_KEYS = (
    "metadata",
    "data",
    "result",
    "results",
    "outputs",
    "output",
    "content",
    "creations",
    "videos",
    "video",
    "response",
    "task_result",
    "unsigned_urls",
    "mirror_urls",
    "fail_reason",
)
"""Objects and lists that may hold the URL deeper down. Old new-api rows keep it in `fail_reason`."""

_DEPTH_LIMIT = 6
_VIDEO_ENDINGS = (".mp4", ".mov", ".m4v", ".webm")


_BYTES_KEYS = ("b64_json", "b64", "base64", "video_base64", "videoBase64", "video_b64")
_DATA = "data:"
_LINK_LIMIT = 12
_LONGEST_LINK = 16_384
_START, _PIECE = 128, 1024 * 1024  # a piece is a multiple of four: decoding holds the interpreter's one lock
_SHORTEST_CLIP = 256
"""Characters: what is shorter is no clip in base64, but a name or a mark."""


def find_links(document: Json, base_url: str) -> tuple[str, ...]:
    """Every usable URL of the clip, absolute, the likeliest first; () where the bytes come from `/content` only."""
    texts = (text for text in _texts(document, (*_URL_KEYS, *_BOX_KEYS), 0) if len(text) <= _LONGEST_LINK)
    found = dict.fromkeys(url for text in texts if (url := absolute_url(text, base_url)))
    return tuple(found)[:_LINK_LIMIT]


def find_clip(document: Json) -> bytes | None:
    """The clip itself, where the answer carries it: in base64, or as a data URL."""
    texts = _texts(document, (*_BYTES_KEYS, *_URL_KEYS, *_BOX_KEYS), 0)
    return next((data for text in texts if (packed := _packed(text)) and (data := _decoded(packed))), None)


def _packed(text: str) -> str:
    """The part of a text that may be base64, "" where none can be."""
    if text[: len(_DATA)].lower() != _DATA:
        return text if _may_be_bytes(text) else ""
    head, _, packed = text.partition(",")
    return packed if "base64" in head.lower() else ""


def _may_be_bytes(text: str) -> bool:
    start = _plain(text[:64])
    return len(text) >= _SHORTEST_CLIP and start.isascii() and start.replace("+", "").replace("/", "").isalnum()


def _decoded(text: str) -> bytes | None:
    """The bytes of a film; None where they are something else, such as a sentence of letters only."""
    try:
        if not begins_a_clip(base64.b64decode(_plain(text[:_START]) + "==")):
            return None
        plain = _plain(text)
        pieces = (base64.b64decode(plain[at : at + _PIECE] + "==") for at in range(0, len(plain), _PIECE))
        return b"".join(pieces)
    except (binascii.Error, ValueError):
        return None


def _plain(text: str) -> str:
    """Base64 of URLs and in lines as the standard has it."""
    return "".join(text.replace("-", "+").replace("_", "/").split())


def _texts(value: Json, keys: tuple[str, ...], depth: int) -> Iterator[str]:
    if depth > _DEPTH_LIMIT:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, keys, depth + 1)
    elif isinstance(value, dict):
        for key in keys:
            yield from _texts(value.get(key), keys, depth + 1)


def absolute_url(text: str, base_url: str) -> str | None:
    """`text` as an http(s) URL, resolved against the base; None where it is a sentence or another scheme.

    URLs that carry a user name count as unusable.
    """
    text = text.strip()
    if not text.isprintable() or any(char.isspace() for char in text):
        return None
    whole = text.lower().startswith(("http://", "https://"))
    if not whole and not _is_path(text):
        return None
    try:
        url = text if whole else urljoin(base_url.rstrip("/") + "/", text)
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return url if usable else None


def _is_path(text: str) -> bool:
    if "\\" in text or ":" in text.partition("?")[0]:
        return False
    return text.startswith(("/", "v1/")) or text.partition("?")[0].lower().endswith(_VIDEO_ENDINGS)
