"""What of other people's work is inside the self-contained folder: of each file that was collected it is asked whose it is."""

import platform
import re
import sqlite3
import ssl
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

from sora_desktop.studio.notices.distributions import files_of, plain_name
from sora_desktop.studio.notices.document import parts_of
from sora_desktop.studio.notices.libraries import is_library, libraries_in
from sora_desktop.studio.notices.parts import MissingLicenceError, Part, words_of

APP = "sora-desktop"
WITHOUT_MODULES = {"pyside6"}
"""A package of nothing but requirements, which is still the name of what is used."""
BUILDER = "pyinstaller"
"""Its start program is in the folder, and none of its modules."""
_COMMON = re.compile(r"/usr/share/common-licenses/([A-Z][\w.-]*\w)")


def bundled_parts(binaries: Iterable[str], modules: Iterable[str], licences: Path) -> list[Part]:
    """By the files that are collected. MissingLicenceError with the name of what nobody knows the licence of."""
    files = {Path(path) for path in binaries}
    packages = _packages({*files, *map(Path, modules)})
    owned: set[Path] = set()
    parts: list[Part] = []
    for found in packages:
        own = files_of(found)
        owned.update(own)
        parts += parts_of(found, own, files.intersection(own), licences)
    rest = [path for path in sorted(files - owned) if not _is_of_a_package(path)]
    return [*parts, *_runtime(licences), *_of_system(rest, licences)]


def _site() -> set[Path]:
    return {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}


def _is_of_a_package(path: Path) -> bool:
    return any(path.is_relative_to(site) for site in _site())


def _packages(paths: Iterable[Path]) -> list[Distribution]:
    """Those of which a module or a library is collected, whether they are required or came along."""
    tops = {
        path.relative_to(site).parts[0].partition(".")[0]
        for path in paths
        for site in _site()
        if path.is_relative_to(site)
    }
    owners = {plain_name(name) for top, names in packages_distributions().items() if top in tops for name in names}
    return [distribution(name) for name in sorted((owners | WITHOUT_MODULES | {BUILDER}) - {APP})]


def _runtime(licences: Path) -> list[Part]:
    """Python itself, and what its own modules are linked to. MissingLicenceError where Python's words are not found."""
    version = platform.python_version()
    short = version.rpartition(".")[0]
    places = (
        Path(sys.base_prefix, f"lib/python{short}/LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
        Path(f"/usr/share/doc/python{short}/copyright"),
    )
    text = next((place for place in places if place.is_file()), None)
    if text is None:
        raise MissingLicenceError("Python: no words of its licence")
    words = ((text.name, text.read_text(encoding="utf-8")),)
    openssl = ssl.OPENSSL_VERSION.split()[1]
    return [
        Part("Python", version, "PSF-2.0", "https://www.python.org", "2001-2026 Python Software Foundation", words),
        Part(
            "OpenSSL",
            openssl,
            "Apache-2.0",
            "https://openssl-library.org",
            "1998-2026 The OpenSSL Project Authors",
            words_of("Apache-2.0", licences, "OpenSSL"),
            inside="Python",
        ),
        Part(
            "SQLite",
            sqlite3.sqlite_version,
            "blessing",
            "https://sqlite.org",
            "none: in the public domain",
            words_of("blessing", licences, "SQLite"),
            inside="Python",
        ),
    ]


def _of_system(paths: Iterable[Path], licences: Path) -> list[Part]:
    """Libraries of the system: Debian knows whose its own are, else they are known by their names."""
    packages: set[str] = set()
    parts: list[Part] = []
    for path in paths:
        if package := _package_of(path):
            packages.add(package)
        elif not path.is_relative_to(sys.base_prefix) or (is_library(path) and "python" not in path.name.lower()):
            parts += libraries_in([path], "the system", licences)
    return [*parts, *(_of_debian(name) for name in sorted(packages))]


def _package_of(path: Path) -> str:
    for place in (path.resolve(), path, Path(str(path).removeprefix("/usr"))):
        try:
            answer = subprocess.run(["dpkg", "-S", str(place)], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return ""
        if answer.returncode == 0:
            return answer.stdout.partition(":")[0]
    return ""


def _of_debian(name: str) -> Part:
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}\n${Homepage}", name], capture_output=True, text=True, check=False
    )
    told = Path(f"/usr/share/doc/{name}/copyright")
    if answer.returncode or not told.is_file():
        raise MissingLicenceError(f"{name}: Debian's package has no words of its licence")
    version, _, home = answer.stdout.partition("\n")
    words = told.read_text(encoding="utf-8", errors="replace")
    licences = sorted(set(re.findall(r"^License: *(\S+)", words, re.MULTILINE)))
    referred = {Path("/usr/share/common-licenses", each).resolve() for each in _COMMON.findall(words)}
    texts = [(place.name, place.read_text(encoding="utf-8")) for place in sorted(referred) if place.is_file()]
    return Part(
        name,
        version,
        ", ".join(licences) or "see its words",
        home,
        texts=(("copyright", words), *texts),
        registry="deb",
    )
