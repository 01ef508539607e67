"""What a drop or a paste carries, read the same way for both.

A file beats picture bytes, and bytes beat a link: what is here already need not be fetched.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64Error
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr

if TYPE_CHECKING:
    from sora_desktop.ui.compose.picture_finder import PictureFinder

_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/heic": ".heic",
}
PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".heic", ".heif", ".hif"})
"""Of files whose bytes may be a picture that can be used."""
_FILM_ENDINGS = frozenset({".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".ogv", ".wmv"})
_FIREFOX_LINK = "text/x-moz-url"
_HTML_LIMIT = 64 * 1024 * 1024
_QUICK_PNG = 80
"""Qt's quality scale turned into a light compression: a screenshot must not freeze the window."""


@dataclass(frozen=True, slots=True)
class FileDrop:
    path: Path


@dataclass(frozen=True, slots=True)
class FilesDrop:
    """Several files, in the order of their names. `left_out`: so many more were no pictures by their names."""

    paths: tuple[Path, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class LinkDrop:
    url: str


@dataclass(frozen=True, slots=True)
class PixelsDrop:
    """The bytes of a picture file that has no file; `name` has the suffix of its kind."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class WrongDrop:
    """Nothing that could be taken; `reason` says why."""

    reason: Message


Drop = FileDrop | FilesDrop | LinkDrop | PixelsDrop | WrongDrop


def load_picture_finder() -> "type[PictureFinder]":
    from sora_desktop.ui.compose.picture_finder import PictureFinder

    return PictureFinder


class Dragged(NamedTuple):
    """What is dragged over the window, as far as its kinds and names tell; nothing of it was opened."""

    pictures: int = 1
    is_film: bool = False


def what_is_dragged(mime: QMimeData) -> Dragged | None:
    """None where it is nothing that a window would take for a picture: words belong where they are dropped."""
    files = _local_files(mime)
    if files:
        pictures = [path for path in files if path.suffix.lower() in PICTURE_ENDINGS]
        return Dragged(max(len(pictures), 1), all(path.suffix.lower() in _FILM_ENDINGS for path in files))
    is_link = any(url.scheme() in ("http", "https") for url in mime.urls()) or mime.hasFormat(_FIREFOX_LINK)
    is_pixels = mime.hasImage() or any(mime.hasFormat(kind) for kind in _SUFFIXES)
    return Dragged() if is_link or is_pixels or mime.hasUrls() else None


def may_be_picture(mime: QMimeData) -> bool:
    """Whether it is worth reading: asked while something is dragged over, so it looks at the kinds alone."""
    known = mime.hasUrls() or mime.hasImage() or mime.hasHtml() or mime.hasText()
    return known or any(mime.hasFormat(kind) for kind in (_FIREFOX_LINK, *_SUFFIXES))


def is_picture_rather_than_text(mime: QMimeData) -> bool:
    """Whether it belongs into the drop zone even when it comes to the prompt editor."""
    return _local_files(mime) != [] or ((mime.hasImage() or _bytes_of(mime) is not None) and not mime.hasText())


def read_drop(mime: QMimeData, *, pasted: bool = False) -> Drop:
    files = _local_files(mime)
    if files:
        return files_drop(files)
    if any(url.isLocalFile() for url in mime.urls()):
        return WrongDrop(message(text.COMPOSE_DROP_REMOTE))
    found = _bytes_of(mime) or _from_html(mime) or _link(mime) or _pixels(mime)
    return found or WrongDrop(message(text.COMPOSE_PASTE_NOTHING if pasted else text.COMPOSE_DROP_NOTHING))


def files_drop(files: Sequence[Path]) -> Drop:
    """Of several files those that no program calls a picture are left out: what is dropped together is of all kinds."""
    if len(files) == 1:
        is_film = files[0].suffix.lower() in _FILM_ENDINGS
        return WrongDrop(message(text.COMPOSE_DROP_FILM)) if is_film else FileDrop(files[0])
    named = [path for path in files if path.suffix.lower() in PICTURE_ENDINGS]
    if named:
        return in_order(named, len(files) - len(named))
    is_film = all(path.suffix.lower() in _FILM_ENDINGS for path in files)
    return WrongDrop(message(text.COMPOSE_DROP_FILM if is_film else text.COMPOSE_DROP_NOTHING))


def in_order(pictures: Sequence[Path], left_out: int = 0) -> FileDrop | FilesDrop:
    """One or several files that are pictures, each once; `left_out` as in `FilesDrop`."""
    ordered = sorted(dict.fromkeys(pictures), key=lambda path: _natural(path.name))
    return FilesDrop(tuple(ordered), left_out) if len(ordered) > 1 else FileDrop(ordered[0])


def _natural(name: str) -> list[tuple[int, int, str]]:
    """So that `shot 10` comes after `shot 9`, as in a file manager."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _local_files(mime: QMimeData) -> list[Path]:
    return [Path(_without_host(url).toLocalFile()) for url in mime.urls() if _is_on_this_machine(url)]


def _is_on_this_machine(url: QUrl) -> bool:
    """To Qt `file://host/share` is a local file, too: opening it would greet a stranger's server with a password."""
    elsewhere = url.host() not in ("", "localhost") or url.path().startswith(("//", "/\\\\", "\\\\"))
    return url.isLocalFile() and not elsewhere


def _without_host(url: QUrl) -> QUrl:
    """Some file managers name this machine, which Qt would take for a network share."""
    bare = QUrl(url)
    bare.setHost("")
    return bare


def _bytes_of(mime: QMimeData) -> PixelsDrop | None:
    for kind, suffix in _SUFFIXES.items():
        if mime.hasFormat(kind) and (data := bytes(mime.data(kind).data())):
            return PixelsDrop(data, tr(text.COMPOSE_IMAGE_PASTED_NAME) + suffix)
    return None


def _pixels(mime: QMimeData) -> PixelsDrop | None:
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(_QUICK_PNG)
    writer.write(image)
    return PixelsDrop(bytes(buffer.data().data()), tr(text.COMPOSE_IMAGE_PASTED_NAME) + ".png")


def _from_html(mime: QMimeData) -> Drop | None:
    """The first picture of a piece of a page: browsers put it there when a picture is dragged."""
    if not mime.hasHtml():
        return None
    finder = load_picture_finder()()
    finder.feed(mime.html()[:_HTML_LIMIT])
    if finder.source.startswith("data:"):
        return _from_data_url(finder.source)
    return LinkDrop(finder.source) if urlsplit(finder.source).scheme else None


def _from_data_url(url: str) -> PixelsDrop | None:
    head, _, body = url.removeprefix("data:").partition(",")
    kind, *marks = head.split(";")
    try:
        data = b64decode(body, validate=False) if "base64" in marks else unquote_to_bytes(body)
    except NotBase64Error:
        return None
    return PixelsDrop(data, tr(text.COMPOSE_IMAGE_PASTED_NAME) + _SUFFIXES.get(kind, ".png")) if data else None


def _link(mime: QMimeData) -> Drop | None:
    links = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in mime.urls() if not url.isLocalFile()]
    if mime.hasFormat(_FIREFOX_LINK):
        page = bytes(mime.data(_FIREFOX_LINK).data()).decode("utf-16-le", "replace")
        links.append(page.lstrip("\ufeff").partition("\n")[0])
    if mime.hasText():
        links.append(mime.text().strip())
    for link in links:
        if link.startswith("data:image/"):
            return _from_data_url(link)
        if _looks_like_link(link):
            return LinkDrop(link.strip())
    return None


def _looks_like_link(line: str) -> bool:
    """One line with a scheme and a host. Whether it can be used is judged where it is looked at."""
    try:
        parts = urlsplit(line.strip())
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and not any(char.isspace() for char in line.strip())
