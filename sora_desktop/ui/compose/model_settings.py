"""What a model can be told beyond shape and length: its size where it has several, and its parameters."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.parameters import Parameter, ParameterValue, Scalar
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.ui.common.captions import ProblemLine
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.parameter_row import ParameterRow, QuietBox
from sora_desktop.ui.language import tr

_GAP = 10


class ModelSettings(QWidget):
    """Nothing of it is there for a model without. What a person set is kept while other models are picked.

    Signals: `size_changed()`; `changed()`: a parameter is another.
    """

    size_changed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted_size: Size | None = None
        self._sizes: tuple[Size, ...] = ()
        self._parameters: tuple[Parameter, ...] = ()
        self._set: dict[str, Scalar] = {}
        self._rows: list[ParameterRow] = []
        self._size = FormRow(tr(text.COMPOSE_SIZE), QuietBox())
        self._size.field.setObjectName("sizeBox")
        self._more = QPushButton(tr(text.COMPOSE_MORE))
        self._more.setObjectName("moreSettings")
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._body = QWidget()
        self._body_column = QVBoxLayout(self._body)
        self._body_column.setContentsMargins(0, 0, 0, 0)
        self._body_column.setSpacing(_GAP)
        self._problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for part in (self._size, self._more, self._body, self._problem):
            column.addWidget(part)
            part.hide()
        column.setAlignment(self._more, Qt.AlignmentFlag.AlignLeft)
        self._size.field.activated.connect(self._size_chosen)
        self._more.toggled.connect(self._body.setVisible)
        self.hide()

    @property
    def size_wish(self) -> Size | None:
        """The size that a person chose, None for the usual one of the shape."""
        return self._wanted_size

    def want_size(self, size: Size | None) -> None:
        self._wanted_size = size

    @property
    def set_values(self) -> tuple[ParameterValue, ...]:
        """What a person set, of whatever model; an empty text is one that is left to the service."""
        return tuple(ParameterValue(name, value) for name, value in self._set.items())

    def bring_back(self, values: Sequence[ParameterValue]) -> None:
        """Likewise, of a draft."""
        self._set = {each.id: each.value for each in values if not each.drawn}
        self._fill()

    def values(self, model: VideoModel) -> tuple[ParameterValue, ...]:
        """All that a request to this model says of its parameters."""
        found = ((each.id, self._value_of(each)) for each in model.parameters)
        return tuple(ParameterValue(name, value) for name, value in found if value is not None and value != "")

    def _value_of(self, parameter: Parameter) -> Scalar | None:
        return self._set.get(parameter.id, parameter.default)

    def show_model(self, model: VideoModel | None, shape: Shape | None) -> None:
        """Offer what this model has for a wish of this shape."""
        settled = model.settle_size(shape, self._wanted_size) if model else None
        self._show_sizes(model.sizes_of(settled.shape) if model and settled and not model.fixes_size else (), settled)
        parameters = model.parameters if model else ()
        if parameters != self._parameters:
            self._parameters = parameters
            self._rebuild()
        self._more.setVisible(bool(parameters))
        self._body.setVisible(bool(parameters) and self._more.isChecked())
        self.setVisible(bool(parameters) or len(self._sizes) > 1)

    def show_problems(self, size: str, parameters: str) -> None:
        """What speaks against the two, in words."""
        self._size.say(size)
        self._problem.say(parameters)
        for row in self._rows:
            row.judge(self._value_of(row.parameter))

    def _show_sizes(self, sizes: tuple[Size, ...], settled: Size | None) -> None:
        if sizes != self._sizes:
            self._sizes = sizes
            self._size.field.clear()
            self._size.field.addItems([f"{size.width} × {size.height}" for size in sizes])
        self._size.setVisible(len(sizes) > 1)
        if settled in sizes:
            self._size.field.setCurrentIndex(sizes.index(settled))

    @Slot(int)
    def _size_chosen(self, at: int) -> None:
        self._wanted_size = self._sizes[at]
        self.size_changed.emit()

    def _rebuild(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [ParameterRow(parameter) for parameter in self._parameters]
        for row in self._rows:
            self._body_column.addWidget(row)
            row.given.connect(self._given)
        self._fill()

    def _fill(self) -> None:
        for row in self._rows:
            with QSignalBlocker(row):
                row.show_value(self._value_of(row.parameter))

    @Slot(str, object)
    def _given(self, name: str, value: Scalar) -> None:
        self._set[name] = value
        self.changed.emit()
