"""The long counts of the fault tests, with their totals. `scripts/soak kill machine mislead files cuts` runs them.

python -m tests.faults.soak kill --seeds 50
python -m tests.faults.soak machine --examples 10000
python -m tests.faults.soak mislead --examples 10000
python -m tests.faults.soak files --examples 10000 --homes 200
"""

import argparse
import asyncio
import os
import queue
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

from sora_desktop.base.crash_points import CrashPoint
from sora_desktop.domain.clip import Examined
from tests.faults.cuts import LAYOUTS, cut_everywhere
from tests.faults.homes import bring_home
from tests.faults.lives import live
from tests.faults.machine import Machine
from tests.faults.matrix import Case, Outcome, run_in_passing
from tests.faults.mislead import MisleadMachine
from tests.faults.odd_files import OddFiles
from tests.faults.plan import How
from tests.faults.rules import Rules
from tests.faults.versions import glued
from tests.faults.zygote import Zygote
from tests.servers.http_server import Framing


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def kill(first: int, seeds: int) -> int:
    """Every step, every way to end, `seeds` from `first` on; answers how many cases broke a promise."""
    cases = [Case.draw(step, how, seed) for seed in range(first, first + seeds) for step in CrashPoint for how in How]
    started, totals = time.monotonic(), Counter[str]()
    for case, outcome in _all(cases):
        totals.update(cases=1, lives_ended=outcome.died, charges=outcome.charges, broken=bool(outcome.broken))
        for line in outcome.broken:
            say(f"BROKEN  {line}\n        {case.words}")
        if totals["cases"] % 100 == 0:
            say(f"        {dict(totals)} after {time.monotonic() - started:.0f} s")
    say(
        f"kill matrix: {len(CrashPoint)} steps × {len(How)} ways × {seeds} seeds = {totals['cases']} cases, "
        f"{totals['lives_ended']} programs ended, {totals['charges']} charges, {totals['broken']} cases with a broken "
        f"promise, in {time.monotonic() - started:.0f} s"
    )
    return totals["broken"]


def _all(cases: list[Case]) -> Iterator[tuple[Case, Outcome]]:
    """As many at one time as there are cores, each with a zygote of its own."""
    workers = max(1, os.cpu_count() or 1)
    free: queue.SimpleQueue[Zygote] = queue.SimpleQueue()

    def run(case: Case) -> tuple[Case, Outcome]:
        zygote = free.get()
        try:
            return case, run_in_passing(case, zygote)
        except AssertionError as error:
            return case, Outcome(0, 0, [str(error)])
        finally:
            free.put(zygote)

    with ExitStack() as stack:
        for _ in range(workers):
            free.put(stack.enter_context(Zygote()))
        yield from stack.enter_context(ThreadPoolExecutor(workers)).map(run, cases)


class _Counted(Rules):
    """Counts what the examples went through; what an example ends with is counted before all is well again."""

    totals: ClassVar[Counter[str]] = Counter()

    def teardown(self) -> None:
        if hasattr(self, "house"):
            jobs = self.rows()
            self.totals.update(examples=1, jobs=len(jobs), charges=len(self.wire.made))
            self.totals.update(str(job.state) for job in jobs)
            if self.totals["examples"] % 500 == 0:
                say(f"        {dict(self.totals)}")
        super().teardown()


class _CountedMachine(_Counted, Machine):
    """Crashes, faults and a person."""


class _CountedMisleading(_Counted, MisleadMachine):
    """A service that misleads."""


class _CountedFiles(OddFiles):
    """Counts what was found of whole and of cut clips, after each thing that was done to one."""

    totals: ClassVar[Counter[str]] = Counter()

    def judge(self, found: Examined) -> None:
        self.totals[f"{'cut' if self.cut else 'good'} ones: {found.verdict}"] += 1
        super().judge(found)


def machine(
    name: str, counted: type[_CountedMachine | _CountedMisleading | _CountedFiles], examples: int, steps: int
) -> int:
    """So many lives, each of at most so many events, drawn anew at each run."""
    started = time.monotonic()
    live(counted, examples, steps)
    say(
        f"{name}: {examples} examples: {dict(counted.totals)}, no broken promise, in {time.monotonic() - started:.0f} s"
    )
    return 0


def homes(count: int) -> int:
    """So many odd files, brought home by a real studio from a real service, checked in a child of its own each."""
    started, totals, wrong = time.monotonic(), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="homes-") as folder:
        for verdict in asyncio.run(bring_home(Path(folder), count)):
            totals[verdict.word] += 1
            wrong += [verdict.story] if verdict.story else []
    for line in wrong:
        say(f"BROKEN  {line}")
    say(f"homes: {dict(totals)}, {len(wrong)} wrongly judged, in {time.monotonic() - started:.0f} s")
    return len(wrong)


def cuts(count: int) -> int:
    """Each layout of a clip, each way of telling its end, cut off at `count` places; fifty times as many odd worlds."""
    started, made, wrong = time.monotonic(), 0, list[str]()
    for layout in LAYOUTS:
        for framing in Framing:
            with tempfile.TemporaryDirectory(prefix="cuts-") as folder:
                done, found = asyncio.run(cut_everywhere(Path(folder), layout, framing, count))
            made += done
            wrong += found
    worlds = count * 50
    wrong += asyncio.run(glued(range(worlds)))
    for line in wrong:
        say(f"BROKEN  {line}")
    say(
        f"cuts: {made} downloads cut off, {worlds} of files that change meanwhile, {len(wrong)} wrongly taken, "
        f"in {time.monotonic() - started:.0f} s"
    )
    return len(wrong)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    of_kill = parts.add_parser("kill")
    of_kill.add_argument("--first", type=int, default=0)
    of_kill.add_argument("--seeds", type=int, default=50)
    for name, steps in (("machine", 20), ("mislead", 12), ("files", 6)):
        of_machine = parts.add_parser(name)
        of_machine.add_argument("--examples", type=int, default=10_000)
        of_machine.add_argument("--steps", type=int, default=steps)
        of_machine.add_argument("--homes", type=int, default=200, help="files that are brought home for real")
    of_cuts = parts.add_parser("cuts")
    of_cuts.add_argument("--count", type=int, default=200)
    asked = parser.parse_args()
    match asked.part:
        case "kill":
            broken = kill(asked.first, asked.seeds)
        case "machine":
            broken = machine("state machine", _CountedMachine, asked.examples, asked.steps)
        case "mislead":
            broken = machine("misleading services", _CountedMisleading, asked.examples, asked.steps)
        case "files":
            broken = machine("odd files", _CountedFiles, asked.examples, asked.steps) + homes(asked.homes)
        case _:
            broken = cuts(asked.count)
    return 1 if broken else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="soak-state-") as state:
        os.environ["XDG_STATE_HOME"] = state  # where a machine notes which folders it saw: these are nobody's
        raise SystemExit(main())
