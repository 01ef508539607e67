"""Shape and seconds: both the filter of the models and, where a model leaves them open, the value that is sent."""

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from sora_desktop.domain.catalog import CATALOG, SECONDS_CHOICES, VideoModel
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.common.segmented import Segment, Segmented
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import ThemeKeeper

_GAP = 10
_FEW = 6
"""A range of at most so many lengths gets a button for each."""
_USUAL_SHAPES = (Shape.LANDSCAPE, Shape.PORTRAIT)


class SideBySide(QWidget):
    """Two fields in a row, or one above the other where their words need the room.

    How high it is depends on nothing but its width: what scrolls around it would else never come to rest.
    """

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = (first, second)
        for part in self._parts:
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _widest(self) -> int:
        return max(part.minimumSizeHint().width() for part in self._parts)

    def _is_stacked(self, width: int) -> bool:
        return width < 2 * self._widest() + _GAP

    def _heights(self, width: int) -> list[int]:
        each = width if self._is_stacked(width) else (width - _GAP) // 2
        return [max(part.sizeHint().height(), part.heightForWidth(each)) for part in self._parts]

    def heightForWidth(self, width: int) -> int:
        heights = self._heights(width)
        return sum(heights) + _GAP if self._is_stacked(width) else max(heights)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """The choices of a part may be others now, and need more room or less."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        width, heights = self.width(), self._heights(self.width())
        (first, second), half = self._parts, (width - _GAP) // 2
        if self._is_stacked(width):
            places = QRect(0, 0, width, heights[0]), QRect(0, heights[0] + _GAP, width, heights[1])
        else:
            places = QRect(0, 0, half, max(heights)), QRect(width - half, 0, half, max(heights))
        for part, place in zip((first, second), places, strict=True):
            part.setGeometry(mirrored(place, self.rect(), self.layoutDirection()))

    def sizeHint(self) -> QSize:
        return QSize(2 * self._widest() + _GAP, max(part.sizeHint().height() for part in self._parts))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), self.sizeHint().height())


class WishField(QWidget):
    """One of the two: its caption, its choices, and what stands against it.

    Signals: `chosen(object)`: the wanted value, None where a person leaves it to the model again.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeKeeper, name: str, segments: list[Segment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = Caption(name)
        self.choices = Segmented(theme, name, segments, optional=True)
        self.problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        column.addWidget(self._caption)
        column.addWidget(self.choices)
        column.addWidget(self.problem)
        column.addStretch()
        self._column = column
        self.choices.chosen.connect(self.chosen)

    def add(self, field: QWidget) -> None:
        """Another way to choose, below the buttons."""
        self._column.insertWidget(self._column.indexOf(self.problem), field)

    def show_settled(self, value: object, words: str, model: VideoModel | None, *, fixed: bool) -> None:
        """Show what comes of it: the choice, or while there is none the `value` that `model` settles on."""
        free = self.choices.value is None and model is not None
        source = text.COMPOSE_FIXED_TIP if fixed else text.COMPOSE_USUAL_TIP
        tip = tr(source, model=model.id if fixed else model.title, value=words) if free and model is not None else ""
        self.choices.settle(value if free else None, tip)
        self._caption.aside.setText(tr(text.COMPOSE_BY_THE_MODEL) if free else "")
        set_tip(self._caption.aside, tip)


class WishRow(QWidget):
    """Signals: `changed()`: the person wants another shape or length."""

    changed = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[VideoModel, ...] = CATALOG
        self._known: tuple[VideoModel, ...] | None = None
        self.shape_field = WishField(theme, tr(text.COMPOSE_ORIENTATION), _shape_segments(_USUAL_SHAPES))
        self.seconds_field = WishField(theme, tr(text.COMPOSE_SECONDS), _seconds_segments(SECONDS_CHOICES))
        self._length = LengthSpin()
        self.seconds_field.add(self._length)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SideBySide(self.shape_field, self.seconds_field))
        self.shape_field.chosen.connect(self._chosen)
        self.seconds_field.chosen.connect(self._chosen)
        self._length.wanted.connect(self._want_length)

    @Slot()
    def _chosen(self) -> None:
        self._offer()
        self.changed.emit()

    @Slot(int)
    def _want_length(self, seconds: int) -> None:
        self.want(self.shape, seconds)
        self.changed.emit()

    @property
    def shape(self) -> Shape | None:
        value = self.shape_field.choices.value
        return value if isinstance(value, Shape) else None

    @property
    def seconds(self) -> int | None:
        value = self.seconds_field.choices.value
        return value if isinstance(value, int) else None

    def offer(self, models: Sequence[VideoModel]) -> None:
        """Offer what these models make. A wish that none of them fulfils stays to be seen, until it is lifted."""
        if tuple(models) != self._known:
            self._known = tuple(models)
            self._offered = self._known or CATALOG
            self._offer()

    def _offer(self) -> None:
        self._show_choices(self.shape, self.seconds)

    def _show_choices(self, shape: Shape | None, seconds: int | None) -> None:
        made = {shape for model in self._offered for shape in model.shapes} | ({shape} if shape else set())
        self.shape_field.choices.set_segments(
            _shape_segments([each for each in Shape if each in made or each in _USUAL_SHAPES])
        )
        offered = offered_lengths(self._offered) | ({seconds} if seconds else set())
        self.seconds_field.choices.set_segments(_seconds_segments(sorted(offered)))
        self._length.offer(self._offered, offered)

    def want(self, shape: Shape | None, seconds: int | None) -> None:
        """Choose both, without a signal."""
        self._show_choices(shape, seconds)
        self.shape_field.choices.set_value(shape)
        self.seconds_field.choices.set_value(seconds)

    def show_settled(self, model: VideoModel | None, size: Size | None = None) -> None:
        """Show what the wishes come to with this model (`size` is the frame), and whether its id fixes them."""
        shape = (size or model.settle_size(self.shape)).shape if model else None
        seconds = model.settle_seconds(self.seconds) if model else None
        ratio = shape.aspect_ratio if shape else ""
        self.shape_field.show_settled(shape, ratio, model, fixed=model is not None and model.fixes_size)
        words = tr(text.COMPOSE_VALUE_SECONDS, seconds=seconds)
        self.seconds_field.show_settled(seconds, words, model, fixed=model is not None and model.fixes_seconds)
        self._length.show_settled(seconds)


