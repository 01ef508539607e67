"""Below a clip on the stage that is kept although it could not be checked: what was found, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from sora_desktop.base.sentences import Message
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.drawn import Drawn
from sora_desktop.ui.common.elided_button import ElidedButton
from sora_desktop.ui.common.job_words import unchecked_words
from sora_desktop.ui.common.labels import ElidedLabel
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import DARK

_ICON_SIZE = 18
_WIDE = 620
"""From so many pixels on the words and the links stand side by side."""


class UncheckedNote(QWidget):
    """The words take one line, and are told whole in the tool tip: the room belongs to the picture.

    What can be done stands on the links, and is said in words only to a screen reader.

    Signals: `open_wanted()` in another program, `folder_wanted()`, `fetch_wanted()` a person wants this done.
    """

    open_wanted = Signal()
    folder_wanted = Signal()
    fetch_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("uncheckedNote")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._words = ElidedLabel(elide=Qt.TextElideMode.ElideRight)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 2, 0, 0)
        self._box.setSpacing(2)
        self._box.addLayout(self._said(), 1)
        self._box.addLayout(self._links())
        self.hide()

    def _said(self) -> QHBoxLayout:
        icon = Drawn()
        icon.show_drawn(lambda ratio: pixmap("question", DARK.warn, _ICON_SIZE, ratio))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon)
        row.addWidget(self._words, 1)
        return row

    def _links(self) -> WrappingRow:
        row = WrappingRow(spacing=6, line_spacing=0)
        for source, name, signal in (
            (text.CLIP_OPEN_OUTSIDE, "uncheckedOpen", self.open_wanted),
            (text.CLIP_OPEN_FOLDER, "uncheckedFolder", self.folder_wanted),
            (text.CLIP_FETCH_AGAIN, "uncheckedFetch", self.fetch_wanted),
        ):
            button = ElidedButton(tr(source))
            button.setObjectName(name)
            button.setProperty("role", "link")
            button.setProperty("scale", "small")
            button.setAccessibleName(button.text())
            button.clicked.connect(signal)
            row.addWidget(button)
        return row

    def say(self, finding: Message | None) -> None:
        """What the check found; None where there is nothing to be said."""
        words = tr(text.CLIP_UNCHECKED_FOR_ALL, why=unchecked_words(finding)) if finding is not None else ""
        self._words.setText(tr(text.CLIP_UNCHECKED_NOTE, finding=say(finding)) if finding is not None else "")
        self.setAccessibleName(words)
        self.setVisible(finding is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= _WIDE
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)
