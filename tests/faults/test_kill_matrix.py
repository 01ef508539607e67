"""A sample of the kill matrix: every named step, both ways to end, the plainest job. `scripts/soak` runs all of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from sora_desktop.domain.steps import Step
from tests.faults.matrix import Case, run_in_passing
from tests.faults.plan import How
from tests.faults.zygote import Zygote


@pytest.fixture(scope="module")
def zygotes() -> Iterator[list[Zygote]]:
    """One for each way to end: both are tried at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(Zygote()) for _ in How]


@pytest.mark.parametrize("step", Step)
def test_a_program_that_ends_at_this_step_pays_nothing_twice_and_loses_nothing(
    step: Step, zygotes: list[Zygote]
) -> None:
    cases = [Case.draw(step, how, seed=0) for how in How]
    with ThreadPoolExecutor(len(cases)) as pool:
        outcomes = list(pool.map(run_in_passing, cases, zygotes))

    assert [[], []] == [outcome.broken for outcome in outcomes]
    assert [1, 1] == [outcome.died for outcome in outcomes]
