"""Where the finished clip is: services put its URL in two dozen places."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

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


def find_result_url(document: Any, base_url: str) -> str | None:
    """The first usable URL, absolute; None where there is none (the bytes then come from `/content`)."""
    return next((url for text in _candidates(document, 0) if (url := absolute_url(text, base_url))), None)


def _candidates(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEPTH_LIMIT:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _candidates(each, depth + 1)
    elif isinstance(value, dict):
        for key in (*_URL_KEYS, *_BOX_KEYS):
            yield from _candidates(value.get(key), depth + 1)


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
