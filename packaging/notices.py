"""Writes what is bundled, and under which licences, beside the app: `licences/` and `sbom.cdx.json` (CycloneDX).

python packaging/notices.py FOLDER
"""

import json
import platform
import ssl
import sys
from pathlib import Path

from bundled import APP, Part, python_parts, system_parts
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

import sora_desktop

HERE = Path(__file__).parent
OWN_LICENCE = HERE.parent / "LICENSE"

INTRODUCTION = """Sora Desktop {version} is free software under the GNU General Public License, version 3 or later: see LICENSE.

This folder also holds other people's work. Each stands below with its version and licence; the words of the licences lie
beside this file, in a folder for each.

Qt, and PySide6 that binds it, are used under the GNU Lesser General Public License, version 3. They are shared libraries
of their own, under _internal/PySide6: to run the app with a Qt that you built or changed, put your libraries of the same
version in their places. Nothing checks them. Their source is that of PySide6 {pyside} and Qt {pyside} as published by
The Qt Company.

FFmpeg is here twice: with Qt Multimedia, built under the LGPL, to play clips; and with PyAV, built under the GPL with
x264 and x265, to look into clips and to make animatics. That is why the app as a whole is under the GPL.

The icons and the sample picture are the app's own. Fonts are not bundled: the system's are used.
"""


def main(folder: Path) -> None:
    parts = [*python_parts(), *_runtime(), *system_parts(folder)]
    place = folder / "licences"
    place.mkdir(exist_ok=True)
    (folder / "LICENSE").write_bytes(OWN_LICENCE.read_bytes())
    pyside = next(part.version for part in parts if part.name.lower() == "pyside6")
    lines = [INTRODUCTION.format(version=sora_desktop.__version__, pyside=pyside)]
    for part in parts:
        lines.append(f"{part.name} {part.version}\n    {part.licence}\n    {part.home}".rstrip() + "\n")
        _keep_texts(place / part.name, part)
    (place / "NOTICES.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "sbom.cdx.json").write_text(_sbom(parts), encoding="utf-8")


def _runtime() -> list[Part]:
    """Python itself, and the OpenSSL that it is linked to."""
    text = Path(sys.base_prefix, f"lib/python{platform.python_version().rpartition('.')[0]}/LICENSE.txt")
    words = (("LICENSE.txt", text.read_text(encoding="utf-8")),) if text.is_file() else ()
    openssl = ssl.OPENSSL_VERSION.split()[1]
    return [
        Part("Python", platform.python_version(), "PSF-2.0", "https://www.python.org", words, "generic"),
        Part("OpenSSL", openssl, "Apache-2.0", "https://openssl-library.org", (), "generic"),
    ]


def _keep_texts(place: Path, part: Part) -> None:
    for number, (name, words) in enumerate(part.texts):
        place.mkdir(exist_ok=True)
        kept = place / name
        (kept if not kept.exists() else place / f"{number}-{name}").write_text(words, encoding="utf-8")


def _sbom(parts: list[Part]) -> str:
    """Of this commit it is always the same: without the time and the number that the form leaves open."""
    made = Bom(components=[_component(part) for part in parts])
    made.metadata.component = Component(
        name=APP,
        version=sora_desktop.__version__,
        type=ComponentType.APPLICATION,
        licenses=[DisjunctiveLicense(id="GPL-3.0-or-later")],
        bom_ref=APP,
    )
    made.register_dependency(made.metadata.component, made.components)
    told = json.loads(JsonV1Dot5(made).output_as_string())
    told.pop("serialNumber", None)
    told["metadata"].pop("timestamp", None)
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def _component(part: Part) -> Component:
    links = [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(part.home))] if part.home else []
    return Component(
        name=part.name,
        version=part.version,
        type=ComponentType.LIBRARY,
        licenses=[DisjunctiveLicense(name=part.licence)],
        purl=PackageURL(part.registry, "debian" if part.registry == "deb" else None, part.name, part.version),
        external_references=links,
        bom_ref=f"{part.registry}:{part.name}@{part.version}",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
