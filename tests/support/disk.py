"""What is done to the disk, in order, by a module that is watched."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from sora_desktop.base.atomic_files import rename_over, sync_file, sync_folder


@dataclass
class Deeds:
    """`sync FILE`, `name FILE`, `gone FILE`; files of the hidden folder for arrivals are told as its own.

    For a process of its own: what is watched stays so.
    """

    done: list[str] = field(default_factory=list)

    @classmethod
    def watched(cls, *modules: Any) -> Self:
        """Watch `sync_file`, `sync_folder` and `rename_over` as these modules use them, and what is deleted."""
        deeds = cls()
        unlink = Path.unlink

        def synced(descriptor: int) -> None:
            sync_file(descriptor)
            deeds._tell("sync", Path(f"/proc/self/fd/{descriptor}").readlink())

        def synced_folder(folder: Path) -> None:
            sync_folder(folder)
            deeds._tell("sync", folder)

        def named(source: Path, target: Path) -> None:
            rename_over(source, target)
            deeds._tell("name", target)

        def removed(path: Path, missing_ok: bool = False) -> None:
            if path.exists():
                unlink(path)
                deeds._tell("gone", path)

        for module in modules:
            for name, watched in (("sync_file", synced), ("sync_folder", synced_folder), ("rename_over", named)):
                if hasattr(module, name):
                    setattr(module, name, watched)
        patch.object(Path, "unlink", removed).start()
        return deeds

    def _tell(self, deed: str, path: Path) -> None:
        arriving = " of .arriving" if path.parent.name == ".arriving" else ""
        self.done.append(f"{deed} {path.name}{arriving}")
