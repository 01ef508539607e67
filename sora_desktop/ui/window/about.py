"""What this is, where the clips lie, and which keys do what."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

import sora_desktop
from sora_desktop.ui.actions import shortcut_lines
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import tr
from sora_desktop.ui.window import sentences as text

SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class AboutSheet(Sheet):
    """`library_folder` is where the clips lie; it can be selected and copied.

    Signals: `licences_wanted`: a person wants to read whose work is inside.
    """

    licences_wanted = Signal()

    def __init__(self, library_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(tr(text.ABOUT_TITLE), parent)
        self.folder = PlainLabel(str(library_folder), wrap=True)
        self.folder.setTextInteractionFlags(SELECTABLE)
        self.folder.setAccessibleName(tr(text.ABOUT_FOLDER))
        self.column.addWidget(PlainLabel(tr(text.ABOUT_VERSION, version=sora_desktop.__version__), role="muted"))
        for words in (text.ABOUT_WHAT, text.ABOUT_LICENCE):
            self.column.addWidget(PlainLabel(tr(words), wrap=True))
        self.column.addWidget(PlainLabel(tr(text.ABOUT_FOLDER), role="caption"))
        self.column.addWidget(self.folder)
        self.column.addWidget(PlainLabel(tr(text.ABOUT_SHORTCUTS), role="heading"))
        self.column.addLayout(_shortcuts())
        self.read_by_keys(tr(text.ABOUT_SHORTCUTS))
        self.foot.addLayout(self._buttons())

    def showEvent(self, event: QShowEvent) -> None:
        self.begin_anew()
        super().showEvent(event)

    def _buttons(self) -> WrappingRow:
        self.licences_button = QPushButton(tr(text.ABOUT_THIRD_PARTY))
        self.licences_button.setObjectName("thirdPartyButton")
        self.licences_button.setAutoDefault(False)
        self.licences_button.clicked.connect(self.licences_wanted)
        close = QPushButton(tr(shared.DIALOG_CLOSE))
        close.setDefault(True)
        close.setFocus()
        close.clicked.connect(self.accept)
        row = WrappingRow()
        row.addWidget(self.licences_button)
        row.add_gap()
        row.addWidget(close)
        return row


def _shortcuts() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    for row, (words, keys) in enumerate(shortcut_lines()):
        grid.addWidget(PlainLabel(words, role="muted"), row, 0)
        grid.addWidget(PlainLabel(keys), row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
