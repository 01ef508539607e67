"""The record of the last figures: benchmarks/FIGURES.md, a table for each name with its date, command and machine."""

import os
import platform
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import PySide6

from benchmarks.row import HEAD, Row, cells

PAGE = Path(__file__).with_name("FIGURES.md")
TITLE = "# Figures\n\nWritten by `scripts/bench --write` and `scripts/soak --write`; each figure beside its reference in the same run.\n"


def machine() -> str:
    """What it ran on, and how busy that was at the end."""
    load = f", load {os.getloadavg()[0]:.1f}" if sys.platform != "win32" else ""
    return (
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, Qt platform {os.environ.get('QT_QPA_PLATFORM', 'of the desktop')}{load}"
    )


def write_figures(name: str, command: str, rows: Iterable[Row]) -> None:
    """Put the table of the rows called `name` in the place of their last one; those of other names stay."""
    sections = _sections(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    sections[name] = _section(name, command.strip(), rows)
    PAGE.write_text(TITLE + "".join(sections.values()), encoding="utf-8")


def _sections(page: str) -> dict[str, str]:
    parts = re.findall(r"\n## [^\n]+\n.*?(?=\n## |\Z)", page, re.DOTALL)
    return {part.split("\n")[1].removeprefix("## "): part for part in parts}


def _section(name: str, command: str, rows: Iterable[Row]) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *map(cells, rows)]
    body = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"\n## {name}\n\n{moment} · `{command}` · {machine()}\n\n{body}\n"
