"""Whose work the app uses: read from what is installed, and nothing passes whose licence nobody knows."""

import sys
import tomllib
from importlib import import_module
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from sora_desktop.studio.notices.distributions import carried, files_of, part_of, required
from sora_desktop.studio.notices.document import compose, installed_parts
from sora_desktop.studio.notices.ffmpeg import facts_in
from sora_desktop.studio.notices.libraries import libraries_in, table
from sora_desktop.studio.notices.parts import MissingLicenceError, Part, words_of
from sora_desktop.studio.notices.qt import qt_parts
from tests.support.rows import rows

ROOT = Path(__file__).parents[3]
LICENCES = ROOT / "resources" / "licences"


def installed(folder: Path, metadata: str, **files: str) -> Distribution:
    """A package as pip leaves it, with these files beside its metadata."""
    place = folder / "thing-1.2.dist-info"
    place.mkdir(parents=True)
    (place / "METADATA").write_text(f"Metadata-Version: 2.4\nName: thing\nVersion: 1.2\n{metadata}")
    for name, words in files.items():
        (place / name).write_text(words)
    listed = "".join(f"thing-1.2.dist-info/{path.name},,\n" for path in place.iterdir())
    (place / "RECORD").write_text(listed)
    return Distribution.at(place)


def test_a_package_without_words_and_without_a_licence_that_is_known_stops_the_build_by_its_name(
    tmp_path: Path,
) -> None:
    for number, metadata in enumerate(("", "License: UNKNOWN\n", "License-Expression: LicenseRef-Secret\n")):
        found = installed(tmp_path / str(number), metadata)

        with pytest.raises(MissingLicenceError, match="thing"):
            part_of(found, files_of(found), LICENCES)


def test_its_own_words_come_first_and_else_those_of_the_licence_that_it_names(tmp_path: Path) -> None:
    own = installed(tmp_path / "1", "License-Expression: MIT\n", LICENSE="Ours alone.")
    named = installed(tmp_path / "2", "License-Expression: LGPL-3.0-only OR GPL-2.0-only\n")
    old = installed(tmp_path / "3", "Classifier: License :: OSI Approved :: MIT License\n")

    assert ((("LICENSE", "Ours alone."),), "MIT") == (
        part_of(own, files_of(own), LICENCES).texts,
        part_of(own, files_of(own), LICENCES).licence,
    )
    # The lesser one is written as additions to the GPL, version 3.
    assert {"LGPL-3.0.txt", "GPL-2.0.txt", "GPL-3.0.txt"} == dict(
        part_of(named, files_of(named), LICENCES).texts
    ).keys()
    assert "MIT" == part_of(old, files_of(old), LICENCES).licence


def test_a_library_that_nobody_knows_stops_the_build_by_its_name_and_its_package(tmp_path: Path) -> None:
    with pytest.raises(MissingLicenceError, match=r"libsecret\.so\.3 in thing"):
        libraries_in([tmp_path / "thing.libs" / "libsecret.so.3"], "thing", LICENCES)


def test_modules_of_python_and_plugins_of_qt_are_of_the_package_itself(tmp_path: Path) -> None:
    own = ["av/_core.abi3.so", "x/_x.cpython-311-x86_64-linux-gnu.so", "x.cp312-win_amd64.pyd"]
    own += ["PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt6Core.dll"]

    assert [] == libraries_in([tmp_path / name for name in own], "thing", LICENCES)


def test_every_licence_of_the_tables_has_its_words() -> None:
    for library in table(LICENCES):
        if library.name != "FFmpeg":
            assert words_of(library.licence, LICENCES, library.name)
    assert len(tomllib.loads((LICENCES / "qt.toml").read_text())["part"]) == len(qt_parts(LICENCES, "6"))


CONFIGURED = b"--prefix=/x --enable-shared --enable-version3 --enable-libx264 --enable-libx265 --disable-doc"


@rows(
    "told, licence",
    [
        (b"LGPL version 2.1 or later", "LGPL-2.1-or-later"),
        (b"LGPL version 3 or later", "LGPL-3.0-or-later"),
        (b"GPL version 3 or later", "GPL-3.0-or-later"),
    ],
)
def test_ffmpeg_tells_its_licence_itself(told: bytes, licence: str) -> None:
    facts = facts_in(b"\0\x7f" + CONFIGURED + b"\0libavutil license: " + told + b"\0FFmpeg version 8.1.2\0")

    assert facts is not None
    assert ("8.1.2", licence, ("x264", "x265")) == (facts.version, facts.licence, facts.under_gpl)


def test_a_build_of_ffmpeg_that_may_not_be_given_away_has_no_licence(tmp_path: Path) -> None:
    (tmp_path / "libavutil.so.60").write_bytes(b"\0libavutil license: nonfree and unredistributable\0")

    assert facts_in(b"libavutil license: nonfree and unredistributable\0") is None
    with pytest.raises(MissingLicenceError, match="FFmpeg in thing"):
        libraries_in([tmp_path / "libavutil.so.60"], "thing", LICENCES)


def test_what_a_package_says_that_it_carries_is_told(tmp_path: Path) -> None:
    place = tmp_path / "thing-1.2.dist-info" / "sboms"
    place.mkdir(parents=True)
    (place / "list.json").write_text(
        '{"components": [{"name": "openssl", "version": "4.0.3", "purl": "pkg:generic/openssl@4.0.3"},'
        '{"name": "asn1", "version": "1", "licenses": [{"expression": "BSD-3-Clause"}]},'
        '{"name": "libxcb", "version": "1", "purl": "pkg:rpm/almalinux/libxcb@1"}]}'
    )

    told = list(carried("thing", [place / "list.json"], LICENCES, {"openssl": ("Apache-2.0", "them", "https://o")}))

    assert [("openssl", "4.0.3", "Apache-2.0"), ("asn1", "1", "BSD-3-Clause")] == [
        (part.name, part.version, part.licence) for part in told
    ]


def test_all_that_is_installed_here_has_its_licence_and_the_builds_of_ffmpeg_say_what_they_are() -> None:
    parts = installed_parts(LICENCES)
    told = {(part.name, part.inside): part for part in parts}

    assert {"pyside6", "httpx", "socksio", "pillow", "av"} <= required().keys()
    assert "GPL-2.0-or-later" == told["x264", "av"].licence
    assert "x264 and x265, which are under the GPL" in told["FFmpeg", "av"].note
    assert "LGPL-2.1-or-later" == told["FFmpeg", "PySide6_Addons"].licence
    assert "under the GPL" not in told["FFmpeg", "PySide6_Addons"].note
    assert [] == [part.name for part in parts if not part.licence]


def test_each_text_stands_once_and_is_referred_to_by_number() -> None:
    words = (("MIT.txt", "Permission is granted.\n"),)
    text = compose([Part("one", "1", "MIT", texts=words), Part("two", "2", "MIT", texts=words)], bundled=True)

    assert 1 == text.count("Permission is granted.")
    assert "one 1\n    Licence: MIT [1]\n" in text
    assert "[1] MIT.txt: one, two" in text
    assert "_internal/PySide6" in text


def test_the_copyright_file_of_debian_is_one_that_machines_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging" / "linux"))
    made: str = import_module("copyright_file").machine_readable("Qt\n\n  words\n")
    sys.modules.pop("copyright_file", None)

    assert made.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n")
    assert made.endswith(" Qt\n .\n   words\n")
    assert all(
        line.startswith((" ", "Format", "Upstream", "Source", "Comment", "Files", "Copyright", "License"))
        for line in made.splitlines()
        if line
    )
