"""A sample of the kill matrix: every named step, both ways to end, the plainest job. `scripts/soak` runs all of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest

from sora_desktop.base.crash_points import CrashPoint
from tests.faults.matrix import Case, run_in_passing
from tests.faults.plan import How, Kill
from tests.faults.zygote import Zygote


@pytest.fixture(scope="module")
def zygotes() -> Iterator[list[Zygote]]:
    """One for each way to end: both are tried at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(Zygote()) for _ in How]


@pytest.mark.parametrize("step", CrashPoint)
def test_a_program_that_ends_at_this_step_pays_nothing_twice_and_loses_nothing(
    step: CrashPoint, zygotes: list[Zygote]
) -> None:
    cases = [Case.draw(step, how, seed=0) for how in How]
    with ThreadPoolExecutor(len(cases)) as pool:
        outcomes = list(pool.map(run_in_passing, cases, zygotes))

    assert [[], []] == [outcome.broken for outcome in outcomes]
    assert [1, 1] == [outcome.died for outcome in outcomes]


@pytest.mark.parametrize(
    "step",
    [
        CrashPoint.ROW_TO_COMMIT,
        CrashPoint.ROW_COMMITTED,
        CrashPoint.SUBMITTING_COMMITTED,
        CrashPoint.ANSWER_READ,
        CrashPoint.PART_OPENED,
        CrashPoint.RENAMED,
    ],
)
def test_a_disk_that_is_full_from_this_step_on_until_the_program_is_killed_costs_nothing(
    step: CrashPoint, zygotes: list[Zygote]
) -> None:
    """Real writes that really fail: no file may grow any more."""
    plain = replace(Case.draw(step, How.KILL, seed=0), kill=Kill("never", 1, How.KILL), fills_at=step, takes=2)
    cases = [replace(plain, native=native) for native in (False, True)]
    with ThreadPoolExecutor(len(cases)) as pool:
        outcomes = list(pool.map(run_in_passing, cases, zygotes))

    assert [[], []] == [outcome.broken for outcome in outcomes]
    assert [1, 1] == [outcome.died for outcome in outcomes]
