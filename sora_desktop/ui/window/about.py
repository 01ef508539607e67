"""What this is, where the clips lie, and which keys do what."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

import sora_desktop
from sora_desktop.ui.actions import shortcut_lines
from sora_desktop.ui.common.form import Sheet
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.language import tr
from sora_desktop.ui.window import sentences as text

SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class AboutSheet(Sheet):
    """`library_folder` is where the clips lie; it can be selected and copied."""

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
        self.column.addStretch()
        self.add_close()


def _shortcuts() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    for row, (words, keys) in enumerate(shortcut_lines()):
        grid.addWidget(PlainLabel(words, role="muted"), row, 0)
        grid.addWidget(PlainLabel(keys), row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
