"""What is done to the disk, in order, by a module that is watched."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch


@dataclass
class Deeds:
    """`sync FILE`, `name FILE`, `gone FILE`; files of the hidden folder for arrivals are told as its own.

    For a process of its own: what is watched stays so.
    """

    done: list[str] = field(default_factory=list)

    @classmethod
    def watched(cls, files: Any) -> Self:
        """Watch `sync_file`, `sync_folder` and the renames of `store.files`, and what is deleted."""
        deeds = cls()
        sync_file, sync_folder, replace, unlink = files.sync_file, files.sync_folder, files._replace, Path.unlink

        def synced(descriptor: int) -> None:
            sync_file(descriptor)
            deeds._tell("sync", Path(f"/proc/self/fd/{descriptor}").readlink())

        def synced_folder(folder: Path) -> None:
            sync_folder(folder)
            deeds._tell("sync", folder)

        def named(source: Path, target: Path) -> None:
            replace(source, target)
            deeds._tell("name", target)

        def removed(path: Path, missing_ok: bool = False) -> None:
            if path.exists():
                unlink(path)
                deeds._tell("gone", path)

        files.sync_file, files.sync_folder, files._replace = synced, synced_folder, named
        patch.object(Path, "unlink", removed).start()
        return deeds

    def _tell(self, deed: str, path: Path) -> None:
        arriving = " of .arriving" if path.parent.name == ".arriving" else ""
        self.done.append(f"{deed} {path.name}{arriving}")
