"""Writes what is bundled, and under which licences: `THIRD-PARTY.txt` and `sbom.cdx.json` (CycloneDX). Run by the spec."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from bundled import APP, bundled_parts
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

import sora_desktop
from sora_desktop.studio.notices.document import FILE_NAME, LICENCES, compose
from sora_desktop.studio.notices.parts import MissingLicenceError, Part

ROOT = Path(__file__).resolve().parents[1]  # the spec reaches it by a way round
LIST = "sbom.cdx.json"


def make(place: Path, binaries: Iterable[str], modules: Iterable[str]) -> Path:
    """Both files, in the folder `place`; the path of the text. SystemExit names what has no licence."""
    try:
        parts = bundled_parts(binaries, modules, ROOT / "resources" / LICENCES)
    except MissingLicenceError as error:
        raise SystemExit(f"Nothing is built: {error}") from error
    (place / FILE_NAME).write_text(compose(parts, bundled=True), encoding="utf-8")
    (place / LIST).write_text(_sbom(parts), encoding="utf-8")
    return place / FILE_NAME


def lay_beside(place: Path, folder: Path) -> None:
    """Beside the program, where a person looks."""
    for name in (FILE_NAME, LIST):
        shutil.copyfile(place / name, folder / name)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")


def _sbom(parts: Iterable[Part]) -> str:
    """Of this commit it is always the same: without the time and the number that the form leaves open."""
    made = Bom(components={part_key(part): _component(part) for part in parts}.values())
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


def part_key(part: Part) -> str:
    """What a part is known by among the others."""
    return "/".join(filter(None, (part.registry, part.inside, part.name, part.version)))


def _component(part: Part) -> Component:
    links = [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(part.home))] if part.home else []
    return Component(
        name=part.name,
        version=part.version or None,
        group=part.inside or None,
        type=ComponentType.LIBRARY,
        licenses=[DisjunctiveLicense(name=part.licence)],
        purl=PackageURL(part.registry, "debian" if part.registry == "deb" else None, part.name, part.version or None),
        external_references=links,
        bom_ref=part_key(part),
    )
