"""Shape and seconds: both the filter of the models and, where a model leaves them open, the value that is sent."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import SECONDS_CHOICES, Shape, VideoModel
from sora_desktop.ui import wording as text
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.common.segmented import Segment, Segmented
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.wording import tr

_GAP = 10


class SideBySide(QWidget):
    """Two fields in a row, or one above the other where their words need the room."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = (first, second)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        self._box.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        for part in self._parts:
            self._box.addWidget(part, 1)

    @property
    def _is_stacked(self) -> bool:
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def _widest(self) -> int:
        return max(part.minimumSizeHint().width() for part in self._parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        stack = event.size().width() < 2 * self._widest() + _GAP
        if stack is not self._is_stacked:
            direction = QBoxLayout.Direction.TopToBottom if stack else QBoxLayout.Direction.LeftToRight
            self._box.setDirection(direction)
            self.updateGeometry()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        heights = [part.sizeHint().height() for part in self._parts]
        height = sum(heights) + _GAP if self._is_stacked else max(heights)
        return QSize(self._widest(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class WishField(QWidget):
    """One of the two: its caption, its choices, and what stands against it.

    Signals: `chosen(object)`: the wanted value, None for "Any".
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeKeeper, name: str, segments: list[Segment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = Caption(name)
        self.choices = Segmented(theme, name, segments)
        self.problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        column.addWidget(self._caption)
        column.addWidget(self.choices)
        column.addWidget(self.problem)
        column.addStretch()
        self.choices.chosen.connect(self.chosen)

    def show_settled(self, value: object, words: str, model: VideoModel | None, *, fixed: bool) -> None:
        """Show what comes of the choice for `model`: `value`, which the model's id fixes or "Any" leaves to it."""
        free = self.choices.value is None
        if model is None or not (fixed or free):
            self.choices.mark(None, "")
            self._caption.aside.setText("")
            return
        aside, tip = (
            (text.COMPOSE_FIXED, text.COMPOSE_FIXED_TIP) if fixed else (text.COMPOSE_DEFAULT, text.COMPOSE_DEFAULT_TIP)
        )
        spoken = tr(tip, model=model.id, value=words)
        self.choices.mark(value if free else None, spoken)
        self._caption.aside.setText(tr(aside, value=words))
        set_tip(self._caption.aside, spoken)


class WishRow(QWidget):
    """Signals: `changed()`: the person wants another orientation or length."""

    changed = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape_field = WishField(theme, tr(text.COMPOSE_ORIENTATION), _shape_segments())
        self.seconds_field = WishField(theme, tr(text.COMPOSE_SECONDS), _seconds_segments())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SideBySide(self.shape_field, self.seconds_field))
        self.shape_field.chosen.connect(self._chosen)
        self.seconds_field.chosen.connect(self._chosen)

    @Slot()
    def _chosen(self) -> None:
        self.changed.emit()

    @property
    def orientation(self) -> Shape | None:
        value = self.shape_field.choices.value
        return value if isinstance(value, Shape) else None

    @property
    def seconds(self) -> int | None:
        value = self.seconds_field.choices.value
        return value if isinstance(value, int) else None

    def want(self, orientation: Shape | None, seconds: int | None) -> None:
        """Choose both, without a signal."""
        self.shape_field.choices.set_value(orientation)
        self.seconds_field.choices.set_value(seconds)

    def show_settled(self, model: VideoModel | None) -> None:
        """Show what the wishes come to with this model, and whether its id fixes them."""
        orientation = model.settle_shape(self.orientation) if model else None
        seconds = model.settle_seconds(self.seconds) if model else None
        ratio = orientation.aspect_ratio if orientation else ""
        fixed = model is not None and model.orientation is not None
        self.shape_field.show_settled(orientation, ratio, model, fixed=fixed)
        fixed = model is not None and model.seconds is not None
        self.seconds_field.show_settled(seconds, tr(text.COMPOSE_VALUE_SECONDS, seconds=seconds), model, fixed=fixed)


def wish_words(orientation: Shape | None, seconds: int | None) -> str:
    """What is wanted, as it stands in a sentence: "9:16 clips of 20 s"."""
    ratio = orientation.aspect_ratio if orientation else ""
    if orientation and seconds:
        return tr(text.COMPOSE_WISH, ratio=ratio, seconds=seconds)
    if orientation:
        return tr(text.COMPOSE_WISH_ORIENTATION, ratio=ratio)
    return tr(text.COMPOSE_WISH_SECONDS, seconds=seconds)


def _any(name: str) -> Segment:
    return Segment(None, tr(text.COMPOSE_ANY), f"{name}-any", tr(text.COMPOSE_ANY))


def _shape_segments() -> list[Segment]:
    spoken = {Shape.LANDSCAPE: text.COMPOSE_LANDSCAPE_NAME, Shape.PORTRAIT: text.COMPOSE_PORTRAIT_NAME}
    return [
        _any("orientation"),
        *(Segment(each, each.aspect_ratio, f"orientation-{each}", tr(spoken[each]), icon=each.value) for each in Shape),
    ]


def _seconds_segments() -> list[Segment]:
    return [
        _any("duration"),
        *(
            Segment(each, str(each), f"duration-{each}", tr(text.COMPOSE_SECONDS_NAME, seconds=each))
            for each in SECONDS_CHOICES
        ),
    ]
