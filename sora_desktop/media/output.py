"""Files that are whole or absent."""

import os
import tempfile
from pathlib import Path


def write_whole(target: Path, data: bytes) -> None:
    """Put `data` at `target` by a rename, so that nobody ever reads half of it. OSError where it cannot be."""
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
