"""Whose work the shared libraries are that wheels carry inside."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from sora_desktop.base.values import dataclass
from sora_desktop.studio.notices.ffmpeg import FFmpegFacts, told_by
from sora_desktop.studio.notices.parts import MissingLicenceError, Part, words_of

FFMPEG = "FFmpeg"
_LIBRARY = re.compile(r"\.(so(\.[\d.]+)?|dylib|dll)$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(abi3|cpython-[\w-]+|cp\d+-\w+)\.(so|pyd)$|\.pyd$", re.IGNORECASE)
_VERSION = re.compile(r"\.so\.([\d.]+)$|[.-](\d[\d.]*)\.(?:dylib|dll)$")


@dataclass(frozen=True, slots=True)
class Library:
    """A line of `libraries.toml`."""

    name: str
    files: tuple[str, ...]
    licence: str
    copyright: str
    home: str


@cache
def table(folder: Path) -> tuple[Library, ...]:
    """What is known of libraries, out of the folder of licences."""
    told = tomllib.loads((folder / "libraries.toml").read_text(encoding="utf-8"))["library"]
    return tuple(Library(each.pop("name"), tuple(each.pop("files")), **each) for each in told)


def known(folder: Path) -> dict[str, tuple[str, str, str]]:
    """Licence, copyright and address by name in small letters."""
    return {each.name.lower(): (each.licence, each.copyright, each.home) for each in table(folder)}


def is_library(path: Path) -> bool:
    """A shared library, and no module of Python's or plugin of Qt's."""
    return (
        bool(_LIBRARY.search(path.name))
        and not _EXTENSION.search(path.name)
        and not {"plugins", "qml"} & set(path.parts)
    )


def is_qt(path: Path) -> bool:
    """Of Qt or of what binds it."""
    return bool(re.match(r"(lib)?(Qt6?|pyside6|shiboken6)", path.name, re.IGNORECASE))


def library_of(path: Path, folder: Path) -> Library | None:
    """Of a file, by its name."""
    name = path.name.lower()
    return next((each for each in table(folder) if any(fnmatch(name, pattern) for pattern in each.files)), None)


def libraries_in(paths: Iterable[Path], inside: str, folder: Path) -> list[Part]:
    """The parts that `paths`, files of the package `inside`, are of. MissingLicenceError for a library that nobody knows."""
    found: dict[Library, list[Path]] = {}
    for path in sorted(path for path in paths if is_library(path) and not is_qt(path)):
        library = library_of(path, folder)
        if library is None:
            raise MissingLicenceError(f"{path.name} in {inside}: nobody knows whose it is (libraries.toml)")
        found.setdefault(library, []).append(path)
    return [_part(library, files, inside, folder) for library, files in found.items()]


def _part(library: Library, paths: list[Path], inside: str, folder: Path) -> Part:
    who = f"{library.name} in {inside}"
    facts = told_by(paths) if library.name == FFMPEG else None
    if library.name == FFMPEG and facts is None:
        raise MissingLicenceError(f"{who}: the library does not tell its licence")
    licence = facts.licence if facts else library.licence
    version = facts.version if facts else next(_versions(paths), "")
    return Part(
        library.name,
        version,
        licence,
        library.home,
        library.copyright,
        words_of(licence, folder, who),
        inside=inside,
        note=_note(facts) if facts else "",
        places=tuple(sorted({path.name for path in paths})),
    )


def _versions(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        if told := _VERSION.search(path.name):
            yield f"(library version {told[1] or told[2]})"


def _note(facts: FFmpegFacts) -> str:
    words = f"It says of itself: “{facts.said}”. It was configured with: {facts.configuration}"
    if facts.under_gpl:
        names = " and ".join(facts.under_gpl)
        words += f"\nIt is linked to {names}, which are under the GPL: so all of it together is under the GPL."
    return words
