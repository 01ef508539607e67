"""Parameters: the extras that a model takes (seed, steps, sound …), declared by its catalogue entry as data."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.base.values import dataclass

Scalar = bool | int | float | str
"""The value of a parameter, in the type that it has on the wire."""

SEED_LIMIT = 2**31 - 1
"""The largest seed that every server takes."""
TEXT_LIMIT = 4_000


class ParameterKind(StrEnum):
    """SEED is a whole number that differs from take to take, unless a person fixes it."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes-no"
    SEED = "seed"


class Place(StrEnum):
    """Where a parameter stands: BODY in whichever body the request has, FORM only in a form, which it then becomes."""

    BODY = "body"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice; without a label it is shown as it is."""

    value: Scalar
    label: str = ""

    @property
    def words(self) -> str:
        return self.label or str(self.value)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One extra. `field` is its name on the wire, its id where empty; `a.b` stands inside the object `a`.

    `default` None: it is left out unless a person sets it, and the service takes its own. A `default` is what the form
    starts with, and is sent. `least`, `most` are inclusive; `step` is that of the form's control. `label` and `help` are
    plain text of whoever wrote the entry.
    """

    id: str
    kind: ParameterKind
    default: Scalar | None = None
    least: float | None = None
    most: float | None = None
    step: float | None = None
    choices: tuple[Choice, ...] = ()
    label: str = ""
    help: str = ""
    field: str = ""
    place: Place = Place.BODY

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.label or self.id.replace("_", " ").capitalize()

    @property
    def wire_field(self) -> str:
        return self.field or self.id

    @property
    def range(self) -> tuple[float, float]:
        """The least and the most that it takes; without a limit an infinity."""
        if self.kind is ParameterKind.SEED:
            return (0 if self.least is None else self.least, SEED_LIMIT if self.most is None else self.most)
        return (-math.inf if self.least is None else self.least, math.inf if self.most is None else self.most)


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """What a request says of a parameter. `drawn`: the app drew it for this take, no person chose it."""

    id: str
    value: Scalar
    drawn: bool = False


def problem_of(parameter: Parameter, value: Scalar) -> Message | None:
    """What is wrong with a value, in words; None where the parameter takes it."""
    match parameter.kind:
        case ParameterKind.YES_NO:
            return None if isinstance(value, bool) else message("{name} is yes or no.", name=parameter.name)
        case ParameterKind.CHOICE:
            return _problem_of_choice(parameter, value)
        case ParameterKind.TEXT:
            return _problem_of_text(parameter, value)
        case _:
            return _problem_of_number(parameter, value)


def _problem_of_choice(parameter: Parameter, value: Scalar) -> Message | None:
    if any(type(value) is type(choice.value) and value == choice.value for choice in parameter.choices):
        return None
    offered = ", ".join(choice.words for choice in parameter.choices)
    return message("{name} is one of: {offered}.", name=parameter.name, offered=offered)


def _problem_of_text(parameter: Parameter, value: Scalar) -> Message | None:
    most = TEXT_LIMIT if parameter.most is None else int(parameter.most)
    if not isinstance(value, str):
        return message("{name} is a text.", name=parameter.name)
    if len(value) > most:
        return message("{name} is too long: {most} characters are the most.", name=parameter.name, most=most)
    return None


def _problem_of_number(parameter: Parameter, value: Scalar) -> Message | None:
    whole = parameter.kind is not ParameterKind.NUMBER
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or not math.isfinite(value):
        source = N_("{name} is a whole number.") if whole else N_("{name} is a number.")
        return message(source, name=parameter.name)
    least, most = parameter.range
    if least <= value <= most:
        return None
    if math.isinf(most):
        return message("{name} is at least {least}.", name=parameter.name, least=_number(least))
    if math.isinf(least):
        return message("{name} is at most {most}.", name=parameter.name, most=_number(most))
    return message(
        "{name} lies between {least} and {most}.", name=parameter.name, least=_number(least), most=_number(most)
    )


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def defaults(parameters: Sequence[Parameter]) -> tuple[ParameterValue, ...]:
    """What is sent of these where a person sets nothing."""
    return tuple(ParameterValue(each.id, each.default) for each in parameters if each.default is not None)


def draw_seeds(
    parameters: Sequence[Parameter], values: Sequence[ParameterValue], source: random.Random
) -> tuple[ParameterValue, ...]:
    """The values of one take: a seed that no person fixed is drawn."""
    fixed = {each.id for each in values if not each.drawn}
    seeds = [each for each in parameters if each.kind is ParameterKind.SEED and each.id not in fixed]
    drawn = [_draw(each, source) for each in seeds]
    return (*(each for each in values if each.id in fixed or each.id not in {seed.id for seed in seeds}), *drawn)


def _draw(parameter: Parameter, source: random.Random) -> ParameterValue:
    least, most = parameter.range
    return ParameterValue(parameter.id, source.randint(math.ceil(least), math.floor(most)), drawn=True)


def without_drawn(values: Sequence[ParameterValue]) -> tuple[ParameterValue, ...]:
    """What a person chose of these."""
    return tuple(each for each in values if not each.drawn)


def replaced(values: Sequence[ParameterValue], new: ParameterValue) -> tuple[ParameterValue, ...]:
    """The values with one set anew, in the order in which they stood."""
    if any(each.id == new.id for each in values):
        return tuple(replace(new) if each.id == new.id else each for each in values)
    return (*values, new)
