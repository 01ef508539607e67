"""The app's own `dataclass` makes what the standard library's makes, and compiles nothing before it is wanted."""

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any, Generic, TypeVar

import pytest

from sora_desktop.base import values

T = TypeVar("T")
Decorator = Callable[..., Any]


def kinds(dataclass: Decorator) -> dict[str, Any]:
    """The same classes, made by one or the other."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """A place."""

        x: int
        y: float = 2.5
        notes: tuple[str, ...] = ()
        told: list[int] = field(default_factory=list, compare=False, repr=False)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("outside")

        @property
        def twice(self) -> int:
            return self.x * 2

    @dataclass(frozen=True, slots=True)
    class Place(Point):
        name: str = "here"

    @dataclass(order=True, slots=True)
    class Turn:
        number: int
        who: str = field(default="", compare=False)

    @dataclass(slots=True)
    class Own:
        number: int

        def __init__(self, number: str) -> None:
            self.number = int(number)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    @dataclass(frozen=True, slots=True)
    class Choice(Generic[T]):
        value: T

    return {each.__name__: each for each in (Point, Place, Turn, Own, Choice)}


@pytest.fixture(params=["ours", "the library's"])
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    return kinds(values.dataclass if request.param == "ours" else dataclasses.dataclass)


def test_instances_are_made_compared_shown_and_hashed_alike(made: dict[str, Any]) -> None:
    point, place = made["Point"](1, notes=("a",)), made["Place"](1, 2.5, ("a",))

    assert (1, 2.5, ("a",), [], 2) == (point.x, point.y, point.notes, point.told, point.twice)
    assert point == made["Point"](1, 2.5, ("a",), [4])
    assert hash(point) == hash(made["Point"](1, 2.5, ("a",), [4]))
    assert point != made["Point"](2)
    assert point != place
    assert "kinds.<locals>.Point(x=1, y=2.5, notes=('a',))" == repr(point)
    assert "here" == place.name
    assert replace(place, name="there").name == "there"
    assert {"x": 1, "y": 2.5, "notes": ("a",), "told": []} == dataclasses.asdict(point)
    with pytest.raises(ValueError, match="outside"):
        made["Place"](-1)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        made["Point"]()


def test_frozen_is_frozen_and_the_rest_is_not(made: dict[str, Any]) -> None:
    point, turn = made["Point"](1), made["Turn"](3)

    for name in ("x", "z"):
        with pytest.raises((FrozenInstanceError, TypeError)):
            setattr(point, name, 2)
    with pytest.raises(FrozenInstanceError):
        del point.x
    turn.number = 1

    assert 1 == turn.number
    assert (None, True) == (made["Turn"].__hash__, made["Point"].__hash__ is not None)
    assert [1, 2] == [each.number for each in sorted([made["Turn"](2, "a"), made["Turn"](1, "b")])]
    assert made["Turn"](1, "a") == made["Turn"](1, "b")


def test_what_a_class_has_itself_stays(made: dict[str, Any]) -> None:
    own = made["Own"]("4")

    assert (4, 7, "own", True) == (own.number, hash(own), repr(own), own == made["Own"]("5"))


def test_what_looks_into_a_class_sees_the_same(made: dict[str, Any]) -> None:
    point: Any = made["Point"]
    parameters, hints = inspect.signature(point).parameters, typing.get_type_hints(point.__init__)

    assert ["x", "y", "notes", "told"] == [each.name for each in dataclasses.fields(point)] == list(parameters)
    assert (int, list[int]) == (hints["x"], hints["told"])
    assert (("x", "y", "notes", "told"), "A place.", True) == (
        point.__match_args__,
        point.__doc__,
        point.__dataclass_params__.frozen,
    )
    assert not hasattr(point(1), "__dict__")
    assert ("kinds.<locals>.Point.__init__", __name__) == (point.__init__.__qualname__, point.__module__)
    assert 4 == made["Choice"](4).value


def test_a_class_of_the_library_may_derive_from_one_of_the_app() -> None:
    base = kinds(values.dataclass)["Point"]

    @dataclasses.dataclass(frozen=True, slots=True)
    class Derived(base):  # type: ignore[misc, valid-type]
        z: int = 4

    assert (1, 4) == (Derived(1).x, Derived(1).z)


@values.dataclass(frozen=True, slots=True)
class Kept:
    name: str
    numbers: tuple[int, ...] = (1, 2)


def test_values_are_copied_and_pickled() -> None:
    kept = Kept("a")

    assert kept == copy.copy(kept) == copy.deepcopy(kept) == pickle.loads(pickle.dumps(kept))  # noqa: S301 -- our own


def test_nothing_is_compiled_before_it_is_called() -> None:
    """From Python 3.13 on the library compiles a function of no methods, whatever it is asked for."""
    program = """
import builtins
from sora_desktop.base.values import dataclass
compiled, own = [], builtins.exec
builtins.exec = lambda source, *scopes: ("self" in source and compiled.append(source), own(source, *scopes))

@dataclass(frozen=True, slots=True)
class Point:
    x: int

print(len(compiled))
point = Point(1)
first = len(compiled)
Point(2)
print(first > 0, first == len(compiled))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ["0", "True True"] == ran.stdout.splitlines()


@pytest.mark.parametrize("odd", [field(init=False, default=1), field(kw_only=True, default=1)])
def test_a_field_that_is_no_ordinary_argument_is_refused(odd: Any) -> None:
    with pytest.raises(TypeError, match="no ordinary argument"):
        values.dataclass(type("Odd", (), {"__annotations__": {"x": int}, "x": odd}))


def test_methods_are_written_for_the_fields_that_were_found_wherever_annotations_are_kept() -> None:
    """In Python 3.14 they do not stand in the class before somebody asks."""

    @dataclasses.dataclass(slots=True)
    class Base:
        x: int

    @dataclasses.dataclass(slots=True)
    class Value(Base):
        y: str = "none"

    pattern = values._pattern(Value, {"y": "none"})

    assert (pattern["__annotations__"], pattern["y"]) == ({"y": str}, "none")


def test_a_method_that_would_leave_a_field_out_is_never_written() -> None:
    @dataclasses.dataclass
    class Value:
        x: int

    with pytest.raises(TypeError, match="would leave a field out"):
        values._of_a_twin(Value, {"__module__": __name__}, "__eq__", {"eq": True})
