"""What a price depends on beside the model and its size: parameters, each with the very value that is sent, and pictures."""

import math
from collections.abc import Sequence
from functools import reduce

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import ImageRole, ImageSlot
from sora_desktop.domain.parameters import Parameter, ParameterKind, Scalar
from sora_desktop.domain.pricing import PictureWhen, Price
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import PlainLabel, set_look
from sora_desktop.ui.common.links import link
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import one_line, tr
from sora_desktop.ui.theme import ThemeKeeper

When = tuple[tuple[str, Scalar], ...]

_OF_A_PICTURE = "\0picture "
"""Before the role of a picture, in the place of the id of a parameter: no parameter has such an id."""

_PRICED = frozenset({ParameterKind.YES_NO, ParameterKind.CHOICE, ParameterKind.WHOLE, ParameterKind.NUMBER})
"""Nobody charges by a seed or by words."""
_LISTED = frozenset({ParameterKind.YES_NO, ParameterKind.CHOICE})
_PICTURES = {
    "": text.CONDITION_PICTURE,
    ImageRole.FIRST: text.ENTRY_FIRST,
    ImageRole.LAST: text.ENTRY_LAST,
    ImageRole.REFERENCE: text.ENTRY_REFERENCES,
}
_LONGEST = 30
_SHORTEST_BOX = 9


class ConditionLine(QWidget):
    """One parameter and its value. Signals: `changed()`; `removed()` when a person takes it away."""

    changed = Signal()
    removed = Signal()

    def __init__(self, condition: tuple[str, Scalar], parameters: Sequence[Parameter], theme: ThemeKeeper) -> None:
        super().__init__()
        self._kept = condition
        self._parameters: tuple[Parameter, ...] = ()
        self._ids: list[str] = []
        self._values: list[Scalar] = []
        self.parameter, self.choice, self.field = QComboBox(), QComboBox(), QLineEdit()
        self.remove = IconButton(theme, "close", tr(text.CONDITION_REMOVE))
        self.field.setMaxLength(_LONGEST)
        self._lay_out()
        self.offer(parameters)
        self.parameter.currentIndexChanged.connect(self._take_parameter)
        self.choice.currentIndexChanged.connect(self.changed)
        self.field.textChanged.connect(self.changed)
        self.remove.clicked.connect(self.removed)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(PlainLabel(tr(text.CONDITION_ONLY_WITH), role="muted"))
        for box in (self.parameter, self.choice):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_SHORTEST_BOX)
        self.parameter.setAccessibleName(tr(text.CONDITION_PARAMETER))
        for control in (self.choice, self.field):
            control.setAccessibleName(tr(text.CONDITION_VALUE))
        for control in (self.parameter, self.choice, self.field):
            row.addWidget(control, 1)
        row.addWidget(self.remove)

    def offer(self, parameters: Sequence[Parameter]) -> None:
        """Those of the model, and the one that the condition has, if that is another."""
        chosen = self.parameter_id or self._kept[0]
        self._parameters = tuple(parameters)
        names = {each.id: each.name for each in self._parameters}
        names.setdefault(chosen, _name_of(chosen))
        self._ids = list(names)
        self.parameter.blockSignals(True)
        self.parameter.clear()
        self.parameter.addItems([one_line(name, _LONGEST) for name in names.values()])
        self.parameter.setCurrentIndex(self._ids.index(chosen))
        self.parameter.blockSignals(False)
        self._offer_values()

    @property
    def parameter_id(self) -> str:
        return self._ids[self.parameter.currentIndex()] if self.parameter.count() else ""

    @property
    def _parameter(self) -> Parameter | None:
        return next((each for each in self._parameters if each.id == self.parameter_id), None)

    @Slot()
    def _take_parameter(self) -> None:
        self._offer_values()
        self.changed.emit()

    def _offer_values(self) -> None:
        """What can be chosen, and what stood there before; a number is written."""
        parameter, kept = self._parameter, [self._kept[1]] if self.parameter_id == self._kept[0] else []
        is_listed = parameter is None or parameter.kind in _LISTED
        offered = _values_of(parameter) if parameter else []
        kept_more = [value for value in kept if not any(_is_one(value, each) for each in offered)]
        self._values = [*offered, *kept_more]
        words = {id(choice.value): choice.words for choice in parameter.choices} if parameter else {}
        self.choice.blockSignals(True)
        self.choice.clear()
        told = _sent_words if self.parameter_id.startswith(_OF_A_PICTURE) else value_words
        self.choice.addItems([one_line(words.get(id(value)) or told(value), _LONGEST) for value in self._values])
        at = next((place for place, each in enumerate(self._values) if kept and _is_one(each, kept[0])), 0)
        self.choice.setCurrentIndex(at)
        self.choice.blockSignals(False)
        self.field.blockSignals(True)
        self.field.setText("" if is_listed or not kept else value_words(kept[0]))
        self.field.blockSignals(False)
        self.choice.setVisible(is_listed)
        self.field.setVisible(not is_listed)

    @property
    def condition(self) -> tuple[str, Scalar] | None:
        """What stands in it; None where it is no value."""
        parameter = self._parameter
        if parameter is None or parameter.kind in _LISTED:
            at = self.choice.currentIndex()
            return (self.parameter_id, self._values[at]) if 0 <= at < len(self._values) else None
        value = _number(self.field.text(), whole=parameter.kind is ParameterKind.WHOLE)
        return None if value is None else (parameter.id, value)

    def mark(self, *, wrong: bool) -> None:
        set_look(self.field, "wrong", "true" if wrong and self.condition is None else "false")


