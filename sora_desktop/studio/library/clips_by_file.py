"""Which clip of the library a file is: by its place, or by its very bytes, wherever a copy of it lies."""

import hashlib
from pathlib import Path

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import AppError
from sora_desktop.store.clips import ClipStore, sidecar_path
from sora_desktop.store.files import open_plain
from sora_desktop.store.paths import Paths
from sora_desktop.store.unreadable import UnreadableError

PIECE = 1024 * 1024


class ClipsByFile:
    """The list is asked on the studio's loop; what reads a file may be called in any thread."""

    def __init__(self, store: ClipStore, paths: Paths) -> None:
        self._store = store
        self._paths = paths

    def at(self, path: Path) -> Clip | None:
        """The clip whose file this is. `path` is the real one, without links in it."""
        inside = path.parent == self._paths.library.resolve()
        return self._first(self._store.lists.at((path.name, str(path)) if inside else (str(path),)))

    def may_be_copy(self, byte_count: int) -> bool:
        """Whether any clip has so many bytes: only then a file is worth reading to its end."""
        return self._store.lists.has_size(byte_count)

    def with_sum(self, sha256: str) -> Clip | None:
        """The newest clip with these very bytes."""
        return self._first(self._store.lists.with_sum(sha256, ""))

    def _first(self, clip_id: str | None) -> Clip | None:
        return None if clip_id is None else self._store.get(clip_id)

    def told(self, sidecar: Path, file: Path) -> Clip | None:
        """What a sidecar tells of the film `file`; None where it is none that can be read."""
        try:
            return self._store.read_sidecar(sidecar, file)
        except (UnreadableError, AppError, OSError, ValueError):
            return None

    def told_beside(self, file: Path) -> Clip | None:
        """What a sidecar beside a film tells of it."""
        return self.told(sidecar_path(file), file)


def sum_of(path: Path) -> str:
    """The SHA-256 of a plain file, in hex. OSError where it cannot be read."""
    found = hashlib.sha256()
    with open(open_plain(path), "rb") as file:  # noqa: PTH123 -- a descriptor
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()
