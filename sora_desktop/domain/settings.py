"""The settings of the app: one field each, with its default, label and help."""

from dataclasses import field
from enum import StrEnum
from typing import Any

from sora_desktop.base.sentences import N_
from sora_desktop.base.values import dataclass
from sora_desktop.domain.budget import Budget


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class View(StrEnum):
    """What the window shows: where clips are made, or where they are chosen among."""

    MAKE = "make"
    CHOOSE = "choose"


class LanguageTag(str):
    """A language as gettext names it, such as de or zh_CN; empty for that of the system."""

    __slots__ = ()


def setting(default: Any, label: str, help: str, *, hidden: bool = False, **limits: Any) -> Any:  # noqa: A002 -- "help" is the word of the settings sheet
    """A field of Settings; a `hidden` one is remembered but not shown. `limits`: minimum, maximum, suffix."""
    return field(default=default, metadata={"label": label, "help": help, "hidden": hidden, **limits})


@dataclass(frozen=True, slots=True)
class Settings:
    theme: Theme = setting(Theme.SYSTEM, N_("Appearance"), N_("Light, dark, or the same as your system."))
    language: LanguageTag = setting(
        LanguageTag(), N_("Language"), N_("What the app speaks. Prompts and model names stay as they are.")
    )
    play_when_done: bool = setting(True, N_("Play finished clips"), N_("When off, the stage keeps what it shows."))
    tell_when_away: bool = setting(True, N_("Notify me when a job ends"), N_("Only while you look at another window."))
    sound_when_done: bool = setting(
        False, N_("Play a sound when a job ends"), N_("A quiet one, only while you look at another window.")
    )
    keep_awake: bool = setting(
        False,
        N_("Keep this computer awake while jobs run"),
        N_("It doesn't fall asleep by itself until the last job has ended."),
    )
    updates: bool = setting(
        False,
        N_("Tell me about new versions"),
        N_("Asks once a day. The server sees this version and your network address. Nothing is installed by itself."),
        of_builds_with_a_feed=True,
    )
    motion: bool = setting(
        True,
        N_("Movements"),
        N_("Such as the fading controls of the full screen. Off where your system asks for less motion."),
    )
    loop: bool = setting(True, "Play in a loop", "Start again at the end of a clip.", hidden=True)
    volume: int = setting(80, "Volume", "In percent.", hidden=True, minimum=0, maximum=100)
    budget: Budget = setting(
        Budget(),
        N_("Budget"),
        N_("For services that bill. Above it you are asked first; with a zero nothing is sent to them."),
    )
    selected_connection: str = setting("", "Connection", "The one that is picked.", hidden=True)
    queue_paused: bool = setting(False, "Queue", "Whether it was paused.", hidden=True)
    draft: str = setting("", "Prompt", "Where earlier versions kept what was being written.", hidden=True)
    window_geometry: str = setting("", "Window", "Where it was.", hidden=True)
    window_columns: str = setting("", "Columns", "How wide and high the parts of Make were.", hidden=True)
    choose_columns: str = setting("", "Choose", "How wide the parts of Choose were.", hidden=True)
    view: View = setting(View.MAKE, "View", "The one that was shown.", hidden=True)
    stack_takes: bool = setting(True, "Takes", "Whether those of one request lie in one stack in Choose.", hidden=True)
    queue_open: bool = setting(False, "Queue", "Whether its drawer was open.", hidden=True)
