"""What was told of new versions last. It may be deleted at any time: it is asked for again."""

import json
import logging
from datetime import datetime
from pathlib import Path

from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import StorageError
from sora_desktop.domain.release import Release
from sora_desktop.store.files import read_plain, write_atomically

log = logging.getLogger(__name__)

_LONGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReleaseMemory:
    """`number` is the greatest that was seen: what has a smaller one is old. `told`: the version of which a notice told."""

    asked_at: datetime | None = None
    failed: bool = False
    number: int = -1
    release: Release | None = None
    told: str = ""


def load_memory(path: Path) -> ReleaseMemory:
    """An empty one where the file cannot be read."""
    try:
        told = json.loads(read_plain(path, _LONGEST))
        asked = told["asked_at"]
        return ReleaseMemory(
            datetime.fromisoformat(asked) if asked else None,
            bool(told["failed"]),
            int(told["number"]),
            _release(told["release"]),
            str(told["told"]),
        )
    except FileNotFoundError:
        return ReleaseMemory()
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.info("what was told of new versions cannot be read: %s", type(error).__name__)
        return ReleaseMemory()


def _release(told: dict[str, object] | None) -> Release | None:
    if told is None:
        return None
    notes = told["notes"]
    if not isinstance(notes, dict):
        raise TypeError("notes")
    texts = tuple((str(language), str(text)) for language, text in notes.items())
    return Release(int(str(told["number"])), str(told["version"]), texts, str(told["page"]))


def save_memory(path: Path, memory: ReleaseMemory) -> None:
    """A disk that does not take it is only logged: it is asked again later."""
    release = memory.release
    told = {
        "asked_at": memory.asked_at.isoformat() if memory.asked_at else None,
        "failed": memory.failed,
        "number": memory.number,
        "release": release
        and {"number": release.number, "version": release.version, "notes": dict(release.notes), "page": release.page},
        "told": memory.told,
    }
    try:
        write_atomically(path, json.dumps(told, ensure_ascii=False).encode())
    except StorageError as error:
        log.info("what was told of new versions is not saved: %s", error)
