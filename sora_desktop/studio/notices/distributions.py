"""The Python packages that the app needs, as they are installed here, with what their wheels say that they carry."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from sora_desktop.studio.notices.parts import MissingLicenceError, Part, words_of

APP = "sora-desktop"

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")
_ABOUT_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_TELLING = re.compile(r"licen[cs]e|copying|notice|authors|sboms|\.so\b|\.dylib$|\.dll$|\.pyd$", re.IGNORECASE)
_IN_WORDS = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Of old classifiers."""


def required(root: str = APP) -> dict[str, Distribution]:
    """By plain name: what `root` requires, and what that requires, as far as it is installed; not `root` itself."""
    found: dict[str, Distribution] = {}
    waiting = [(root, frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        installed = found[name] if name in found else distribution(name)
        for wanted, asks in _requirements(installed, extras):
            if wanted in found:
                continue
            try:
                found[wanted] = distribution(wanted)
            except PackageNotFoundError:  # for another system or another Python
                continue
            waiting.append((wanted, asks))
    return dict(sorted(found.items()))


def _requirements(of: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in of.requires or ():
        wanted = _EXTRA.search(line)
        if wanted is not None and wanted[1] not in extras:
            continue
        if said := _REQUIREMENT.match(line):
            asks = frozenset(each.strip() for each in (said[2] or "").split(",") if each.strip())
            yield plain_name(said[1]), asks


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def files_of(found: Distribution) -> list[Path]:
    """Those of its files that may tell whose work it is: words, lists of parts, shared libraries."""
    root = str(found.locate_file("")).rstrip("/\\")
    record = found.read_text("RECORD")
    names = (
        (row[0] for row in csv.reader((record or "").splitlines()) if row) if record else map(str, found.files or ())
    )
    return [Path(f"{root}/{name}") for name in names if _TELLING.search(name)]


def part_of(found: Distribution, files: Iterable[Path], folder: Path) -> Part:
    """MissingLicenceError where neither its files nor what it names tell the words of a licence."""
    about = found.metadata
    name = about["Name"]
    licence = _licence(found)
    texts = tuple(_texts(files)) or words_of(licence, folder, name)
    return Part(name, about["Version"], licence or "see its words", _home(found), texts=texts, registry="pypi")


def _home(found: Distribution) -> str:
    """Where it is at home, rather than where it is worked on."""
    urls = [(each.partition(",")) for each in found.metadata.get_all("Project-URL") or ()]
    ranked = sorted(urls, key=lambda url: not re.match(r"home|source|repository|documentation", url[0], re.IGNORECASE))
    return next(iter(found.metadata.get_all("Home-page") or ()), "") or next((url.strip() for _, _, url in ranked), "")


def _licence(found: Distribution) -> str:
    """Its expression, or else what the old field or its classifiers say."""
    about = found.metadata
    old = next(iter(about.get_all("License") or ()), "").strip()
    said = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    short = old if 0 < len(old) < 100 and "\n" not in old and old != "UNKNOWN" else ""
    return str(
        next(iter(about.get_all("License-Expression") or ()), "")
        or short
        or " AND ".join(_IN_WORDS.get(each, each) for each in said)
    )


def _texts(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in sorted(path for path in files if _ABOUT_LICENCE.match(path.name)):
        if path.suffix not in {".py", ".pyc"} and path.is_file():
            yield path.name, path.read_text(encoding="utf-8", errors="replace")


def carried(name: str, files: Iterable[Path], folder: Path, known: dict[str, tuple[str, str, str]]) -> Iterator[Part]:
    """What the package's own lists of parts (CycloneDX) name. `known`: licence, copyright and address of what these do not tell.

    Packages of a Linux are not told here: their libraries are, by what they are.
    """
    for path in sorted(path for path in files if path.suffix == ".json" and path.parent.name == "sboms"):
        told = json.loads(path.read_text(encoding="utf-8"))
        for component in told.get("components", ()):
            if not str(component.get("purl", "")).startswith(("pkg:rpm", "pkg:deb", "pkg:apk", "pkg:pypi")):
                yield _component(component, name, folder, known)


def _component(component: dict[str, Any], inside: str, folder: Path, known: dict[str, tuple[str, str, str]]) -> Part:
    name, version = str(component["name"]), str(component.get("version") or "")
    licences = [_said(each) for each in component.get("licenses") or ()]
    licence, owner, home = known.get(name.lower(), ("", "", ""))
    licence = " AND ".join(filter(None, licences)) or licence
    if not licence:
        raise MissingLicenceError(f"{name} in {inside}: its licence is not told")
    try:
        texts = words_of(licence, folder, f"{name} in {inside}")
    except MissingLicenceError:
        texts = ()  # the package that carries it has the words, or would not have them either
    return Part(name, version, licence, home, owner, texts, inside=inside)


def _said(licence: dict[str, Any]) -> str:
    named = licence.get("license") or {}
    return str(licence.get("expression") or named.get("id") or named.get("name") or "")
