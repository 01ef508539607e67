"""Whether the folders of a data folder still stand where they stood: a volume may go away under the open app.

What is left in its place is often an empty folder on another volume. A clip that is put there is out of sight as soon
as the volume is back, and the folder that is made anew where one was renamed is in the way of renaming it back.
"""

import errno
import os
from contextlib import suppress

from sora_desktop.domain.errors import NotWrittenError
from sora_desktop.store.files import file_at
from sora_desktop.store.paths import Paths

_NO_VOLUME = "The volume of the library is not there"


class Standing:
    """Of a data folder, seen from when it was taken on."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._root = file_at(paths.root)
        self._has_own_volume = self._is_apart()

    def expect_open(self) -> None:
        """Before a clip is written. NotWrittenError where it cannot be, or would come to lie elsewhere."""
        if (why := self._obstacle()) is not None:
            raise NotWrittenError(why)

    def is_open(self) -> bool:
        return self._obstacle() is None

    def expect_library(self) -> None:
        """Before a look whether a clip was made. OSError where only an empty folder is in the place of the library."""
        if self._has_own_volume and not self._is_apart():
            raise OSError(errno.ENODEV, _NO_VOLUME)

    def _obstacle(self) -> str | None:
        if self._root is None or file_at(self._paths.root) != self._root:
            return "The data folder was moved or taken away while the app was open"
        if self._has_own_volume and not self._is_apart():
            return _NO_VOLUME
        with suppress(OSError):  # somebody may have deleted it; what it still lacks then is told by the next look
            self._paths.incoming.mkdir(mode=0o700, exist_ok=True)
        shut = (each for each in (self._paths.library, self._paths.incoming) if not os.access(each, os.W_OK))
        return next((f"{each.name}: it is not there, or must not be written" for each in shut), None)

    def _is_apart(self) -> bool:
        """Whether the library is on a volume of its own; not, where it is gone."""
        library = file_at(self._paths.library)
        return library is not None and self._root is not None and library[0] != self._root[0]
