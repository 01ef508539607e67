"""Colours, sizes and the style sheet of the window: the one place that knows them.

Roles that the style sheet knows, set as the dynamic property `role`:
labels: `heading`, `caption`, `muted`, `faint`, `ok`, `warn`, `bad`, `strong`, `badge`;
buttons: `primary`, `flat`, `link`, `icon`, `play`, `chip`, `segment`; frames: `bar`, `column`, `field`,
`card`, `drop`, `stage`, `notice`.
"""

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from sora_desktop.domain.settings import Theme
from sora_desktop.ui.assets import read_text

RADIUS = 8
"""Corner radius of fields and cards, in device-independent pixels."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Named colours of one appearance, as `#rrggbb`."""

    bg: str
    panel: str
    raised: str
    field: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_ink: str
    accent_soft: str
    ok: str
    warn: str
    bad: str
    stage: str
    stage_text: str
    stage_muted: str


DARK = Colours(
    bg="#16181d",
    panel="#1d2026",
    raised="#262a32",
    field="#121419",
    line="#30353f",
    text="#e8eaee",
    muted="#9aa1ad",
    faint="#7d8592",
    accent="#4f9cf9",
    accent_ink="#08131f",
    accent_soft="#1c2a3d",
    ok="#4cc38a",
    warn="#e5b454",
    bad="#f07178",
    stage="#0c0d10",
    stage_text="#e8eaee",
    stage_muted="#aab1bd",
)
LIGHT = Colours(
    bg="#eceef2",
    panel="#f8f9fb",
    raised="#ffffff",
    field="#ffffff",
    line="#d5d9e0",
    text="#1b1f27",
    muted="#5b6472",
    faint="#6d7684",
    accent="#1f6fd6",
    accent_ink="#ffffff",
    accent_soft="#dbe8f8",
    ok="#1c7a4c",
    warn="#8a5f00",
    bad="#c0353d",
    stage="#11141a",
    stage_text="#e8eaee",
    stage_muted="#aab1bd",
)


class ThemeKeeper(QObject):
    """Follows the wanted appearance and the system, and dresses the application.

    Signals: `changed(Colours)` after the application was dressed anew; painters repaint on it.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._wanted = Theme.SYSTEM
        self.colours = DARK
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)

    def set_wanted(self, theme: Theme) -> None:
        self._wanted = theme
        self._dress()

    @property
    def is_dark(self) -> bool:
        if self._wanted is Theme.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is not Qt.ColorScheme.Light
        return self._wanted is Theme.DARK

    def _dress(self) -> None:
        self.colours = DARK if self.is_dark else LIGHT
        self._app.setPalette(palette(self.colours))
        self._app.setStyleSheet(style_sheet(self.colours))
        self.changed.emit(self.colours)


def style_sheet(colours: Colours) -> str:
    """`resources/styles/window.qss` with its `$names` filled."""
    return Template(read_text("styles/window.qss")).substitute(asdict(colours), radius=RADIUS)


def palette(colours: Colours) -> QPalette:
    """The Qt palette for what the style sheet does not reach: views, text cursors, native parts."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.bg,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.field,
        QPalette.ColorRole.AlternateBase: colours.panel,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.faint,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.accent_ink,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Mid: colours.line,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, QColor(colours.faint))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor(colours.faint))
    return made
