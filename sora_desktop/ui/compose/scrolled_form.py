"""A form that is scrolled where it is higher than its room."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_SCROLL_BAR = 10
"""Its width in the style sheet."""


class ScrolledForm(QWidget):
    """Scrolls once its parts are as short as they get; `margin` is what its layout leaves at the right.

    Signals: `rearranged()`: it may need another width now.
    """

    rearranged = Signal()

    def __init__(self, margin: int) -> None:
        super().__init__()
        self._margin = margin
        self._area: QScrollArea | None = None
        self.setProperty("role", "plain")

    def scroll_area(self) -> QScrollArea:
        """The area that shows it."""
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self)
        scroll.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._area = scroll
        return scroll

    @property
    def least_width(self) -> int:
        """So wide its room must be for all of it to be seen, in pixels, whether it is scrolled or not."""
        layout = self.layout()
        given = self._margin - layout.contentsMargins().right() if layout is not None else 0
        return self.minimumSizeHint().width() + given

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.rearranged.emit()
        return super().event(event)

    @Slot(int, int)
    def _make_room(self, _least: int, most: int) -> None:
        """Give part of the right margin to the scroll bar, so that nothing moves when it comes and goes."""
        layout = self.layout()
        if layout is not None:
            margins = layout.contentsMargins()
            margins.setRight(self._margin - _SCROLL_BAR if most else self._margin)
            layout.setContentsMargins(margins)

    def heightForWidth(self, width: int) -> int:
        """Its parts are as wide beside a scroll bar as without one: else the bar that comes makes room to go again."""
        layout = self.layout()
        if layout is None or self._area is None:
            return -1
        has_bar = width < self._area.maximumViewportSize().width()
        right = self._margin - _SCROLL_BAR if has_bar else self._margin
        return layout.minimumHeightForWidth(width - right + layout.contentsMargins().right())
