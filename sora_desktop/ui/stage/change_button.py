"""The button of the stage that offers what can be made of its clip."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMenu

from sora_desktop.domain.clip import Clip
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.common.clip_changes import ClipChanges


class ChangeButton(IconButton):
    """There only where a service can make something of the clip. `changes` is set by who knows the services."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__(theme, "more", tr(shared.CLIP_CHANGES), colour="stage_muted")
        self.setObjectName("changeClipButton")
        self.changes: ClipChanges | None = None
        self._clip: Clip | None = None
        self.clicked.connect(self._open)
        self.hide()

    def show_clip(self, clip: Clip | None) -> None:
        """Offer what can be made of this one; None where there is no clip."""
        self._clip = clip
        self.look_again()

    @Slot()
    def look_again(self) -> None:
        """What its service can may be known better by now."""
        self.setVisible(self.changes is not None and self._clip is not None and self.changes.offers(self._clip))

    @Slot()
    def _open(self) -> None:
        if self.changes is None or self._clip is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.changes.add_to(menu, self._clip)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
