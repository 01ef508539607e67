"""Colours, sizes and the style sheet of the window: the one place that knows them.

Roles that the style sheet knows, set as the dynamic property `role`:
labels: `title`, `heading`, `caption`, `hint`, `muted`, `faint`, `strong`, `ok`, `warn`, `bad`, `problem`, `caution`,
`accent`, `badge`; buttons: `primary`, `danger`, `flat`, `pill`, `link`, `icon`, `play`, `chip`, `segment` (`link` and
`icon` also with the property `scale` = `small`); combo boxes: `flat`, `raised`; a line edit or spin box inside a field: `bare`;
item views: `field`; frames: `bar`, `drawer`, `strip`, `wall`, `column` (with the property `side` = `left` or `right` for its line),
`field`, `card`, `raised`, `segments`, `drop` (with `state` = `target` or `refused`), `stage`, `over` (on the picture of the full screen), `notice` (with `severity`), `rule`, `plain`.
A frame is a QFrame; a plain QWidget with a role needs `WA_StyledBackground`. Any control turns its border red with the
property `wrong` = `true` (see `labels.set_look`).
"""

import os
import sys
from dataclasses import asdict
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from sora_desktop.base.values import dataclass
from sora_desktop.domain.settings import Theme
from sora_desktop.ui.assets import read_text, resources_dir

RADIUS = 8
"""Corner radius of fields and of the queue's cards, in device-independent pixels."""

FOCUS_WIDTH = 2
"""Of the ring around what has the keyboard, in device-independent pixels; the style sheet draws it as wide."""

FONT_PIXELS = 13
"""Size of plain text where the system's own text has a usual size, in device-independent pixels."""

_USUAL_PIXELS = {"win32": 12, "darwin": 13}
"""The size of text that a system comes with; a person who sees a larger one has asked for it."""
_USUAL_PIXELS_OF_DESKTOPS = {"KDE": 13, "LXQt": 13, "XFCE": 13}
_LARGEST_USUAL_PIXELS = 15
"""Of the other desktops, such as GNOME's."""

_LEADING = 1.5
"""Height of a line of text beside its size, of the tallest fonts."""

_FAMILIES = ("Inter", "Noto Sans")
_CJK_FAMILIES = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI")


@dataclass(frozen=True, slots=True)
class Colours:
    """Named colours of one appearance, as `#rrggbb`.

    `line` parts what a person sees apart without it; `edge` is where a field, box or chip ends that would not be seen else.
    """

    bg: str
    panel: str
    raised: str
    field: str
    line: str
    edge: str
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
    stage_line: str
    stage_hover: str
    line_strong: str
    hover: str
    segment: str
    selection: str
    scroll: str
    focus: str
    accent_text: str
    accent_hover: str
    accent_pressed: str


