"""Each sentence that a person may read is marked for translation, whole, and no code depends on its words."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "sora_desktop"
MARKS = {"N_": 1, "NP_": 2, "message": 1, "plural": 2}
"""Each with how many of its arguments are texts."""
SINKS = frozenset(
    {"setText", "setToolTip", "set_tip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription"}
    | {"setWindowTitle", "PlainLabel", "ElidedLabel", "QPushButton", "QCheckBox", "addAction", "says", "tr", "Notice"}
    | {"Choice", "FormRow", "ConfirmSheet", "NoticeAction", "IconButton", "Problem", "Health"}
)
"""What puts its arguments before a person."""
NAMES = frozenset({"IconButton"})
"""Their icons are named by literals of one word."""
WORD = re.compile(r"[A-Za-z]{2,}")


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def is_glued(node: ast.expr) -> bool:
    """An f-string, or texts that are put together at run time."""
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def has_words(node: ast.expr) -> bool:
    """A literal, or an f-string with a literal in it, that reads as a text."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(WORD.search(node.value))
    if isinstance(node, ast.JoinedStr):
        return any(has_words(part) for part in node.values if isinstance(part, ast.Constant))
    return False


def glued(tree: ast.Module) -> Iterator[ast.Call]:
    for call in calls(tree):
        if any(is_glued(each) for each in call.args[: MARKS.get(name_of(call), 0)]):
            yield call


def unmarked_on_screen(tree: ast.Module) -> Iterator[ast.Call]:
    for call in calls(tree):
        name = name_of(call)
        if name in SINKS and any(has_words(each) and not is_icon(name, each) for each in call.args):
            yield call


def is_icon(name: str, node: ast.expr) -> bool:
    return name in NAMES and isinstance(node, ast.Constant) and " " not in str(node.value)


def unmarked_errors(tree: ast.Module) -> Iterator[ast.Call]:
    """An error with a text of ours: a bare text is a stranger's, and never looked up."""
    marked = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and name_of(node.value) == "N_"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in calls(tree):
        first = call.args[0] if call.args else None
        if name_of(call) in errors() and first is not None:
            is_bare = isinstance(first, ast.Name) and first.id in marked
            if is_bare or (has_words(first) and not is_a_code(first)):
                yield call


def is_a_code(node: ast.expr) -> bool:
    """`HTTP 404` is the service's own."""
    return isinstance(node, ast.JoinedStr) and all(
        str(part.value).strip() in ("HTTP", ":", "") for part in node.values if isinstance(part, ast.Constant)
    )


@cache
def errors() -> set[str]:
    trees = [ast.parse(path.read_text()) for path in (PACKAGE / "domain/errors").glob("*.py")]
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}


def compared(tree: ast.Module) -> Iterator[ast.Compare]:
    """A condition that hangs on what a sentence says. What a child process may say is checked by its own list."""
    for node in (each for each in ast.walk(tree) if isinstance(each, ast.Compare)):
        named = [each.id for each in node.comparators if isinstance(each, ast.Name) and each.id.isupper()]
        if getattr(node.left, "attr", "") in ("reason", "source", "sentence") and set(named) - {"_ALL"}:
            yield node


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


Look = Callable[[ast.Module], Iterator[ast.expr]]
LOOKS: tuple[Look, ...] = (glued, unmarked_on_screen, unmarked_errors, compared)


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """Of each file of the app, read once for all looks."""
    return {file: ast.parse(file.read_text()) for file in sorted(PACKAGE.rglob("*.py"))}


@pytest.mark.parametrize("look", LOOKS)
def test_the_sentences_of_the_app_are_marked_and_whole(look: Look, trees: dict[Path, ast.Module]) -> None:
    wrong = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}: {ast.unparse(node)[:100]}"
        for file, tree in trees.items()
        for node in look(tree)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("look", "code"),
    [
        (glued, 'message(f"The {thing} is gone.")'),
        (glued, 'N_("One. " + TWO)'),
        (glued, 'plural("{count} clip", f"{count} clips", 2)'),
        (unmarked_on_screen, 'label.setText("Ready to go")'),
        (unmarked_on_screen, 'button.setAccessibleName(f"Remove {name}")'),
        (unmarked_on_screen, 'tr("Play")'),
        (unmarked_errors, 'raise InputError("That is no id.")'),
        (unmarked_errors, 'raise MediaError(f"It is {kind}.")'),
        (unmarked_errors, '_BUSY = N_("It is busy.")\nraise InputError(_BUSY)'),
        (compared, "job.reason == WAITS_FOR_TWIN"),
        (compared, "job.reason.source in NO_KEY"),
    ],
)
def test_each_look_finds_what_it_looks_for(look: Look, code: str) -> None:
    assert [1] == [1 for _ in look(ast.parse(code))]
