"""A sheet about a version that is out: what is new in it, as plain text, and the address where it is to be had."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QTextOption
from PySide6.QtWidgets import QPushButton, QWidget

import sora_desktop
from sora_desktop.domain.release import Release
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.text_page import TextPage
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import current, tr
from sora_desktop.ui.window import sentences as text

_LONGEST = 20_000
"""Characters."""
_SIZE = (560, 440)


class ReleaseSheet(Sheet):
    """Nothing is downloaded from here: the address is shown, and the browser opens it where a person wants that."""

    def __init__(self, release: Release, parent: QWidget) -> None:
        super().__init__(tr(text.RELEASE_TITLE, version=release.version), parent, scrolls=False)
        self.setObjectName("releaseSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._page = release.page
        self.notes = TextPage("releaseNotes", tr(text.RELEASE_NOTES), _LONGEST)
        self.notes.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.notes.setFont(self.font())
        self.notes.show_text(release.notes_in(current().locale.name()))
        self.address = PlainLabel(release.page, wrap=True)
        self.address.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.address.setAccessibleName(tr(text.RELEASE_ADDRESS))
        yours = tr(text.RELEASE_YOURS, version=sora_desktop.__version__)
        self.column.addWidget(PlainLabel(yours, role="muted", wrap=True))
        self.column.addWidget(self.notes, 1)
        self.column.addWidget(PlainLabel(tr(text.RELEASE_ADDRESS), role="caption"))
        self.column.addWidget(self.address)
        self.foot.addLayout(self._buttons())

    def _buttons(self) -> WrappingRow:
        close = QPushButton(tr(shared.DIALOG_CLOSE))
        close.clicked.connect(self.reject)
        self.open_button = QPushButton(tr(text.RELEASE_OPEN))
        self.open_button.setObjectName("releaseOpen")
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._open_page)
        row = WrappingRow()
        row.add_gap()
        row.addWidget(close)
        row.addWidget(self.open_button)
        return row

    @Slot()
    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page))
        self.accept()
