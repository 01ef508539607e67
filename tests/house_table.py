"""The measures of the house, as a table; `scripts/check` prints it, and fails where one is beyond its limit.

python -m tests.house_table
"""

import ast
import re
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sora_desktop"
BLOCK = 6
"""Lines of code that stand twice count from so many on."""

Function = ast.FunctionDef | ast.AsyncFunctionDef

MOST_METHODS = 25
LARGE_CLASSES: Mapping[str, int] = {}
"""Classes from before the limit, and what they may have until they are parted; none comes to this list."""


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))


def modules(package: Path = PACKAGE) -> list[Module]:
    """All of the package, by their dotted names."""
    return [
        Module(".".join(file.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__"), text)
        for file in sorted(package.rglob("*.py"))
        if (text := file.read_text())
    ]


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def methods(node: ast.ClassDef) -> int:
    return sum(isinstance(each, Function) for each in node.body)


def parameters(node: Function) -> int:
    """All that a caller gives; not `self`, and `*rest` and `**named` as one each."""
    given = node.args
    count = len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs) + bool(given.vararg) + bool(given.kwarg)
    first = [each.arg for each in (*given.posonlyargs, *given.args)][:1]
    return count - (first in (["self"], ["cls"]))


def wildcards(module: Module) -> int:
    """How often `Any` stands in it."""
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(module.tree))


def imports(module: Module, known: frozenset[str]) -> set[str]:
    """The modules that it names: at its top, late, for types alone, or in a string."""
    named = set[str]()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            named |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            named |= set(re.findall(r"^sora_desktop(?:\.\w+)+$", node.value))
    return (named & known) - {module.name}


def cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Modules that lead back to themselves, each group once (Tarjan's way, without recursion)."""
    reach: dict[str, set[str]] = {}
    for start in graph:
        seen, waiting = set[str](), [start]
        while waiting:
            for each in graph[waiting.pop()] - seen:
                seen.add(each)
                waiting.append(each)
        reach[start] = seen
    rings = {
        tuple(sorted(each for each in reach[name] if name in reach[each])) for name in graph if name in reach[name]
    }
    return [list(ring) for ring in sorted(rings)]


def doubled(found: Sequence[Module]) -> int:
    """Blocks of code of at least `BLOCK` lines that stand in more than one place; imports and signs alone are none."""
    places = defaultdict[tuple[str, ...], list[tuple[str, int]]](list)
    for module in found:
        code = [line.strip() for line in module.text.splitlines()]
        code = [line for line in code if len(line) > 3 and not line.startswith(("#", "from ", "import ", '"'))]
        for start in range(len(code) - BLOCK + 1):
            places[tuple(code[start : start + BLOCK])].append((module.name, start))
    starts = sorted(place for several in places.values() if len(several) > 1 for place in several[1:])
    return sum(one[0] != two[0] or two[1] != one[1] + 1 for one, two in pairwise([("", 0), *starts]))


def spread(values: Sequence[int]) -> str:
    """Median, the ninetieth and the ninety-ninth of a hundred, and the largest."""
    hundredths = statistics.quantiles(values, n=100)
    return f"{statistics.median(values):.0f} / {hundredths[89]:.0f} / {hundredths[98]:.0f} / {max(values)}"


@dataclass(frozen=True, slots=True)
class Row:
    """`value` is held to `limit`; None where it is only told."""

    what: str
    told: str
    value: float
    limit: float | None = None

    @property
    def is_kept(self) -> bool:
        return self.limit is None or self.value <= self.limit


def rows(found: Sequence[Module]) -> list[Row]:
    """The table of these modules."""
    functions = [node for module in found for node in module.functions()]
    lengths, files = [length(node) for node in functions], [module.lines for module in found]
    most = Counter({node.name: methods(node) for module in found for node in module.classes()})
    largest, count = most.most_common(1)[0]
    large = [name for name, number in most.items() if number > LARGE_CLASSES.get(name, MOST_METHODS)]
    known = frozenset(module.name for module in found)
    rings = cycles({module.name: imports(module, known) for module in found})
    any_rate = 1000 * sum(map(wildcards, found)) / sum(files)
    widest = max(functions, key=parameters)
    return [
        Row("lines a function (median, p90, p99, max)", spread(lengths), max(lengths), 60),
        Row("lines a file (median, p90, p99, max)", spread(files), max(files), 500),
        Row("methods a class (max)", f"{count} {largest}" if not large else " ".join(large), len(large), 0),
        Row("parameters (max)", f"{parameters(widest)} {widest.name}", parameters(widest)),
        Row("cycles of imports, also in strings", " ".join(map(str, rings)) or "none", len(rings), 0),
        Row("Any, in a thousand lines", f"{any_rate:.1f}", any_rate, 4.0),
        Row(f"blocks of {BLOCK} lines and more that stand twice", str(doubled(found)), doubled(found)),
    ]


def main(tell: Callable[[str], object] = print) -> int:
    """Print the table; 1 where a measure is beyond its limit."""
    table = rows(modules())
    for row in table:
        tell(f"{row.what:<50} {row.told:<28} {'' if row.is_kept else f'beyond the limit of {row.limit:g}'}".rstrip())
    return 0 if all(row.is_kept for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
