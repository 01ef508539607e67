"""How much of what can be drawn is tried: a sample in every run, as many as `FUZZ_EXAMPLES` says in a long one.

A property whose test says nothing about it has `ORDINARY` (see conftest.py). No example has a deadline: how long one
takes is the machine's affair.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")

WANTED = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""Examples of each property; 0 is the sample of an ordinary run."""

ORDINARY = 30

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def examples(sample: int, **more: Any) -> Callable[[Any], Any]:
    """Settings of a property that is tried with `sample` examples in an ordinary run; `more` of Hypothesis' own."""
    return settings(max_examples=WANTED or sample, deadline=None, **{"suppress_health_check": SLOW, **more})


def use_by_default() -> None:
    """For each property whose test has no settings of its own."""
    settings.register_profile("sora", max_examples=WANTED or ORDINARY, deadline=None, suppress_health_check=SLOW)
    settings.load_profile("sora")


def some_of(values: Iterable[T], every: int) -> list[T]:
    """Every so many-th value in an ordinary run, all of them in a long one."""
    return list(values)[:: 1 if WANTED else every]
