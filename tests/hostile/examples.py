"""How much of the hostile tests is run: a sample in every run, all of it where `FUZZ_EXAMPLES` says how many."""

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")

WANTED = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""Examples of each fuzz test; 0 is the sample of an ordinary run."""

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def examples(sample: int) -> Callable[[Any], Any]:
    """Settings of a fuzz test that tries `sample` examples in an ordinary run."""
    return settings(max_examples=WANTED or sample, deadline=None, suppress_health_check=SLOW)


def some_of(values: Iterable[T], every: int) -> list[T]:
    """Every so many-th value in an ordinary run, all of them in a long one."""
    return list(values)[:: 1 if WANTED else every]
