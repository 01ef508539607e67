"""What is left out of the self-contained folder, and what must never be."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

PYINSTALLER = Path(__file__).parents[2] / "packaging" / "pyinstaller"


@pytest.fixture
def left_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(PYINSTALLER))
    yield import_module("left_out")
    sys.modules.pop("left_out", None)


def binary(name: str) -> tuple[str, str, str]:
    return name, f"/from/{name}", "BINARY"


def test_parts_of_qt_for_machines_without_a_desktop_stay_out_and_the_desktop_s_own_stay_in(left_out: Any) -> None:
    plugins = "PySide6/Qt/plugins"
    stay = [f"{plugins}/platforms/libq{name}.so" for name in ("xcb", "wayland", "offscreen")]
    stay += [f"{plugins}/multimedia/libffmpegmediaplugin.so", "PySide6/plugins/platforms/qwindows.dll"]
    go = [f"{plugins}/platforms/libq{name}.so" for name in ("eglfs", "linuxfb", "vnc")]
    go += [f"{plugins}/platformthemes/libqgtk3.so", "libstdc++.so.6", "PySide6\\plugins\\generic\\qtuiotouch.dll"]

    assert stay == [name for name, _, _ in left_out.without(map(binary, stay + go))]


def test_qt_s_own_words_stay_in_the_languages_of_the_app_alone(left_out: Any) -> None:
    files = [f"PySide6/Qt/translations/{name}.qm" for name in ("qtbase_de", "qtbase_zh_CN", "qtbase_fr", "qt_de")]

    assert files[:2] == [name for name, _, _ in left_out.without((name, "/x", "DATA") for name in files)]


def test_each_language_of_the_app_keeps_qt_s_words(left_out: Any) -> None:
    languages = {path.name for path in (PYINSTALLER.parents[1] / "resources" / "locale").iterdir() if path.is_dir()}

    assert languages == set(left_out.TRANSLATED)


def test_a_library_that_nothing_is_linked_to_any_more_goes_and_what_it_alone_needed_with_it(left_out: Any) -> None:
    links = {
        "/from/av/core.so": ["libavcodec.so.62", "libc.so.6"],
        "/from/libavcodec.so.62": ["libx264.so.165"],
        "/from/libgtk.so.3": ["libpango.so.1"],
    }
    entries = [
        ("av/core.so", "/from/av/core.so", "EXTENSION"),
        *map(binary, ("libavcodec.so.62", "libx264.so.165", "libgtk.so.3", "libpango.so.1")),
        *map(binary, ("PySide6/Qt/plugins/platforms/libqxcb.so", "libpython3.11.so.1.0", "python312.dll")),
    ]

    kept = left_out.only_needed(entries, lambda path: links.get(path, []))

    gone = {"libgtk.so.3", "libpango.so.1"}
    assert [entry for entry in entries if entry[0] not in gone] == kept


def test_a_library_and_the_link_that_leads_to_it_stay_together(left_out: Any) -> None:
    entries = [
        ("av/core.so", "/from/av/core.so", "EXTENSION"),
        ("av.libs/libXau.so.6", "/from/av.libs/libXau.so.6", "BINARY"),
        ("libXau.so.6", "av.libs/libXau.so.6", "SYMLINK"),
    ]

    assert entries == left_out.only_needed(entries, lambda path: ["libXau.so.6"] if path.endswith("core.so") else [])
