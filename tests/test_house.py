"""Rules of the repository that no linter knows."""

import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.services.formats import FORMATS
from tests.house_table import (
    LARGE_CLASSES,
    MOST_METHODS,
    Module,
    cycles,
    doubled,
    imports,
    methods,
    modules,
    parameters,
    rows,
    wildcards,
)

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sora_desktop"
GIT = shutil.which("git")
MADE = re.compile(r"(^|/)(\.git|__pycache__|\.venv|\.[a-z_]+_cache|\.hypothesis|build|dist|[^/]*\.egg-info)(/|$)")
BASH = shutil.which("bash") or "bash"
MEDIAN_FUNCTION, LONG_FUNCTION, LONGEST_FUNCTION = 8, 40, 60
LONG_FILE, LONGEST_FILE = 400, 550
FEW = 0.03


def tracked(*patterns: str) -> list[Path]:
    """Text files of the project that match; a copy without git is taken as a whole."""
    files = [file for file in _listed(*patterns) if file.is_file()]
    return [file for file in files if b"\0" not in file.read_bytes()]


def _listed(*patterns: str) -> Iterator[Path]:
    if GIT is None or not (ROOT / ".git").exists():
        ours = [file for file in ROOT.rglob("*") if not MADE.search(str(file.relative_to(ROOT)))]
        yield from (file for file in ours if any(fits(file, pattern) for pattern in patterns or ["**"]))
        return
    command = [GIT, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    yield from (ROOT / name for name in listed.stdout.split("\0") if name)


def fits(file: Path, pattern: str) -> bool:
    """As git sees it: a folder, or a pattern whose stars cross folders."""
    name = str(file.relative_to(ROOT))
    return name.startswith(f"{pattern}/") or fnmatch(name, pattern.replace("**", "*"))


def found(pattern: str, files: list[Path]) -> list[str]:
    """Where `pattern` stands, as file:line: text."""
    search = re.compile(pattern)
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if search.search(line)
    ]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def plain_name(requirement: str) -> str:
    """The name of a requirement, as the index normalizes it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]).lower()


@cache
def tree(file: Path) -> ast.Module:
    """Of a file, which is read once for all looks of this module."""
    return ast.parse(file.read_text())


@cache
def app() -> list[Module]:
    """The modules of the app, likewise."""
    return modules()


@pytest.fixture(scope="module", autouse=True)
def _no_tree_is_kept() -> Iterator[None]:
    yield
    tree.cache_clear()
    app.cache_clear()


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_names_a_package_registry() -> None:
    hosts = "|".join(
        ["py" + r"pi\.(org|python)", "python" + r"hosted\.org", "registry" + r"\.npmjs", "--(extra-)?index" + "-url"]
    )

    assert found(hosts, tracked()) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert found(r"(?<![\w.}\"])/(work|root|tmp/w)/", tracked()) == []


def test_no_dialog_or_menu_runs_a_loop_of_its_own() -> None:
    nested = r"\.exec_?\(|\bprocessEvents\(|QMessageBox\.(information|question|warning|critical)|QFileDialog\.get|QInputDialog"

    assert found(nested, tracked("sora_desktop/**.py")) == []


def test_functions_are_short() -> None:
    """Half of them have at most eight lines, few of them more than forty, none more than sixty."""
    sizes = {
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in tracked("sora_desktop/**.py", "tests/**.py", "benchmarks/**.py")
        for node in functions(file)
    }
    long = {name: lines for name, lines in sizes.items() if lines > LONG_FUNCTION}

    assert statistics.median(sizes.values()) <= MEDIAN_FUNCTION
    assert len(long) <= FEW * len(sizes), long
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}


def test_files_are_short() -> None:
    """Few of them have more than four hundred lines."""
    files = tracked("sora_desktop/**.py")
    sizes = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in files}
    long = {name: lines for name, lines in sizes.items() if lines > LONG_FILE}

    assert len(long) <= FEW * len(sizes), long
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_classes_have_few_methods_and_the_other_measures_are_kept() -> None:
    assert [] == [(row.what, row.told, row.limit) for row in rows(app()) if not row.is_kept]


def test_a_class_that_became_small_is_no_exception_any_more() -> None:
    now = {node.name: methods(node) for module in app() for node in module.classes()}

    assert [] == [name for name in LARGE_CLASSES if now.get(name, 0) <= MOST_METHODS]


def test_each_measure_sees_what_it_is_for() -> None:
    hen = Module("sora_desktop.hen", "import sora_desktop.egg\n\ndef lay(self, one: Any, *rest): ...\n")
    egg = Module("sora_desktop.egg", 'WHO = "sora_desktop.hen"\nclass Egg:\n    def roll(self): ...\n')
    known = frozenset({hen.name, egg.name})
    block = "\n".join(f"value_{number} = {number}" for number in range(7))
    twins = [Module("one", block), Module("two", f"other = 1\n{block}"), Module("three", "alone = 1")]

    assert [[egg.name, hen.name]] == cycles({each.name: imports(each, known) for each in (hen, egg)})
    assert (2, 1) == (parameters(next(hen.functions())), wildcards(hen))
    assert (1, [1]) == (doubled(twins), [methods(each) for each in egg.classes()])


def test_modules_of_the_app_say_what_they_are() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in tracked("sora_desktop/**.py")
        if file.name != "__init__.py" and ast.get_docstring(tree(file)) is None
    ]

    assert silent == []


def test_what_is_loaded_late_is_loaded_by_functions_that_say_so() -> None:
    """Imports inside of functions are seen by the contracts; names of modules in strings are not."""
    late = {
        f"{file.relative_to(ROOT)} {function.name}"
        for file in tracked("sora_desktop/**.py")
        for function in ast.walk(tree(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(isinstance(each, ast.Import | ast.ImportFrom) for each in ast.walk(function))
        and not function.name.lstrip("_").startswith("load_")
    }
    named = found(r"import_module\(.*sora_desktop|[\"']sora_desktop\.[a-z]+\.", tracked("sora_desktop/**.py"))

    assert (late, []) == (set(), named)


def test_every_dependency_is_pinned() -> None:
    settings = project()
    wanted = chain(
        settings["project"]["dependencies"],
        settings["build-system"]["requires"],
        *settings["dependency-groups"].values(),
    )
    pins = [line.partition("#")[0].strip() for line in (ROOT / "constraints.txt").read_text().splitlines()]
    pinned = {plain_name(pin) for pin in pins if "==" in pin}

    assert sorted({plain_name(each) for each in wanted} - pinned) == []


def test_every_dependency_has_its_reason() -> None:
    settings = project()
    told = re.findall(r"^\| ([^|]+) \|", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    reasons = {plain_name(name) for cell in told for name in cell.split(", ")}
    wanted = chain(
        settings["project"]["dependencies"],
        settings["build-system"]["requires"],
        *settings["dependency-groups"].values(),
    )

    assert sorted({plain_name(each) for each in wanted} - reasons) == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_command_and_link_of_a_page_exists(page: str) -> None:
    text = (ROOT / page).read_text()
    scripts = set(re.findall(r"\b(?:scripts|packaging|\.ci)/[a-z-]+(?![\w./-])", text))
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]

    assert [name for name in sorted(scripts) if not os.access(ROOT / name, os.X_OK)] == []
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_script_is_sound_and_stops_at_the_first_error() -> None:
    scripts = [file for file in tracked("scripts", ".ci", "packaging") if file.read_text().startswith("#!")]
    broken = [file.name for file in scripts if subprocess.run([BASH, "-n", str(file)], check=False).returncode != 0]

    assert [file.name for file in scripts if "\nset -" not in file.read_text()] == []
    assert broken == []


def test_what_machines_make_is_not_tracked() -> None:
    assert [str(file) for file in tracked() if MADE.search(str(file.relative_to(ROOT)))] == []


def test_the_windows_import_chain_stays_light() -> None:
    """What the first paint does not need is loaded behind it: HTTP, films, pictures, keychain, database."""
    heavy = "{'httpx', 'av', 'PIL', 'keyring', 'sqlite3', 'starlette', 'uvicorn', 'PySide6.QtMultimedia', 'html', 'statistics'}"
    program = f"import sys, sora_desktop.app; print(*sorted({heavy} & set(sys.modules)))"

    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.split() == []


def test_the_way_to_the_first_rows_stays_light() -> None:
    """The window waits for them, and all that is imported for them takes Python's lock from its first paint."""
    heavy = "{'cattrs', 'attr', 'uuid', 'ctypes', 'httpx', 'av', 'PIL', 'keyring'}"
    program = f"import sys, sora_desktop.app, sora_desktop.studio.folder; print(*sorted({heavy} & set(sys.modules)))"

    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.split() == []


