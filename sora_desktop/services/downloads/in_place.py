"""What a service sends in place of a clip: pages, JSON, text, stills, playlists, nothing. Told by the first bytes.

Only what is surely no clip is called so: any other bytes are fetched, and judged when all of them are here.
"""

import zlib
from dataclasses import replace

from sora_desktop.base import signatures
from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, message
from sora_desktop.services.downloads.unpack import HEAD, is_gzip, is_text_of_a_clip
from sora_desktop.services.json.documents import read_documents
from sora_desktop.services.json.reader import JsonError, read_json
from sora_desktop.services.parsing.error_envelopes import is_web_page, read_error
from sora_desktop.services.parsing.result_url import find_links
from sora_desktop.services.wire import Answer

TEXT_LIMIT = 64 * 1024
"""So much of a body is read for the words in it."""

_LEAST = 12


def unpacked_head(head: bytes) -> bytes:
    """The start of what a body holds, also where it came compressed by gzip."""
    if not is_gzip(head):
        return head
    try:
        return zlib.decompressobj(31).decompress(head, HEAD)
    except zlib.error:
        return head


def may_be_a_clip(head: bytes) -> bool:
    """Whether a body that begins so is worth fetching whole."""
    start = unpacked_head(head)
    return (
        len(head) >= _LEAST and not signatures.still_name(start) and (not _is_text(start) or is_text_of_a_clip(start))
    )


def begins_a_film(head: bytes) -> bool:
    """Whether a body surely begins as a film: a picture that moves (GIF, WebP), as previews are, is none here."""
    start = unpacked_head(head)
    return signatures.begins_a_film(start) or is_text_of_a_clip(start)


def _is_text(start: bytes) -> bool:
    """Whether it reads as text from its first byte on: no container does."""
    if start.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return True
    return bool(start) and not any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in start)


def words_for(answer: Answer) -> Message | str:
    """What came instead of the clip, for a person. `answer.body` is its start."""
    body = unpacked_head(answer.body)
    if name := signatures.still_name(body):
        return message("It is a still picture ({kind}), not a clip.", kind=name)
    if body.lstrip().startswith(b"#EXTM3U"):
        return message("It is a playlist, not a clip.")
    return _told(body) or _kind(replace(answer, body=body))


def _told(body: bytes) -> str:
    """The error that JSON speaks of, in the service's words; "" where there is none."""
    try:
        error = read_error(read_json(body))
    except JsonError:
        return ""
    return error.message if error else ""


def _kind(answer: Answer) -> Message | str:
    body, status = answer.body, answer.status
    if is_web_page(answer):
        return message("It answers with a web page (HTTP {status}).", status=status)
    if not body.strip():
        return message("Its answer is empty (HTTP {status}).", status=status)
    if body.lstrip().startswith((b"{", b"[")):
        return message("It answers with JSON instead of the clip (HTTP {status}).", status=status)
    if _is_text(body[:HEAD]):
        return f"{one_line(body[:400].decode('utf-8', 'replace'), 400)} (HTTP {status})"
    return message("It sends no clip (HTTP {status}).", status=status)


def links_in(answer: Answer, url: str) -> tuple[str, ...]:
    """Where the clip is, as the JSON says that came in its place from `url`."""
    if is_web_page(answer):
        return ()
    documents = read_documents(unpacked_head(answer.body))
    return tuple(dict.fromkeys(link for document in documents for link in find_links(document, url) if link != url))
