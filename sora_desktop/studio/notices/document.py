"""The list of other people's work, with the words of every licence: one plain text, each text in it once."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution
from pathlib import Path

import sora_desktop
from sora_desktop.studio.notices.distributions import carried, files_of, part_of, required
from sora_desktop.studio.notices.libraries import known, libraries_in
from sora_desktop.studio.notices.parts import MissingLicenceError, Part
from sora_desktop.studio.notices.qt import qt_parts

FILE_NAME = "THIRD-PARTY.txt"
LICENCES = "licences"
"""The folder of licences in the resources."""

_RULE = "=" * 80
_HEAD = """Sora Desktop {version}: other people's work in it

Sora Desktop is free software under the GNU General Public License, version 3 or later.
{kind}
Each part stands below with its version and licence. The words of the licences follow after the list, each of them once.

The icons, the sound and the sample picture are the app's own, under the same licence. It brings no fonts: those of the
system are used.
"""
_BUNDLED = "It brings what it needs of other people's work along."
_INSTALLED = "This copy uses what is installed beside it in a Python environment: that is what is listed."
_QT_BUNDLED = """How to use another Qt

Qt, and PySide6 that binds it, are used under the GNU Lesser General Public License, version 3. They are shared libraries
of their own, in the folder _internal/PySide6 beside the program (Contents/Frameworks/PySide6 on a Mac). To run the app
with a Qt that you have built or changed, put your libraries of the same version in their places, under the same names.
Nothing checks them, and nothing has to be linked anew. On a Mac, sign the app again afterwards:
codesign --force --deep --sign - "Sora Desktop.app"
The source of Qt and PySide6 {qt} is published by The Qt Company at https://download.qt.io.
"""
_QT_INSTALLED = """How to use another Qt

Qt, and PySide6 that binds it, are used under the GNU Lesser General Public License, version 3. They are shared libraries
of their own, in the folder PySide6 of the Python environment. To run the app with a Qt that you have built or changed, put
your libraries of the same version in their places, or install another PySide6. Nothing checks them.
The source of Qt and PySide6 {qt} is published by The Qt Company at https://download.qt.io.
"""


def installed_parts(folder: Path, complaints: list[str] | None = None) -> list[Part]:
    """All that the app needs, as it is installed here. `folder` has the licences.

    MissingLicenceError as its parts say; with `complaints` these get the words of it instead.
    """
    parts: list[Part] = []
    for found in required().values():
        files = files_of(found)
        try:
            parts += parts_of(found, files, files, folder)
        except MissingLicenceError as error:
            if complaints is None:
                raise
            complaints.append(str(error))
    return parts


def parts_of(found: Distribution, files: Iterable[Path], used: Iterable[Path], folder: Path) -> list[Part]:
    """A package and what it carries inside. `files` are all of its own, `used` those whose libraries count."""
    part = part_of(found, files, folder)
    inside = [*carried(part.name, files, folder, known(folder)), *libraries_in(used, part.name, folder)]
    if part.name == "PySide6_Essentials":
        inside += qt_parts(folder, part.version)
    return [part, *inside]


def compose(parts: Sequence[Part], *, bundled: bool, complaints: Sequence[str] = ()) -> str:
    """The whole text. `bundled`: the parts lie in a folder of the app's own. `complaints`: what nobody knows."""
    qt = next((part.version for part in parts if part.name.lower() == "pyside6"), "")
    texts: dict[str, tuple[int, str, list[str]]] = {}
    listed = [_block(part, texts) for part in sorted(parts, key=lambda part: (part.inside or part.name).lower())]
    head = _HEAD.format(version=sora_desktop.__version__, kind=_BUNDLED if bundled else _INSTALLED)
    about_qt = (_QT_BUNDLED if bundled else _QT_INSTALLED).format(qt=qt)
    unknown = ("Not known", *(f"    {each}" for each in complaints), "") if complaints else ()
    return "\n".join((head, about_qt, *unknown, _RULE, "The parts", _RULE, "", *listed, *_words(texts)))


def _block(part: Part, texts: dict[str, tuple[int, str, list[str]]]) -> str:
    """What is said of one part; its texts get their numbers."""
    numbers = []
    for name, words in part.texts:
        number, _, users = texts.setdefault(_plain(words), (len(texts) + 1, name, []))
        users.append(part.name)
        numbers.append(f"[{number}]")
    title = f"{part.name} {part.version}".rstrip() + (f" (inside {part.inside})" if part.inside else "")
    seen = " ".join(dict.fromkeys(numbers))
    copyright_line = (
        f"Copyright {part.copyright}" if part.copyright and not part.copyright.startswith("none") else part.copyright
    )
    lines = (f"Licence: {part.licence} {seen}".rstrip(), copyright_line, part.home, *part.note.split("\n"))
    return "\n".join((title, *(f"    {line}" for line in lines if line), ""))


def _words(texts: dict[str, tuple[int, str, list[str]]]) -> Iterator[str]:
    for words, (number, name, users) in texts.items():
        yield f"{_RULE}\n[{number}] {name}: {', '.join(dict.fromkeys(users))}\n{_RULE}\n\n{words}\n"


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip("\n")
