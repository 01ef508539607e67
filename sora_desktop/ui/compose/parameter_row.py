"""The control of one parameter, made from what its catalogue entry says."""

import re

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from sora_desktop.domain.parameters import Parameter, ParameterKind, Scalar, problem_of
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import say, tr

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d{1,18}([.,]\d{1,18})?")


class QuietBox(QComboBox):
    """The wheel scrolls the form, unless the person is in this field."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ParameterRow(QWidget):
    """What is typed is read as its kind says; what cannot be read stays a text, which the judge refuses in words.

    Signals: `given(id, value)`: a person set it; an empty text leaves it to the service.
    """

    given = Signal(str, object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self._choices = _choices(parameter)
        field: QuietBox | QLineEdit = QuietBox() if self._choices else QLineEdit()
        self._box = field if isinstance(field, QuietBox) else None
        self._line = field if isinstance(field, QLineEdit) else None
        field.setObjectName(f"parameter-{parameter.id}")
        self._row: FormRow[QWidget] = FormRow(parameter.name, field, parameter.help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)
        if self._box is not None:
            self._box.addItems([words for _, words in self._choices])
            self._box.activated.connect(self._chosen)
        if self._line is not None:
            is_seed = parameter.kind is ParameterKind.SEED
            self._line.setPlaceholderText(tr(text.COMPOSE_SEED_OPEN if is_seed else text.COMPOSE_LEFT_TO_SERVICE))
            self._line.textEdited.connect(self._typed)

    def show_value(self, value: Scalar | None) -> None:
        """None, or an empty text, is left to the service."""
        if self._box is not None:
            values = [each for each, _ in self._choices]
            same = [at for at, each in enumerate(values) if type(each) is type(value) and each == value]
            self._box.setCurrentIndex(same[0] if same else 0)
        if self._line is not None:
            self._line.setText("" if value is None else str(value))

    def judge(self, value: Scalar | None) -> None:
        """Say what is wrong with the value, where something is."""
        problem = None if value is None or value == "" else problem_of(self.parameter, value)
        self._row.say(say(problem) if problem else "")

    @Slot(int)
    def _chosen(self, at: int) -> None:
        self.given.emit(self.parameter.id, self._choices[at][0])

    @Slot(str)
    def _typed(self, typed: str) -> None:
        self.given.emit(self.parameter.id, read_value(self.parameter.kind, typed))


def read_value(kind: ParameterKind, typed: str) -> Scalar:
    """What a person typed, as a number where the kind is one and it reads as one."""
    words = typed.strip()
    if kind is ParameterKind.TEXT:
        return typed
    if _WHOLE.fullmatch(words):
        return int(words)
    if kind is ParameterKind.NUMBER and _NUMBER.fullmatch(words):
        return float(words.replace(",", "."))
    return words


def _choices(parameter: Parameter) -> list[tuple[Scalar, str]]:
    """Values with their words, first what leaves it to the service."""
    if parameter.kind is ParameterKind.CHOICE:
        offered = [(choice.value, choice.words) for choice in parameter.choices]
    elif parameter.kind is ParameterKind.YES_NO:
        offered = [(True, tr(text.COMPOSE_YES)), (False, tr(text.COMPOSE_NO))]
    else:
        return []
    return [("", tr(text.COMPOSE_LEFT_TO_SERVICE)), *offered]
