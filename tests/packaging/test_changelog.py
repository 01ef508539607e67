"""The notes of releases that a software centre shows."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

LINUX = Path(__file__).parents[2] / "packaging" / "linux"

CHANGES = """# Changelog

## [Unreleased]

- Not yet.

## [0.2.0] - 2026-12-01

### Added

- Clips & pictures: a line
  that goes on.
- `generate` again.

## [0.1.1]

- Has no day yet.

## [0.1.0] - 2026-11-20

- First.
"""


@pytest.fixture
def changelog(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(LINUX))
    yield import_module("changelog")
    sys.modules.pop("changelog", None)


def test_each_release_is_told_with_its_date_and_its_points_and_what_is_not_released_is_not(
    changelog: Any, tmp_path: Path
) -> None:
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")

    told = ET.fromstring(changelog.releases(tmp_path / "CHANGELOG.md"))  # noqa: S314 -- our own words

    assert [("0.2.0", "2026-12-01"), ("0.1.0", "2026-11-20")] == [
        (release.get("version"), release.get("date")) for release in told
    ]
    assert ["Clips & pictures: a line that goes on.", "generate again.", "First."] == [
        point.text for point in told.iter("li")
    ]


def test_without_a_release_there_are_no_notes(changelog: Any, tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n- Not yet.\n", encoding="utf-8")

    assert changelog.releases(tmp_path / "CHANGELOG.md") == ""
