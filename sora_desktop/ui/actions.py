"""Menu actions and shortcuts, as data: an action is one line of `ACTIONS`."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from sora_desktop.base.sentences import N_
from sora_desktop.ui.language import native_keys, tr


@dataclass(frozen=True, slots=True)
class ActionLine:
    """`slot` is a method of `WindowActions` without arguments. `in_menu`: listed in the "more" menu."""

    slot: str
    words: str
    shortcut: str = ""
    in_menu: bool = True


ACTIONS: Final = (
    ActionLine("focus_prompt", N_("Write a prompt"), "Ctrl+N", in_menu=False),
    ActionLine("paste_image", N_("Paste a picture"), "Ctrl+Shift+V", in_menu=False),
    ActionLine("focus_search", N_("Search the library"), "Ctrl+F", in_menu=False),
    ActionLine("open_connections", N_("Choose a connection"), "Ctrl+L", in_menu=False),
    ActionLine("add_connection", N_("Add a connection…")),
    ActionLine("show_make", N_("Make"), "Ctrl+1"),
    ActionLine("show_choose", N_("Choose"), "Ctrl+2"),
    ActionLine("toggle_queue", N_("Show the queue"), "Ctrl+J"),
    ActionLine("read_library", N_("Read the library again")),
    ActionLine("bring_in_jobs", N_("Bring in jobs made elsewhere…")),
    ActionLine("open_spend", N_("Spending…")),
    ActionLine("toggle_full_screen", N_("Full screen"), "F11"),
    ActionLine("open_settings", N_("Settings…"), "Ctrl+,"),
    ActionLine("open_report", N_("Diagnostic report…")),
    ActionLine("open_about", N_("Shortcuts and about…"), "F1"),
    ActionLine("close", N_("Quit"), "Ctrl+Q"),
)


@dataclass(frozen=True, slots=True)
class PanelShortcut:
    """A shortcut that a panel handles itself, for the list of shortcuts."""

    words: str
    shortcut: str


PANEL_SHORTCUTS: Final = (
    PanelShortcut(N_("Generate"), "Ctrl+Return"),
    PanelShortcut(N_("In the prompt: earlier prompts"), "Ctrl+Up"),
    PanelShortcut(N_("In the prompt: later prompts"), "Ctrl+Down"),
    PanelShortcut(N_("On the stage: play or pause"), "Space"),
    PanelShortcut(N_("On the stage: one frame back"), "Left"),
    PanelShortcut(N_("On the stage: one frame forward"), "Right"),
    PanelShortcut(N_("On the stage: loop"), "L"),
    PanelShortcut(N_("On the stage: sound on or off"), "M"),
    PanelShortcut(N_("On the stage: full screen"), "F"),
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
