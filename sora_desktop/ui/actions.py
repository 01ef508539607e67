"""Menu actions and shortcuts, as data: an action is one line of `ACTIONS`."""

import sys
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from sora_desktop.base.sentences import N_
from sora_desktop.base.values import dataclass
from sora_desktop.ui.language import native_keys, tr

HAS_MENU_BAR = sys.platform == "darwin"
"""Where the system shows one, at the top of the screen, and a person looks for everything there."""


class Menu(StrEnum):
    """A menu of the menu bar."""

    FILE = N_("File")
    VIEW = N_("View")
    LIBRARY = N_("Library")
    HELP = N_("Help")


@dataclass(frozen=True, slots=True)
class ActionLine:
    """`slot` is a method of `WindowActions` without arguments. `in_menu`: listed in the "more" menu.

    `shortcut` may name several, parted by "; "; the first is the one that is told. `menu`: where the menu bar has it.
    `role`: where a Mac has it instead, such as below the name of the program.
    """

    slot: str
    words: str
    shortcut: str = ""
    in_menu: bool = True
    menu: Menu = Menu.FILE
    role: QAction.MenuRole = QAction.MenuRole.NoRole


ACTIONS: Final = (
    ActionLine("focus_prompt", N_("Write a prompt"), "Ctrl+N", in_menu=False),
    ActionLine("open_presets", N_("Presets of the form"), "Ctrl+P", in_menu=False),
    ActionLine("open_snippets", N_("Snippets for the prompt"), "Ctrl+Shift+S", in_menu=False),
    ActionLine("paste_image", N_("Paste a picture"), "Ctrl+Shift+V", in_menu=False),
    ActionLine("undo", N_("Undo, but where you type"), "Ctrl+Z", in_menu=False),
    ActionLine("focus_search", N_("Search the library"), "Ctrl+F", in_menu=False, menu=Menu.LIBRARY),
    ActionLine("open_connections", N_("Choose a connection"), "Ctrl+L", in_menu=False),
    ActionLine("add_connection", N_("Add a connection…")),
    ActionLine("show_make", N_("Make"), "Ctrl+1", menu=Menu.VIEW),
    ActionLine("show_choose", N_("Choose"), "Ctrl+2", menu=Menu.VIEW),
    ActionLine("toggle_queue", N_("Show the queue"), "Ctrl+J", menu=Menu.VIEW),
    ActionLine("read_library", N_("Read the library again"), menu=Menu.LIBRARY),
    ActionLine("bring_in_jobs", N_("Bring in jobs made elsewhere…"), menu=Menu.LIBRARY),
    ActionLine("open_characters", N_("Characters…"), menu=Menu.LIBRARY),
    ActionLine("open_spend", N_("Spending…"), menu=Menu.VIEW),
    ActionLine("toggle_full_screen", N_("Full screen"), "F11", menu=Menu.VIEW),
    ActionLine("focus_notices", N_("Go to the notices and back"), "F6", in_menu=False, menu=Menu.VIEW),
    ActionLine("open_menu", N_("Open the menu"), "F10", in_menu=False, menu=Menu.VIEW),
    ActionLine("open_settings", N_("Settings…"), "Ctrl+,", role=QAction.MenuRole.PreferencesRole),
    ActionLine("open_guide", N_("User guide"), "F1", menu=Menu.HELP),
    ActionLine("open_report", N_("Diagnostic report…"), menu=Menu.HELP),
    ActionLine("open_about", N_("Shortcuts and about…"), "Ctrl+?", menu=Menu.HELP),
    ActionLine("close", N_("Quit"), "Ctrl+Q; Ctrl+W", role=QAction.MenuRole.QuitRole),
)


@dataclass(frozen=True, slots=True)
class PanelShortcut:
    """A shortcut that a panel handles itself, for the list of shortcuts."""

    words: str
    shortcut: str


PANEL_SHORTCUTS: Final = (
    PanelShortcut(N_("Generate"), "Ctrl+Return"),
    PanelShortcut(N_("Preview for free"), "Ctrl+Shift+Return"),
    PanelShortcut(N_("In the prompt: earlier prompts"), "Ctrl+Up"),
    PanelShortcut(N_("In the prompt: later prompts"), "Ctrl+Down"),
    PanelShortcut(N_("Press the button that has the keyboard"), "Return"),
    PanelShortcut(N_("Play or pause, but where you type"), "Space; K"),
    PanelShortcut(N_("One second back"), "J"),
    PanelShortcut(N_("One second forward"), "L"),
    PanelShortcut(N_("On the stage: one frame back"), "Left"),
    PanelShortcut(N_("On the stage: one frame forward"), "Right"),
    PanelShortcut(N_("On the stage: to the start"), "Home"),
    PanelShortcut(N_("On the stage: to the last frame"), "End"),
    PanelShortcut(N_("On the stage: loop"), "R"),
    PanelShortcut(N_("On the stage: sound on or off"), "M"),
    PanelShortcut(N_("On the stage: full screen"), "F"),
    PanelShortcut(N_("In the library: show the takes of a stack"), "Alt+Down"),
    PanelShortcut(N_("In the library: fold them"), "Alt+Up"),
    PanelShortcut(N_("In the library: move the clip to the trash"), "Del"),
    PanelShortcut(N_("In the queue: take the job off the list"), "Del"),
    PanelShortcut(N_("In the queue: send a waiting job earlier"), "Alt+Up"),
    PanelShortcut(N_("In the queue: send a waiting job later"), "Alt+Down"),
)


def build_actions(window: QWidget, does: QObject) -> dict[str, QAction]:
    """One QAction for each line of `ACTIONS`, by slot name, working in the whole window; `does` has the slots."""
    made = {}
    for line in ACTIONS:
        action = QAction(tr(line.words), window)
        action.setShortcuts(QKeySequence.listFromString(line.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(line.role)
        action.triggered.connect(getattr(does, line.slot))
        window.addAction(action)
        made[line.slot] = action
    return made


def menu_actions(actions: dict[str, QAction]) -> list[QAction]:
    """Those that the "more" menu lists, in order."""
    return [actions[line.slot] for line in ACTIONS if line.in_menu]


def build_menu_bar(window: QMainWindow, actions: dict[str, QAction]) -> None:
    """All of them, in the menus of a menu bar."""
    bar = window.menuBar()
    for menu in Menu:
        lines = [line for line in ACTIONS if line.menu is menu and line.slot != "open_menu"]
        bar.addMenu(tr(menu)).addActions([actions[line.slot] for line in lines])


def shortcut_lines() -> list[tuple[str, str]]:
    """What each shortcut does, and its keys as this system writes them."""
    lines = [(line.words, line.shortcut) for line in (*PANEL_SHORTCUTS, *ACTIONS) if line.shortcut]
    return [(tr(words).rstrip("…"), _native(keys)) for words, keys in lines]


def _native(keys: str) -> str:
    return ", ".join(native_keys(each) for each in keys.split("; "))