DARK = Colours(
    bg="#16181d",
    panel="#1d2026",
    raised="#262a32",
    field="#121419",
    line="#30353f",
    edge="#727a89",
    text="#e8eaee",
    muted="#9aa1ad",
    faint="#8b94a4",
    accent="#4f9cf9",
    accent_ink="#08131f",
    accent_soft="#1c2a3d",
    ok="#4cc38a",
    warn="#e5b454",
    bad="#f07178",
    stage="#0c0d10",
    stage_text="#e8eaee",
    stage_muted="#aab1bd",
    stage_line="#30353f",
    stage_hover="#1f232b",
    line_strong="#454c59",
    hover="#2b3039",
    segment="#262a32",
    selection="#2b5a94",
    scroll="#3c424e",
    focus="#e8eaee",
    accent_text="#6aaefc",
    accent_hover="#66abfb",
    accent_pressed="#3f8ae6",
)
LIGHT = Colours(
    bg="#eceef2",
    panel="#f8f9fb",
    raised="#ffffff",
    field="#ffffff",
    line="#d5d9e0",
    edge="#7d8694",
    text="#1b1f27",
    muted="#5b6472",
    faint="#5f6876",
    accent="#1f6fd6",
    accent_ink="#ffffff",
    accent_soft="#dbe8f8",
    ok="#1c7a4c",
    warn="#8a5f00",
    bad="#c0353d",
    stage="#11141a",
    stage_text="#e8eaee",
    stage_muted="#aab1bd",
    stage_line="#30353f",
    stage_hover="#1f232b",
    line_strong="#b4bbc7",
    hover="#e9edf3",
    segment="#ffffff",
    selection="#b9d6f7",
    scroll="#c3c9d3",
    focus="#0b2f5e",
    accent_text="#1a63c2",
    accent_hover="#1a66c6",
    accent_pressed="#185cb4",
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
        self._enlarged = 1.0
        self.colours = DARK
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)
        app.screenAdded.connect(self._dress)  # icons are drawn as sharp as the screens need

    def set_wanted(self, theme: Theme) -> None:
        self._wanted = theme
        self._dress()

    def enlarge(self, factor: float) -> None:
        """Write so many times as large as the system does."""
        self._enlarged = factor
        self._dress()

    def prepare(self, theme: Theme) -> None:
        """All of `set_wanted` but the style sheet, for a window that is still to be made; `finish` adds it.

        Under a style sheet Qt polishes each part of a window anew whenever it gets a parent.
        """
        self._wanted = theme
        self._take_colours()

    def finish(self) -> None:
        """Dress what was made since `prepare`, all at once."""
        self._app.setStyleSheet(style_sheet(self.colours, self._pixels))

    @property
    def is_dark(self) -> bool:
        if self._wanted is Theme.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is not Qt.ColorScheme.Light
        return self._wanted is Theme.DARK

    @property
    def _pixels(self) -> int:
        return round(font_pixels() * self._enlarged)

    def _dress(self) -> None:
        self._take_colours()
        self.finish()
        self.changed.emit(self.colours)

    def _take_colours(self) -> None:
        self.colours = DARK if self.is_dark else LIGHT
        self._app.setFont(font(self._pixels))
        self._app.setPalette(palette(self.colours))


def font_pixels() -> int:
    """The size of plain text in device-independent pixels: it grows where the person has made the system's grow."""
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    return max(FONT_PIXELS, round(FONT_PIXELS * system / usual_pixels()))


def usual_pixels() -> int:
    """The size of the system's own text where nobody has changed it."""
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
    of_desktop = (_USUAL_PIXELS_OF_DESKTOPS[name] for name in desktops if name in _USUAL_PIXELS_OF_DESKTOPS)
    return _USUAL_PIXELS.get(sys.platform) or next(of_desktop, _LARGEST_USUAL_PIXELS)


def font(pixels: int) -> QFont:
    """The font of the application; what its families lack comes from the system's own."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families()
    made = QFont([*_FAMILIES, *system, *_CJK_FAMILIES])
    made.setPixelSize(pixels)
    return made


def style_sheet(colours: Colours, pixels: int = FONT_PIXELS) -> str:
    """`resources/styles/window.qss` with its `$names` filled, for plain text of `pixels`."""
    return Template(read_text("styles/window.qss")).substitute(
        asdict(colours),
        radius=RADIUS,
        icons=(resources_dir() / "icons").as_posix(),
        appearance="dark" if colours is DARK else "light",
        font_tiny=round(pixels * 0.82),
        font_small=round(pixels * 0.92),
        font_large=round(pixels * 1.08),
        font_title=round(pixels * 1.3),
        font_title_large=round(pixels * 1.8),
        font_title_huge=round(pixels * 2.3),
        font_stage_large=round(pixels * 1.4),
        font_stage_huge=round(pixels * 1.8),
        line_height=max(22, round(pixels * _LEADING)),
        line_height_small=max(20, round(pixels * 0.92 * _LEADING)),
    )


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
        QPalette.ColorRole.Highlight: colours.selection,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.Accent: colours.accent,
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
