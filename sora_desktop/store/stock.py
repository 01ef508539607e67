"""What lies in the library's folder, put beside what its list says. For a thread: a folder may hold very much."""

import logging
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.unreadable import UnreadableError

log = logging.getLogger(__name__)

_NOT_CLIPS = (".json", ".tmp", ".part")


class ListedFile(NamedTuple):
    """Of a clip on the list, what is put beside its folder: its name there, or its whole path where it lies elsewhere."""

    id: str
    place: str
    byte_count: int


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A sidecar and the file that it lies beside, neither of them on the list."""

    sidecar: Path
    file: Path


@dataclass(frozen=True, slots=True)
class Difference:
    """Between the folder and the list. The files of `missing` are gone, those of `changed` have another length."""

    found: tuple[FoundFile, ...] = ()
    missing: tuple[ListedFile, ...] = ()
    changed: tuple[ListedFile, ...] = ()


def portions(folder: Path, size: int) -> Iterator[dict[str, int]]:
    """The plain files of a folder, name and length, so many at a time. OSError where it cannot be read."""
    with os.scandir(folder) as entries:
        while some := list(islice(entries, size)):
            yield {entry.name: length for entry in some if (length := _length(entry)) is not None}


def _length(entry: "os.DirEntry[str]") -> int | None:
    """None of what is no plain file, or gone meanwhile."""
    try:
        return entry.stat().st_size if entry.is_file() else None
    except OSError:
        return None


def difference(folder: Path, files: Mapping[str, int], clips: Iterable[ListedFile]) -> Difference:
    """What is not as the list says. A name may be spelled in more ways than one: macOS takes letters apart.

    Names are compared as text: to make paths of those of a large library holds up all threads for seconds.
    """
    by_name = {_spelled(name): name for name in files}
    listed, missing, changed = set[str](), [], []
    for clip in clips:
        name = by_name.get(_spelled(_name_in(folder, clip.place)))
        if name is None and not (folder / clip.place).exists():
            missing.append(clip)
        elif name is not None:
            listed.add(name)
            if files[name] != clip.byte_count:
                changed.append(clip)
    return Difference(tuple(_found(folder, files, listed)), tuple(missing), tuple(changed))


def _name_in(folder: Path, place: str) -> str:
    """Nothing where it lies in another folder."""
    if "/" not in place and os.sep not in place:
        return place
    path = folder / place
    return path.name if path.parent == folder else ""


def _found(folder: Path, files: Mapping[str, int], listed: set[str]) -> Iterator[FoundFile]:
    candidates = (
        name for name in files if name not in listed and not name.startswith(".") and not name.endswith(_NOT_CLIPS)
    )
    for name in sorted(candidates):  # the sidecars of a large library are many, and sorting them holds up all threads
        path = folder / name
        sidecar = path.with_suffix(".json")
        if sidecar.name in files:
            yield FoundFile(sidecar, path)


def _spelled(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def read_found(store: ClipStore, found: Sequence[FoundFile]) -> list[Clip]:
    """The clips of those sidecars that can be read; the others are strangers' files, and left alone."""
    clips = []
    for each in found:
        try:
            clips.append(store.read_sidecar(each.sidecar, each.file))
        except (OSError, UnreadableError) as problem:
            log.info("%s has no sidecar that can be read: %s", each.file.name, problem)
    return clips
