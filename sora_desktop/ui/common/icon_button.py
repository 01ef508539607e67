"""A button that shows a line icon in a colour of the theme, with its name for screen readers and as a tool tip."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.ui.assets import ICON_SIZE, icon
from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.theme import Colours, ThemeKeeper


class IconButton(QToolButton):
    """`name` is that of `resources/icons/NAME.svg`; `says` is its accessible name and tool tip, translated.

    `colour` names one of `Colours`.
    """

    def __init__(
        self, theme: ThemeKeeper, name: str, says: str, parent: QWidget | None = None, *, colour: str = "muted"
    ) -> None:
        super().__init__(parent)
        self._colour = colour
        self._name = name
        self._theme = theme
        self.setProperty("role", "icon")
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.says(says)
        self._draw(theme.colours)
        theme.changed.connect(self._draw)

    def says(self, words: str, *, tip: str = "") -> None:
        """Name the button anew, when what it does has changed. Its tip may say more, such as a key."""
        self.setAccessibleName(shown(words))
        set_tip(self, tip or words)

    def show_icon(self, name: str) -> None:
        """Draw another icon from now on."""
        self._name = name
        self._draw(self._theme.colours)

    @Slot(object)
    def _draw(self, colours: Colours) -> None:
        self.setIcon(icon(self._name, getattr(colours, self._colour)))
