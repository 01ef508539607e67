"""What of other people's work is inside the self-contained folder: read from the environment that it was made of."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

APP = "sora-desktop"


@dataclass(frozen=True, slots=True)
class Part:
    """One package, under the licence that it names, with the files in which it does."""

    name: str
    version: str
    licence: str
    home: str
    texts: tuple[tuple[str, str], ...]
    """Name and words of each file about the licence."""
    registry: str
    """The kind of registry it is from, as in a package URL: pypi, deb, generic."""


def python_parts() -> list[Part]:
    """What the app requires, and what that requires, as installed here; in the order of their names."""
    found: dict[str, Part] = {}
    waiting = [(APP, frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        for wanted in _required(distribution(name), extras):
            key = re.sub(r"[-_.]+", "-", wanted.name).lower()
            if key not in found and (part := _installed(wanted.name)) is not None:
                found[key] = part
                waiting.append((wanted.name, frozenset(wanted.extras)))
    return sorted(found.values(), key=lambda part: part.name.lower())


def _required(of: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in of.requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield wanted


def _installed(name: str) -> Part | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    about = found.metadata
    homes = [each.partition(",")[2].strip() for each in about.get_all("Project-URL") or ()]
    return Part(
        about["Name"],
        about["Version"],
        _licence(found),
        about.get("Home-page") or next(iter(homes), ""),
        tuple(_texts(found)),
        "pypi",
    )


def _licence(found: Distribution) -> str:
    """Its expression, or else what its classifiers or the old field say."""
    about = found.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    said = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    old = (about.get("License") or "").strip()
    return ", ".join(said) or (old if 0 < len(old) < 100 else "see its text")


def _texts(found: Distribution) -> Iterator[tuple[str, str]]:
    for file in sorted(found.files or ()):
        if re.match(r"(licen[cs]e|copying|notice|authors)", file.name, re.IGNORECASE) and file.suffix not in {
            ".py",
            ".pyc",
        }:
            path = Path(str(found.locate_file(file)))
            if path.is_file():
                yield file.name, path.read_text(encoding="utf-8", errors="replace")


def system_parts(folder: Path) -> list[Part]:
    """Of which packages of this Debian the folder's shared libraries are; none on other systems."""
    names = sorted({path.name for path in folder.rglob("*.so*")})
    answer = subprocess.run(
        ["dpkg", "-S", *(f"*/{name}" for name in names)], capture_output=True, text=True, check=False
    )
    packages = {line.partition(":")[0] for line in answer.stdout.splitlines() if line.rpartition("/")[2] in names}
    return [part for name in sorted(packages) if not name.endswith("-dev") and (part := _of_debian(name)) is not None]


def _of_debian(name: str) -> Part | None:
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}\n${Homepage}", name], capture_output=True, text=True, check=False
    )
    told = Path(f"/usr/share/doc/{name}/copyright")
    if answer.returncode or not told.is_file():
        return None
    version, _, home = answer.stdout.partition("\n")
    words = told.read_text(encoding="utf-8", errors="replace")
    licences = sorted(set(re.findall(r"^License: *(\S+)", words, re.MULTILINE)))
    return Part(name, version, ", ".join(licences) or "see its text", home, (("copyright", words),), "deb")
