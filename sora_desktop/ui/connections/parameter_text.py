"""A parameter as a person writes it, and what is wrong with that in words. Nothing of it is lost on the way."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.field_checks import is_field
from sora_desktop.domain.parameters import Choice, Parameter, ParameterKind, Scalar, problem_of
from sora_desktop.ui.connections import sentences as text

_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^,]*?)\s*(?:,|$)')
_TRUE, _FALSE = "true", "false"


@dataclass(frozen=True, slots=True)
class ParameterText:
    """The cells of a row; `base` is what it was read from, and keeps what no cell shows."""

    id: str = ""
    kind: ParameterKind = ParameterKind.WHOLE
    default: str = ""
    least: str = ""
    most: str = ""
    step: str = ""
    choices: str = ""
    field: str = ""
    label: str = ""
    base: Parameter = Parameter("", ParameterKind.WHOLE)


def write_parameter(parameter: Parameter) -> ParameterText:
    """The row of a parameter."""
    limits = (_number_text(each) for each in (parameter.least, parameter.most, parameter.step))
    least, most, step = limits
    return ParameterText(
        parameter.id,
        parameter.kind,
        "" if parameter.default is None else _scalar_text(parameter.default, parameter.kind),
        least,
        most,
        step,
        ", ".join(_scalar_text(each.value, ParameterKind.CHOICE) for each in parameter.choices),
        parameter.field,
        parameter.label,
        parameter,
    )


def read_parameter(row: ParameterText) -> Parameter | Message:
    """The parameter of a row, or what is wrong with it."""
    name = row.id.strip()
    if not is_field(name):
        return message(text.PARAMETER_ID_ODD, id=name)
    if row.field.strip() and not is_field(row.field.strip()):
        return message(text.PARAMETER_FIELD_ODD, id=name)
    limits = [_read_number(each) for each in (row.least, row.most, row.step)]
    if any(isinstance(each, str) for each in limits):
        return message(text.PARAMETER_LIMIT_ODD, id=name)
    least, most, step = (each if isinstance(each, int | float) else None for each in limits)
    default = _read_scalar(row.default.strip(), row.kind) if row.default.strip() else None
    parameter = replace(
        row.base,
        id=name,
        kind=row.kind,
        default=default,
        least=least,
        most=most,
        step=step,
        choices=_read_choices(row),
        field=row.field.strip(),
        label=row.label.strip(),
    )
    return _contradiction(parameter) or parameter


def _contradiction(parameter: Parameter) -> Message | None:
    if parameter.least is not None and parameter.most is not None and parameter.least > parameter.most:
        return message(text.PARAMETER_LIMITS_CROSSED, id=parameter.id)
    if parameter.step is not None and parameter.step <= 0:
        return message(text.PARAMETER_STEP_ODD, id=parameter.id)
    if parameter.kind is ParameterKind.CHOICE and not parameter.choices:
        return message(text.PARAMETER_NO_CHOICES, id=parameter.id)
    if parameter.default is not None and (problem := problem_of(parameter, parameter.default)):
        return message(text.PARAMETER_DEFAULT_ODD, id=parameter.id, why=problem)
    return None


def _read_choices(row: ParameterText) -> tuple[Choice, ...]:
    """Labels are no cell of their own: a choice that was there keeps its one."""
    labels = {(type(each.value), each.value): each.label for each in row.base.choices}
    values = [_read_scalar(token, ParameterKind.CHOICE) for token in _tokens(row.choices)]
    return tuple(Choice(value, labels.get((type(value), value), "")) for value in values)


def _tokens(cell: str) -> Iterator[str]:
    at = 0
    while at < len(cell) and (found := _TOKEN.match(cell, at)):
        at = max(found.end(), at + 1)
        if found[1]:
            yield found[1]


def _scalar_text(value: Scalar, kind: ParameterKind) -> str:
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    if not isinstance(value, str):
        return _number_text(value)
    if kind is ParameterKind.CHOICE:
        plain = value == _read_scalar(value, kind) and value.strip() == value and "," not in value
    else:
        plain = value.strip() == value
    return value if plain and value and not value.startswith('"') else json.dumps(value, ensure_ascii=False)


def _read_scalar(cell: str, kind: ParameterKind) -> Scalar:
    """What stands in a cell, in the type that its kind has on the wire; as text where it is of no such type."""
    if cell.startswith('"'):
        try:
            quoted = json.loads(cell)
        except ValueError:
            return cell
        return quoted if isinstance(quoted, str) else cell
    if kind is ParameterKind.TEXT:
        return cell
    if cell.lower() in (_TRUE, _FALSE):
        return cell.lower() == _TRUE
    number = _read_number(cell)
    return cell if number is None or isinstance(number, str) else number


def _number_text(value: float | None) -> str:
    return "" if value is None else repr(value)


def _read_number(cell: str) -> float | str | None:
    """None where nothing stands there; the text itself where it is no number."""
    plain = cell.strip()
    if not plain:
        return None
    if _WHOLE.fullmatch(plain):
        return int(plain)
    return float(plain) if _NUMBER.fullmatch(plain) else plain
