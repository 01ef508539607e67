"""What is wrong in a look of the window, measured on the real widgets and their pixels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog

from sora_desktop.tour.album import TEXTS, Look, Wardrobe
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.language import set_language
from tests.ui.seen import geometry, pixels
from tests.ui.seen.painted import noting

_FRAME = 20
_rooms: list[QSize] = []


async def faults(clothes: Wardrobe, look: Look, *, contrast: bool = False) -> list[str]:
    """All that is wrong, a line each."""
    size = QSize(*look.size)
    _rooms[:] = [size - QSize(_FRAME, _FRAME)]
    root = await clothes.show(look)
    with noting() as painted:
        root.grab()
    found = geometry.faults(root)
    found += [f"painted cut: {each.words!r} {each.room} {each.needs}" for each in painted if each.is_cut]
    found += geometry.scrolled_aside(root) if look.text < max(TEXTS) else ()
    if isinstance(root, QDialog) and root.size().boundedTo(size) != root.size():
        found.append(f"outside: a sheet of {root.size().toTuple()}")
    found += pixels.faults(root) if contrast else ()
    return [f"{look.name}: {each}" for each in dict.fromkeys(found)]


@asynccontextmanager
async def wardrobe(application: QApplication) -> AsyncIterator[Wardrobe]:
    """A window to be seen in everything, on a screen that is as large as it; afterwards all is as it was."""
    room, direction = Sheet.room, application.layoutDirection()
    Sheet.room = lambda self: _rooms[0]  # type: ignore[method-assign]  # no screen here is as small as a person's may be
    with TemporaryDirectory() as folder:
        made = Wardrobe(application, Path(folder))
        try:
            yield made
        finally:
            await made.close()
            Sheet.room = room  # type: ignore[method-assign]  # as above
            set_language(application, "en")
            application.setLayoutDirection(direction)
