"""Every state in everything that it can be seen in: `python -m tests.ui.seen [--languages de] [--texts 200] …`.

It goes on after a fault, prints each once with how often and where it was seen first, and ends well only without any.
"""

import argparse
import asyncio
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from sora_desktop.app import make_application
from sora_desktop.tour.album import Album, read_album
from tests.ui.seen.dress import faults, wardrobe


async def _look_at(application: QApplication, album: Album) -> int:
    seen: dict[str, list[str]] = {}
    looks = 0
    async with wardrobe(application) as clothes:
        for look in album.looks():
            looks += 1
            for fault in await faults(clothes, look, contrast=look.size == album.sizes[0]):
                where, _, what = fault.partition(": ")
                seen.setdefault(what, []).append(where)
    for what, places in seen.items():
        sys.stdout.write(f"{len(places)} x {what} (first: {places[0]})\n")
    sys.stdout.write(f"{looks} looks, {len(seen)} faults\n")
    return 1 if seen else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("states", "languages", "themes", "texts", "sizes"):
        parser.add_argument(f"--{name}", default="all")
    wanted = parser.parse_args()
    album = read_album(wanted.states, wanted.languages, wanted.themes, wanted.texts, wanted.sizes)
    application = make_application()
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        return runner.run(_look_at(application, album))


if __name__ == "__main__":
    sys.exit(main())
