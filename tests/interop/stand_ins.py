"""Imports some modules of a wheel as they are, and puts stand-ins in the place of all the rest.

    install(Wheel(path, "vllm_omni", real=("vllm_omni.entrypoints.openai.stores",)), absent=("torch", "vllm"), given={})

What a wheel serves over HTTP is plain Python; what it makes the clips with weighs gigabytes and wants a GPU. So the
modules named in `real` are executed from the wheel, unchanged, and each other module of it, and of the packages in
`absent`, is a stand-in: whatever is asked of it is there, is a type, can be called, and does nothing. `given` are the
few names of stand-ins that must be more than that. A module that is real is never half real: nothing of it is replaced.
"""

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from zipimport import zipimporter

Given = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class Wheel:
    """A wheel file, its package, and which modules of that are executed, by their full names."""

    file: Path
    package: str
    real: Sequence[str]


class _StandInType(type):
    """A type that has every attribute, is called like a decorator or a maker, and has no members to walk through."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _made(name)

    def __call__(cls, *args: Any, **named: Any) -> Any:
        if len(args) == 1 and not named and isinstance(args[0], FunctionType | type):
            return args[0]
        return super().__call__(*args, **named)

    def __getitem__(cls, _item: object) -> Any:
        return cls

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class StandIn(metaclass=_StandInType):
    def __init__(self, *_args: Any, **_named: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _made(name)

    def __call__(self, *args: Any, **named: Any) -> Any:
        if len(args) == 1 and not named and isinstance(args[0], FunctionType | type):
            return args[0]
        return StandIn()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.any_schema()


def _made(name: str) -> Any:
    if name == "router":  # of routes that are not there: a stand-in could not be added to an application
        return importlib.import_module("fastapi").APIRouter()
    bases: tuple[type, ...] = (Exception,) if name.endswith(("Error", "Exception")) else (StandIn,)
    return type(bases[0])(name, bases, {})


class _StandInModule(ModuleType):
    """`given` are the names that it truly has."""

    __version__ = "0"

    def __init__(self, name: str, given: Mapping[str, object], finder: "_Finder") -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.__file__ = None
        self._finder = finder
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        below = f"{self.__name__}.{name}"
        if self._finder.knows(below):
            return importlib.import_module(below)
        made = _made(name)
        setattr(self, name, made)
        return made


class _Finder(MetaPathFinder, Loader):
    def __init__(self, wheels: Sequence[Wheel], absent: Sequence[str], given: Given) -> None:
        self._wheels = {wheel.package: wheel for wheel in wheels}
        self._absent = frozenset(absent)
        self._given = given

    def knows(self, name: str) -> bool:
        """Whether it is, or leads to, a module that is more than a stand-in."""
        known = (*self._given, *(each for wheel in self._wheels.values() for each in wheel.real))
        return any(each == name or each.startswith(f"{name}.") for each in known)

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        top = fullname.partition(".")[0]
        wheel = self._wheels.get(top)
        if wheel is not None and fullname in wheel.real:
            folder = "/".join((str(wheel.file), *fullname.split(".")[:-1]))
            spec = zipimporter(folder).find_spec(fullname)
            if spec is None:
                raise ModuleNotFoundError(f"{wheel.file.name} has no module {fullname}", name=fullname)
            return spec
        if wheel is not None or top in self._absent:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name, self._given.get(spec.name, {}), self)

    def exec_module(self, module: ModuleType) -> None:
        pass


def install(*wheels: Wheel, absent: Sequence[str], given: Given) -> None:
    """From now on this process imports so."""
    sys.meta_path.insert(0, _Finder(wheels, absent, given))
