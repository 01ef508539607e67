"""`dataclass` as the standard library has it, but each method is compiled when it is first called.

The library writes the source of six methods for every class and compiles it at import: a millisecond a class, for
hundreds of classes, of which a start makes instances of a few. Types, fields and behaviour are the same; a class with
a field that is no argument, or one by name only, is refused: TypeError.
"""

import dataclasses
import sys
from collections.abc import Callable, Iterator
from dataclasses import MISSING, FrozenInstanceError, fields
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 -- for types it is the very same
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """With `frozen`, `slots` and `order`, which mean what they mean in the standard library."""
        return (lambda each: _made(each, **options)) if cls is None else _made(cls, **options)


_NONE = {"init": False, "repr": False, "eq": False}
_FIELDS = "__dataclass_fields__"
_LEFT_OUT = object()
"""What a field has whose value is made anew each time, where none is given."""


class _Later:
    """Stands in the place of a method until somebody asks for it."""

    def __init__(self, owner: type, name: str, write: Callable[[], Any]) -> None:
        self._owner, self._name, self._write = owner, name, write

    def __get__(self, instance: object, _owner: type | None = None) -> Any:
        if instance is None and self._name == "__hash__":
            return self  # the library only looks whether a default has one
        method = self._write()
        setattr(self._owner, self._name, method)
        return method if instance is None else method.__get__(instance)

    def __call__(self, instance: object) -> Any:
        return self.__get__(instance)()


def _made(cls: type, *, frozen: bool = False, slots: bool = False, order: bool = False) -> type:
    """The library finds the fields and makes the slots; whichever method the class has not itself is put off."""
    own = dict(vars(cls))
    if own.get("__doc__") is None:
        cls.__doc__ = cls.__name__  # the library would look for a signature, which takes as long as the rest
    inherits = frozen and any(map(dataclasses.is_dataclass, cls.__bases__))
    made: type = dataclasses.dataclass(**_NONE, slots=slots, frozen=inherits)(cls)
    if any(not each.init or each.kw_only for each in fields(made)):
        raise TypeError(f"{cls.__qualname__} has a field that is no ordinary argument")
    pattern = _pattern(made, own)
    methods: dict[str, Any] = {"__init__": _Later(made, "__init__", partial(_init, made, frozen=frozen))}
    for name, wanted in _asked_for(frozen=frozen, order=order):
        write = partial(_of_a_twin, made, pattern, name, wanted | {"frozen": inherits})
        methods[name] = _Later(made, name, write)
    methods |= _FROZEN if frozen else {"__hash__": None}
    methods |= _FROZEN_SLOTS if frozen and slots else {}
    for name, method in methods.items():
        if own.get(name) is None:
            setattr(made, name, method)
    _say_options(made, frozen=frozen, order=order)
    return made


def _asked_for(*, frozen: bool, order: bool) -> Iterator[tuple[str, dict[str, bool]]]:
    """The methods that the library writes, each with what it must be asked for."""
    yield "__repr__", {"repr": True}
    yield "__eq__", {"eq": True}
    if frozen:
        yield "__hash__", {"unsafe_hash": True}
    if order:
        yield from ((name, {"eq": True, "order": True}) for name in ("__lt__", "__le__", "__gt__", "__ge__"))


def _pattern(made: type, own: dict[str, Any]) -> dict[str, Any]:
    """What a class must have, so that the library writes the same methods for it; `own` is what it had to begin with.

    Its annotations are told by its fields: from Python 3.14 on a class has them only where somebody asks.
    """
    inherited = {id(each) for base in made.__mro__[1:] for each in getattr(base, _FIELDS, {}).values()}
    annotations = {name: each.type for name, each in getattr(made, _FIELDS).items() if id(each) not in inherited}
    kept = {name: own[name] for name in {"__orig_bases__", *annotations} & own.keys()}
    named = {"__module__": made.__module__, "__qualname__": made.__qualname__, "__doc__": made.__name__}
    return kept | named | {"__annotations__": annotations}


def _of_a_twin(owner: type, pattern: dict[str, Any], name: str, wanted: dict[str, bool]) -> Any:
    """The library writes it for another class with the same fields, which then goes."""
    bare = type(owner)(owner.__name__, owner.__bases__, dict(pattern))
    twin: type = dataclasses.dataclass(**_NONE | wanted)(bare)
    if [each.name for each in fields(twin)] != [each.name for each in fields(owner)]:
        raise TypeError(f"{name} of {owner.__qualname__} would leave a field out")
    return vars(twin)[name]


def _init(owner: type, *, frozen: bool) -> Any:
    """Written here: for a frozen class the library would compile two more methods with it."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_left_out": _LEFT_OUT}
    arguments, lines = ["self"], []
    for each in fields(owner):
        argument = value = each.name
        if each.default is not MISSING:
            given[f"_of_{each.name}"] = each.default
            argument = f"{each.name}=_of_{each.name}"
        elif each.default_factory is not MISSING:
            given[f"_of_{each.name}"] = each.default_factory
            argument = f"{each.name}=_left_out"
            value = f"_of_{each.name}() if {each.name} is _left_out else {each.name}"
        arguments.append(argument)
        lines.append(f"_set(self, {each.name!r}, {value})" if frozen else f"self.{each.name} = {value}")
    if hasattr(owner, "__post_init__"):
        lines.append("self.__post_init__()")
    head = f"def make({', '.join(given)}):\n def __init__({', '.join(arguments)}):\n  "
    made: dict[str, Any] = {}
    exec(  # noqa: S102 -- names of fields, as the library does it
        head + "\n  ".join(lines or ["pass"]) + "\n return __init__", vars(sys.modules[owner.__module__]), made
    )
    init = made["make"](**given)
    init.__qualname__ = f"{owner.__qualname__}.__init__"
    init.__annotations__ = {each.name: each.type for each in fields(owner)} | {"return": None}
    return init


def _say_options(cls: type, *, frozen: bool, order: bool) -> None:
    """Whoever derives from the class, or asks the library about it, finds what was asked for."""
    options: Any = vars(cls)["__dataclass_params__"]
    options.init = options.repr = options.eq = True
    options.frozen, options.order = frozen, order


def _refuse_to_set(_self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_FROZEN = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
_FROZEN_SLOTS = {"__getstate__": _state, "__setstate__": _set_state}
"""Without them a copy would be made by setting its slots."""
