"""The app as a bundle has it: its code in an archive, no file of it anywhere, and itself as its own interpreter.

PyInstaller is not needed for that: a program of a few lines lays the modules out in the same way. `scripts/package-test`
runs the same `self-test` in the bundle itself.
"""

import marshal
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sora_desktop.self_test import loaders, module_names
from sora_desktop.studio.diagnostics import _PACKAGES
from tests.support.patience import patient

ROOT = Path(__file__).parents[2]
LAUNCHER = """
import importlib.util, marshal, os, pkgutil, sys
from importlib.machinery import ModuleSpec

here = os.path.dirname(os.path.realpath(__file__))
inside = os.path.join(here, "_internal")
with open(os.path.join(here, "archive"), "rb") as file:
    archive = marshal.load(file)

class Frozen:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in archive:
            return None
        is_package, _ = archive[name]
        place = os.path.join(inside, *name.split("."))
        spec = ModuleSpec(name, Frozen, origin=os.path.join(place, "__init__.pyc") if is_package else place + ".pyc", is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [place]
        return spec
    create_module = staticmethod(lambda spec: None)
    @staticmethod
    def exec_module(module):
        exec(archive[module.__name__][1], module.__dict__)

usual = pkgutil.iter_modules
def iter_modules(path=None, prefix=""):
    yield from usual(path, prefix)
    for place in path or ():
        package = os.path.relpath(place, inside).replace(os.sep, ".")
        for name, (is_package, _) in archive.items():
            if name.rpartition(".")[0] == package:
                yield pkgutil.ModuleInfo(Frozen, prefix + name.rpartition(".")[2], is_package)
pkgutil.iter_modules = iter_modules
sys.meta_path.insert(0, Frozen)
sys.frozen, sys._MEIPASS = True, inside
sys.executable = os.path.join(here, "sora-desktop")
from sora_desktop.__main__ import main
sys.exit(main())
"""


def code_of(file: Path) -> tuple[str, bool, object]:
    """Name, whether it is a package, and code, which knows its file as PyInstaller's does: from the package on."""
    place = file.relative_to(ROOT)
    is_package = place.name == "__init__.py"
    parts = place.parent.parts if is_package else place.with_suffix("").parts
    return ".".join(parts), is_package, compile(file.read_text(), place.as_posix(), "exec", dont_inherit=True)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """In a folder with spaces and Chinese letters."""
    folder = tmp_path / "mein 视频 Programm"
    shutil.copytree(ROOT / "resources", folder / "_internal" / "sora_desktop" / "resources")
    compile_all = runpy.run_path(str(ROOT / "packaging" / "compile_translations.py"))["compile_all"]
    compile_all(folder / "_internal" / "sora_desktop" / "resources" / "locale")
    modules = [code_of(file) for file in (ROOT / "sora_desktop").rglob("*.py")]
    (folder / "archive").write_bytes(marshal.dumps({name: (package, code) for name, package, code in modules}))
    (folder / "launcher.py").write_text(LAUNCHER)
    program = folder / "sora-desktop"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P "$(dirname "$(realpath "$0")")/launcher.py" "$@"\n')
    program.chmod(0o755)
    return program


def run(program: Path, *words: str, home: Path) -> "subprocess.CompletedProcess[str]":
    surroundings = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    surroundings = {name: value for name, value in surroundings.items() if not name.startswith(("PYTHON", "XDG_"))}
    command = [str(program), *words]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, cwd="/", env=surroundings, timeout=patient(300.0)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_every_part_is_found_without_a_file_of_code(bundle: Path, tmp_path: Path) -> None:
    """All modules, all that is loaded later, the engine, the children, a clip, the doctor."""
    ran = run(bundle, "self-test", home=tmp_path)
    told = ran.stderr.splitlines()

    assert (0, 5) == (ran.returncode, sum(line.endswith(": good") for line in told)), ran.stderr
    assert [bundle.parent / "launcher.py"] == list(bundle.parent.rglob("*.py"))


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_help_and_version_are_true_and_a_word_too_many_is_told(bundle: Path, tmp_path: Path) -> None:
    assert run(bundle, "--version", home=tmp_path).stdout.startswith("Sora Desktop ")
    help_text = run(bundle, "--help", home=tmp_path).stdout
    assert "--portable" in help_text
    assert "media-child" not in help_text
    assert run(bundle, "genrate", home=tmp_path).returncode == 2


def test_all_loaders_are_asked() -> None:
    """Each function that loads a part when it is first needed, as far as it can be called at all."""
    for name in module_names():
        __import__(name)
    names = {load.__qualname__ for load in loaders()}

    assert {"load_window", "load_engine", "load_media_child", "load_render_child", "load_picture_finder"} <= names
    assert len(names) > 40


def test_the_bundle_knows_the_versions_that_the_report_tells() -> None:
    spec = (ROOT / "packaging" / "pyinstaller" / "sora-desktop.spec").read_text()

    assert all(f'"{name}"' in spec.partition("TOLD = ")[2].partition("]")[0] for name in _PACKAGES)
