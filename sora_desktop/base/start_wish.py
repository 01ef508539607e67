"""What a start of the app asks of the window: files to open, a view to show. It crosses from a second start to the first."""

import json
import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from sora_desktop.base.values import dataclass

MOST_FILES = 1000
MESSAGE_LIMIT = 4 * 1024 * 1024
"""Bytes of a wish on its way: the longest paths that a command line holds."""


class Front(StrEnum):
    """What is in front: nothing in particular, a prompt and its free preview, or the library."""

    ANY = ""
    PREVIEW = "preview"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class StartWish:
    """`files` are whole paths of this machine or addresses, in the order in which they were named.

    `token` is what the desktop gave to the start, so that the window may come to the front.
    """

    files: tuple[str, ...] = ()
    front: Front = Front.ANY
    token: str = ""

    def __bool__(self) -> bool:
        """Whether it asks for more than that the window is there."""
        return bool(self.files or self.front)

    def to_bytes(self) -> bytes:
        """One line; what a path cannot say in UTF-8 is kept."""
        return json.dumps({"files": self.files, "front": self.front, "token": self.token}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "StartWish":
        """Only what has the shape that it must have; the rest of it asks for nothing."""
        try:
            said = json.loads(data)
            files, front, token = said["files"], Front(said["front"]), said["token"]
        except (ValueError, TypeError, LookupError, RecursionError):
            return cls()
        named = isinstance(files, list) and all(isinstance(each, str) and each for each in files)
        return cls(tuple(files[:MOST_FILES]) if named else (), front, token if isinstance(token, str) else "")


NO_WISH = StartWish()
"""The window is to be there, and no more."""


def start_wish(words: Iterable[str], front: str = "") -> StartWish:
    """Of the words of a command line, where this process stands now."""
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    return StartWish(tuple(whole(word) for word in words if word)[:MOST_FILES], Front(front), token)


def whole(word: str) -> str:
    """A path that means the same from everywhere; an address stays as it is, but for that of a file of this machine."""
    if is_address(word):
        return path_of_address(word) or word
    return str(Path(word).absolute())


def is_address(word: str) -> bool:
    """Whether it has a scheme and is no path: `file:///a`, `https://…`."""
    scheme, colon, _ = word.partition(":")
    return colon == ":" and len(scheme) > 1 and scheme.isalpha() and ("//" in word or scheme.lower() == "file")


def path_of_address(word: str) -> str:
    """The path of `file:///…`; "" for any other address, and for a file of another machine."""
    try:
        parts = urlsplit(word)
    except ValueError:
        return ""
    path = os.fsdecode(unquote_to_bytes(parts.path))
    elsewhere = parts.netloc.lower() not in ("", "localhost") or path.startswith(("//", "\\\\", "/\\\\"))
    if parts.scheme.lower() != "file" or elsewhere or "\0" in path or not path.startswith("/"):
        return ""
    return path.lstrip("/") if os.name == "nt" and path[2:3] == ":" else path