def test_values_compile_nothing_at_import() -> None:
    """Those of the standard library compile six methods for each class, which was a third of all our imports."""
    named = found(r"from dataclasses import .*\bdataclass\b|@dataclasses\.dataclass", tracked("sora_desktop/**.py"))

    assert ["sora_desktop/base/values.py"] == [line.partition(":")[0] for line in named]


def test_the_first_paint_makes_no_class_of_qt_that_it_does_not_show(tmp_path: Path) -> None:
    """Python's classes of Qt's are made at the first touch, which takes long. Some answers of PySide touch them all."""
    program = """
import asyncio, os, sys
from pathlib import Path
import sora_desktop.app as app
from PySide6 import QtGui, QtWidgets

async def look():
    run = app.WindowRun(application, Path(sys.argv[1]))
    application.processEvents()
    run.window.findChild(QtWidgets.QPlainTextEdit, "promptEdit").minimumSizeHint()
    print(*sorted({"QWizard", "QCalendarWidget", "QAccessible", "QGradient"} & {*vars(QtGui), *vars(QtWidgets)}), flush=True)
    os._exit(0)

application = app.make_application()
asyncio.Runner(loop_factory=lambda: app.QEventLoop(application)).run(look())
"""
    command = [sys.executable, "-c", program, str(tmp_path)]

    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert made.stdout.split() == []


