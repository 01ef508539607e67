"""What PyInstaller collects and the app never loads, and what each system has better itself.

Run by the spec; plain functions on PyInstaller's table of contents: (name in the folder, path of the file, kind).
"""

from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]

NEVER_LOADED = (
    # Qt's plugins for machines without a desktop, and for what the window does not have.
    "*/plugins/egldeviceintegrations/*",
    "*/plugins/generic/*",
    "*/plugins/networkinformation/*",
    "*/plugins/platforminputcontexts/*virtualkeyboard*",
    "*/plugins/platforms/*eglfs*",
    "*/plugins/platforms/*linuxfb*",
    "*/plugins/platforms/*minimal*",
    "*/plugins/platforms/*vkkhrdisplay*",
    "*/plugins/platforms/*vnc*",
    "*/plugins/wayland-graphics-integration-server/*",
    "*/plugins/imageformats/*pdf*",
    "*/plugins/imageformats/*tga*",
    "*/plugins/imageformats/*wbmp*",
    "*/plugins/imageformats/*icns*",
    # It is linked to the GTK of the machine that builds; the portal's plugin asks the desktop's own dialogs.
    "*/plugins/platformthemes/*gtk3*",
)
"""By their place in the folder."""

OF_THE_SYSTEM = ("libstdc++.so.6", "libgcc_s.so.1", "libfontconfig.so.1", "libfreetype.so.6", "libexpat.so.1")
"""The builder's C++ library and fontconfig would want the builder's glibc, and each desktop has its own."""

TRANSLATED = ("de", "es", "ja", "pt_BR", "zh_CN")
"""Qt's own dialogs speak what the app speaks; English is what they speak without a file."""

Imports = Callable[[str], Iterable[str]]


def _unwanted(name: str) -> bool:
    place = PurePosixPath(name.replace("\\", "/"))
    if place.suffix == ".qm":
        return place.stem not in {f"qtbase_{language}" for language in TRANSLATED}
    return place.name in OF_THE_SYSTEM or any(fnmatch(f"/{place}", pattern) for pattern in NEVER_LOADED)


def without(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are wanted for what they are."""
    return [entry for entry in entries if not _unwanted(entry[0])]


def only_needed(entries: list[Entry], imports: Imports) -> list[Entry]:
    """Without shared libraries that nothing which stays is linked to. `imports` names what one file is linked to."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    for name, path, _ in entries:
        by_name.setdefault(Path(name).name, []).append((name, path))
    reached = {name for name, _, kind in entries if not _is_library(name, kind)}
    waiting = [path for name, path, _ in entries if name in reached]
    while waiting:
        for wanted in imports(waiting.pop()):
            for name, path in by_name.get(Path(wanted).name, ()):
                if name not in reached:
                    reached.add(name)
                    waiting.append(path)
    return [entry for entry in entries if entry[0] in reached]


def _is_library(name: str, kind: str) -> bool:
    """Not an extension or plugin, and not Python itself: these are loaded by name, and nothing is linked to them."""
    place = PurePosixPath(name.replace("\\", "/"))
    is_python = place.name.lower().startswith(("libpython", "python3")) or place.name == "Python"
    return kind in {"BINARY", "SYMLINK"} and "plugins" not in place.parts and not is_python
