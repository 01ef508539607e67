"""Rules over the source of the window that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sora_desktop

PACKAGE = Path(sora_desktop.__file__).parent
LABELS = "ui/common/labels.py"

BANNED_CALLS = {
    "QLabel": "PlainLabel never renders markup",
    "QMessageBox": "notices and sheets instead",
    "QInputDialog": "a sheet instead",
    "QErrorMessage": "notices instead",
    "setToolTip": "set_tip escapes markup",
    "setWhatsThis": "it renders markup",
    "showText": "set_tip escapes markup",
    "setHtml": "all foreign text is plain",
    "insertHtml": "all foreign text is plain",
    "appendHtml": "all foreign text is plain",
    "exec": "a nested loop loses the wake-ups of other tasks",
    "exec_": "a nested loop loses the wake-ups of other tasks",
    "processEvents": "a nested loop loses the wake-ups of other tasks",
    "getOpenFileName": "a nested loop; QFileDialog.open() instead",
    "getOpenFileNames": "a nested loop; QFileDialog.open() instead",
    "getSaveFileName": "a nested loop; QFileDialog.open() instead",
    "getExistingDirectory": "a nested loop; QFileDialog.open() instead",
    "getColor": "a nested loop",
    "getText": "a nested loop",
}
BANNED_BASES = {"QLabel", "QMessageBox", "QVideoWidget"}


def sources() -> list[Path]:
    """All of the window but the one file in which labels and tool tips are made."""
    window = [*sorted((PACKAGE / "ui").rglob("*.py")), PACKAGE / "app.py", PACKAGE / "tour" / "walk.py"]
    return [path for path in window if path != PACKAGE / LABELS]


def faults(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := called(node)) in BANNED_CALLS:
            yield f"line {node.lineno}: {name}(…): {BANNED_CALLS[name]}"
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                if last_name(base) in BANNED_BASES:
                    yield f"line {node.lineno}: class {node.name} is a {last_name(base)}"


def called(node: ast.Call) -> str:
    """The name that is called, and for `QMessageBox.warning(…)` the class."""
    function = node.func
    if isinstance(function, ast.Attribute) and last_name(function.value) in ("QMessageBox", "QInputDialog"):
        return last_name(function.value)
    return last_name(function)


def last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_the_window_shows_foreign_text_as_text_and_starts_no_loop_of_its_own() -> None:
    found = {str(path.relative_to(PACKAGE)): list(faults(ast.parse(path.read_text("utf-8")))) for path in sources()}

    assert {} == {name: wrong for name, wrong in found.items() if wrong}
    assert len(found) > 100


@pytest.mark.parametrize(
    "planted",
    [
        "QLabel('x')",
        "QtWidgets.QLabel(text)",
        "button.setToolTip(name)",
        "QMessageBox.warning(self, 'a', 'b')",
        "dialog.exec()",
        "QFileDialog.getOpenFileName(self)",
        "class Mine(QLabel): pass",
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert 1 == len(list(faults(ast.parse(planted))))


def test_every_list_that_is_a_class_of_its_own_is_one_that_screen_readers_follow() -> None:
    """Qt says nothing of rows that it has not laid out itself; see `ui/common/spoken_list.py`."""
    lists = {
        name: node.bases[0].id
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and node.bases and isinstance(node.bases[0], ast.Name)
        for name in [node.name]
        if node.bases[0].id in ("QListView", "QAbstractItemView", "SpokenList")
    }

    assert {"SpokenList"} == {name for name, base in lists.items() if base != "SpokenList"}
    assert {"ClipGrid", "JobView", "ModelPicker", "StripRow"} <= set(lists)