def offered_lengths(models: Sequence[VideoModel]) -> set[int]:
    """The lengths that get a button: all that are listed, and of a wide range its ends and what it comes to."""
    offered = {seconds for model in models for seconds in model.lengths}
    for model in models:
        spread = model.length_range
        if spread is None:
            continue
        few = len(spread.all) <= _FEW
        offered |= set(spread.all) if few else {spread.least, spread.all[-1], model.settle_seconds(None)}
    return offered


class LengthSpin(QSpinBox):
    """Any length within the ranges of the models; there only where they make more lengths than have a button.

    Signals: `wanted(int)`: the person wants a clip of so many seconds.
    """

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("durationSpin")
        self.setAccessibleName(tr(text.COMPOSE_LENGTH_NAME))
        self.setSuffix(tr(text.COMPOSE_LENGTH_SUFFIX))
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._changed)
        self._by_hand = True
        self.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form, unless the person is in this field."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def offer(self, models: Sequence[VideoModel], with_button: set[int]) -> None:
        spreads = [model.length_range for model in models if model.length_range is not None]
        self.setVisible(any(not with_button.issuperset(spread.all) for spread in spreads))
        if spreads:
            self._by_hand = False
            self.setRange(min(each.least for each in spreads), max(each.all[-1] for each in spreads))
            self.setSingleStep(math.gcd(*(each.step for each in spreads)))
            self._by_hand = True

    def show_settled(self, seconds: int | None) -> None:
        """What the clip comes to, without a signal."""
        if seconds is not None:
            self._by_hand = False
            self.setValue(seconds)
            self._by_hand = True

    @Slot(int)
    def _changed(self, seconds: int) -> None:
        if self._by_hand:
            self.wanted.emit(seconds)


def wish_words(shape: Shape | None, seconds: int | None) -> str:
    """What is wanted, as it stands in a sentence: "9:16 clips of 20 s"."""
    ratio = shape.aspect_ratio if shape else ""
    if shape and seconds:
        return tr(text.COMPOSE_WISH, ratio=ratio, seconds=seconds)
    if shape:
        return tr(text.COMPOSE_WISH_ORIENTATION, ratio=ratio)
    return tr(text.COMPOSE_WISH_SECONDS, seconds=seconds)


def _shape_segments(shapes: Iterable[Shape]) -> list[Segment]:
    spoken = {
        Shape.LANDSCAPE: text.COMPOSE_LANDSCAPE_NAME,
        Shape.PORTRAIT: text.COMPOSE_PORTRAIT_NAME,
        Shape.SQUARE: text.COMPOSE_SQUARE_NAME,
    }
    return [
        Segment(each, each.aspect_ratio, f"orientation-{each}", tr(spoken[each]), icon=each.value) for each in shapes
    ]


def _seconds_segments(lengths: Iterable[int]) -> list[Segment]:
    return [
        Segment(each, str(each), f"duration-{each}", tr(text.COMPOSE_SECONDS_NAME, seconds=each)) for each in lengths
    ]
