"""How the state machines are run: a few parts in an ordinary run, ten thousand lives in a long one."""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def live(machine: type[RuleBasedStateMachine], examples: int, steps: int, part: int | None = None) -> None:
    """So many lives, each of at most so many events: the same ones for the same `part`, drawn anew where it is None."""
    chosen = machine if part is None else seed(part)(type("Part", (machine,), {}))
    run_state_machine_as_test(
        chosen,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
