"""Menu actions and shortcuts, as data: an action is one line of `ACTIONS`."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from sora_desktop.ui import wording as text
from sora_desktop.ui.language import native_keys, tr


@dataclass(frozen=True, slots=True)
class ActionLine:
    """`slot` is a method of `WindowActions` without arguments. `in_menu`: listed in the "more" menu."""

    slot: str
    words: str
    shortcut: str = ""
    in_menu: bool = True


ACTIONS: Final = (
    ActionLine("focus_prompt", text.ACTION_NEW, "Ctrl+N", in_menu=False),
    ActionLine("paste_image", text.ACTION_PASTE_IMAGE, "Ctrl+Shift+V", in_menu=False),
    ActionLine("focus_search", text.ACTION_SEARCH, "Ctrl+F", in_menu=False),
    ActionLine("open_connections", text.ACTION_CONNECTION, "Ctrl+L", in_menu=False),
    ActionLine("add_connection", text.ACTION_ADD_CONNECTION),
    ActionLine("toggle_library", text.ACTION_LIBRARY, "Ctrl+B"),
    ActionLine("read_library", text.ACTION_READ_LIBRARY),
    ActionLine("toggle_full_screen", text.ACTION_FULL_SCREEN, "F11"),
    ActionLine("open_settings", text.ACTION_SETTINGS, "Ctrl+,"),
    ActionLine("open_about", text.ACTION_ABOUT, "F1"),
    ActionLine("close", text.ACTION_QUIT, "Ctrl+Q"),
)


@dataclass(frozen=True, slots=True)
class PanelShortcut:
    """A shortcut that a panel handles itself, for the list of shortcuts."""

    words: str
    shortcut: str


PANEL_SHORTCUTS: Final = (
    PanelShortcut(text.ABOUT_GENERATE, "Ctrl+Return"),
    PanelShortcut(text.ABOUT_PLAY, "Space"),
    PanelShortcut(text.ABOUT_STEP_BACK, "Left"),
    PanelShortcut(text.ABOUT_STEP_ON, "Right"),
    PanelShortcut(text.ABOUT_LOOP, "L"),
    PanelShortcut(text.ABOUT_SOUND, "M"),
    PanelShortcut(text.ABOUT_STAGE_FULL, "F"),
)


def build_actions(window: QWidget, does: QObject) -> dict[str, QAction]:
    """One QAction for each line of `ACTIONS`, by slot name, working in the whole window; `does` has the slots."""
    made = {}
    for line in ACTIONS:
        action = QAction(tr(line.words), window)
        action.setShortcut(QKeySequence(line.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(getattr(does, line.slot))
        window.addAction(action)
        made[line.slot] = action
    return made


def menu_actions(actions: dict[str, QAction]) -> list[QAction]:
    """Those that the "more" menu lists, in order."""
    return [actions[line.slot] for line in ACTIONS if line.in_menu]


def shortcut_lines() -> list[tuple[str, str]]:
    """What each shortcut does, and its keys as this system writes them."""
    lines = [(line.words, line.shortcut) for line in (*PANEL_SHORTCUTS, *ACTIONS) if line.shortcut]
    return [(tr(words).rstrip("…"), native_keys(keys)) for words, keys in lines]
