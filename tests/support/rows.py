"""One test for a table of rows: each row is tried, and each that fails is named.

    @rows("words, seconds", [("4 s", 4), ("two minutes", 120)])
    def test_a_length_is_read(words: str, seconds: int) -> None:
        assert seconds == seconds_in(words)

For rules that are asked and answer at once, and need nothing that is made anew for each: a test of its own costs ten
milliseconds, which is a hundred times what such a row does. What a row does alone belongs to `pytest.mark.parametrize`.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

Rule = Callable[..., None]
NAME_LENGTH = 200


def rows(
    names: str | Sequence[str], values: Iterable[Any], *, ids: Callable[[Any], Any] | Iterable[Any] | None = None
) -> Callable[[Rule], Callable[[], None]]:
    """Takes what `parametrize` takes, but marks of a row, and only where no fixture is wanted beside the row."""
    keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    sets = [ParameterSet.extract_from(each, force_tuple=len(keys) == 1) for each in values]
    told = ids if callable(ids) or ids is None else list(ids)
    named = [(_name(told, number, row), dict(zip(keys, row.values, strict=True))) for number, row in enumerate(sets)]
    if not named:
        raise ValueError("a table without rows holds nothing")

    def decorate(test: Rule) -> Callable[[], None]:
        @wraps(test)
        def each_row() -> None:
            failed = [error for name, row in named if (error := _error(test, name, row)) is not None]
            if failed:
                raise (
                    failed[0] if len(failed) == 1 else BaseExceptionGroup(f"{len(failed)} rows of {len(named)}", failed)
                )

        vars(each_row).pop("__wrapped__")  # pytest would look for fixtures of the names in there
        return each_row

    return decorate


def _error(test: Rule, name: str, row: dict[str, Any]) -> BaseException | None:
    try:
        test(**row)
    except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 -- all of them are raised together
        error.add_note(f"in the row {name}")
        return error
    return None


def _name(ids: Callable[[Any], Any] | list[Any] | None, number: int, row: ParameterSet) -> str:
    if row.id is not None:
        return str(row.id)
    if isinstance(ids, list):
        return str(ids[number])
    parts = [told if ids is not None and (told := ids(value)) is not None else repr(value) for value in row.values]
    return f"{number}: {', '.join(str(part) for part in parts)[:NAME_LENGTH]}"
