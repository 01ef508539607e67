"""Whether a folder lies on a volume that other machines share."""

import sys
from pathlib import Path

_SHARED_TYPES = (
    "nfs",
    "cifs",
    "smb",
    "afpfs",
    "webdav",
    "davfs",
    "9p",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.rclone",
)
_MOUNTS = Path("/proc/self/mounts")


def is_shared_volume(folder: Path) -> bool:
    """Whether SQLite's shared memory cannot be relied on there: network volumes, and UNC paths on Windows."""
    if sys.platform == "win32":
        return str(folder.absolute()).startswith("\\\\")
    kind = volume_type(folder, _MOUNTS.read_text(errors="replace") if _MOUNTS.exists() else "")
    return kind.startswith(_SHARED_TYPES)


def volume_type(folder: Path, mounts: str) -> str:
    """The file system of `folder` by a table of mounts as Linux writes it; empty where the table does not say."""
    lines = [line.split(" ") for line in mounts.splitlines()]
    points = {fields[1].replace("\\040", " "): fields[2] for fields in lines if len(fields) > 2}
    resolved = folder.resolve()
    for place in (resolved, *resolved.parents):
        if str(place) in points:
            return points[str(place)]
    return ""
