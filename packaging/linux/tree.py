"""Lays out what the .deb puts into a system, from the self-contained folder.

python packaging/linux/tree.py FOLDER TREE VERSION ARCHITECTURE
"""

import gzip
import os
import shutil
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from changelog import releases
from copyright_file import machine_readable
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ICON = ROOT / "resources" / "icons" / "sora-desktop.svg"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
COMPONENT = "io.github.sora_desktop.SoraDesktop"
MAINTAINER = "The Sora Desktop developers <noreply@sora-desktop.example>"

CONTROL = """Package: sora-desktop
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: libc6 (>= 2.35), libdrm2, libegl1, libexpat1, libfontconfig1, libfreetype6, libgcc-s1, libgl1, libstdc++6, libwayland-client0, libwayland-cursor0, libwayland-egl1, libxcb1, ca-certificates
Recommends: fonts-dejavu-core | fonts-liberation | fonts-noto-core, xdg-utils, xdg-desktop-portal
Suggests: fonts-noto-cjk, gnome-keyring | kwalletmanager
Section: video
Priority: optional
Description: desktop studio for short videos from a prompt and a picture
 Sora Desktop makes short videos with services and servers that speak a
 Sora-2 format: write a prompt, drop a picture on it, watch the clip, keep
 it, make the next take. A preview is drawn on this machine, for free.
 .
 All that it needs of Python, Qt and FFmpeg comes with it.
"""

OVERRIDES = """# The app brings its own Python, Qt and FFmpeg, at the versions that it was tried with.
sora-desktop: embedded-library
sora-desktop: custom-library-search-path
sora-desktop: library-not-linked-against-libc
sora-desktop: shared-library-lacks-prerequisites
sora-desktop: hardening-no-pie
sora-desktop: hardening-no-bindnow
sora-desktop: hardening-no-fortify-functions
# Wheels strip their own; what they rewrite with patchelf cannot be stripped once more.
sora-desktop: unstripped-binary-or-object
# The words of the licences are what the app shows.
sora-desktop: extra-license-file
"""

HISTORY = """sora-desktop ({version}) stable; urgency=medium

  * What changed for the people who use it stands in CHANGELOG.md, beside
    this file.

 -- {maintainer}  {date}
"""

MANUAL = r""".TH SORA-DESKTOP 1
.SH NAME
sora\-desktop \- make short videos from a prompt and a picture
.SH SYNOPSIS
.B sora\-desktop
.RB [ \-\-data\-dir
.IR DIR " | "
.BR \-\-portable ]
.RB [ \-\-show
.IR VIEW ]
.RI [ COMMAND " | " FILE ...]
.SH DESCRIPTION
Without a command it opens the window; pictures, clips and recipes that are named are shown there.
A window that is open already gets them.
.TP
.BI \-\-data\-dir " DIR"
keeps clips, jobs, settings and logs there
.TP
.B \-\-portable
keeps them beside the program itself, as a file named
.I portable
beside it does
.TP
.BI \-\-show " VIEW"
opens the window with the free
.B preview
or the
.B library
in front
.TP
.BI open " FILE ..."
shows them in the window, also where one has the name of a command
.TP
.B generate
makes one clip without a window
.TP
.B engine
runs the local engine as a service of its own
.TP
.BI tour " DIR"
drives the window through the main job and leaves pictures
.PP
Each command tells its arguments with
.BR \-\-help .
.SH FILES
.I ~/.local/share/Sora Desktop
holds clips, jobs and settings. Removing the package leaves it alone.
"""


class Tree:
    """What lies where under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, place: str, words: str, *, packed: bool = False) -> None:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        data = words.encode()
        path.write_bytes(gzip.compress(data, 9, mtime=0) if packed else data)

    def copy(self, source: Path, place: str) -> None:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)


def main(folder: Path, root: Path, version: str, architecture: str) -> None:
    shutil.rmtree(root, ignore_errors=True)
    tree = Tree(root)
    shutil.copytree(folder, root / "usr/lib/sora-desktop", symlinks=True)
    for beside in ("sora-desktop.desktop", "sora-desktop.svg", "THIRD-PARTY.txt", "LICENSE", "sbom.cdx.json"):
        _take_away(root / "usr/lib/sora-desktop" / beside)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/sora-desktop").symlink_to("../lib/sora-desktop/sora-desktop")
    tree.copy(HERE / "sora-desktop.desktop", "usr/share/applications/sora-desktop.desktop")
    tree.write(f"usr/share/metainfo/{COMPONENT}.metainfo.xml", _metainfo())
    _draw_icons(tree)
    _write_documents(tree, folder, version)
    size = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
    tree.write(
        "DEBIAN/control",
        CONTROL.format(version=version, architecture=architecture, maintainer=MAINTAINER, size=size),
    )
    _set_modes_and_times(root)


def _take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _metainfo() -> str:
    """With the notes of each release, out of the changelog."""
    words = (HERE / f"{COMPONENT}.metainfo.xml").read_text(encoding="utf-8")
    return words.replace("</component>", f"{releases(ROOT / 'CHANGELOG.md')}</component>")


def _draw_icons(tree: Tree) -> None:
    application = QGuiApplication([])
    drawing = QSvgRenderer(str(ICON))
    for size in ICON_SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(0)
        painter = QPainter(picture)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        path = tree.root / f"usr/share/icons/hicolor/{size}x{size}/apps/sora-desktop.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(str(path))
    tree.copy(ICON, "usr/share/icons/hicolor/scalable/apps/sora-desktop.svg")
    del application


def _write_documents(tree: Tree, folder: Path, version: str) -> None:
    documents = "usr/share/doc/sora-desktop"
    notices = (folder / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    tree.write(f"{documents}/copyright", machine_readable(notices))
    tree.copy(folder / "sbom.cdx.json", f"{documents}/sbom.cdx.json")
    tree.write(f"{documents}/CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), packed=True)
    date = format_datetime(datetime.fromtimestamp(_moment(), UTC))
    history = HISTORY.format(version=version, maintainer=MAINTAINER, date=date)
    tree.write(f"{documents}/changelog.gz", history, packed=True)
    tree.write("usr/share/man/man1/sora-desktop.1.gz", MANUAL, packed=True)
    tree.write("usr/share/lintian/overrides/sora-desktop", OVERRIDES)


def _moment() -> int:
    """Of the commit, in seconds of the epoch."""
    return int(os.environ["SOURCE_DATE_EPOCH"])


def _set_modes_and_times(root: Path) -> None:
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (path.name == "sora-desktop" and path.parent.name == "sora-desktop")
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (_moment(), _moment()), follow_symlinks=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