def test_no_text_and_no_icon_is_kept_for_nothing() -> None:
    code = "\n".join(file.read_text() for file in tracked("sora_desktop/**.py", "resources/**.qss"))
    sentences = "\n".join(file.read_text() for file in tracked("sora_desktop/ui/**/sentences.py"))
    texts = re.findall(r"^([A-Z][A-Z0-9_]+)(?:: [^=]+)? =", sentences, re.MULTILINE)
    icons = {re.sub("-(dark|light)$", "", file.stem) for file in tracked("resources/icons/**.svg")}

    words = Counter(re.findall(r"[\w-]+", code))

    assert [] == [name for name in texts if words[name] < 2]
    assert [] == sorted(
        name for name in icons if not any(f"{mark}{name}{end}" in code for mark in '"/' for end in '".-')
    )


WISHES = {"SUBMITTING", "CANCELLED", "CANCELLING", "DISMISSED", "RUNNING", "UNKNOWN", "FETCHING"}
"""What a person, or a job's turn, asks for. What became of it is for the judge alone to say."""


def test_nothing_but_the_judge_says_what_became_of_a_job() -> None:
    """The states that a call of `move`, or a `state=` of a copy, names outside of the judge."""
    named = {
        (file.name, value.attr)
        for file in tracked("sora_desktop/studio/**.py", "sora_desktop/store/**.py", "sora_desktop/services/**.py")
        for call in ast.walk(tree(file))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in ("move", "replace")
        for value in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(value, ast.Attribute) and getattr(value.value, "id", "") == "JobState"
    }

    assert {(file, state) for file, state in named if state not in WISHES} == set()


def test_nothing_but_the_judge_says_what_was_billed() -> None:
    """A new job is the one exception: nothing of it has left yet. What only stands in a picture is no job."""
    named = [line.partition(":")[0] for line in found(r"\bbilled=", tracked("sora_desktop/**.py"))]

    assert sorted(set(named)) == [
        "sora_desktop/domain/evidence.py",
        "sora_desktop/studio/jobs/new_job.py",
        "sora_desktop/tour/samples.py",
    ]


NAMES_FORMATS = {
    "sora_desktop/domain/format_facts.py",
    "sora_desktop/domain/presets.py",
    "sora_desktop/services/detection.py",
}
"""Where the id of a format stands outside of the formats: the one that is meant where none is said, what each kind of
server speaks, and the signs of each kind: some presets are called as their format is.
"""
OWN_FORMATS = ("sora_desktop/services/formats/", "sora_desktop/engine/", "sora_desktop/store/upgrades/")
"""The formats themselves, the engine, which speaks two of them, and what earlier versions wrote."""


def named_formats(code: ast.Module) -> Iterator[str]:
    """The ids of formats that stand in some code, and comparisons with the one that is meant where none is said."""
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and node.value in FORMATS:
            yield f"{node.lineno}: {node.value!r}"
        if isinstance(node, ast.Compare | ast.MatchValue | ast.Dict) and "DEFAULT_FORMAT" in ast.unparse(node):
            yield f"{node.lineno}: {ast.unparse(node)}"


def test_nothing_but_a_format_itself_knows_which_one_it_is() -> None:
    """What is special about one is said by its facts, so that a new one is a file and a line."""
    files = [file for file in tracked("sora_desktop/**.py") if not str(file.relative_to(ROOT)).startswith(OWN_FORMATS)]
    found = {str(file.relative_to(ROOT)): list(named_formats(tree(file))) for file in files}

    assert {name: where for name, where in found.items() if where and name not in NAMES_FORMATS} == {}


@pytest.mark.parametrize(
    "code",
    [
        "if job.format == 'uniall': pass",
        "lists = wire in ('openai-videos',)",
        "match job.format:\n    case 'uniall': pass",
        "CHOICES = {'openai-videos': 1}",
        "NATIVE = 'openai-videos'",
        "if connection.format != DEFAULT_FORMAT: pass",
        "match job.format:\n    case domain.DEFAULT_FORMAT: pass",
    ],
)
def test_a_branch_on_a_format_is_found(code: str) -> None:
    assert list(named_formats(ast.parse(code))) != []
