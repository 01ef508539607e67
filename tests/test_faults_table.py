"""The table of faults names tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> dict[int, list[tuple[str, str]]]:
    """The tests of each fault, by its number."""
    found = ROW.findall((ROOT / "tests/FAULTS.md").read_text())
    return {int(number): NAMED.findall(tests) for number, _, _, tests in found}


@cache
def functions(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_fault_has_tests_and_each_of_them_is_there() -> None:
    table = rows()
    named = {test for tests in table.values() for test in tests}
    missing = sorted(
        f"{path}::{name}" for path, name in named if not (ROOT / path).exists() or name not in functions(ROOT / path)
    )

    assert list(range(1, len(table) + 1)) == sorted(table)
    assert [] == [number for number, tests in table.items() if not tests]
    assert [] == missing
