"""Below a clip on the stage that is kept although it could not be checked: what was found, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.message import Message
from sora_desktop.ui import text
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.lists.job_words import unchecked_words
from sora_desktop.ui.text import tr
from sora_desktop.ui.theme import DARK
from sora_desktop.ui.widgets.labels import PlainLabel

_ICON_SIZE = 18


class UncheckedNote(QWidget):
    """Signals: `open_wanted()` in another program, `folder_wanted()`, `fetch_wanted()` a person wants this done."""

    open_wanted = Signal()
    folder_wanted = Signal()
    fetch_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("uncheckedNote")
        self._why = PlainLabel(role="caption", wrap=True)
        icon = PlainLabel()
        icon.setPixmap(pixmap("question", DARK.warn, _ICON_SIZE, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(PlainLabel(tr(text.CLIP_UNCHECKED)))
        words.addWidget(self._why)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for source, name, signal in (
            (text.CLIP_OPEN_OUTSIDE, "uncheckedOpen", self.open_wanted),
            (text.CLIP_OPEN_FOLDER, "uncheckedFolder", self.folder_wanted),
            (text.CLIP_FETCH_AGAIN, "uncheckedFetch", self.fetch_wanted),
        ):
            button = QPushButton(tr(source))
            button.setObjectName(name)
            button.setProperty("role", "link")
            button.setAccessibleName(tr(source))
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    def say(self, finding: Message | None) -> None:
        """What the check found; None where there is nothing to be said."""
        words = unchecked_words(finding) if finding is not None else ""
        self._why.setText(words)
        self.setAccessibleName(f"{tr(text.CLIP_UNCHECKED)}. {words}" if words else "")
        self.setVisible(finding is not None)
