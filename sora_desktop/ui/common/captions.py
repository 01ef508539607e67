"""The line above a field: what it is, and at the right what there is to say or do about it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel

CAPTION_GAP = 3
"""Pixels between a caption, its field and the problem below."""


class Caption(QWidget):
    """`label` names the field; `aside` is its quiet note at the right; more widgets may follow it."""

    def __init__(self, words: str, *more: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = PlainLabel(words, role="caption")
        self.aside = ElidedLabel(role="hint", elide=Qt.TextElideMode.ElideRight)
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.aside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label)
        row.addWidget(self.aside, 1)
        self._row = row
        for widget in more:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        """At its end."""
        self._row.addWidget(widget)

    def minimumSizeHint(self) -> QSize:
        """As high with a button at its end as without."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), self.fontMetrics().height() + 4))


class ProblemLine(PlainLabel):
    """What is wrong with the field above it; takes no room while nothing is, or where it stands elsewhere already."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(role="problem", wrap=True, parent=parent)
        self._elsewhere = ""
        self.hide()

    def say(self, words: str) -> None:
        self.setText(words)
        self.setVisible(bool(words) and words != self._elsewhere)

    def leave(self, words: str) -> None:
        """These are said elsewhere, where they are always in sight."""
        self._elsewhere = words
        self.say(self.text())