class Conditions(QWidget):
    """All conditions of one price. Signals: `changed()`."""

    changed = Signal()

    def __init__(self, when: When, theme: ThemeKeeper, pictures: Sequence[PictureWhen] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._parameters: tuple[Parameter, ...] = ()
        self.lines: list[ConditionLine] = []
        self.add = link(tr(text.CONDITION_ADD), "addCondition")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 0, 0)
        foot.addWidget(self.add)
        foot.addStretch()
        self._column.addLayout(foot)
        for each in (*when, *((_OF_A_PICTURE + each.role, each.is_there) for each in pictures)):
            self._append(each)
        self.add.clicked.connect(self._begin)
        self._show()

    def offer(self, parameters: Sequence[Parameter], slots: Sequence[ImageSlot] = ()) -> None:
        """The parameters and roles of pictures of the model that the price is for now."""
        priced = (each for each in parameters if each.kind in _PRICED)
        self._parameters = (*priced, *_picture_parameters([slot.role for slot in slots]))
        for line in self.lines:
            line.offer(self._parameters)
        self._show()

    @property
    def when(self) -> When | None:
        """Those of parameters; None where one of them is no condition yet, or two are about the same parameter."""
        told = self._told
        return told if told is None else tuple(each for each in told if not each[0].startswith(_OF_A_PICTURE))

    @property
    def pictures(self) -> tuple[PictureWhen, ...]:
        """Those of pictures."""
        told = (each for each in self._told or () if each[0].startswith(_OF_A_PICTURE))
        return tuple(PictureWhen(name.removeprefix(_OF_A_PICTURE), bool(value)) for name, value in told)

    @property
    def _told(self) -> When | None:
        found = [line.condition for line in self.lines]
        said = [each for each in found if each is not None]
        is_whole = len(said) == len(found) and len({name for name, _ in said}) == len(said)
        return tuple(said) if is_whole else None

    def mark(self, *, wrong: bool) -> None:
        for line in self.lines:
            line.mark(wrong=wrong)

    @Slot()
    def _begin(self) -> None:
        taken = {line.parameter_id for line in self.lines}
        free = next((each for each in self._parameters if each.id not in taken), None)
        if free is None:
            return
        first = next(iter(_values_of(free)), "")
        self._append((free.id, first)).parameter.setFocus()
        self._show()
        self.changed.emit()

    def _append(self, condition: tuple[str, Scalar]) -> ConditionLine:
        line = ConditionLine(condition, self._parameters, self._theme)
        line.changed.connect(self._take_change)
        line.removed.connect(lambda: self._remove(line))
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line)
        return line

    def _remove(self, line: ConditionLine) -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._show()
        if self.add.isVisible():
            self.add.setFocus()
        self.changed.emit()

    @Slot()
    def _take_change(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        taken = {line.parameter_id for line in self.lines}
        can_add = any(each.id not in taken for each in self._parameters)
        self.add.setVisible(can_add)
        self.setVisible(can_add or bool(self.lines))


def _picture_parameters(roles: Sequence[ImageRole]) -> list[Parameter]:
    """Whether any picture goes along and, where a model takes pictures of several roles, whether one of each does."""
    asked = (["", *dict.fromkeys(roles)] if len(set(roles)) > 1 else [""]) if roles else []
    ids = [_OF_A_PICTURE + role for role in asked]
    return [Parameter(each, ParameterKind.YES_NO, label=_name_of(each)) for each in ids]


def _name_of(condition: str) -> str:
    """Of one that no parameter of the model has: that of a picture in words, else its id."""
    if not condition.startswith(_OF_A_PICTURE):
        return condition
    return tr(_PICTURES.get(condition.removeprefix(_OF_A_PICTURE), text.CONDITION_PICTURE))


def _sent_words(value: Scalar) -> str:
    return tr(text.CONDITION_SENT if value else text.CONDITION_NOT_SENT)


def value_words(value: Scalar) -> str:
    if isinstance(value, bool):
        return tr(text.PRICES_YES if value else text.PRICES_NO)
    return f"{value:g}" if isinstance(value, float) else str(value)


def condition_words(price: Price) -> str:
    """What it depends on beside the model and its size; empty where on nothing."""
    pictures = [(_name_of(_OF_A_PICTURE + each.role), _sent_words(each.is_there)) for each in price.pictures]
    parts = [(one_line(name, _LONGEST), one_line(value_words(value), _LONGEST)) for name, value in price.when]
    said = [tr(text.PRICES_CONDITION, name=name, value=value) for name, value in (*parts, *pictures)]
    return reduce(lambda first, second: tr(text.PRICES_BOTH, first=first, second=second), said) if said else ""


def _values_of(parameter: Parameter) -> list[Scalar]:
    if parameter.kind is ParameterKind.YES_NO:
        return [True, False]
    return [choice.value for choice in parameter.choices] if parameter.kind is ParameterKind.CHOICE else []


def _is_one(one: Scalar, other: Scalar) -> bool:
    """A yes is no 1: each is another thing on the wire."""
    return type(one) is type(other) and one == other


def _number(typed: str, *, whole: bool) -> Scalar | None:
    try:
        value = float(typed.strip().replace(",", "."))
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    if not whole:
        return value
    return int(value) if value == int(value) else None
