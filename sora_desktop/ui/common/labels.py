"""Labels and tool tips that show a stranger's text as text, never as markup.

The one place where a QLabel is made and a tool tip is set (a test over the source keeps it so).
"""

from typing import Protocol

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolTip, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.ui.common.lines import elided
from sora_desktop.ui.common.reading import read_as, show_way
from sora_desktop.ui.language import tip_text

WIDEST_WORD = 280


class PlainLabel(QLabel):
    """A label that never renders markup. `role` picks its look in the style sheet (see `ui/theme.py`).

    `foreign`: its words are a stranger's alone, and are read their own way.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        wrap: bool = False,
        foreign: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_foreign = foreign
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(shown(text))
        if self._is_foreign:
            show_way(self, text)

    def minimumSizeHint(self) -> QSize:
        """An endless word of a stranger may not make the window as wide as itself: it is cut off at the edge."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), WIDEST_WORD), hint.height()) if self.wordWrap() else hint


class ElidedLabel(PlainLabel):
    """One line that never asks for more room than there is; what does not fit is elided, and told in the tool tip."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        foreign: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role=role, foreign=foreign, parent=parent)
        self._elide = elide

    def setText(self, text: str) -> None:
        super().setText(text)
        set_tip(self, text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("m…"), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = elided(self.fontMetrics(), self.text(), self.contentsRect().width(), self._elide)
        with read_as(painter, self.layoutDirection()):
            painter.drawText(self.contentsRect(), int(self.alignment()), words)
        painter.end()


class Tipped(Protocol):
    """A widget, an action, the icon of a tray."""

    def setToolTip(self, tip: str, /) -> None: ...


def set_tip(widget: Tipped, text: str) -> None:
    """A tool tip of plain text."""
    widget.setToolTip(tip_text(text))


def set_hint(field: QLineEdit, text: str) -> None:
    """What stands in it while it is empty, told whole in the tool tip where it has no room for that."""
    field.setPlaceholderText(text)
    set_tip(field, text)


def show_tip(at: QPoint, text: str, widget: QWidget) -> None:
    """Show a tool tip of plain text now, for a part of a widget; `at` is a point of the screen."""
    QToolTip.showText(at, tip_text(text), widget)


def set_role(widget: QWidget, role: str) -> None:
    """Change the look of a widget that is already shown."""
    set_look(widget, "role", role)


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for (`role`, `state`, `wrong` …) on a widget that is already shown."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
